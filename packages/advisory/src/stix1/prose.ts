/**
 * The text of a description that may hold HTML, also escaped: tags are taken out, entities undone, blanks levelled.
 * `undefined` of an empty one. Linear in its length; at most `limit` units are kept.
 */
export function toProse(html: string | undefined, limit = 5000): string | undefined {
  if (html === undefined) return undefined;
  const text = html
    .slice(0, limit * 10)
    .replaceAll(/<\/?[a-z][^<>]{0,1000}>/gi, " ")
    .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, entity)
    .replaceAll(/\s+/g, " ")
    .trim();
  if (text === "") return undefined;
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function entity(written: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? written;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : written;
}
