const ISO =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?)?)?$/;
const MAIL =
  /^(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?|Z)/;

/**
 * A time of a document's properties as ISO 8601 in UTC, as coarse as it is given: `2024-07`, `2024-07-25`,
 * `2024-07-25T14:00:00Z`. A time of day without a zone gives its day. Undefined for what is no time.
 */
export function toIsoTime(text: string): string | undefined {
  const trimmed = text.trim().slice(0, 80);
  const [, year, month, day, time, zone] = ISO.exec(trimmed) ?? [];
  if (year === undefined || month === undefined)
    return MAIL.test(trimmed) ? toUtc(trimmed.replace(/\s*\([^)]*\)$/, "")) : undefined;
  if (day === undefined)
    return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month}` : undefined;
  const date = `${year}-${month}-${day}`;
  if (time === undefined || zone === undefined) return toUtc(`${date}T00:00:00Z`) && date;
  const seconds = time.length === 5 ? `${time}:00` : time;
  return toUtc(
    `${date}T${seconds}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  );
}

function toUtc(text: string): string | undefined {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds)
    ? undefined
    : new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
