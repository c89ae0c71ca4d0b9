import { foldName } from "./fold.ts";
import { byCodeUnit } from "./json.ts";

const MOST_EDITS = 2;

/**
 * Names that are spelt nearly alike: at most two signs are other, missing or added, or one begins with the other.
 * @param names candidates as they are shown
 * @param most how many are given, the nearest first
 */
export function nearNames(name: string, names: Iterable<string>, most: number): string[] {
  const key = foldName(name);
  if (key.length < 2) return [];
  const found = new Map<string, { readonly written: string; readonly distance: number }>();
  for (const written of names) {
    const other = foldName(written);
    if (found.has(other)) continue;
    const distance = distanceOf(key, other);
    if (distance !== undefined) found.set(other, { written, distance });
  }
  return [...found.values()]
    .sort((a, b) => a.distance - b.distance || byCodeUnit(a.written, b.written))
    .slice(0, most)
    .map(({ written }) => written);
}

/** Edits between two keys; 2.5 where one goes on after the other; undefined if they are not near. */
function distanceOf(a: string, b: string): number | undefined {
  // Short names are near to everything.
  const most = Math.min(MOST_EDITS, Math.floor(Math.max(a.length, b.length) / 3));
  const edits = Math.abs(a.length - b.length) > most ? most + 1 : editsBetween(a, b, most);
  if (edits <= most) return edits;
  if (Math.min(a.length, b.length) < 4) return undefined;
  return a.startsWith(b) || b.startsWith(a) ? MOST_EDITS + 0.5 : undefined;
}

/** Levenshtein distance, or more than `most` as soon as it must be more. */
function editsBetween(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const value = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      next.push(value);
      least = Math.min(least, value);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? most + 1;
}
