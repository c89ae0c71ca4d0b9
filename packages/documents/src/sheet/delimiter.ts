/** Marks between the fields of a row, in the order of preference. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** A mark between the fields of a row. */
export type Delimiter = (typeof DELIMITERS)[number];

const SAMPLE_LINES = 60;
const SAMPLE_UNITS = 64 * 1024;

/**
 * The mark that parts the fields of a text, told from its first lines: the one that gives most lines the same number
 * of fields. Undefined where no mark gives two fields to most of them.
 */
export function findDelimiter(text: string): Delimiter | undefined {
  const stated = /^sep=([,;\t|])\r?\n/i.exec(text.slice(0, 8))?.[1];
  const lines = sampleLines(text);
  let best: { readonly delimiter: Delimiter; readonly score: number } | undefined;
  for (const delimiter of DELIMITERS) {
    if (delimiter === stated) return delimiter;
    const counts = lines.map((line) => countFields(line, delimiter));
    const [count, share] = mode(counts);
    if (count < 2 || share < 0.6) continue;
    const score = share + Math.min(count, 12) / 100;
    if (best === undefined || score > best.score) best = { delimiter, score };
  }
  return best?.delimiter;
}

function sampleLines(text: string): string[] {
  const lines = text.slice(0, SAMPLE_UNITS).split(/\r?\n/);
  // The last one may be cut off.
  if (text.length > SAMPLE_UNITS) lines.pop();
  return lines.filter((line) => line.trim() !== "" && !line.startsWith("#")).slice(0, SAMPLE_LINES);
}

function countFields(line: string, delimiter: string): number {
  let fields = 1;
  let isQuoted = false;
  for (const unit of line)
    if (unit === '"') isQuoted = !isQuoted;
    else if (unit === delimiter && !isQuoted) fields++;
  return fields;
}

/** The most frequent number above one, and the share of lines that have it. */
function mode(counts: readonly number[]): readonly [count: number, share: number] {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let best: readonly [number, number] = [0, 0];
  for (const [count, many] of times)
    if (count > 1 && many / counts.length > best[1]) best = [count, many / counts.length];
  return best;
}
