/** The longest name that is looked at, in UTF-16 units. */
export const MAX_NAME = 100;

/** What kind of sign a code unit is: 0 none of a word, 1 letter, 2 digit, 3 a sign of a script without blanks. */
export function signOf(code: number): 0 | 1 | 2 | 3 {
  if (code < 0x80) {
    if (code >= 48 && code <= 57) return 2;
    const lower = code | 32;
    return lower >= 97 && lower <= 122 ? 1 : 0;
  }
  if (code < 0xc0) return code === 0xaa || code === 0xba || code === 0xb5 ? 1 : 0;
  if (code < 0x2e80) return code === 0xd7 || code === 0xf7 || isMark(code) ? 0 : 1;
  if (code >= 0xd800 && code <= 0xf8ff) return 0;
  // Punctuation of East Asia and the full-width forms of signs.
  if (code >= 0x3000 && code <= 0x3004) return 0;
  if (code >= 0x3007 && code <= 0x3030) return 0;
  if (code === 0x30fb || code >= 0xfe00) return code >= 0xff21 && code <= 0xff5a ? 1 : 0;
  return 3;
}

/** Punctuation, symbols and spaces of the planes between Latin and East Asia. */
function isMark(code: number): boolean {
  return code >= 0x2000 && code <= 0x2bff;
}

const ASCII = /^[\u0000-\u007f]*$/;
const NO_SIGN = /[^A-Za-z0-9]+/g;

/**
 * The key under which names are alike: lower case, letters and digits only. `APT 45`, `apt-45` and `APT45` have one
 * key; so have `DarkSeoul` and `Dark Seoul`. Empty for a name without letters and digits.
 */
export function foldName(name: string): string {
  const text = name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name;
  // Nearly all names: three times faster than sign by sign.
  if (ASCII.test(text)) return text.replaceAll(NO_SIGN, "").toLowerCase();
  let key = "";
  for (let i = 0; i < text.length; i++) if (signOf(text.charCodeAt(i)) !== 0) key += text[i] ?? "";
  return lower(key);
}

/** Lower case that never changes the number of code units, so that places in a text stay what they are. */
export function lower(text: string): string {
  const folded = text.toLowerCase();
  if (folded.length === text.length) return folded;
  let all = "";
  for (const character of text) {
    const one = character.toLowerCase();
    all += one.length === character.length ? one : character;
  }
  return all;
}

/**
 * The places within the key of a name at which a text may have a blank or a hyphen: where the name has a sign that is
 * neither letter nor digit, where letters and digits meet, and, marked `soft`, where a small letter meets a capital.
 */
export function breaksOf(name: string): { readonly at: number; readonly soft: boolean }[] {
  const breaks: { at: number; soft: boolean }[] = [];
  let at = 0;
  let before = 0;
  let wasSmall = false;
  let gap = false;
  for (let i = 0; i < name.length && i < MAX_NAME; i++) {
    const code = name.charCodeAt(i);
    const sign = signOf(code);
    if (sign === 0) {
      gap = true;
      continue;
    }
    const isCapital = code >= 65 && code <= 90;
    if (at > 0) {
      if (gap || sign !== before || sign === 3) breaks.push({ at, soft: false });
      else if (isCapital && wasSmall) breaks.push({ at, soft: true });
    }
    before = sign;
    wasSmall = code >= 97 && code <= 122;
    gap = false;
    at++;
  }
  return breaks;
}
