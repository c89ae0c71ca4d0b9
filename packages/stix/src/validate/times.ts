const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?Z$/;

/** Whether a text is a time of the calendar in UTC (STIX 2.1 section 2.16). A leap second may stand. */
export function isTime(text: string): boolean {
  const parts = FORM.exec(text);
  if (parts === null) return false;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return false;
  return (hour ?? 99) < 24 && (minute ?? 99) < 60 && (second ?? 99) <= 60;
}

/** Whether a time has at least milliseconds. */
export function isPrecise(text: string): boolean {
  return /\.\d{3,}Z$/.test(text);
}

/** Compares two times, however fine: negative if the first is earlier. */
export function compareTimes(one: string, other: string): number {
  const a = plain(one);
  const b = plain(other);
  return a < b ? -1 : a > b ? 1 : 0;
}

function plain(text: string): string {
  const [seconds = "", fraction = ""] = text.slice(0, -1).split(".");
  return `${seconds}.${fraction.padEnd(30, "0")}`;
}
