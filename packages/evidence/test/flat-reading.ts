import {
  type Diagnostic,
  type EvidenceRecord,
  type FieldValue,
  RAW_FORM,
  type RawValue,
  type Scalar,
} from "@tocsin/model";
import { expect } from "vitest";
import { createReader, type ReaderLimits } from "../src/index.ts";

/** What can be told of a record, and all that it answers under these names. */
interface Told {
  readonly place: unknown;
  readonly source: unknown;
  readonly timeMs: unknown;
  readonly host: unknown;
  readonly fields: readonly (readonly [string, FieldValue])[];
  readonly answers: readonly (FieldValue | undefined)[];
}

export interface Reading {
  readonly told: Told[];
  readonly diagnostics: Diagnostic[];
  readonly damaged: number;
  /** Records that were not parsed. */
  readonly scanned: number;
}

export const NAMES: readonly string[] = [
  "EventID Channel Provider_Name Computer EventRecordID Message Security_UserID Provider_Guid",
  "Execution_ProcessID Execution_ThreadID TimeCreated_SystemTime Correlation_ActivityID a b.c a.b",
  "a.b.c Image toString __proto__ 7",
]
  .join(" ")
  .split(" ")
  .concat("");
export const ALIASES: readonly string[] = [
  "EventId EventCode event_id LogName channel SourceName Source Provider Hostname computer_name",
  "RecordNumber UserID SystemTime TimeCreated UtcTime @timestamp TimeGenerated EventTime timestamp",
  "_time message ThreadID",
]
  .join(" ")
  .split(" ");
export const ODD: readonly string[] = [
  "EventData _raw winlog winlog.channel eventVersion Event System Records events value hits _source",
  "_index result preview SyslogMessage ts",
]
  .join(" ")
  .split(" ");
const ASKED = [...NAMES, ...ALIASES, ...ODD];

/** Reads lines, and asks each record while it is valid; the pieces lie in one buffer that is overwritten. */
function readLines(
  input: Uint8Array,
  brief: boolean,
  { pieceBytes = input.length, limits = {} }: { pieceBytes?: number; limits?: ReaderLimits } = {},
): Reading {
  const told: Told[] = [];
  const diagnostics: Diagnostic[] = [];
  const kinds = new Map<string, FieldValue | undefined>();
  let batch: EvidenceRecord[] = [];
  let damaged = 0;
  let scanned = 0;
  const ask = (): void => {
    for (const record of batch) {
      if (record.fieldSource !== undefined) scanned++;
      checkValues(record, kinds);
      // Cursors first: what is parsed later must change nothing.
      checkCursor(record, kinds);
      const answers = ASKED.map((name) => record.field(name));
      checkCursor(record, kinds);
      const { place, source, timeMs, host } = record;
      told.push({ place, source, timeMs, host, fields: [...record.fields()], answers });
      expect(ASKED.map((name) => record.field(name))).toEqual(answers);
    }
    batch = [];
  };
  const reader = createReader("json-lines", {
    file: "evidence",
    onRecord: (record) => void batch.push(record),
    onDiagnostic: (one) => void diagnostics.push(one),
    onDamaged: () => void damaged++,
    brief,
    limits,
  });
  const buffer = new Uint8Array(pieceBytes);
  for (let at = 0; at < input.length; at += pieceBytes) {
    const piece = input.subarray(at, at + pieceBytes);
    buffer.set(piece);
    reader.push(buffer.subarray(0, piece.length));
    ask();
    buffer.fill(0x78);
  }
  reader.end();
  ask();
  return { told, diagnostics, damaged, scanned };
}

/** What a cursor finds is the field's value, and bytes under a kind are one value wherever they stand. */
function checkCursor(record: EvidenceRecord, kinds: Map<string, FieldValue | undefined>): void {
  const cursor = record.fieldSource?.open(ASKED);
  cursor?.turn(record);
  for (const [index, name] of ASKED.entries()) {
    const value = record.field(name);
    if (cursor?.locate(index) === true) {
      expect(value).not.toBeUndefined();
      checkRaw(cursor, value, kinds);
    }
    if (cursor !== undefined) expect(cursor.value(index)).toEqual(value);
    // What is fixed in a line's order of names is what it has not.
    if (cursor?.isFixed(index) === true) expect(value).toBeUndefined();
  }
}

/** Both ways must tell the same. */
export function compare(input: Uint8Array, options?: Parameters<typeof readLines>[2]): Reading {
  const { scanned: none, ...slow } = readLines(input, false, options);
  const { scanned, ...fast } = readLines(input, true, options);
  expect(none).toBe(0);
  expect(fast).toEqual(slow);
  return { ...fast, scanned };
}

/** A cursor over all values gives those of all fields, in whatever order. */
function checkValues(record: EvidenceRecord, kinds: Map<string, FieldValue | undefined>): void {
  const cursor = record.fieldSource?.openAll();
  const count = cursor?.turn(record);
  if (cursor === undefined || count === undefined) return;
  const met: FieldValue[] = [];
  const around = record.fieldSource?.open([]);
  around?.turn(record);
  const whole = around?.surround() === true ? textOf(around) : undefined;
  expect(whole === undefined || around?.form === RAW_FORM.escaped).toBe(true);
  expect(around?.constants).toEqual([]);
  for (let index = 0; index < count; index++) {
    const value = cursor.value(index) ?? null;
    met.push(value);
    const raw = cursor.locate(index);
    if (raw) checkRaw(cursor, value, kinds);
  }
  const single = (values: readonly FieldValue[]): Scalar[] =>
    values.flatMap((value) => (value === null ? [] : value));
  const fields = [...record.fields()].map(([, value]) => value);
  expect(new Set(single(met))).toEqual(new Set(single(fields)));
  // Each text stands in the line, as it is but for escapes.
  if (whole !== undefined)
    expect(single(met).filter((value) => !whole.includes(`${value}`))).toEqual([]);
}

/** The bytes of a stretch without the escapes of one letter. */
function textOf({ bytes, start, end }: RawValue): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.slice(start, end));
  return text.replaceAll(/\\(.)/g, (all, letter: string) =>
    letter === "u" ? all : `${JSON.parse(`"${all}"`)}`,
  );
}

/** What its bytes say of a value. */
function checkRaw(
  { kind, form, bytes, start, end }: RawValue,
  value: FieldValue | undefined,
  kinds: Map<string, FieldValue | undefined>,
): void {
  const raw = bytes.slice(start, end);
  const key = `${kind} ${raw.toString()}`;
  if (kinds.has(key)) expect(kinds.get(key)).toEqual(value);
  kinds.set(key, value);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw);
  if (form === RAW_FORM.ascii) expect(value).toBe(text);
  else if (form === RAW_FORM.escaped)
    expect([value, text.replaceAll("\\\\", "").includes("\\u")]).toEqual([
      JSON.parse(`"${text}"`),
      false,
    ]);
  else if (form === RAW_FORM.figure)
    expect(String(value)).toMatch(
      /^(?!.*(?:\..*\.|[\da-f]{32}|[a-f].*:|:.*[a-f]))[\da-fxSTZ:.+{}-]+$/,
    );
  else expect(form).toBe(RAW_FORM.other);
  const ascii = /^[\x20-\x7e]*$/.test(text);
  if (typeof value === "string" && ascii && !text.includes("\\") && !/^-?\d+$/.test(text))
    expect(form).toBe(RAW_FORM.ascii);
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
