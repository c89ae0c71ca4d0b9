import { isRecord } from "../stix-object.ts";
import { MAX_NAME } from "./identifiers.ts";
import { advise, show, wrong } from "./session.ts";
import type { Subject } from "./session.ts";
import { HASH_DIGITS, HASH_DIGITS_20 } from "./vocabularies.ts";

/** Holds a dictionary of digests against STIX 2.1 sections 2.7 and 10.7. */
export function checkHashes(subject: Subject, value: unknown, path: string): void {
  if (!isRecord(value)) return wrong(subject, "2.7", path, "a dictionary of digests", value);
  for (const [name, digest] of Object.entries(value)) {
    const at = `${path}.${name.slice(0, MAX_NAME)}`;
    if (!/^[A-Za-z0-9_-]{3,250}$/.test(name))
      wrong(subject, "2.7", path, "a name of 3 to 250 letters, digits, hyphens, underscores", name);
    if (typeof digest !== "string") wrong(subject, "2.7", at, "a text", digest);
    const digits = digitsOf(subject, name);
    if (digits === undefined) {
      if (!name.startsWith("x_"))
        advise(
          subject,
          "hash-algo",
          "10.7",
          at,
          `expected an algorithm of hash-algorithm-ov or x_…, got ${show(name)}`,
        );
      continue;
    }
    const isRight =
      digits === 0 ||
      (typeof digest === "string" && digest.length === digits && /^[0-9a-fA-F]+$/.test(digest));
    if (!isRight) wrong(subject, "10.7", at, `${digits} hexadecimal digits`, digest);
  }
}

function digitsOf(subject: Subject, name: string): number | undefined {
  if (Object.hasOwn(HASH_DIGITS, name)) return HASH_DIGITS[name];
  const is20 = subject.version === "2.0" && Object.hasOwn(HASH_DIGITS_20, name);
  return is20 ? HASH_DIGITS_20[name] : undefined;
}
