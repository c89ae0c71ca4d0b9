import { v5 } from "uuid";
import { isRecord } from "../stix-object.ts";

/** Namespace of ids that are made of properties (STIX 2.1 section 2.9). */
const NAMESPACE = "00abedb4-aa42-466c-9c01-fed23315a9b7";
/** Of several digests one is taken, in this order. */
const HASH_ORDER = ["MD5", "SHA-1", "SHA-256", "SHA-512"];

/** The id of a cyber-observable object over its contributing properties (STIX 2.1 section 3.4). */
export function makeDeterministicId(
  type: string,
  contributing: readonly string[],
  object: Readonly<Record<string, unknown>>,
): string {
  const chosen: Record<string, unknown> = {};
  for (const name of contributing) {
    if (!Object.hasOwn(object, name)) continue;
    chosen[name] = name === "hashes" ? oneHash(object[name]) : object[name];
  }
  return `${type}--${v5(canonicalJson(chosen), NAMESPACE)}`;
}

function oneHash(hashes: unknown): unknown {
  if (!isRecord(hashes)) return hashes;
  const names = Object.keys(hashes);
  const name = HASH_ORDER.find((known) => names.includes(known)) ?? names[0];
  return name === undefined ? {} : { [name]: hashes[name] };
}

/** JSON in the canonical form of RFC 8785: properties in the order of their UTF-16 units, no blanks. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "null";
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(",")}}`;
}
