/** `1 file`, `2,104 files`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** Groups thousands with commas, whatever the machine's locale. */
export function formatCount(n: number): string {
  return String(n).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `a`, `a and b`, `a, b and c`; beyond `most` items the rest is counted. */
export function list(items: readonly string[], most = 5): string {
  const shown = items.length > most ? items.slice(0, most) : items;
  const parts =
    shown.length < items.length ? [...shown, `${formatCount(items.length - most)} more`] : shown;
  const last = parts.at(-1);
  if (last === undefined) return "";
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** ISO 8601 to the minute, for sentences: `2024-03-01 08:15 UTC`. */
export function formatMinute(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
