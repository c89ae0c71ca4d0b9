const MONTHS =
  "january|february|march|april|may|june|july|august|september|october|november|december";
const SHORT = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec";
const MONTH = `(?:${MONTHS}|(?:${SHORT})\\.?)`;

/** Months in Russian, as dates decline them. */
const RUSSIAN = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря";
/** `2024년 7월 25일`, `2024年7月25日`: with blanks or without. */
const EASTERN = "(?:19|20)\\d{2} ?[년年] ?\\d{1,2} ?[월月](?: ?\\d{1,2} ?[일日])?";

/** A date as reports print it, as the source of a pattern with the flag `i`. */
export const DATE: string = `(?:${EASTERN}|\\d{1,2} (?:${RUSSIAN}) \\d{4}|\\d{4}-\\d{2}-\\d{2}|\\d{4}/\\d{2}/\\d{2}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)? ${MONTH},? \\d{4}|${MONTH},? \\d{4}|(?:19|20)\\d{2})`;

/** A printed date as ISO 8601 with no more parts than it states: `2024-07-25`, `2021-05`, `2014`. */
export function readDate(text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  const iso = /^(\d{4})[-/](\d{2})[-/](\d{2})$/.exec(plain);
  if (iso !== null) return toIso(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  if (/^(?:19|20)\d{2}$/.test(plain)) return plain;
  const eastern = /^(\d{4}) ?[년年] ?(\d{1,2}) ?[월月](?: ?(\d{1,2}))?/.exec(plain);
  if (eastern !== null)
    return toIso(
      Number(eastern[1]),
      Number(eastern[2]),
      eastern[3] === undefined ? undefined : Number(eastern[3]),
    );
  const russian = /^(\d{1,2}) ([а-я]{3,8}) (\d{4})$/.exec(plain);
  if (russian !== null) {
    const named = RUSSIAN.split("|").indexOf(russian[2] ?? "") + 1;
    return named === 0 ? undefined : toIso(Number(russian[3]), named, Number(russian[1]));
  }
  const word = /[a-z]{3,9}/.exec(plain.replace(/\d(?:st|nd|rd|th)\b/, "0"))?.[0] ?? "";
  const month = SHORT.split("|").findIndex((name) => word.startsWith(name.slice(0, 3))) + 1;
  const year = /\d{4}/.exec(plain)?.[0];
  if (month === 0 || year === undefined) return undefined;
  const day = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)/.exec(plain)?.[1];
  return toIso(Number(year), month, day === undefined ? undefined : Number(day));
}

function toIso(year: number, month: number, day: number | undefined): string | undefined {
  if (month < 1 || month > 12 || year < 1970 || year > 2100) return undefined;
  const head = `${year}-${String(month).padStart(2, "0")}`;
  if (day === undefined) return head;
  return day < 1 || day > 31 ? undefined : `${head}-${String(day).padStart(2, "0")}`;
}
