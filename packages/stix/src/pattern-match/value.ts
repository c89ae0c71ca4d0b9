import type { PatternLiteral } from "../pattern-node.ts";
import { toTimeKey } from "../pattern-time.ts";

/**
 * A value as it is compared. `text` is a string of Unicode; `bytes` is binary, one character for each byte;
 * `time` sorts as text does. What a pattern cannot name (null, lists, dictionaries) is `other`.
 */
export type Value =
  | { readonly kind: "text" | "bytes" | "time"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "other" };

/** The value of a literal. Numbers of both kinds are one kind, binary in both spellings too. */
export function literalValue(literal: PatternLiteral): Value {
  switch (literal.kind) {
    case "string":
      return { kind: "text", value: literal.value };
    case "hex":
      return { kind: "bytes", value: decodeHex(literal.value) ?? "" };
    case "binary":
      return { kind: "bytes", value: decodeBase64(literal.value) ?? "" };
    case "timestamp":
      return { kind: "time", value: toTimeKey(literal.value) ?? literal.value };
    case "integer":
    case "float":
      return { kind: "number", value: literal.value };
    case "boolean":
      return { kind: "boolean", value: literal.value };
  }
}

/**
 * The value of a property. Names that end in `_hex` or `_bin` hold binary (STIX 2.0 part 1 section 2.1, 2.5);
 * where such a text cannot be decoded it stays a text.
 */
export function propertyValue(data: unknown, key: string | undefined): Value {
  switch (typeof data) {
    case "number":
      return { kind: "number", value: data };
    case "boolean":
      return { kind: "boolean", value: data };
    case "string": {
      const bytes = key?.endsWith("_hex")
        ? decodeHex(data)
        : key?.endsWith("_bin")
          ? decodeBase64(data)
          : undefined;
      return bytes === undefined ? { kind: "text", value: data } : { kind: "bytes", value: bytes };
    }
    default:
      return { kind: "other" };
  }
}

function decodeHex(text: string): string | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += 2)
    parts.push(String.fromCharCode(Number.parseInt(text.slice(at, at + 2), 16)));
  return parts.join("");
}

function decodeBase64(text: string): string | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return atob(text);
}

const BEYOND_BYTES = /[^\u0000-\u00ff]/;

/** Whether every character fits into a byte, so that the text may be compared with binary. */
export function fitsBytes(text: string): boolean {
  return !BEYOND_BYTES.test(text);
}

/** Whether two values are equal; values of kinds that do not go together are not. */
export function areEqual(a: Value, b: Value): boolean {
  if (a.kind === "other" || b.kind === "other") return false;
  if (a.kind === b.kind) return a.value === b.value;
  // A character beyond a byte equals none of the bytes.
  if ((a.kind === "text" && b.kind === "bytes") || (a.kind === "bytes" && b.kind === "text"))
    return a.value === b.value;
  return false;
}

/** Which of two values is less; undefined where their kinds have no common order, `mixed` where text does not fit into bytes. */
export function compareValues(a: Value, b: Value): number | "mixed" | undefined {
  if (a.kind === "number" && b.kind === "number") return a.value - b.value;
  if (a.kind === "time" && b.kind === "time") return a.value < b.value ? -1 : +(a.value > b.value);
  const isText = a.kind === "text" && b.kind === "text";
  if (isText) return compareText(a.value, b.value);
  if ((a.kind === "text" || a.kind === "bytes") && (b.kind === "text" || b.kind === "bytes"))
    return fitsBytes(a.value) && fitsBytes(b.value) ? compareText(a.value, b.value) : "mixed";
  return undefined;
}

/** By code points: UTF-16 units would put what lies beyond U+FFFF before U+E000. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    const [p, q] = [x, y].map((unit) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit));
    return (p ?? 0) - (q ?? 0);
  }
  return a.length - b.length;
}
