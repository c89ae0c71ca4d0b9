const LIGATURES: Readonly<Record<string, string>> = {
  "\uFB00": "ff",
  "\uFB01": "fi",
  "\uFB02": "fl",
  "\uFB03": "ffi",
  "\uFB04": "ffl",
  "\uFB05": "st",
  "\uFB06": "st",
};

/** Bullets of symbol fonts, which stand in the private use area. */
const SYMBOL_BULLETS = /[\uF06E\uF071\uF076\uF0A7\uF0A8\uF0B7\uF0D8\uF0E0\uF0FC]/g;

/**
 * Levels the characters of a text item: ligatures are spelt out, odd blanks are blanks, characters without a shape
 * are gone. A soft hyphen stays, for at the end of a line it says that the word goes on.
 */
export function cleanText(text: string): string {
  return text
    .replaceAll(/[\uFB00-\uFB06]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replaceAll(SYMBOL_BULLETS, "•")
    .replaceAll(/[\t\n\v\f\r\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/g, " ")
    .replaceAll(
      /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFFE\uFFFF]/g,
      "",
    )
    .replaceAll("\u2011", "-");
}
