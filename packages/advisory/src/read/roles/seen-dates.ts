const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * A date of a cell as ISO 8601, as coarse as it is given: `2022-06`, `2021`, `2022-06-13`. A time of day is kept only
 * with a zone. Undefined where day and month could be changed for each other (`03/04/2022`) or nothing is a date.
 */
export function readSeenDate(cell: string): string | undefined {
  const text = cell.slice(0, 60).trim();
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d-])/.exec(text);
  if (iso !== null) {
    const date = joinDate(iso[1], iso[2], iso[3]);
    const time = /^[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(?:Z|UTC|GMT|\+00:?00)/i.exec(
      text.slice(iso[0].length),
    )?.[1];
    if (date === undefined || time === undefined || date.length < 10) return date;
    return `${date}T${time.length === 5 ? `${time}:00` : time}Z`;
  }
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)/.exec(text);
  if (slashed !== null) {
    const [, a = "", b = "", year] = slashed;
    if (Number(a) > 12) return joinDate(year, b, a);
    // Dots are European; strokes tell only where one of the numbers is no month.
    if (Number(b) > 12) return joinDate(year, a, b);
    return slashed[0].includes(".") || a === b ? joinDate(year, b, a) : undefined;
  }
  return readWords(text);
}

/** `13 June 2022`, `June 13, 2022`, `June 2022`, `Jun-22`. */
function readWords(text: string): string | undefined {
  const name = /([a-z]{3,9})/i.exec(text)?.[1]?.slice(0, 3).toLowerCase() ?? "";
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return undefined;
  const year = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(text)?.[1];
  if (year === undefined) return undefined;
  const day = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)/.exec(text)?.[1];
  return joinDate(year, String(month), day);
}

function joinDate(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): string | undefined {
  if (year === undefined || Number(year) < 1990 || Number(year) > 2100) return undefined;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const coarse = `${year}-${month.padStart(2, "0")}`;
  if (day === undefined) return coarse;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) < 1 || Number(day) > last ? undefined : `${coarse}-${day.padStart(2, "0")}`;
}

/** The two ends of a stretch of time: `2013-2014`, `March 2021 – May 2022`, `2022-01 to 2022-03`. */
export function readSeenRange(
  cell: string,
): { readonly first?: string; readonly last?: string } | undefined {
  const years = /^\s{0,4}(\d{4})\s?[-–—]\s?(\d{4})\s{0,4}$/.exec(cell.slice(0, 40));
  const ends =
    years?.slice(1) ?? cell.slice(0, 90).split(/\s(?:to|until|through|[-–—~])\s|\s?[–—]\s?/);
  if (ends.length !== 2) return undefined;
  const first = readSeenDate(ends[0] ?? "");
  const last = readSeenDate(ends[1] ?? "");
  if (first === undefined && last === undefined) return undefined;
  return { ...(first !== undefined && { first }), ...(last !== undefined && { last }) };
}

const SEEN =
  /\b(first|last|(?:most )?recently)[- ](?:seen|observed|active|used|submitted)(?: (?:on|in|at))?\s{0,2}:?\s{0,2}/gi;
const DATE_END = /[;)\]|]|,\s{0,2}(?:first|last|(?:most )?recently)\b|\s[-–—]\s|\band\b/i;

/** When values were first and last seen. Absent what is not said. */
export interface SeenDates {
  readonly firstSeen?: string;
  readonly lastSeen?: string;
}

/**
 * The dates that an item of a list gives its values: `203.0.113.9 (first seen 2022-06-01, last seen 2023-01)`. What one
 * bracket says belongs together.
 * @param at end of the value in the text
 */
export function readSeenInItem(text: string, at: number): SeenDates {
  const item = text.slice(0, 4000);
  const groups: SeenDates[] = [];
  const ends: number[] = [];
  for (const { 0: words, 1: which = "", index } of item.matchAll(SEEN)) {
    const from = index + words.length;
    const rest = item.slice(from, from + 60);
    const stop = rest.search(DATE_END);
    const date = readSeenDate(stop < 0 ? rest : rest.slice(0, stop));
    if (date === undefined) continue;
    const dated = /^first$/i.test(which) ? { firstSeen: date } : { lastSeen: date };
    const isSame = ends.length > 0 && !item.slice(ends.at(-1), index).includes(")");
    if (isSame) groups.push({ ...dated, ...groups.pop() });
    else groups.push(dated);
    if (isSame) ends.pop();
    ends.push(index);
  }
  // One remark is about all values of the item; of several each is about the value before it.
  if (groups.length <= 1) return groups[0] ?? {};
  return groups[ends.findIndex((end) => end >= at)] ?? {};
}
