import { VOCABULARIES } from "./validate/vocabularies.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");

let codes: ReadonlyMap<string, string> | undefined;

/** The two letters of a country by its English name, or of two letters themselves; undefined if there are none. */
export function toCountryCode(text: string): string | undefined {
  codes ??= readCodes();
  return codes.get(fold(text));
}

function readCodes(): Map<string, string> {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const found = new Map<string, string>();
  for (const code of LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`))) {
    const name = names.of(code);
    if (name === undefined) continue;
    found.set(fold(code), code);
    // Of codes that were given up and their successors, which bear one name, the first is no worse.
    if (!found.has(fold(name))) found.set(fold(name), code);
  }
  for (const [name, code] of OTHER_NAMES) found.set(fold(name), code);
  return found;
}

/** Names in wide use beside those of the Unicode repository. */
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ["Republic of Korea", "KR"],
  ["Democratic People's Republic of Korea", "KP"],
  ["DPRK", "KP"],
  ["USA", "US"],
  ["UK", "GB"],
  ["Great Britain", "GB"],
  ["Russian Federation", "RU"],
  ["Turkey", "TR"],
  ["Czech Republic", "CZ"],
];

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}]+/gu, " ")
    .trim();
}

/** The region of region-ov, or undefined. */
export function toRegion(text: string): string | undefined {
  const term = fold(text).replaceAll(" ", "-");
  return VOCABULARIES["region-ov"].terms.has(term) ? term : undefined;
}

const SECTOR_TERMS: Readonly<Record<string, string>> = {
  defence: "defense",
  "defense industrial base": "defense",
  finance: "financial-services",
  financial: "financial-services",
  "health care": "healthcare",
  health: "healthcare",
  medical: "healthcare",
};

/** The term of industry-sector-ov for a sector in words, or undefined. */
export function toSectorTerm(text: string): string | undefined {
  const folded = fold(text);
  const term = Object.hasOwn(SECTOR_TERMS, folded)
    ? (SECTOR_TERMS[folded] ?? "")
    : folded.replaceAll(" ", "-");
  return VOCABULARIES["industry-sector-ov"].terms.has(term) ? term : undefined;
}
