import type { WildcardPart } from "@tocsin/model";
import type { FindInOne } from "../check.ts";
import { isText, itemsOf, patternOf } from "../selection.ts";
import type { LintItem } from "../selection.ts";

const VALUE = { part: "value" } as const;

function isRun(part: WildcardPart | undefined): boolean {
  return typeof part === "object" && part.any === "run";
}

/** `*foo*` without a modifier says what `contains: foo` says. */
export const findWildcardsForModifiers: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    if (item.field === "" || item.modifiers.length > 0) continue;
    const found = item.values.map(({ value }) => modifierFor(patternOf(item, value)));
    const [first] = found;
    // A list of different forms has no one modifier.
    if (first === undefined || found.some((one) => one !== first)) continue;
    report(item.path, `the wildcards of "${item.key}" say what the modifier ${first} says`, {
      how: `Write ${item.field}|${first} and leave the outer wildcards away`,
    });
  }
};

function modifierFor(parts: readonly WildcardPart[] | undefined): string | undefined {
  if (parts === undefined) return undefined;
  const before = isRun(parts[0]);
  const after = parts.length > 1 && isRun(parts.at(-1));
  const inner = parts.slice(before ? 1 : 0, after ? -1 : undefined);
  if (inner.length !== 1 || typeof inner[0] !== "string") return undefined;
  if (before && after) return "contains";
  return before ? "endswith" : after ? "startswith" : undefined;
}

/** A wildcard at an end that the modifier has opened already. */
export const findNeedlessWildcards: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    const both = item.modifiers.includes("contains") || item.field === "";
    const left = both || item.modifiers.includes("endswith");
    const right = both || item.modifiers.includes("startswith");
    for (const { value, path } of item.values) {
      const parts = typeof value === "string" ? patternOf(item, value) : undefined;
      if (parts === undefined || parts.length < 2) continue;
      if ((left && isRun(parts[0])) || (right && isRun(parts.at(-1))))
        report(
          path,
          `the outer wildcard says what "${item.key || "a keyword"}" says already`,
          VALUE,
        );
    }
  }
};

/** `C:\Users\*\x`: the backslash takes the wildcard's meaning away, which in a path is rarely meant. */
export const findEscapedWildcards: FindInOne = ({ selections }, report) => {
  for (const item of itemsOf(selections)) {
    if (!isText(item)) continue;
    for (const { value, path } of item.values) {
      if (typeof value !== "string") continue;
      for (const [whole, slashes = ""] of value.matchAll(/(\\+)[*?]/g)) {
        const inPath = /[^\\]\\[^\\*?]|\\[^\\*?][^\\]*\\/.test(value);
        if (slashes.length % 2 === 0 || !inPath) continue;
        if (whole.endsWith("?") && hasDevicePrefix(item, value)) continue;
        const wildcard = whole.at(-1) ?? "*";
        report(
          path,
          `"\\${wildcard}" is the character ${wildcard}, not a backslash and a wildcard`,
          {
            part: "value",
            how: `For a folder of any name write "\\\\${wildcard}"`,
          },
        );
        break;
      }
    }
  }
};

/** `\\?\` and `\??\` begin the names of devices, where the question marks are meant. */
function hasDevicePrefix(item: LintItem, value: string): boolean {
  return (patternOf(item, value) ?? []).some(
    (part) => typeof part === "string" && /\\[\\?]\?\\/.test(part),
  );
}
