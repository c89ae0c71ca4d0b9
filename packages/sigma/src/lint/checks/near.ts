/** The word of a list that another is most likely meant to be: at most two changes, fewer for short ones. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const most = wanted.length <= 3 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  for (const one of known) {
    if (Math.abs(one.length - wanted.length) > most) continue;
    const changes = distance(wanted, one.toLowerCase());
    if (changes >= least) continue;
    best = one;
    least = changes;
  }
  return best;
}

/** Changes from one word to the other: a letter put in, left out or exchanged, or two neighbours swapped. */
function distance(a: string, b: string): number {
  if (a.length > 60 || b.length > 60) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? Infinity;
}
