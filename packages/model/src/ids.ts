import { parse, v5 } from "uuid";

/** Namespace of every identifier Tocsin makes (UUIDv5, RFC 9562 5.5). Never changes. */
export const TOCSIN_NAMESPACE = "5f1c9d2e-6d0b-5c53-9a67-2f0b6d7c1a44";

const NAMESPACE_BYTES = parse(TOCSIN_NAMESPACE);
const ENCODER = new TextEncoder();

/**
 * A UUIDv5 over the parts: same parts, same id, on every machine.
 * Parts are length-prefixed, so `["ab", "c"]` and `["a", "bc"]` differ.
 */
export function makeId(kind: string, ...parts: readonly string[]): string {
  let name = kind;
  for (const part of parts) name += `\u0000${part.length}:${part}`;
  // As bytes: half a surrogate pair, which a hostile text may hold, is read as the replacement character.
  return v5(ENCODER.encode(name), NAMESPACE_BYTES);
}
