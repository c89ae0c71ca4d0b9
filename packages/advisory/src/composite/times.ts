/**
 * A time as ISO 8601, UTC, to the second; a date alone stays one. Undefined for what is none. A time without a zone
 * is taken as UTC; midnight sharp without a zone is a date that was written as a time.
 */
export function toTime(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [, date = "", time, zone] = match;
  const value = Date.parse(`${date}T${time ?? "00:00"}${toZone(zone)}`);
  if (Number.isNaN(value)) return undefined;
  const isDate = time === undefined || (zone === undefined && /^00:00(?::00)?$/.test(time));
  return isDate ? date : new Date(value).toISOString();
}

/** A point of time as ISO 8601, UTC: of a date alone its first moment, or its last where it ends something. */
export function toInstant(text: string | undefined, edge: "start" | "end"): string | undefined {
  const time = toTime(text);
  if (time?.length !== 10) return time;
  return edge === "start" ? `${time}T00:00:00.000Z` : `${time}T23:59:59.999Z`;
}

function toZone(zone: string | undefined): string {
  if (zone === undefined || zone.toUpperCase() === "Z") return "Z";
  return zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}
