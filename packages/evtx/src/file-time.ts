// FILETIME: 100 ns units since 1601-01-01 UTC, 64 bits. Doubles cannot hold them, so they stay split.
const EPOCH_MS = 11_644_473_600_000;
const DAY_MS = 86_400_000;

let lastDay = Number.NaN;
let lastDayText = "";

/** UTC milliseconds of a FILETIME, rounded down. Exact over the whole range. */
export function fileTimeMs(low: number, high: number): number {
  // 2^32 = 429,496 × 10,000 + 7,296: keeps every term below 2^53.
  return high * 429_496 + Math.floor((high * 7_296 + low) / 10_000) - EPOCH_MS;
}

/** The 100 ns units within the millisecond, 0 to 9,999. */
function fileTimeUnits(low: number, high: number): number {
  return (high * 7_296 + low) % 10_000;
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

/** Up to the milliseconds, without zone. The day's text is kept: neighbours share it. */
function isoSeconds(low: number, high: number): string {
  const ms = fileTimeMs(low, high);
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    const text = new Date(day * DAY_MS).toISOString();
    lastDayText = text.slice(0, text.indexOf("T") + 1);
    lastDay = day;
  }
  const inDay = ms - day * DAY_MS;
  const hour = Math.floor(inDay / 3_600_000);
  const minute = Math.floor(inDay / 60_000) % 60;
  const second = Math.floor(inDay / 1_000) % 60;
  return `${lastDayText}${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(inDay % 1_000, 3)}`;
}

function pad(value: number, width: number): string {
  const text = String(value);
  return text.length >= width ? text : "0".repeat(width - text.length) + text;
}
