import { MAX_NAME, signOf } from "./fold.ts";

/** Whether a word begins here; not after an underscore, which joins the words of an identifier. */
export function isStart(text: string, at: number): boolean {
  const sign = signOf(text.charCodeAt(at));
  if (sign === 0) return false;
  if (at === 0 || sign === 3) return true;
  const before = signOf(text.charCodeAt(at - 1));
  if (before === 0)
    return !(text[at - 1] === "_" && at > 1 && signOf(text.charCodeAt(at - 2)) !== 0);
  return before === 3;
}

/** Whether a word ends here. */
export function isEnd(text: string, end: number): boolean {
  if (end >= text.length) return true;
  const sign = signOf(text.charCodeAt(end));
  const before = signOf(text.charCodeAt(end - 1));
  if (sign === 0)
    return !(text[end] === "_" && end + 1 < text.length && signOf(text.charCodeAt(end + 1)) !== 0);
  return sign === 3 || before === 3;
}

/** The end of a run of letters or of digits; a sign of a script without blanks stands alone. */
export function endOfWord(text: string, at: number): number {
  const sign = signOf(text.charCodeAt(at));
  let end = at + 1;
  if (sign === 3) return end;
  while (end < text.length && end - at <= MAX_NAME && signOf(text.charCodeAt(end)) === sign) end++;
  return end;
}

/** Where the next word of a name may begin: at once, or after a blank, a line break or a sign that joins. */
export function nextWord(text: string, end: number): number | undefined {
  if (end >= text.length) return undefined;
  if (signOf(text.charCodeAt(end)) !== 0) return end;
  let at = end;
  if (/[-_\u2010-\u2013.@/'’:+&#!$]/.test(text[at] ?? "")) at++;
  else {
    // A blank, or a line break with the indent of the next line.
    while (at < text.length && at - end < 8 && /[ \t\r\n\u00a0]/.test(text[at] ?? "")) at++;
    if (at === end || (at - end > 1 && !text.slice(end, at).includes("\n"))) return undefined;
  }
  return at < text.length && signOf(text.charCodeAt(at)) !== 0 ? at : undefined;
}

/** `DarkSide` may be written `Dark Side`, not `dark side`. */
export function isTitled(text: string, start: number, next: number): boolean {
  return [start, next].every((place) => {
    const code = text.charCodeAt(place);
    return (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
  });
}
