import { setImmediate } from "node:timers/promises";
import { HuntError, readRecords } from "@tocsin/hunt";
import { formatPlace } from "@tocsin/model";
import type { Diagnostic, EvidenceRecord } from "@tocsin/model";
import { sanitizeText, toSafeJson } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { parseWindow } from "../time-window.ts";

const MAX_SHOWN = 20;

/** `tocsin records`: decoded records as JSON lines, damage and what was left out on stderr. */
export const runRecords: CommandBody = async (invocation, io) => {
  const window = parseWindow(valueOf(invocation, "since"), valueOf(invocation, "until"));
  const limit = parseLimit(valueOf(invocation, "limit"));
  const trouble = tellTrouble(io);
  let count = 0;
  let recovered = 0;
  try {
    const batches = readRecords({
      evidence: invocation.operands,
      sinceMs: window.since,
      untilMs: window.until,
      recover: valueOf(invocation, "recover") !== undefined,
      signal: io.signal,
      onDiagnostic: trouble.add,
    });
    for await (const batch of batches) {
      const wanted = batch.slice(0, limit - count);
      count += wanted.length;
      for (const { place } of wanted) if (place.recovered === true) recovered++;
      await io.out(wanted.map(toLine).join(""));
      // Lets Ctrl-C through.
      await setImmediate();
      if (count >= limit) break;
    }
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
  const told = trouble.end();
  if (recovered > 0) io.err(`tocsin: ${recovered} of ${count} records were recovered\n`);
  if (io.signal.aborted) io.err("tocsin: stopped; the records above are a part\n");
  return told > 0 || io.signal.aborted ? EXIT.incomplete : EXIT.nothing;
};

function toLine(record: EvidenceRecord): string {
  const { place, source, timeMs, host } = record;
  const time =
    timeMs !== undefined && Math.abs(timeMs) <= 8.64e15
      ? new Date(timeMs).toISOString()
      : undefined;
  return `${toSafeJson({ place, source, time, host, fields: Object.fromEntries(record.fields()) })}\n`;
}

/** Says what went wrong, the first twenty by name; notes are no trouble. */
function tellTrouble(io: Io): {
  readonly add: (diagnostic: Diagnostic) => void;
  readonly end: () => number;
} {
  let told = 0;
  return {
    add({ severity, message, place, remedy }) {
      if (severity === "note" || ++told > MAX_SHOWN) return;
      const where = place === undefined ? "" : `${formatPlace(place)}: `;
      const advice = remedy === undefined ? "" : `. ${remedy}`;
      io.err(`${sanitizeText(`tocsin: ${where}${message}${advice}`)}\n`);
    },
    end() {
      if (told > MAX_SHOWN) io.err(`tocsin: ${told - MAX_SHOWN} more of these are not shown\n`);
      return told;
    },
  };
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new CommandError(
    "CLI_USAGE",
    `--limit "${text}" is no whole number from 1`,
    "Give a number",
  );
}
