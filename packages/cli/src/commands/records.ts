import { setImmediate } from "node:timers/promises";
import { HuntError, readRecords } from "@tocsin/hunt";
import { formatPlace } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import { parseWindow } from "../time-window.ts";

const MAX_SHOWN = 20;
const CHUNK_RECORDS = 200;

/** `tocsin records`: decoded records as JSON lines, damage and what was left out on stderr. */
export const runRecords: CommandBody = async (invocation, io) => {
  const window = parseWindow(valueOf(invocation, "since"), valueOf(invocation, "until"));
  const limit = parseLimit(valueOf(invocation, "limit"));
  let told = 0;
  const onDiagnostic: Parameters<typeof readRecords>[0]["onDiagnostic"] = ({
    message,
    place,
    remedy,
  }) => {
    if (++told > MAX_SHOWN) return;
    const where = place === undefined ? "" : `${formatPlace(place)}: `;
    io.err(
      `${sanitizeText(`tocsin: ${where}${message}${remedy === undefined ? "" : `. ${remedy}`}`)}\n`,
    );
  };
  let count = 0;
  let lines: string[] = [];
  try {
    const evidence = invocation.operands;
    for (const record of readRecords({ evidence, ...window, signal: io.signal, onDiagnostic })) {
      const { place, source, timeMs, host } = record;
      const time = timeMs === undefined ? undefined : new Date(timeMs).toISOString();
      const fields = Object.fromEntries(record.fields());
      lines.push(`${JSON.stringify({ place, source, time, host, fields })}\n`);
      if (lines.length >= CHUNK_RECORDS) {
        await io.out(lines.join(""));
        // Lets Ctrl-C through.
        await setImmediate();
        lines = [];
      }
      if (++count >= limit) break;
    }
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
  await io.out(lines.join(""));
  if (told > MAX_SHOWN) io.err(`tocsin: ${told - MAX_SHOWN} more of these are not shown\n`);
  if (io.signal.aborted) io.err("tocsin: stopped; the records above are a part\n");
  return told > 0 || io.signal.aborted ? EXIT.incomplete : EXIT.nothing;
};

function parseLimit(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new CommandError(
    "CLI_USAGE",
    `--limit "${text}" is no whole number from 1`,
    "Give a number",
  );
}
