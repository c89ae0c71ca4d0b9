const KNOWN = 1;
const WORD = 2;

/** What is known of each UTF-16 unit; 0 until it is first asked for. */
const kinds = new Uint8Array(65_536);

/**
 * Whether a UTF-16 unit is a letter or a number (Unicode L and N). Half of a surrogate pair is none, and
 * neither is NaN, which `charCodeAt` gives outside a text.
 */
export function isWordUnit(unit: number): boolean {
  const kind = kinds[unit] ?? KNOWN;
  return kind === 0 ? learn(unit) : kind >= WORD;
}

function learn(unit: number): boolean {
  const isWord = /[\p{L}\p{N}]/u.test(String.fromCharCode(unit));
  kinds[unit] = isWord ? WORD : KNOWN;
  return isWord;
}

/** What a host or file name consists of: words, `.`, `-` and `_`. */
export function isNameUnit(unit: number): boolean {
  return unit === 0x2d || unit === 0x2e || unit === 0x5f || isWordUnit(unit);
}

/** What the local part of a mail address consists of: as a name, `%` and `+`. */
export function isMailUnit(unit: number): boolean {
  return unit === 0x25 || unit === 0x2b || isNameUnit(unit);
}

/** What a part of a registry key may not begin behind. */
export function isKeyUnit(unit: number): boolean {
  return unit === 0x2d || unit === 0x5f || isWordUnit(unit);
}

/** Whether a token ends before `end`; a dot ends it unless a word goes on behind the dot. */
export function endsToken(text: string, end: number, isAfter: (unit: number) => boolean): boolean {
  const after = text.charCodeAt(end);
  return after === 0x2e ? !isWordUnit(text.charCodeAt(end + 1)) : !isAfter(after);
}
