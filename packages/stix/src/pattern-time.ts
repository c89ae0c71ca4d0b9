import { isTimestamp } from "./pattern-scan.ts";

/**
 * A timestamp in a form that sorts as text does: without `Z`, without zeros at the end of the fraction.
 * However many digits the fraction has, none is lost. Undefined for what is no timestamp of STIX.
 */
export function toTimeKey(text: string): string | undefined {
  if (!isTimestamp(text)) return undefined;
  const dot = text.indexOf(".");
  if (dot < 0) return text.slice(0, -1);
  let end = text.length - 1;
  while (text[end - 1] === "0") end--;
  return text.slice(0, end === dot + 1 ? dot : end);
}

/** Microseconds since 1970, UTC; finer digits are cut off. Undefined for what is no timestamp of STIX. */
export function toMicroseconds(text: string): number | undefined {
  const key = toTimeKey(text);
  if (key === undefined) return undefined;
  const [year, month, day, hour, minute, second] = key
    .slice(0, 19)
    .split(/[-T:]/)
    .map((part) => Number(part));
  // Set apart, since Date.UTC takes years below 100 for those of the last century.
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day ?? 1);
  const ms = date.getTime() + ((hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0)) * 1000;
  return ms * 1000 + Number(key.slice(20).padEnd(6, "0").slice(0, 6));
}
