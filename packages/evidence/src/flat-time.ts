const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DAY_MS = 86_400_000;

/**
 * The time of a text such as `2024-05-06T07:08:09.5Z`, with `T` or blank, with `Z` or no zone: what `parseTime` gives
 * for it. NaN for all that is written another way, which says nothing of whether it is a time.
 */
export function plainTime(bytes: Uint8Array, from: number, end: number): number {
  const size = end - from - (bytes[end - 1] === 0x5a ? 1 : 0);
  const between = bytes[from + 10];
  if (
    size < 19 ||
    size === 20 ||
    size > 29 ||
    bytes[from + 4] !== 0x2d ||
    bytes[from + 7] !== 0x2d ||
    (between !== 0x54 && between !== 0x20) ||
    bytes[from + 13] !== 0x3a ||
    bytes[from + 16] !== 0x3a ||
    (size > 19 && bytes[from + 19] !== 0x2e)
  )
    return Number.NaN;
  // Two digits are NaN if one of them is none, and all sums with it.
  const year = pair(bytes, from) * 100 + pair(bytes, from + 2);
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  const hour = pair(bytes, from + 11);
  const minute = pair(bytes, from + 14);
  const second = pair(bytes, from + 17);
  const isClock = hour < 24 && minute < 60 && second < 60;
  // What Date.UTC does with years of two digits is its own.
  if (!isClock || !(year >= 1970) || !(month >= 1 && month <= 12) || !(day >= 1)) return Number.NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const before = (DAYS_BEFORE[month - 1] ?? 0) + (month > 2 ? leap : 0);
  if (before + day > (DAYS_BEFORE[month] ?? 0) + (month > 1 ? leap : 0)) return Number.NaN;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
  const days = (year - 1970) * 365 + leapDays + before + day - 1;
  const clockMs = ((hour * 60 + minute) * 60 + second) * 1000;
  return days * DAY_MS + clockMs + fraction(bytes, from + 20, from + size);
}

function pair(bytes: Uint8Array, at: number): number {
  const high = (bytes[at] ?? 0) - 0x30;
  const low = (bytes[at + 1] ?? 0) - 0x30;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : Number.NaN;
}

/** Milliseconds of the digits behind the point; the third is the last that counts. */
function fraction(bytes: Uint8Array, from: number, end: number): number {
  let ms = 0;
  let weight = 100;
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    ms += digit * weight;
    weight = weight === 100 ? 10 : weight === 10 ? 1 : 0;
  }
  return ms;
}
