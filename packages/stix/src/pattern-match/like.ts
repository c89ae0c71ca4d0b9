/**
 * Whether a text is what a `LIKE` text stands for: `%` any run of characters, `_` one (STIX 2.1 section 9.6.1).
 * The text must be met from end to end. Steps grow with the product of both lengths at most.
 */
export function isLike(text: readonly string[], like: readonly string[]): boolean {
  let at = 0;
  let want = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = like[want];
    if (wanted === "%") {
      star = want++;
      resume = at;
    } else if (wanted === "_" || wanted === text[at]) {
      at++;
      want++;
    } else if (star >= 0) {
      want = star + 1;
      at = ++resume;
    } else return false;
  }
  while (like[want] === "%") want++;
  return want === like.length;
}
