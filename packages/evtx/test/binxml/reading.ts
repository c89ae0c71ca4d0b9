import { expect } from "vitest";
import { cpuNow } from "../../../../tools/testkit/src/index.ts";
import type { EvtxDiagnostic, EvtxOptions, EvtxRecord, EvtxValue } from "../../src/index.ts";
import { readEvtx } from "../../src/index.ts";
import {
  attribute,
  element,
  fragment,
  instance,
  normal,
  type Piece,
  template,
  text,
  utf16,
  type Value,
} from "./builder.ts";
import { chunk, file } from "./log-file.ts";

/** What reading a log gave. `told`: codes of the diagnostics that are no notes. */
export interface Reading {
  readonly records: readonly EvtxRecord[];
  readonly told: readonly string[];
}

/** Reads all records and decodes everything in them, JSON and fields. */
export function read(bytes: Uint8Array, options: Omit<EvtxOptions, "sink"> = {}): Reading {
  const told: string[] = [];
  const sink = (diagnostic: EvtxDiagnostic): void => {
    if (diagnostic.severity !== "note") told.push(diagnostic.code);
  };
  const records = [...readEvtx(bytes, { ...options, sink })];
  for (const record of records) {
    record.check();
    record.fields();
  }
  return { records, told };
}

/** Reads a log of one record for each piece, all of it sound. */
export function readSound(pieces: readonly Piece[], options: EvtxOptions = {}): EvtxRecord[] {
  const { records, told } = read(file(chunk(pieces)), options);
  expect(told).toEqual([]);
  expect(records).toHaveLength(pieces.length);
  return [...records];
}

/** Field `V0` of a record that may be damaged. */
export function readDamaged(piece: Piece): EvtxValue | undefined {
  return read(file(chunk([piece]))).records[0]?.field("V0");
}

/** Reads one sound record. */
export function readOne(piece: Piece, options: EvtxOptions = {}): EvtxRecord {
  const [record] = readSound([piece], options);
  if (record === undefined) throw new Error("no record");
  return record;
}

/** The value of type null. */
export const NULL: Value = { type: 0x00, data: new Uint8Array(0) };
export const string = (value: string): Value => ({ type: 0x01, data: utf16(value) });
/** An array of strings, each with its NUL. */
export const strings = (...values: readonly string[]): Value => ({
  type: 0x81,
  data: utf16(values.map((value) => `${value}\0`).join("")),
});

/** `<Data Name="…">` with this content. */
export const data = (name: string, ...content: readonly Piece[]): Piece =>
  element("Data", content, { attributes: [attribute("Name", text(name))] });

/** `<Event><EventData>…</EventData></Event>`. */
export const eventOf = (...content: readonly Piece[]): Piece =>
  element("Event", [element("EventData", content)]);

/** A record whose values are the fields `V0`, `V1`, …, each through a normal substitution. */
export function recordOf(...values: readonly Value[]): Piece {
  const slots = values.map((value, index) => data(`V${index}`, normal(index, value.type)));
  return fragment(instance(template(7, eventOf(...slots)), values));
}

/** What a value of a template instance comes to; `told` has the damage. A text stands behind it. */
export function valueOf(
  type: number,
  bytes: Uint8Array,
  options: Omit<EvtxOptions, "sink"> = {},
): { value: EvtxValue | undefined; told: readonly string[] } {
  const behind = { type: 0x08, data: new Uint8Array([0x78, 0x56, 0x34, 0x12]) };
  const { records, told } = read(file(chunk([recordOf({ type, data: bytes }, behind)])), options);
  const [record] = records;
  // Whatever becomes of a value, its neighbour is read.
  expect(record?.field("V1")).toBe(0x1234_5678);
  return { value: record?.field("V0"), told };
}

/** Little-endian bytes of a whole number. */
export function le(value: bigint | number, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  for (let at = 0, rest = BigInt(value); at < width; at++, rest >>= 8n)
    bytes[at] = Number(rest & 0xffn);
  return bytes;
}

/** A value as a list: null is none. */
export function listOf(value: EvtxValue | undefined): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Wide enough for a busy machine; what is not bounded takes minutes. */
const SOON_MS = 4000;
const SOUND = fragment(eventOf(data("Sound", text("yes"))));

/** Reads hostile records and the sound one behind them; gives the codes that were told. */
export function survive(
  pieces: readonly Piece[],
  options: Omit<EvtxOptions, "sink"> = {},
): readonly string[] {
  const bytes = file(chunk([...pieces, SOUND]));
  const start = cpuNow();
  const { records, told } = read(bytes, options);
  expect(cpuNow() - start).toBeLessThan(SOON_MS);
  expect(records).toHaveLength(pieces.length + 1);
  expect(records.at(-1)?.field("Sound")).toBe("yes");
  expect(records.at(-1)?.damaged).toBe(false);
  return told;
}
