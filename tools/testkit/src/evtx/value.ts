// Values of binary XML as bytes. MS-EVEN6 2.2.12, libevtx "Value types".
import { ByteWriter } from "./byte-writer.ts";
import type { EventValue } from "./event.ts";

const EPOCH_MS = 11_644_473_600_000n;

/** Type byte of a kind of value. */
export const TYPE_OF: Readonly<Record<EventValue["type"], number>> = {
  absent: 0x00,
  string: 0x01,
  uint8: 0x04,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  uint64: 0x0a,
  bool: 0x0d,
  guid: 0x0f,
  filetime: 0x11,
  sid: 0x13,
  hex32: 0x14,
  hex64: 0x15,
};

/** FILETIME (100 ns since 1601) of UTC milliseconds. */
export function toFileTime(timeMs: number): bigint {
  return (BigInt(timeMs) + EPOCH_MS) * 10_000n;
}

/** The bytes of a value as they stand in a template instance. Strings have no NUL there. */
export function encodeValue(value: EventValue): Uint8Array {
  const out = new ByteWriter(64);
  switch (value.type) {
    case "absent":
      break;
    case "string":
      out.utf16(value.value);
      break;
    case "uint8":
      out.u8(value.value);
      break;
    case "uint16":
      out.u16(value.value);
      break;
    case "uint32":
      out.u32(value.value);
      break;
    case "int32":
      out.u32(value.value >>> 0);
      break;
    case "hex32":
      out.u32(Number(value.value));
      break;
    case "uint64":
    case "hex64":
      out.u64(value.value);
      break;
    case "bool":
      out.u32(value.value ? 1 : 0);
      break;
    case "guid":
      out.put(guidBytes(value.value));
      break;
    case "sid":
      out.put(sidBytes(value.value));
      break;
    case "filetime":
      out.u64(toFileTime(value.value));
      break;
  }
  return out.range(0, out.at);
}

/** First three groups little-endian, the rest as written (MS-DTYP 2.3.4.2). */
export function guidBytes(text: string): Uint8Array {
  const hex = text.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError(`expected a GUID, got ${text}`);
  const bytes = Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** Revision, count, 48-bit authority big-endian, parts little-endian (MS-DTYP 2.4.2.2). */
function sidBytes(text: string): Uint8Array {
  const [mark, revision, authority, ...parts] = text.split("-");
  if (mark !== "S" || authority === undefined) throw new RangeError(`expected a SID, got ${text}`);
  const out = new ByteWriter(64);
  out.u8(Number(revision));
  out.u8(parts.length);
  out.u16(0);
  const number = Number(authority);
  out.put(Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number));
  for (const part of parts) out.u32(Number(part));
  return out.range(0, out.at);
}
