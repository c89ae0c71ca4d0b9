const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
const DATE_CALL = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;
const NUMBER = /^\d{9,19}(?:\.\d{1,9})?$/;

/**
 * UTC milliseconds of a time as logs write it: ISO 8601 with `T` or blank, Unix seconds, milliseconds,
 * microseconds or nanoseconds by their size, `/Date(…)/`. Without zone it is taken as UTC.
 * Undefined if it is none of these.
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "string" || value.length > 40) return undefined;
  const iso = ISO.exec(value);
  if (iso !== null) return fromParts(iso);
  if (NUMBER.test(value)) return fromEpoch(Number(value));
  const call = DATE_CALL.exec(value);
  return call === null ? undefined : Number(call[1]);
}

/** Whether a time in text tells its zone. */
export function hasZone(text: string): boolean {
  return /(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$/i.test(text.slice(16));
}

function fromEpoch(value: number): number | undefined {
  if (!(value > 1e8)) return undefined;
  // What is below a millisecond is cut, as in texts; the small part makes up for binary fractions.
  if (value < 1e11) return Math.floor(value * 1000 + 0.0005);
  if (value < 1e14) return Math.floor(value);
  if (value < 1e17) return Math.floor(value / 1000);
  return value < 1e20 ? Math.floor(value / 1e6) : undefined;
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function fromParts(parts: RegExpExecArray): number | undefined {
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone] = parts;
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
  // To Date.UTC the years below 100 are those of the 20th century.
  const ofYear = Number(year) < 100 ? new Date(time).setUTCFullYear(Number(year)) : time;
  // 30 February would become 2 March, and 25:61 the next day. A leap second becomes the next minute.
  const isClock = Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60;
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  const isDay = Number(day) >= 1 && Number(day) <= lastDay(Number(year), Number(month));
  return isClock && isMonth && isDay ? ofYear - zoneMs(zone) : undefined;
}

/** Milliseconds by which a zone is ahead of UTC: `+0300`, `-04:30`, `+02`; nothing is UTC. */
export function zoneMs(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || 0);
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** The months as logs write them, in order. */
export const MONTHS: readonly string[] = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];
