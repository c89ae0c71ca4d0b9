import type { Line } from "./line.ts";

/** Fewer lines side by side are no columns. */
const MIN_LINES = 3;
const MAX_NESTING = 4;

/**
 * Splits the pieces of a page (from top to bottom) into flows, each to be read on its own from top to bottom:
 * columns from left to right, and what runs across them where it stands.
 */
export function readFlows(segments: readonly Line[], nesting = 0): readonly (readonly Line[])[] {
  const gutter = nesting < MAX_NESTING ? findGutter(segments) : undefined;
  if (gutter === undefined) return segments.length === 0 ? [] : [segments];
  const flows: (readonly Line[])[] = [];
  let across: Line[] = [];
  for (const band of bandsAt(segments, gutter)) {
    if (band.isSplit) {
      flows.push(across);
      across = [];
      flows.push(...readFlows(band.left, nesting + 1), ...readFlows(band.right, nesting + 1));
    } else across.push(...[...band.left, ...band.right].sort((a, b) => a.y - b.y || a.x - b.x));
  }
  flows.push(across);
  return flows.filter((flow) => flow.length > 0);
}

interface Band {
  readonly left: Line[];
  readonly right: Line[];
  isSplit: boolean;
}

/** The place that parts most lines into left and right of it, among the left edges of lines. */
function findGutter(segments: readonly Line[]): number | undefined {
  const edges = new Map<number, number>();
  for (const { x } of segments) {
    const key = Math.round(x / 3) * 3;
    edges.set(key, (edges.get(key) ?? 0) + 1);
  }
  const candidates = [...edges]
    .filter(([, count]) => count >= MIN_LINES)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 12);
  let best: number | undefined;
  let most = 0;
  for (const [edge] of candidates) {
    let parted = 0;
    for (const { left, right, isSplit } of bandsAt(segments, edge - 4))
      if (isSplit) parted += Math.min(left.length, right.length);
    if (parted > most) {
      most = parted;
      best = edge - 4;
    }
  }
  return best;
}

/** Stretches of the page between lines that cross the gutter; each of those is a band of its own. */
function bandsAt(segments: readonly Line[], gutter: number): readonly Band[] {
  const bands: Band[] = [];
  let band: Band = { left: [], right: [], isSplit: false };
  const close = (): void => {
    band.isSplit = isSideBySide(band);
    if (band.left.length + band.right.length > 0) bands.push(band);
    band = { left: [], right: [], isSplit: false };
  };
  for (const segment of segments) {
    if (segment.x >= gutter) band.right.push(segment);
    else if (segment.right <= gutter + 1) band.left.push(segment);
    else {
      close();
      bands.push({ left: [segment], right: [], isSplit: false });
    }
  }
  close();
  return bands;
}

function isSideBySide({ left, right }: Band): boolean {
  if (left.length < MIN_LINES || right.length < MIN_LINES) return false;
  const top = Math.max(left[0]?.y ?? 0, right[0]?.y ?? 0);
  const bottom = Math.min(left.at(-1)?.y ?? 0, right.at(-1)?.y ?? 0);
  const shorter = Math.min(heightOf(left), heightOf(right));
  return bottom - top > shorter * 0.5;
}

function heightOf(lines: readonly Line[]): number {
  return (lines.at(-1)?.y ?? 0) - (lines[0]?.y ?? 0);
}
