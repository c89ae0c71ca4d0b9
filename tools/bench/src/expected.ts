import { readFileSync } from "node:fs";
import { readEvtx } from "@tocsin/evtx";
import type { EvtxRecord, EvtxValue } from "@tocsin/evtx";

/** The fields of the race "five named fields": what hunts ask for; two or three of them in most records. */
export const FIVE_FIELDS = [
  "Computer",
  "SubjectUserName",
  "ProcessName",
  "Image",
  "CommandLine",
] as const;

const TWO_32 = 2 ** 32;

/**
 * What reading some records must give. Sums stand for the values: a contestant that skips or misreads
 * them does not reach the sum. Plain data; sums of several parts are added by {@link addTally}.
 */
export interface Tally {
  records: number;
  /** Sizes of the records with their headers. */
  payloadBytes: number;
  /** By event id; `none` where a record has none that is a number. */
  eventIds: Record<string, number>;
  /** UTF-16 units of channel and provider. */
  walkUnits: number;
  /** Times in UTC milliseconds, modulo 2^32. */
  timeSum: number;
  /** How many of {@link FIVE_FIELDS} have a value. */
  fieldValues: number;
  /** UTF-16 units of those values as text. */
  fieldUnits: number;
}

/** A tally with what only JSON lines are held to. */
export interface Expected extends Tally {
  /** Of the records that have one. */
  eventRecordIdSum: number;
}

export function emptyTally(): Tally {
  return {
    records: 0,
    payloadBytes: 0,
    eventIds: {},
    walkUnits: 0,
    timeSum: 0,
    fieldValues: 0,
    fieldUnits: 0,
  };
}

/** Adds `part`, taken `times` times, to `sum`. */
export function addTally(sum: Tally, part: Readonly<Tally>, times: number = 1): void {
  sum.records += part.records * times;
  sum.payloadBytes += part.payloadBytes * times;
  sum.walkUnits += part.walkUnits * times;
  sum.fieldValues += part.fieldValues * times;
  sum.fieldUnits += part.fieldUnits * times;
  // Below 2^53 as long as a part is taken fewer than 2^21 times: 128 GiB of chunks.
  sum.timeSum = (sum.timeSum + part.timeSum * times) % TWO_32;
  for (const [id, count] of Object.entries(part.eventIds))
    sum.eventIds[id] = (sum.eventIds[id] ?? 0) + count * times;
}

/** The sum with one more time, modulo 2^32. */
export function addTime(sum: number, timeMs: number): number {
  return (sum + timeMs) >>> 0;
}

/** UTF-16 units of a value as text. */
export function unitsOf(value: Exclude<EvtxValue, null>): number {
  return typeof value === "string" ? value.length : String(value).length;
}

/** Adds a record by the plain way of reading, all of its fields: slow, and what the fast ways are held to. */
export function tallyRecord(tally: Tally, record: EvtxRecord): void {
  const fields = record.fields();
  tally.records += 1;
  tally.payloadBytes += record.sizeBytes;
  const eventId = String(record.eventId ?? "none");
  tally.eventIds[eventId] = (tally.eventIds[eventId] ?? 0) + 1;
  tally.timeSum = addTime(tally.timeSum, record.timeMs);
  for (const name of ["Channel", "Provider_Name"])
    tally.walkUnits += unitsOf(fields.get(name) ?? "");
  for (const name of FIVE_FIELDS) {
    const value = fields.get(name) ?? null;
    if (value === null) continue;
    tally.fieldValues += 1;
    tally.fieldUnits += unitsOf(value);
  }
}

/** What reading whole files must give. */
export function expectFiles(paths: readonly string[]): Expected {
  const expected: Expected = { ...emptyTally(), eventRecordIdSum: 0 };
  for (const path of paths)
    for (const record of readEvtx(readFileSync(path))) {
      tallyRecord(expected, record);
      expected.eventRecordIdSum += Number(record.field("EventRecordID") ?? 0);
    }
  return expected;
}
