// Value types of binary XML: MS-EVEN6 2.2.12 (BinXml value types), libevtx "Value types".
import type { Chunk } from "../log/chunk.ts";
import { fileTimeMicroseconds } from "./file-time.ts";
import { decodeAnsi, decodeUtf16, HEX, hexOf } from "./text.ts";

/** One value. Whole numbers beyond 2^53 come as their decimal text. */
export type EvtxScalar = string | number | boolean;

/** A value as it stands in a record: null, one, or several. */
export type EvtxValue = null | EvtxScalar | readonly EvtxScalar[];

export const TYPE_NULL = 0x00;
/** UTF-16LE text. */
export const TYPE_STRING = 0x01;
const TYPE_ANSI = 0x02;
const TYPE_INT8 = 0x03;
export const TYPE_UINT8 = 0x04;
const TYPE_INT16 = 0x05;
export const TYPE_UINT16 = 0x06;
export const TYPE_INT32 = 0x07;
export const TYPE_UINT32 = 0x08;
const TYPE_INT64 = 0x09;
export const TYPE_UINT64 = 0x0a;
const TYPE_REAL32 = 0x0b;
const TYPE_REAL64 = 0x0c;
export const TYPE_BOOL = 0x0d;
export const TYPE_BINARY = 0x0e;
export const TYPE_GUID = 0x0f;
const TYPE_SIZE = 0x10;
export const TYPE_FILETIME = 0x11;
const TYPE_SYSTEMTIME = 0x12;
export const TYPE_SID = 0x13;
export const TYPE_HEX32 = 0x14;
export const TYPE_HEX64 = 0x15;
/** `EvtVarTypeEvtHandle` of the Windows API; MS-EVEN6 does not have it. */
const TYPE_HANDLE = 0x20;
/** Binary XML as a value: decoded by whoever asks, not here. */
export const TYPE_BINXML = 0x21;
/** XML as UTF-16LE text. */
export const TYPE_XML = 0x23;
/** Bit that makes any type an array of it. */
export const TYPE_ARRAY = 0x80;

/** Bytes of one value of a type, by type; 0 where the size varies. */
const WIDTHS: readonly number[] = [
  0, 0, 0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 0, 16, 0, 8, 16, 0, 4, 8,
];

/**
 * Whether the text of a type's values has digits, hexadecimal letters, and `x S T Z : . - + { }` only, one dot at most and no
 * 32 digits in a row: whole numbers, identifiers, times. An identifier of security only if it is whole.
 */
export function isFigure(type: number): boolean {
  return (
    (type >= TYPE_INT8 && type <= TYPE_UINT64) ||
    type === TYPE_GUID ||
    (type >= TYPE_FILETIME && type <= TYPE_HEX64)
  );
}

/** Whether a type is that of numbers with a point. */
export function isReal(type: number): boolean {
  return type === TYPE_REAL32 || type === TYPE_REAL64;
}

/** Whether an identifier of security has as many bytes as it says; others are told by their digits. */
export function isWholeSid(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 8 && end - start >= 8 + 4 * (bytes[start + 1] as number);
}

/** Bytes that one value of `type` takes as literal in the token stream; 0 where the size varies. */
export function widthOf(type: number): number {
  return WIDTHS[type] ?? 0;
}

/**
 * Decodes one value. Never throws: a value shorter than its type is read as far as it goes and reported.
 * `start` and `size` must lie within the chunk.
 */
export function readValue(chunk: Chunk, type: number, start: number, size: number): EvtxValue {
  if (type & TYPE_ARRAY) return readArray(chunk, type & (TYPE_ARRAY - 1), start, size);
  if (type === TYPE_STRING) return decodeUtf16(chunk.bytes, start, size);
  return readScalar(chunk, type, start, size);
}

function readScalar(chunk: Chunk, type: number, start: number, size: number): EvtxScalar | null {
  const { bytes, view } = chunk;
  switch (type) {
    case TYPE_NULL:
      return null;
    case TYPE_STRING:
    case TYPE_XML:
      return decodeUtf16(bytes, start, size);
    case TYPE_ANSI:
      return decodeAnsi(bytes, start, size, chunk.settings.ansi);
    case TYPE_BOOL:
      return size === 0 ? null : anyBit(bytes, start, size);
    case TYPE_BINARY:
      return hexOf(bytes, start, size);
    case TYPE_SID:
      return readSid(chunk, start, size);
    case TYPE_SIZE:
      return size === 0 ? null : hexNumber(view, start, size);
    default:
  }
  if (size === 0) return null;
  const width = widthOf(type);
  if (width === 0)
    return type === TYPE_HANDLE ? hexNumber(view, start, size) : unknown(chunk, type, start, size);
  if (size < width) return short(chunk, type, start, size);
  return readFixed(chunk, type, start);
}

/** Types of fixed width, all their bytes present. */
function readFixed(chunk: Chunk, type: number, start: number): EvtxScalar {
  const { bytes, view } = chunk;
  switch (type) {
    case TYPE_INT8:
      return view.getInt8(start);
    case TYPE_UINT8:
      return view.getUint8(start);
    case TYPE_INT16:
      return view.getInt16(start, true);
    case TYPE_UINT16:
      return view.getUint16(start, true);
    case TYPE_INT32:
      return view.getInt32(start, true);
    case TYPE_UINT32:
      return view.getUint32(start, true);
    case TYPE_INT64:
      return wholeNumber(view.getUint32(start, true), view.getInt32(start + 4, true));
    case TYPE_UINT64:
      return wholeNumber(view.getUint32(start, true), view.getUint32(start + 4, true));
    case TYPE_REAL32:
      return single(view.getFloat32(start, true));
    case TYPE_REAL64:
      return finite(view.getFloat64(start, true));
    case TYPE_GUID:
      return guidText(bytes, start);
    case TYPE_FILETIME:
      return fileTimeMicroseconds(view.getUint32(start, true), view.getUint32(start + 4, true));
    case TYPE_SYSTEMTIME:
      return systemTime(view, start);
    case TYPE_HEX32:
      return `0x${view.getUint32(start, true).toString(16)}`;
    default:
      return hexNumber(view, start, 8);
  }
}

function readArray(chunk: Chunk, type: number, start: number, size: number): EvtxValue {
  if (type === TYPE_STRING || type === TYPE_ANSI) return readTexts(chunk, type, start, size);
  if (type === TYPE_SID) return readSids(chunk, start, size);
  const width = widthOf(type) || (type === TYPE_SIZE ? sizeTWidth(size) : 0);
  if (width === 0) return size === 0 ? null : unknown(chunk, type | TYPE_ARRAY, start, size);
  const values: EvtxScalar[] = [];
  const end = start + size;
  for (let at = start; at < end; at += width) {
    const value = readScalar(chunk, type, at, Math.min(width, end - at));
    if (value !== null) values.push(value);
  }
  return values;
}

/** Strings one after another, each closed by a NUL; the last may lack it. */
function readTexts(chunk: Chunk, type: number, start: number, size: number): EvtxValue {
  const { bytes } = chunk;
  const step = type === TYPE_STRING ? 2 : 1;
  const values: string[] = [];
  const end = start + size - (size % step);
  let from = start;
  for (let at = start; at < end; at += step) {
    if (bytes[at] !== 0 || (step === 2 && bytes[at + 1] !== 0)) continue;
    values.push(decodeText(chunk, type, from, at - from));
    from = at + step;
  }
  if (from < end) values.push(decodeText(chunk, type, from, end - from));
  return values;
}

function decodeText(chunk: Chunk, type: number, start: number, size: number): string {
  return type === TYPE_STRING
    ? decodeUtf16(chunk.bytes, start, size)
    : decodeAnsi(chunk.bytes, start, size, chunk.settings.ansi);
}

function readSids(chunk: Chunk, start: number, size: number): EvtxValue {
  const values: string[] = [];
  const end = start + size;
  let at = start;
  while (at < end) {
    const length = at + 2 <= end ? 8 + 4 * (chunk.bytes[at + 1] as number) : end - at;
    values.push(readSid(chunk, at, Math.min(length, end - at)) ?? "");
    at += length;
  }
  return values;
}

/**
 * `S-1-5-21-…`: revision, count of parts, 48-bit authority (big-endian), parts. MS-DTYP 2.4.2.2; by
 * 2.4.2.1 an authority of over 32 bits is written in hexadecimal.
 */
function readSid(chunk: Chunk, start: number, size: number): string | null {
  const { bytes, view } = chunk;
  if (size === 0) return null;
  const parts = size < 2 ? 0 : (bytes[start + 1] as number);
  if (size < 8 + 4 * parts) return short(chunk, TYPE_SID, start, size);
  const high = view.getUint16(start + 2);
  const low = view.getUint32(start + 4);
  const authority = high === 0 ? low : `0x${hexOf(bytes, start + 2, 6)}`;
  let text = `S-${bytes[start]}-${authority}`;
  for (let n = 0; n < parts; n++) text += `-${view.getUint32(start + 8 + 4 * n, true)}`;
  return text;
}

/** Upper case, without braces. */
function guidText(bytes: Uint8Array, start: number): string {
  const digits = (...order: readonly number[]): string => {
    let text = "";
    for (const n of order) text += HEX[bytes[start + n] as number] as string;
    return text;
  };
  return `${digits(3, 2, 1, 0)}-${digits(5, 4)}-${digits(7, 6)}-${digits(8, 9)}-${digits(10, 11, 12, 13, 14, 15)}`;
}

/** Millisecond ISO text; fields out of range are written as they are, since they are evidence too. */
function systemTime(view: DataView, start: number): string {
  const part = (index: number, width: number): string =>
    String(view.getUint16(start + 2 * index, true)).padStart(width, "0");
  return `${part(0, 4)}-${part(1, 2)}-${part(3, 2)}T${part(4, 2)}:${part(5, 2)}:${part(6, 2)}.${part(7, 3)}Z`;
}

function wholeNumber(low: number, high: number): number | string {
  // |high| below 2^21 keeps the sum within 53 bits.
  if (high < 0x20_0000 && high >= -0x20_0000) return high * 0x1_0000_0000 + low;
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}

/** The shortest decimal that is this single-precision number: 0.1, not 0.10000000149011612. */
function single(value: number): number | string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return finite(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** JSON has no infinities: they come as the text that xs:double has for them (MS-EVEN6 3.1.4.7.3). */
function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value).replace("Infinity", "INF");
}

function anyBit(bytes: Uint8Array, start: number, size: number): boolean {
  for (let at = start; at < start + size; at++) if (bytes[at] !== 0) return true;
  return false;
}

/** `0x` and lower-case digits without leading zeros, of a little-endian number of any size. */
function hexNumber(view: DataView, start: number, size: number): string {
  let digits = "";
  for (let at = start + size - 1; at >= start; at--) {
    const byte = view.getUint8(at);
    if (digits !== "") digits += (HEX[byte] as string).toLowerCase();
    else if (byte !== 0) digits = byte.toString(16);
  }
  return `0x${digits || "0"}`;
}

function sizeTWidth(size: number): number {
  return size % 8 === 0 ? 8 : 4;
}

function unknown(chunk: Chunk, type: number, start: number, size: number): string {
  chunk.report(
    "EVTX_VALUE",
    start,
    `value of unknown type 0x${type.toString(16)}; its bytes are given as hexadecimal`,
  );
  return hexOf(chunk.bytes, start, size);
}

function short(chunk: Chunk, type: number, start: number, size: number): string {
  chunk.report(
    "EVTX_VALUE",
    start,
    `value of type 0x${type.toString(16)} is cut short: ${size} bytes; they are given as hexadecimal`,
  );
  return hexOf(chunk.bytes, start, size);
}
