import type { Draft, TextDraft } from "./draft.ts";
import type { Line } from "./line.ts";
import { makeLine, weigh } from "./line.ts";

const BULLET = /^(?:[•▪◦‣·●○■□❖➢➤✓]|[-–—*o](?= )|\(?\d{1,3}[.)](?= ))\s*(?=\S)/;
const CAPTION =
  /^(?:table|figure|fig\.?|tabelle|abbildung|tableau|таблица|рисунок|표|그림|表|図|图)\s{0,2}\d{1,3}\s{0,2}[.:–—-]/i;
const NOTE = /^(?:\d{1,3}|[*†‡§]{1,3}|\[\d{1,3}\])\s{0,3}(?=\S)/;
/** A number and a link with its scheme, nothing else: `1 https://example.com/a`. */
const LINK_NOTE = /^(?:\d{1,3}|\[\d{1,3}\]|[*†‡§]{1,3})\s{0,3}https?:\/\/\S{4,2000}$/;
const MOST_LINK_NOTES = 3;
const RULE =
  /^(?:(?:private |global )?rule \w+|import "\w+"|(?:alert|drop|reject) (?:tcp|udp|icmp|ip|http|dns|tls) |meta:$|strings:$|condition:|[${}]|\w+ = ["{/])/;
const MOST_HEADING = 200;

/** How a document is set: what its plain text looks like. */
export interface BodyLook {
  readonly size: number;
  /** Sizes of headings, the largest first. */
  readonly headingSizes: readonly number[];
}

/** Tells the size of the plain text and the sizes above it that headings may have. */
export function measureBody(drafts: readonly Draft[]): BodyLook {
  const texts = drafts.filter((draft) => draft.kind === "text");
  const lines = texts.flatMap((draft) => draft.lines);
  const size = weigh(lines, (line) => (line.isMono ? undefined : line.size)) || 10;
  const sizes = new Set<number>();
  for (const draft of texts) if (isLarge(draft, size)) sizes.add(sizeOf(draft));
  return { size, headingSizes: [...sizes].sort((a, b) => b - a) };
}

/** Tells what each text is by its form, where neither tags nor its place said it; code that follows code is one. */
export function classify(drafts: readonly Draft[], body: BodyLook): readonly Draft[] {
  const classified: Draft[] = [];
  const notes = findLinkNotes(drafts, body);
  for (const draft of drafts) {
    if (draft.kind === "text" && !draft.lines.some(({ text }) => /[\p{L}\p{N}]/u.test(text))) {
      // A bullet or a dot alone says nothing; within code a brace does.
      const isCodeBefore = classified.at(-1)?.kind === "text" && isCode(draft);
      if (!isCodeBefore) continue;
    }
    const told =
      draft.kind === "table"
        ? draft
        : notes.has(draft)
          ? { ...draft, role: "footnote" as const }
          : tell(draft, body);
    const last = classified.at(-1);
    if (last?.kind !== "text" || told.kind !== "text" || !areOneCode(last, told))
      classified.push(told);
    // Each page keeps its own, so that a line is cited where it stands.
    else if (last.page !== told.page) classified.push({ ...told, role: "code" });
    else
      classified[classified.length - 1] = {
        ...last,
        role: "code",
        lines: [...last.lines, ...told.lines],
      };
  }
  return classified;
}

/** Whether a line is a number with the link that it notes. */
export function isLinkNote(line: string): boolean {
  return LINK_NOTE.test(line);
}

/**
 * Numbered links at the foot of a page. Set as large as the text they are notes where they are few: many are the rows of
 * a list.
 */
function findLinkNotes(drafts: readonly Draft[], { size }: BodyLook): ReadonlySet<Draft> {
  const notes = new Set<Draft>();
  let run: TextDraft[] = [];
  for (const [i, draft] of drafts.entries()) {
    const isNote =
      draft.kind === "text" && draft.role === "text" && isLinkNote(draft.lines[0]?.text ?? "");
    if (isNote) run.push(draft);
    if (isNote && drafts[i + 1]?.page === draft.page) continue;
    const isFew = run.reduce((sum, { lines }) => sum + lines.length, 0) <= MOST_LINK_NOTES;
    if (isNote && drafts.length > 1)
      for (const note of run) if (isFew || sizeOf(note) < size * 0.95) notes.add(note);
    run = [];
  }
  return notes;
}

/** Parts what the document tags as one though it is two: items of a list, a title and the small print below it. */
export function splitDrafts(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.flatMap(splitItems).flatMap(splitSizes);
}

/** An item in which another bullet begins a line is two. */
function splitItems(draft: Draft): readonly Draft[] {
  if (draft.kind === "table" || draft.role !== "list-item") return [draft];
  const items: Line[][] = [];
  for (const line of draft.lines) {
    if (items.length === 0 || /^(?:[•▪◦●○■]|o(?= )) ?/.test(line.text)) items.push([line]);
    else items.at(-1)?.push(line);
  }
  return items.map((lines) => ({ ...draft, lines }));
}

/** A title and the small print below it are two, though the document tags them as one. */
function splitSizes(draft: Draft): readonly Draft[] {
  if (draft.kind === "table" || !(draft.role === "text" || draft.role === "heading"))
    return [draft];
  const parts: Line[][] = [];
  for (const line of draft.lines) {
    const before = parts.at(-1)?.at(-1);
    const larger = Math.max(before?.size ?? 0, line.size);
    if (before === undefined || Math.abs(before.size - line.size) > larger * 0.2)
      parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  if (parts.length === 1) return [draft];
  const largest = Math.max(...draft.lines.map(({ size }) => size));
  return parts.map((lines) => ({
    ...draft,
    lines,
    // Only the largest keeps the tag; the rest is told by its form.
    role: draft.role === "heading" && (lines[0]?.size ?? 0) < largest * 0.8 ? "text" : draft.role,
  }));
}

/** Code goes on over blank lines and pages, and over a line that a rule has though it is set as text. */
function areOneCode(last: TextDraft, next: TextDraft): boolean {
  if (last.role !== "code") return false;
  return next.role === "code" || (next.role === "text" && isCodeLine(next));
}

function tell(draft: TextDraft, body: BodyLook): TextDraft {
  if (draft.role === "list-item") return stripBullet(draft);
  if (draft.role !== "text") return draft;
  const text = draft.lines[0]?.text ?? "";
  if (isCode(draft)) return { ...draft, role: "code" };
  if (CAPTION.test(text) && draft.lines.length <= 3) return { ...draft, role: "caption" };
  const depth = headingDepth(draft, body);
  if (depth !== undefined) return { ...draft, role: "heading", depth };
  if (BULLET.test(text))
    return stripBullet({ ...draft, role: "list-item", depth: draft.depth ?? 1 });
  if (sizeOf(draft) <= body.size * 0.9 && NOTE.test(text) && startsRaised(draft))
    return { ...draft, role: "footnote" };
  return draft;
}

function isCode(draft: TextDraft): boolean {
  const { lines } = draft;
  if (lines.length > 0 && lines.every((line) => line.isMono)) return true;
  return lines.filter((line) => RULE.test(line.text)).length >= Math.max(2, lines.length * 0.3);
}

function isCodeLine({ lines }: TextDraft): boolean {
  return lines.every((line) => line.isMono || RULE.test(line.text));
}

function headingDepth(draft: TextDraft, body: BodyLook): number | undefined {
  if (isLarge(draft, body.size)) return body.headingSizes.indexOf(sizeOf(draft)) + 1;
  const text = draft.lines.map((line) => line.text).join(" ");
  const isBold = draft.lines.every((line) => line.isBold);
  if (!isBold || draft.lines.length > 2 || text.length > 120) return undefined;
  if (sizeOf(draft) < body.size * 0.9 || /[.,;]$/.test(text) || !/^[\p{Lu}\p{Lo}\p{N}]/u.test(text))
    return undefined;
  if (/^[\d.]+$|^[0-9a-f]{16,}$|\[\.\]|:\/\//i.test(text)) return undefined;
  return body.headingSizes.length + 1;
}

/** Larger than the text around it, and no longer than a heading. */
function isLarge(draft: TextDraft, bodySize: number): boolean {
  if (draft.role !== "text" || draft.lines.length > 4) return false;
  const length = draft.lines.reduce((sum, line) => sum + line.text.length, 0);
  if (length > MOST_HEADING || length < 2) return false;
  if (!draft.lines.some((line) => /\p{L}{2}/u.test(line.text))) return false;
  return sizeOf(draft) >= bodySize * 1.14;
}

function sizeOf(draft: TextDraft): number {
  return Math.round(weigh(draft.lines, (line) => line.size));
}

function startsRaised({ lines }: TextDraft): boolean {
  const [first, second] = lines[0]?.items ?? [];
  return first !== undefined && second !== undefined && first.size < second.size * 0.85;
}

/** Takes the bullet or the number off an item of a list. */
function stripBullet(draft: TextDraft): TextDraft {
  const [first, ...rest] = draft.lines;
  const match = first === undefined ? undefined : BULLET.exec(first.text)?.[0];
  if (first === undefined || match === undefined) return draft;
  return { ...draft, lines: [dropStart(first, match.trimEnd().length), ...rest] };
}

function dropStart(line: Line, length: number): Line {
  const items = [];
  let left = length;
  for (const item of line.items) {
    if (left <= 0) items.push(item);
    else {
      const text = item.text.slice(left).trimStart();
      left -= item.text.length;
      if (text !== "") items.push({ ...item, text });
    }
  }
  return items.length === 0 ? line : { ...makeLine(items), y: line.y };
}
