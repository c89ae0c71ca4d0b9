import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEvtx } from "@tocsin/evtx";
import type { EvtxRecord } from "@tocsin/evtx";
import type { Case, Suite } from "../suite.ts";

interface Expected {
  readonly ok?: number;
  readonly errors?: number;
  readonly records?: number;
  readonly walk_bad?: number;
  /** Values by `record NUMBER PATH`, the path below the record's `System`. */
  readonly facts?: Readonly<Record<string, string>>;
}

const ENDING = ".expected.json";

/** The value at the path of a fact; attributes stand in `#attributes`. */
function factOf(record: EvtxRecord, fact: string): unknown {
  const path = fact.split(" ").slice(2).join(" ").split(".");
  let value: unknown = (record.toJson()["Event"] as Record<string, unknown>)["System"];
  for (const step of path) {
    const map = value as Readonly<Record<string, unknown>> | undefined;
    const attributes = map?.["#attributes"] as Readonly<Record<string, unknown>> | undefined;
    value = map?.[step] ?? attributes?.[step];
  }
  return value;
}

function judge(folder: string, name: string, notes: string[]): string | undefined {
  const expected = JSON.parse(readFileSync(join(folder, name + ENDING), "utf8")) as Expected;
  let damage = 0;
  let records = 0;
  let damaged = 0;
  const bytes = readFileSync(join(folder, name));
  const facts = new Map(Object.entries(expected.facts ?? {}));
  for (const record of readEvtx(bytes, { sink: () => void damage++ })) {
    if (!record.check()) damaged++;
    records++;
    for (const [fact, value] of facts)
      if (fact.startsWith(`record ${record.recordId} `) && factOf(record, fact) === value)
        facts.delete(fact);
  }
  const [missing] = facts;
  if (missing !== undefined) return `${missing[0]} is not ${missing[1]}`;
  const extra = recoverMore(bytes);
  notes.push(
    `${name}: ${records} records, ${damaged} damaged; ${extra.recovered} recovered, ${extra.inPart} of them in part`,
  );
  if (extra.flaw !== undefined) return extra.flaw;
  const least = expected.ok ?? expected.records ?? 0;
  if (records < least) return `${records} records, expected at least ${least}`;
  const isDamaged = (expected.errors ?? 0) > 0 || (expected.walk_bad ?? 0) > 0;
  return isDamaged && damage === 0 ? "damage is not reported" : undefined;
}

interface Extra {
  readonly recovered: number;
  /** Those whose template or values were overwritten. */
  readonly inPart: number;
  /** What shows that one of them is none. */
  readonly flaw: string | undefined;
}

/** What recovery gives besides, held against what real records of the file look like. */
function recoverMore(bytes: Uint8Array): Extra {
  const channels = new Set<string | undefined>();
  const known = new Set<string>();
  const extra = { recovered: 0, inPart: 0 };
  let flaw: string | undefined;
  for (const record of readEvtx(bytes, { recover: true })) {
    const key = `${record.recordId} ${record.writtenIso}`;
    if (!record.recovered) channels.add(record.channel);
    else {
      extra.recovered++;
      const isWhole = record.check();
      if (!isWhole) extra.inPart++;
      flaw ??= flawOf(record, bytes, known.has(key));
      // Nothing else tells the log of a file that lost all its headers.
      if (isWhole && channels.size > 0 && !channels.has(record.channel))
        flaw ??= `recovered record ${record.recordId} is of ${record.channel}, another log`;
    }
    known.add(key);
  }
  return { ...extra, flaw };
}

/** Checked on the bytes, not by the reader: frame, size at both ends, time; an id has one record a time. */
function flawOf(record: EvtxRecord, bytes: Uint8Array, isKnown: boolean): string | undefined {
  const { offsetBytes, sizeBytes, recordId, timeMs } = record;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offsetBytes, sizeBytes);
  const sizes = [view.getUint32(4, true), view.getUint32(sizeBytes - 4, true)];
  if (view.getUint32(0, true) !== 0x2a2a || sizes.some((size) => size !== sizeBytes))
    return `recovered record ${recordId} has no sound frame`;
  if (timeMs < Date.UTC(2000) || timeMs > Date.UTC(2030))
    return `recovered record ${recordId} has the time ${new Date(timeMs).toISOString()}`;
  return isKnown
    ? `recovered record ${recordId} contradicts another of its id and time`
    : undefined;
}

const notes: string[] = [];

/** Damaged and odd event logs: at least the stated records, damage is told, and what is recovered besides is real. */
export const suite: Suite = {
  name: "evtx-dirty",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "hunting", "evtx", "dirty");
    if (!existsSync(folder)) return;
    notes.length = 0;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(ENDING)) continue;
      const id = file.slice(0, -ENDING.length);
      yield { id, run: () => judge(folder, id, notes) };
    }
  },
  notes: () => notes,
};
