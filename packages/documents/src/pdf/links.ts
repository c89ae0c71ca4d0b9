import type { Item, LinkArea } from "./item.ts";
import { toMatrix, transformPoint } from "./matrix.ts";
import type { PdfPage } from "./open-pdf.ts";

/** Of one page; each item is held against each of them. */
const MAX_LINKS = 2000;
const MAX_URL = 8000;
/** Characters that a cut may move to meet the border of a word. */
const SNAP = 3;

/** Reads the link annotations of a page that lead out of the document, in the frame of the page as it is shown. */
export async function readLinks(page: PdfPage): Promise<readonly LinkArea[]> {
  const view = toMatrix(page.getViewport({ scale: 1 }).transform);
  const annotations = (await page.getAnnotations()) as readonly unknown[];
  const links: LinkArea[] = [];
  if (view === undefined) return links;
  for (const annotation of annotations.slice(0, MAX_LINKS)) {
    const { subtype, url, unsafeUrl, rect } = annotation as Record<string, unknown>;
    const target = typeof unsafeUrl === "string" ? unsafeUrl : url;
    if (subtype !== "Link" || typeof target !== "string" || target.length > MAX_URL) continue;
    if (!Array.isArray(rect) || rect.length !== 4) continue;
    const [a, b, c, d] = rect as number[];
    const [x0, y0] = transformPoint(view, a ?? 0, b ?? 0);
    const [x1, y1] = transformPoint(view, c ?? 0, d ?? 0);
    links.push({
      url: target.trim(),
      left: Math.min(x0, x1),
      right: Math.max(x0, x1),
      top: Math.min(y0, y1),
      bottom: Math.max(y0, y1),
    });
  }
  return links;
}

/** Gives items the target of the link they lie under; an item that lies under it in part is cut. */
export function linkItems(items: readonly Item[], links: readonly LinkArea[]): readonly Item[] {
  if (links.length === 0) return items;
  const byTop = links.toSorted((a, b) => a.top - b.top);
  return items.flatMap((item) => (item.angle === 0 ? linkItem(item, byTop) : [item]));
}

function linkItem(item: Item, byTop: readonly LinkArea[]): readonly Item[] {
  const middle = item.y - item.size * 0.3;
  const above = byTop.filter(
    ({ top, bottom, left, right }) =>
      top <= middle && bottom >= middle && left < item.right && right > item.x,
  );
  if (above.length === 0) return [item];
  const perUnit = item.text.length / Math.max(item.right - item.x, 0.1);
  const toIndex = (x: number): number =>
    snap(item.text, Math.round((Math.min(Math.max(x, item.x), item.right) - item.x) * perUnit));
  const pieces: Item[] = [];
  let at = 0;
  for (const { left, right, url } of above.toSorted((a, b) => a.left - b.left)) {
    const start = Math.max(at, toIndex(left));
    const end = toIndex(right);
    if (end <= start) continue;
    if (start > at) pieces.push(cut(item, at, start));
    pieces.push({ ...cut(item, start, end), url });
    at = end;
  }
  if (at < item.text.length) pieces.push(cut(item, at, item.text.length));
  return pieces.filter(({ text }) => text !== "");
}

/** Moves a cut to the nearest blank or end within a few characters. */
function snap(text: string, index: number): number {
  for (let distance = 0; distance <= SNAP; distance++) {
    for (const at of [index - distance, index + distance]) {
      if (at <= 0) return 0;
      if (at >= text.length) return text.length;
      if (text[at] === " ") return at;
      if (text[at - 1] === " ") return at;
    }
  }
  return index;
}

function cut(item: Item, start: number, end: number): Item {
  const raw = item.text.slice(start, end);
  const width = (item.right - item.x) / item.text.length;
  const lead = raw.length - raw.trimStart().length;
  const before = start === 0 ? item.isSpaced : /\s/.test(item.text[start - 1] ?? "");
  return {
    ...item,
    text: raw.trim(),
    x: item.x + width * (start + lead),
    right: item.x + width * (start + raw.trimEnd().length),
    isSpaced: before || lead > 0,
  };
}
