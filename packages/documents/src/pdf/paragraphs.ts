import type { TextDraft } from "./draft.ts";
import type { Line } from "./line.ts";
import { makeLine } from "./line.ts";

const BULLET =
  /^(?:[•▪◦‣·●○■□❖➢➤✓]|[-–—*o](?= )|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)](?= ))\s*(?=\S)/;
const MAX_LEADING = 2.2;

/** Usual distance of baselines by font size, over a document. */
export type Leading = ReadonlyMap<number, number>;

/** Tells the usual distance of baselines for each font size from flows of lines. */
export function measureLeading(flows: Iterable<readonly Line[]>): Leading {
  const counts = new Map<number, Map<number, number>>();
  for (const flow of flows)
    for (const [i, line] of flow.entries()) {
      const before = flow[i - 1];
      if (before === undefined || before.size !== line.size) continue;
      const gap = Math.round((line.y - before.y) * 2) / 2;
      if (gap <= line.size * 0.8 || gap > line.size * MAX_LEADING) continue;
      const key = Math.round(line.size);
      const gaps = counts.get(key) ?? new Map<number, number>();
      gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
      counts.set(key, gaps);
    }
  const leading = new Map<number, number>();
  for (const [size, gaps] of counts) {
    const [usual] = [...gaps].sort(([a, m], [b, n]) => n - m || a - b);
    if (usual !== undefined) leading.set(size, usual[0]);
  }
  return leading;
}

/** Cuts a flow of lines into paragraphs, items of lists and code; what is a heading is told later. */
export function readParagraphs(flow: readonly Line[], page: number, leading: Leading): TextDraft[] {
  const lines = joinBaselines(flow);
  const right = Math.max(...lines.map((line) => line.right));
  const drafts: TextDraft[] = [];
  let current: Line[] = [];
  const flush = (): void => {
    const [first] = current;
    if (first !== undefined)
      drafts.push({ kind: "text", role: "text", page, lines: current, right });
    current = [];
  };
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    if (before !== undefined && startsParagraph(before, line, current, right, leading)) flush();
    current.push(line);
  }
  flush();
  return drafts;
}

/** Pieces of one baseline that stand in one flow are one line. */
function joinBaselines(flow: readonly Line[]): Line[] {
  const lines: Line[] = [];
  for (const line of flow.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const last = lines.at(-1);
    const isSame =
      last !== undefined && Math.abs(line.y - last.y) <= Math.min(line.size, last.size) * 0.3;
    if (isSame) lines[lines.length - 1] = makeLine([...last.items, ...line.items]);
    else lines.push(line);
  }
  return lines;
}

function startsParagraph(
  before: Line,
  line: Line,
  current: readonly Line[],
  right: number,
  leading: Leading,
): boolean {
  const size = Math.max(before.size, line.size);
  const gap = line.y - before.y;
  if (Math.abs(before.size - line.size) > size * 0.12) return true;
  const usual = leading.get(Math.round(line.size)) ?? line.size * 1.3;
  if (gap > Math.max(usual * 1.25, usual + size * 0.2) || gap < 0) return true;
  if (before.isMono && line.isMono) return false;
  if (before.isBold !== line.isBold && (isShort(before, right) || before.isBold)) return true;
  if (BULLET.test(line.text) && (isAtMargin(line, current) || BULLET.test(before.text)))
    return true;
  // A hanging indent goes on; a line set in from the left begins anew.
  const [first, second] = current;
  if (
    first !== undefined &&
    second !== undefined &&
    line.x > second.x + size * 0.9 &&
    !BULLET.test(first.text)
  )
    return true;
  return isEarlyEnd(before, line, right);
}

function isShort(line: Line, right: number): boolean {
  return line.right < right - line.size * 4;
}

function isAtMargin(line: Line, current: readonly Line[]): boolean {
  return line.x <= Math.min(...current.map(({ x }) => x)) + line.size * 2;
}

/** The line ends though the next word had room, and what follows does not read as its continuation. */
function isEarlyEnd(before: Line, line: Line, right: number): boolean {
  const word = /^\S+/.exec(line.text.slice(0, 300))?.[0] ?? "";
  const perLetter = (line.right - line.x) / Math.max(1, line.text.length);
  const room = right - before.right - before.size * 1.5;
  if (room < word.length * perLetter) return false;
  if (/[.:;!?]["”’)]?$/.test(before.text)) return true;
  return !/^[\p{Ll}(]/u.test(line.text) || isValue(before.text);
}

/** One token that no sentence has. */
function isValue(text: string): boolean {
  return !text.includes(" ") && /[\d._/\\@[\]-]/.test(text) && text.length >= 6;
}
