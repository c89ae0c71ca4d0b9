import { spanOf } from "./mapped.ts";
import type { Mapped } from "./mapped.ts";
import type { FoundIdentifier, IdentifierType } from "./types.ts";

const HYPHEN = "[-\\u2010-\\u2015\\u2212_:]";
/** With a blank or a line break for or after a hyphen; four to seven digits. */
const CVE = new RegExp(
  `CVE(?:\\s?${HYPHEN}\\s?| )?((?:19|20)\\d{2})(?:[ \\t]?${HYPHEN}\\s{0,3}| |\\/)(\\d{4,7})(?!\\d)`,
  "gi",
);
/** `T1059.001`, `T1059/001`, `attack.t1059`; two glued ones are taken apart. */
const TECHNIQUE =
  /(?:(?<![A-Za-z0-9])T|(?<=(?<![A-Za-z0-9])T\d{4}(?:\.\d{3})?)T|(?<=attack\.)t)(0[89]\d{2}|1\d{3})(?:[./](\d{3}))?(?=T\d{4}|[^A-Za-z0-9]|$)/g;
const ENTRY = /(?<![A-Za-z0-9])(?:TA|[GSCM])\d{4}(?![A-Za-z0-9])/g;
const TACTIC_TAG = /(?<=attack\.)ta\d{4}(?![A-Za-z0-9])/g;

const ENTRY_TYPES: readonly (readonly [RegExp, IdentifierType])[] = [
  [/^TA0[01]\d{2}$/, "tactic"],
  [/^G[01]\d{3}$/, "attack-group"],
  [/^S[01]\d{3}$/, "attack-software"],
  [/^C00\d{2}$/, "attack-campaign"],
  [/^M[01]\d{3}$/, "attack-mitigation"],
];

/** Finds CVE and ATT&CK identifiers, in the order of the text. None is corrected. */
export function findIdentifiers(mapped: Mapped): FoundIdentifier[] {
  const found: FoundIdentifier[] = [];
  const push = (type: IdentifierType, value: string, index: number, length: number): void => {
    found.push({ type, value, span: spanOf(mapped, index, index + length) });
  };
  for (const { 0: whole, 1: year = "", 2: number = "", index } of mapped.text.matchAll(CVE))
    push("cve", `CVE-${year}-${number}`, index, whole.length);
  for (const { 0: whole, 1: id = "", 2: part, index } of mapped.text.matchAll(TECHNIQUE))
    push("technique", part === undefined ? `T${id}` : `T${id}.${part}`, index, whole.length);
  for (const pattern of [ENTRY, TACTIC_TAG]) {
    for (const { 0: whole, index } of mapped.text.matchAll(pattern)) {
      const value = whole.toUpperCase();
      const type = ENTRY_TYPES.find(([form]) => form.test(value))?.[1];
      if (type !== undefined) push(type, value, index, whole.length);
    }
  }
  return found.toSorted((a, b) => a.span[0] - b.span[0]);
}
