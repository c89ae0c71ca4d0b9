import { cleanText } from "./clean-text.ts";
import type { Item } from "./item.ts";
import { multiply, toMatrix } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";
import type { PdfPage } from "./open-pdf.ts";

/** Text items of one page in the order in which they are drawn. */
export interface PageItems {
  readonly items: readonly Item[];
  /** Text that nobody sees is left out: too small, or off the page. In characters. */
  readonly unseen: number;
  /** The page has more than is read, or takes longer than is allowed. */
  readonly isCut: boolean;
}

interface RawText {
  readonly str: string;
  readonly transform: unknown;
  readonly width: number;
  readonly fontName: string;
}

interface Marked {
  readonly type: string;
  readonly tag?: string;
  readonly id?: string;
}

interface Mark {
  readonly isArtifact: boolean;
  readonly content: string | undefined;
}

interface Style {
  readonly fontFamily?: string;
}

/** Items of one page that are read; a page of print has some thousands. */
const MAX_ITEMS = 30_000;
const MAX_NESTED_MARKS = 1000;
/** Smaller type is not there to be read. */
const MIN_SIZE = 1;
/** Points off the page that text may start at. */
const OUTSIDE = 2;

/**
 * Reads the text of a page with its places, in the frame of the page as it is shown (rotation undone). Stops at
 * `deadline` (milliseconds since 1970) with what it has.
 */
export async function readItems(page: PdfPage, deadline: number): Promise<PageItems> {
  const viewport = page.getViewport({ scale: 1 });
  const toView = toMatrix(viewport.transform) ?? [1, 0, 0, -1, 0, viewport.height];
  const items: Item[] = [];
  const marks: Mark[] = [];
  let isSpaced = false;
  let unseen = 0;
  let count = 0;
  const reader = page
    .streamTextContent({ includeMarkedContent: true })
    .getReader() as ReadableStreamDefaultReader<{
    items: readonly (RawText | Marked)[];
    styles: Record<string, Style>;
  }>;
  const styles = new Map<string, boolean>();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    // pdf.js waits where nobody reads on. It is not cancelled: it would fail where nobody can hear it.
    if (count > MAX_ITEMS || Date.now() > deadline) return { items, unseen, isCut: true };
    for (const [font, { fontFamily }] of Object.entries(chunk.value.styles))
      styles.set(font, fontFamily === "monospace");
    for (const raw of chunk.value.items) {
      if ("type" in raw) {
        pushMark(marks, raw);
        continue;
      }
      count++;
      const text = cleanText(raw.str);
      if (text.trim() === "") {
        isSpaced ||= raw.str !== "";
        continue;
      }
      const item = placeItem(raw, text, toView, isSpaced);
      isSpaced = /\s$/.test(text);
      if (item === undefined || isOutside(item, viewport)) {
        unseen += text.length;
        continue;
      }
      const mark = marks.at(-1);
      items.push({
        ...item,
        isMono: styles.get(raw.fontName) ?? false,
        isArtifact: mark?.isArtifact ?? false,
        ...(mark?.content !== undefined && { content: mark.content }),
      });
    }
  }
  return { items, unseen, isCut: false };
}

function pushMark(marks: Mark[], { type, tag, id }: Marked): void {
  if (type === "endMarkedContent") {
    marks.pop();
    return;
  }
  if (marks.length > MAX_NESTED_MARKS) return;
  const outer = marks.at(-1);
  marks.push({
    isArtifact: tag === "Artifact" || (outer?.isArtifact ?? false),
    content: id ?? outer?.content,
  });
}

function placeItem(
  { transform, width, fontName }: RawText,
  text: string,
  toView: Matrix,
  isSpaced: boolean,
): Item | undefined {
  const own = toMatrix(transform);
  if (own === undefined) return undefined;
  const [a, b, c, d, x, y] = multiply(toView, own);
  const size = Math.hypot(c, d);
  if (!(size >= MIN_SIZE) || !Number.isFinite(width)) return undefined;
  // The page's y counts downwards, so upright text has b = 0 and d < 0.
  const angle = normalizeAngle(Math.round((Math.atan2(-b, a) * 180) / Math.PI));
  const [left, baseline] = angle === 0 ? [x, y] : turnBack(x, y, angle);
  const lead = text.length - text.trimStart().length;
  return {
    text: text.trim(),
    x: left + (lead * width) / text.length,
    right: left + (width * text.trimEnd().length) / text.length,
    y: baseline,
    size,
    font: fontName,
    isBold: false,
    isMono: false,
    isSpaced: isSpaced || lead > 0,
    angle,
    isArtifact: false,
  };
}

function normalizeAngle(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  return turned <= 2 || turned >= 358 ? 0 : turned;
}

/** Turns a point so that text at that angle stands upright. */
function turnBack(x: number, y: number, degrees: number): readonly [number, number] {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return [x * cos - y * sin, x * sin + y * cos];
}

function isOutside(item: Item, view: { readonly width: number; readonly height: number }): boolean {
  if (item.angle !== 0) return false;
  const { x, right, y } = item;
  return (
    right < -OUTSIDE || x > view.width + OUTSIDE || y < -OUTSIDE || y > view.height + item.size
  );
}
