import { buildMapped } from "./mapped.ts";
import type { Mapped } from "./mapped.ts";

/** Named entities that stand in copies of web pages; numbers are read as numbers. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  period: ".",
  colon: ":",
  sol: "/",
  commat: "@",
  lsqb: "[",
  lbrack: "[",
  rsqb: "]",
  rbrack: "]",
  lpar: "(",
  rpar: ")",
  hyphen: "-",
};

const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/iy;
/** Soft hyphen, zero-width blanks and joiners, byte order mark. */
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/;
const IDEOGRAPHIC_STOP = /[\u3002\uFF61]/;
const LATIN = /[A-Za-z0-9\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A[\]()]/;
const SPECIAL = /[&\u00A0\u00AD\u2000-\u2060\u3000-\u3002\uFEFF\uFF01-\uFF61]/;

/**
 * Levels the letters: entities are read, invisible units go, full-width forms, odd hyphens and odd
 * blanks become plain ones. An ideographic full stop between letters becomes a dot.
 */
export function levelLetters(source: Mapped): Mapped {
  const { text } = source;
  if (!SPECIAL.test(text)) return source;
  const out = buildMapped(source);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    if (!SPECIAL.test(unit)) {
      out.push(unit, i, i + 1, false);
      continue;
    }
    if (unit === "&") {
      ENTITY.lastIndex = i;
      const match = ENTITY.exec(text);
      const read = match === null ? undefined : readEntity(match);
      if (match !== null && read !== undefined) {
        const isMark = read === "." || read === ":" || read === "/" || read === "@";
        out.push(read, i, i + match[0].length, isMark);
        i += match[0].length - 1;
      } else out.push(unit, i, i + 1, false);
      continue;
    }
    if (INVISIBLE.test(unit)) continue;
    if (IDEOGRAPHIC_STOP.test(unit) && !isInName(text, i)) {
      out.push("\u3002", i, i + 1, false);
      continue;
    }
    out.push(levelUnit(unit), i, i + 1, false);
  }
  return out.done();
}

/** A stop between letters or digits of a name; between words of Chinese or Japanese it ends a sentence. */
function isInName(text: string, at: number): boolean {
  return LATIN.test(text.charAt(at - 1)) && LATIN.test(text.charAt(at + 1));
}

function readEntity(match: RegExpExecArray): string | undefined {
  const [, decimal, hex, name] = match;
  if (name !== undefined) return ENTITIES[name.toLowerCase()];
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  if (code === 160) return " ";
  return code >= 32 && code < 127 ? String.fromCharCode(code) : undefined;
}

function levelUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (code === 0x2010 || code === 0x2011) return "-";
  if (code === 0x2024 || code === 0x3002 || code === 0xff61) return ".";
  if (code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x3000)
    return " ";
  return unit;
}
