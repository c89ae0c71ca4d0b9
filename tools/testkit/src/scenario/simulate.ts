import type { WindowsEvent } from "../evtx/event.ts";
import { writeEvtx } from "../evtx/write.ts";
import { gzip } from "../gzip/gzip.ts";
import type { Entry } from "./journal.ts";
import { nxlogLine } from "./nxlog.ts";
import { playScenario, type Scenario } from "./play.ts";

/**
 * The evidence of a scenario: path within the evidence folder → bytes, in order of paths. SYNTHETIC:
 * invented company, documentation addresses and domains. The same scenario gives the same bytes everywhere.
 */
export function simulate(scenario: Scenario): Map<string, Uint8Array> {
  const byFile = new Map<string, Entry[]>();
  for (const entry of playScenario(scenario)) {
    const entries = byFile.get(entry.file);
    if (entries === undefined) byFile.set(entry.file, [entry]);
    else entries.push(entry);
  }
  const files = new Map<string, Uint8Array>();
  for (const file of [...byFile.keys()].toSorted()) {
    const bytes = writeFile(file, byFile.get(file) ?? []);
    files.set(file, file.endsWith(".gz") ? gzip(bytes) : bytes);
  }
  return files;
}

function writeFile(file: string, entries: readonly Entry[]): Uint8Array {
  const firstRecordId = 40_000 + file.length;
  if (/\.evtx(?:\.gz)?$/.test(file)) return writeEvtx(entries.map(eventOf), { firstRecordId });
  const lines = entries.map(({ body }, i) =>
    typeof body === "string" ? body : nxlogLine(body, firstRecordId + i),
  );
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

function eventOf({ body, file }: Entry): WindowsEvent {
  if (typeof body === "string") throw new RangeError(`a line of text among the events of ${file}`);
  return body;
}
