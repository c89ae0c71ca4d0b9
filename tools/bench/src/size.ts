const UNITS: Readonly<Record<string, number>> = { "": 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Bytes of a size such as `2GiB`, `256MiB`, `1.5GiB` or `65536`; undefined if it is none or not positive. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,3})?) ?(|KiB|MiB|GiB)$/u.exec(text);
  if (match === null) return undefined;
  const bytes = Math.ceil(Number(match[1]) * (UNITS[match[2] ?? ""] as number));
  return bytes > 0 ? bytes : undefined;
}

/** A size for people: `256.0 MiB`. */
export function formatSize(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
