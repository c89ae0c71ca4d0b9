import type { FindInOne } from "../check.ts";
import { itemsOf } from "../selection.ts";
import type { LintItem } from "../selection.ts";

const VALUE = { part: "value" } as const;
const LEAST_LITERAL = 3;

function* patternsOf(
  items: readonly LintItem[],
): Generator<{ source: string; flags: string; path: readonly (string | number)[] }> {
  for (const { modifiers, values } of items) {
    if (!modifiers.includes("re")) continue;
    const flags = modifiers.flatMap((one) => ({ i: "i", m: "m", s: "s" })[one] ?? []).join("");
    for (const { value, path } of values)
      if (typeof value === "string") yield { source: value, flags, path };
  }
}

/** A pattern that the linear-time engine refuses: the rule is then not run. */
export const findRefusedRegexes: FindInOne = ({ selections }, report, { refuseRegex }) => {
  if (refuseRegex === undefined) return;
  for (const { source, flags, path } of patternsOf(itemsOf(selections))) {
    const reason = refuseRegex(source, flags);
    if (reason !== undefined) report(path, reason, VALUE);
  }
};

/** A pattern without any run of plain characters: nothing can be looked for before the engine runs. */
export const findRegexesWithoutLiteral: FindInOne = ({ selections }, report) => {
  for (const { source, path } of patternsOf(itemsOf(selections)))
    if (longestLiteral(source) < LEAST_LITERAL)
      report(path, `the pattern has no ${LEAST_LITERAL} plain characters in a row`, VALUE);
};

/** A pattern that begins or ends with `.*`: it is unanchored in any case. */
export const findNeedlessDots: FindInOne = ({ selections }, report) => {
  for (const { source, path } of patternsOf(itemsOf(selections)))
    if (/^\.\*(?![?+])/.test(source) || /[^\\]\.\*$/.test(source))
      report(path, 'the ".*" at the end of the pattern changes nothing', VALUE);
};

/** The longest run of characters that stand for themselves and are there once at least. */
function longestLiteral(source: string): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < source.length; at++) {
    const c = source.charAt(at);
    if (c === "[") {
      at = classEnd(source, at);
      run = 0;
    } else if (c === "\\") {
      at++;
      run = /[a-zA-Z0-9]/.test(source.charAt(at)) ? 0 : run + 1;
    } else if (c === "?" || c === "*" || c === "{") {
      // What stands before may be missing.
      longest = Math.max(longest, run - 1);
      run = 0;
      if (c === "{") at = Math.max(at, source.indexOf("}", at));
      continue;
    } else if ("().|^$+".includes(c)) run = 0;
    else run++;
    const next = source.charAt(at + 1);
    if (next !== "?" && next !== "*" && next !== "{") longest = Math.max(longest, run);
  }
  return longest;
}

function classEnd(source: string, start: number): number {
  let at = start + 1;
  if (source[at] === "^") at++;
  if (source[at] === "]") at++;
  for (; at < source.length && source[at] !== "]"; at++) if (source[at] === "\\") at++;
  return at;
}
