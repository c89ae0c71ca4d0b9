/** A point of time finer than milliseconds: seconds since 1970 and the fraction of a second. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: number;
}

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,20}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a time as CSAF asks for it: RFC 3339 with capitals `T` and `Z`, a day that exists, no leap second
 * (CSAF 2.1, 2.2). Undefined for all else.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  const [zoneHour, zoneMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined;
  if (zoneHour > 23 || zoneMinute > 59) return undefined;
  const zone = (zoneHour * 60 + zoneMinute) * 60 * (match[8] === "-" ? -1 : 1);
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second);
  return { seconds: local.getTime() / 1000 - zone, fraction: Number(`0.${match[7] ?? "0"}`) };
}

/** Below 0 if the first is earlier, 0 if they are the same. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.fraction - b.fraction;
}

/** A time of a document in ISO 8601, UTC; lenient: what the platform reads is taken. */
export function toInstant(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}/.test(text) || text.length > 40) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
