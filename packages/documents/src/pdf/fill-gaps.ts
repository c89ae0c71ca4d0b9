import type { Draft, TextDraft } from "./draft.ts";
import type { Item } from "./item.ts";
import { makeLine } from "./line.ts";
import type { Line } from "./line.ts";
import { readSegments } from "./segments.ts";

/** Drafts with the text that stood in their gaps, and the text that stands in none. */
export interface Filled {
  readonly drafts: readonly Draft[];
  readonly rest: readonly Item[];
}

/** Farther below a line, in font sizes, a line does not carry on its paragraph. */
const MAX_LEADING = 1.7;

/**
 * Puts text that the tags leave out into the paragraphs in whose gaps it stands: programs often leave the text of
 * links out of the structure. What stands in no gap is given back.
 */
export function fillGaps(drafts: readonly Draft[], items: readonly Item[]): Filled {
  if (items.length === 0) return { drafts, rest: [] };
  const filled = [...drafts];
  const rest: Item[] = [];
  for (const segment of readSegments(items)) {
    const at = filled.findIndex(
      (draft) => draft.kind === "text" && draft.lines.some((line) => isGapOf(line, segment)),
    );
    const under = at >= 0 ? -1 : filled.findIndex((draft) => goesUnder(draft, segment));
    const draft = filled[Math.max(at, under)];
    if (draft?.kind !== "text") rest.push(...segment.items);
    else
      filled[Math.max(at, under)] = at >= 0 ? fillLine(draft, segment) : insertLine(draft, segment);
  }
  return { drafts: filled, rest };
}

/** On the same baseline, near the line's text and over none of it. */
function isGapOf(line: Line, segment: Line): boolean {
  if (Math.abs(line.y - segment.y) > line.size * 0.25) return false;
  const isNear = segment.x < line.right + line.size * 3 && segment.right > line.x - line.size * 3;
  return (
    isNear && !line.items.some(({ x, right }) => x < segment.right - 2 && right > segment.x + 2)
  );
}

function goesUnder(draft: Draft, segment: Line): boolean {
  if (draft.kind !== "text") return false;
  const left = Math.min(...draft.lines.map(({ x }) => x));
  const right = Math.max(...draft.lines.map((line) => line.right));
  if (segment.x < left - segment.size || segment.x > right) return false;
  return draft.lines.some(({ y, size }) => {
    const fall = segment.y - y;
    return fall > 0 && fall <= size * MAX_LEADING && Math.abs(size - segment.size) < size * 0.12;
  });
}

function fillLine(draft: TextDraft, segment: Line): TextDraft {
  return {
    ...draft,
    lines: draft.lines.map((line) =>
      isGapOf(line, segment) ? makeLine([...line.items, ...segment.items]) : line,
    ),
  };
}

function insertLine(draft: TextDraft, segment: Line): TextDraft {
  const at = draft.lines.findIndex(({ y }) => y > segment.y);
  return {
    ...draft,
    lines: at < 0 ? [...draft.lines, segment] : draft.lines.toSpliced(at, 0, segment),
  };
}
