import { setImmediate } from "node:timers/promises";
import { HuntError, readRecords } from "@tocsin/hunt";
import type { EvidenceRecord } from "@tocsin/model";
import { toSafeJson } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import { mappingOf } from "../mapping.ts";
import { parseWindow } from "../time-window.ts";
import { tellTrouble } from "./trouble.ts";

/** `tocsin records`: decoded records as JSON lines, damage and what was left out on stderr. */
export const runRecords: CommandBody = async (invocation, io) => {
  const window = parseWindow(valueOf(invocation, "since"), valueOf(invocation, "until"));
  const mapping = mappingOf(invocation);
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
      mapping,
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

function parseLimit(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new CommandError(
    "CLI_USAGE",
    `--limit "${text}" is no whole number from 1`,
    "Give a number",
  );
}
