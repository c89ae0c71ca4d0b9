import { dayText, fileTimeMs, fileTimeUnits } from "../binxml/file-time.ts";
import {
  readValue,
  TYPE_ARRAY,
  TYPE_BINARY,
  TYPE_BOOL,
  TYPE_FILETIME,
  TYPE_GUID,
  TYPE_HEX32,
  TYPE_HEX64,
  TYPE_INT32,
  TYPE_SID,
  TYPE_STRING,
  TYPE_UINT16,
  TYPE_UINT32,
  TYPE_UINT64,
  TYPE_UINT8,
} from "../binxml/value.ts";
import type { Chunk } from "../log/chunk.ts";
import type { JsonBytes } from "./bytes.ts";
import { MEMO_BYTES, type ValueMemo } from "./memo.ts";
import { type JsonText, jsonText } from "./text.ts";

const TRUE = jsonText("true");
const FALSE = jsonText("false");
const QUOTE = 0x22;
const DASH = 0x2d;
const COMMA = 0x2c;

/**
 * Writes a value as JSON: the bytes of `JSON.stringify(readValue(…))`. False, and nothing written, for null.
 * `start` and `size` must lie within the chunk.
 */
export function writeValue(
  json: JsonBytes,
  chunk: Chunk,
  type: number,
  start: number,
  size: number,
  memo: ValueMemo,
): boolean {
  if (type === TYPE_STRING) {
    json.utf16(chunk.bytes, chunk.view, start, size);
    return true;
  }
  if (isLongWritten(type)) return writeAgain(json, chunk, type, start, size, memo);
  return writeAnew(json, chunk, type, start, size);
}

/** GUIDs, SIDs, keywords: many bytes are made of them, and neighbours have the same ones. */
function isLongWritten(type: number): boolean {
  return type === TYPE_GUID || type === TYPE_SID || type === TYPE_HEX64;
}

function writeAgain(
  json: JsonBytes,
  chunk: Chunk,
  type: number,
  start: number,
  size: number,
  memo: ValueMemo,
): boolean {
  if (size > MEMO_BYTES || (size & 3) !== 0) return writeAnew(json, chunk, type, start, size);
  const { view } = chunk;
  const { value } = memo;
  const words = size >> 2;
  let n = memo.type === type && memo.size === size ? 0 : words + 1;
  while (n < words && view.getInt32(start + 4 * n, true) === value[n]) n++;
  if (n !== words) {
    memo.type = type;
    memo.size = size;
    memo.textBytes = 0;
    for (n = 0; n < words; n++) value[n] = view.getInt32(start + 4 * n, true);
    return writeAnew(json, chunk, type, start, size);
  }
  if (memo.textBytes > 0) {
    json.words(memo.text, memo.textBytes);
    return true;
  }
  // Seen twice, it may well come again.
  const before = json.at;
  const written = writeAnew(json, chunk, type, start, size);
  if (written) memo.textBytes = json.copyWords(before, memo.text);
  return written;
}

function writeAnew(
  json: JsonBytes,
  chunk: Chunk,
  type: number,
  start: number,
  size: number,
): boolean {
  if (writePlain(json, chunk, type, start, size)) return true;
  const value = readValue(chunk, type, start, size);
  if (value === null) return false;
  json.text(JSON.stringify(value));
  return true;
}

/** The types that most values have, where the value is whole; false, and nothing written, for all others. */
function writePlain(
  json: JsonBytes,
  chunk: Chunk,
  type: number,
  start: number,
  size: number,
): boolean {
  const { view } = chunk;
  switch (type) {
    case TYPE_UINT8:
      return size >= 1 && integer(json, view.getUint8(start));
    case TYPE_UINT16:
      return size >= 2 && integer(json, view.getUint16(start, true));
    case TYPE_INT32:
      return size >= 4 && integer(json, view.getInt32(start, true));
    case TYPE_UINT32:
      return size >= 4 && integer(json, view.getUint32(start, true));
    case TYPE_UINT64:
      return size >= 8 && writeU64(json, view, start);
    case TYPE_BOOL:
      return size > 0 && writeBoolean(json, chunk.bytes, start, size);
    case TYPE_BINARY:
      return writeBinary(json, chunk.bytes, start, size);
    case TYPE_GUID:
      return size >= 16 && writeGuid(json, chunk.bytes, start);
    case TYPE_FILETIME:
      return size >= 8 && writeTime(json, view, start);
    case TYPE_SID:
      return writeSid(json, chunk, start, size);
    case TYPE_HEX32:
      return size >= 4 && writeHex(json, view.getUint32(start, true), 0);
    case TYPE_HEX64:
      return (
        size >= 8 && writeHex(json, view.getUint32(start, true), view.getUint32(start + 4, true))
      );
    case TYPE_ARRAY | TYPE_STRING:
      return writeTexts(json, chunk, start, size) >= 0;
    default:
      return false;
  }
}

function integer(json: JsonBytes, value: number): true {
  json.integer(value);
  return true;
}

/** Beyond 2^53 as text. */
function writeU64(json: JsonBytes, view: DataView, start: number): true {
  const high = view.getUint32(start + 4, true);
  if (high < 0x20_0000) return integer(json, high * 0x1_0000_0000 + view.getUint32(start, true));
  json.reserve(22);
  json.byte(QUOTE);
  json.ascii(view.getBigUint64(start, true).toString());
  json.byte(QUOTE);
  return true;
}

/** True if any bit is set, whatever the size. */
function writeBoolean(json: JsonBytes, bytes: Uint8Array, start: number, size: number): true {
  let at = start;
  while (at < start + size && bytes[at] === 0) at++;
  json.literal(at < start + size ? TRUE : FALSE);
  return true;
}

function writeBinary(json: JsonBytes, bytes: Uint8Array, start: number, size: number): true {
  json.reserve(2 * size + 2);
  json.byte(QUOTE);
  json.hex(bytes, start, start + size);
  json.byte(QUOTE);
  return true;
}

function writeGuid(json: JsonBytes, bytes: Uint8Array, start: number): true {
  json.reserve(38);
  json.byte(QUOTE);
  json.hexReversed(bytes, start, start + 4);
  json.byte(DASH);
  json.hexReversed(bytes, start + 4, start + 6);
  json.byte(DASH);
  json.hexReversed(bytes, start + 6, start + 8);
  json.byte(DASH);
  json.hex(bytes, start + 8, start + 10);
  json.byte(DASH);
  json.hex(bytes, start + 10, start + 16);
  json.byte(QUOTE);
  return true;
}

/** `0x` and digits without leading zeros. */
function writeHex(json: JsonBytes, low: number, high: number): true {
  json.reserve(20);
  json.byte(QUOTE);
  json.byte(0x30);
  json.byte(0x78);
  if (high !== 0) {
    json.hexDigits(high, hexWidth(high));
    json.hexDigits(low, 8);
  } else json.hexDigits(low, hexWidth(low));
  json.byte(QUOTE);
  return true;
}

function hexWidth(value: number): number {
  return value === 0 ? 1 : (35 - Math.clz32(value)) >> 2;
}

/** See `readSid` in `binxml/value.ts`; false for one that is cut short. */
function writeSid(json: JsonBytes, { bytes, view }: Chunk, start: number, size: number): boolean {
  const parts = size < 8 ? 0 : (bytes[start + 1] as number);
  // A large authority is hexadecimal, and rare.
  if (size < 8 + 4 * parts || size < 8 || view.getUint16(start + 2) !== 0) return false;
  json.reserve(32 + 11 * parts);
  json.byte(QUOTE);
  json.byte(0x53);
  json.byte(DASH);
  json.integer(bytes[start] as number);
  json.byte(DASH);
  json.integer(view.getUint32(start + 4));
  for (let n = 0; n < parts; n++) {
    json.byte(DASH);
    json.integer(view.getUint32(start + 8 + 4 * n, true));
  }
  json.byte(QUOTE);
  return true;
}

/** Writes an array of strings, and gives their number. See `readTexts` in `binxml/value.ts`. */
export function writeTexts(
  json: JsonBytes,
  { bytes, view }: Chunk,
  start: number,
  size: number,
): number {
  json.reserve(1);
  json.byte(0x5b);
  const end = start + (size & ~1);
  let from = start;
  let count = 0;
  for (let at = start; at < end; at += 2) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0) continue;
    writeItem(json, bytes, view, from, at - from, count++ > 0);
    from = at + 2;
  }
  if (from < end) writeItem(json, bytes, view, from, end - from, count++ > 0);
  json.reserve(1);
  json.byte(0x5d);
  return count;
}

function writeItem(
  json: JsonBytes,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  size: number,
  follows: boolean,
): void {
  json.reserve(1);
  if (follows) json.byte(COMMA);
  json.utf16(bytes, view, start, size);
}

const DAY_MS = 86_400_000;

/** Days written lately, by their last bits; records of few days lie side by side. */
const days: { day: number; text: JsonText }[] = Array.from({ length: 256 }, () => ({
  day: Number.NaN,
  text: jsonText(""),
}));

/** See `fileTimeMicroseconds` in `binxml/file-time.ts`. */
function writeTime(json: JsonBytes, view: DataView, start: number): true {
  const low = view.getUint32(start, true);
  const high = view.getUint32(start + 4, true);
  const ms = fileTimeMs(low, high);
  const day = Math.floor(ms / DAY_MS);
  const known = days[day & 255] as { day: number; text: JsonText };
  if (known.day !== day) {
    known.text = jsonText(`"${dayText(day)}`);
    known.day = day;
  }
  json.literal(known.text);
  const inDay = ms - DAY_MS * day;
  const second = (inDay / 1_000) | 0;
  const minute = (second / 60) | 0;
  const hour = (minute / 60) | 0;
  json.clock(
    hour,
    minute - 60 * hour,
    second - 60 * minute,
    inDay - 1_000 * second,
    (fileTimeUnits(low, high) / 10) | 0,
  );
  return true;
}
