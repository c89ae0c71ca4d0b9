/**
 * What a terminal obeys or hides, and lone surrogates: C0 and C1 controls, bidirectional controls, zero-width and
 * separator characters, tags and variation selectors beyond plane 0, byte order marks.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes characters visible that would move a cursor, recolour, reorder or hide text: `\x1b`, `\u{202e}`, `\n`.
 * The result is one line. Everything else stays as it is, other scripts included. Idempotent.
 */
export function sanitizeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const short = SHORT[character];
    if (short !== undefined) return short;
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
  });
}
