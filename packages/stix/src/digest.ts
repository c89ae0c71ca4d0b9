import type { ObservableType } from "@tocsin/model";
import type { ObjectPath, PatternLiteral } from "./pattern-node.ts";

/** Digits of the digests the hash vocabulary names, by name in capitals without hyphens (STIX 2.1 section 10.7). */
const DIGITS: Readonly<Record<string, number>> = {
  MD5: 32,
  RIPEMD160: 40,
  SHA1: 40,
  SHA224: 56,
  SHA256: 64,
  SHA384: 96,
  SHA512: 128,
  SHA3224: 56,
  SHA3256: 64,
  SHA3384: 96,
  SHA3512: 128,
  WHIRLPOOL: 128,
};

const TYPES: Readonly<Record<string, ObservableType>> = {
  MD5: "md5",
  SHA1: "sha1",
  SHA256: "sha256",
  SHA512: "sha512",
  SHA224: "sha224",
  SHA384: "sha384",
  SSDEEP: "ssdeep",
  TLSH: "tlsh",
  IMPHASH: "imphash",
};

const TYPE_BY_DIGITS: Readonly<Record<number, ObservableType>> = {
  32: "md5",
  40: "sha1",
  64: "sha256",
  128: "sha512",
};

function plainName(name: string): string {
  return name.toUpperCase().replaceAll(/[-_]/g, "");
}

/** The observable type of a key of a `hashes` dictionary: `SHA-256`, `SHA256`, `sha256`. */
export function digestType(name: string): ObservableType | undefined {
  const plain = plainName(name);
  return Object.hasOwn(TYPES, plain) ? TYPES[plain] : undefined;
}

/** The observable type of a digest whose algorithm is not stated, by its length. */
export function digestTypeOf(value: string): ObservableType | undefined {
  return TYPE_BY_DIGITS[value.trim().length];
}

/** What is wrong with the literals of a test on a digest, or undefined. */
export function checkDigest(
  path: ObjectPath,
  values: readonly PatternLiteral[],
): string | undefined {
  const key = path.steps.at(-1);
  if (typeof key !== "string" || !path.steps.includes("hashes") || path.steps.length < 2)
    return undefined;
  const name = plainName(key);
  const digits = Object.hasOwn(DIGITS, name) ? DIGITS[name] : undefined;
  if (digits === undefined) return undefined;
  const right = values.every(
    (literal) =>
      typeof literal.value === "string" &&
      literal.value.length === digits &&
      /^[0-9a-f]+$/i.test(literal.value),
  );
  return right ? undefined : `${digits} hexadecimal digits for ${key}`;
}
