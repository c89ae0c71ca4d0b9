import { typeOf } from "./types.ts";

/** An identifier in its parts. */
export interface Identifier {
  readonly type: string;
  readonly uuid: string;
  /** Version digit of the UUID. */
  readonly uuidVersion: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Longest name of a type or property (STIX 2.1 section 3.1). */
export const MAX_NAME = 250;

/** Whether a text can name a type: 3 to 250 lower-case letters, digits and single hyphens. Linear in its length. */
export function isTypeName(text: string): boolean {
  return (
    text.length >= 3 &&
    text.length <= MAX_NAME &&
    /^[a-z0-9-]+$/.test(text) &&
    !text.startsWith("-") &&
    !text.endsWith("-") &&
    !text.includes("--")
  );
}

/** The parts of `type--UUID` (STIX 2.1 section 2.9), or undefined. */
export function parseIdentifier(text: unknown): Identifier | undefined {
  if (typeof text !== "string" || text.length > MAX_NAME + 40) return undefined;
  const cut = text.length - 38;
  if (cut < 3 || text.slice(cut, cut + 2) !== "--") return undefined;
  const type = text.slice(0, cut);
  const uuid = text.slice(cut + 2);
  if (!isTypeName(type) || !UUID.test(uuid)) return undefined;
  return { type, uuid, uuidVersion: uuid.charAt(14) };
}

/** Whether an object of a type may stand where these are allowed; `observable` and `domain` take custom types too. */
export function isOfType(type: string, allowed: readonly string[]): boolean {
  if (allowed.includes(type)) return true;
  const family = typeOf(type)?.family;
  if (family === undefined) return allowed.includes("observable") || allowed.includes("domain");
  return allowed.includes(family);
}
