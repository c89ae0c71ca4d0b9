// FILETIME: 100 ns units since 1601-01-01 UTC, 64 bits. Doubles cannot hold them, so they stay split.
const EPOCH_MS = 11_644_473_600_000;
const DAY_SECONDS = 86_400;

let lastDay = Number.NaN;
let lastDayText = "";

/** UTC milliseconds of a FILETIME, rounded down. Exact over the whole range. */
export function fileTimeMs(low: number, high: number): number {
  // 2^32 = 429,496 × 10,000 + 7,296: keeps every term below 2^53.
  return high * 429_496 + Math.floor((high * 7_296 + low) / 10_000) - EPOCH_MS;
}

/** The 100 ns units within the millisecond, 0 to 9,999. */
export function fileTimeUnits(low: number, high: number): number {
  const units = high * 7_296 + low;
  return units - 10_000 * Math.floor(units / 10_000);
}

/** `2017-04-21T07:41:17.003393Z`: six decimals, cut off, as `evtx_dump` writes it. */
export function fileTimeMicroseconds(low: number, high: number): string {
  const units = fileTimeUnits(low, high);
  return `${isoSeconds(low, high)}${pad(Math.floor(units / 10), 3)}Z`;
}

/** `2017-04-21T07:41:17.0033931Z`: all seven decimals that a FILETIME has. */
export function fileTimeIso(low: number, high: number): string {
  return `${isoSeconds(low, high)}${pad(fileTimeUnits(low, high), 4)}Z`;
}

/** Up to the milliseconds, without zone. */
function isoSeconds(low: number, high: number): string {
  const ms = fileTimeMs(low, high);
  const second = Math.floor(ms / 1_000);
  return `${secondText(second)}.${pad(ms - 1_000 * second, 3)}`;
}

/** `2017-04-21T07:41:17` of a second since 1970. The day's text is kept: neighbours share it. */
function secondText(second: number): string {
  const day = Math.floor(second / DAY_SECONDS);
  if (day !== lastDay) {
    lastDayText = dayText(day);
    lastDay = day;
  }
  const inDay = second - DAY_SECONDS * day;
  const hour = Math.floor(inDay / 3_600);
  const minute = Math.floor(inDay / 60) % 60;
  return `${lastDayText}${pad(hour, 2)}:${pad(minute, 2)}:${pad(inDay % 60, 2)}`;
}

/** `2017-04-21T` of a day since 1970. */
export function dayText(day: number): string {
  const text = new Date(1_000 * DAY_SECONDS * day).toISOString();
  return text.slice(0, text.indexOf("T") + 1);
}

function pad(value: number, width: number): string {
  const text = String(value);
  return text.length >= width ? text : "0".repeat(width - text.length) + text;
}
