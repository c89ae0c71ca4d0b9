import type { TextTest, WildcardPart } from "@tocsin/model";

/** The pieces of a `LIKE` text: `%` stands for any run of characters, `_` for one (STIX 2.1 section 9.6). */
function likeParts(text: string): WildcardPart[] {
  const parts: WildcardPart[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const c = text.charAt(at);
    if (c !== "%" && c !== "_" && c !== "") continue;
    if (at > start) parts.push(text.slice(start, at));
    if (c !== "") parts.push({ any: c === "%" ? "run" : "one" });
    start = at + 1;
  }
  return parts;
}

/** A `LIKE` text as a test of the whole value. */
export function likeTest(text: string, before: readonly WildcardPart[] = []): TextTest {
  return { op: "wildcard", pattern: [...before, ...likeParts(text)], cased: false };
}

/** A `LIKE` text as a test that finds it anywhere within a value. */
export function likeWithin(text: string): TextTest {
  const pattern: WildcardPart[] = [];
  for (const part of [{ any: "run" } as const, ...likeParts(text), { any: "run" } as const]) {
    const last = pattern.at(-1);
    const repeated =
      typeof part !== "string" &&
      part.any === "run" &&
      typeof last === "object" &&
      last.any === "run";
    if (!repeated) pattern.push(part);
  }
  return { op: "wildcard", pattern, cased: false };
}

/** Whether a `LIKE` text is met by nearly every value. */
export function isOpenLike(text: string): boolean {
  return /^[%_]*$/.test(text);
}

/** Escapes a text for a regular expression. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
