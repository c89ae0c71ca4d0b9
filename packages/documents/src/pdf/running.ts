import type { Item } from "./item.ts";
import { readSegments } from "./segments.ts";

/** Items of a page with its height. */
export interface PageOfItems {
  readonly page: number;
  readonly height: number;
  readonly items: readonly Item[];
}

/** What of a page is its text, and what stands above and below it on every page. */
export interface SplitPage {
  readonly body: readonly Item[];
  readonly header: readonly Item[];
  readonly footer: readonly Item[];
}

/** Share of the page's height in which a header or a footer stands. */
const EDGE = 0.12;
const MAX_LEVELLED = 300;

/**
 * Parts headers and footers from the text: lines at the edge of a page that are the same on many pages, whatever
 * numbers they hold; on two pages where the document marks them as artifacts. An artifact elsewhere is text: programs
 * mark links so. Where no page has anything else, what would be a header is the text.
 */
export function splitRunning(pages: readonly PageOfItems[]): readonly SplitPage[] {
  const seen = new Map<string, number>();
  const keysOf = pages.map((page) => {
    const keys = new Map<Item, string>();
    for (const item of edgeLines(page)) {
      for (const one of item.items) keys.set(one, item.key);
    }
    for (const key of new Set(keys.values())) seen.set(key, (seen.get(key) ?? 0) + 1);
    return keys;
  });
  const marked = countMarked(pages);
  const wanted = Math.max(2, Math.min(pages.length * 0.3, 10));
  const splits = pages.map(({ height, items }, i) => {
    const split = { body: [] as Item[], header: [] as Item[], footer: [] as Item[] };
    for (const item of items) {
      const isAtEdge = item.y < height * EDGE || item.y > height * (1 - EDGE);
      const key = keysOf[i]?.get(item);
      const times = key === undefined ? 0 : (seen.get(key) ?? 0);
      const isMarked =
        item.isArtifact && ((marked.get(levelWords(item.text)) ?? 0) > 1 || pages.length <= 2);
      const isRunning = times >= wanted || isMarked;
      if (item.angle !== 0 || !isAtEdge || !isRunning) split.body.push(item);
      else if (item.y < height / 2) split.header.push(item);
      else split.footer.push(item);
    }
    return split;
  });
  return splits.some(({ body }) => body.length > 0)
    ? splits
    : pages.map(({ items }) => ({ body: items, header: [], footer: [] }));
}

/** On how many pages a text is marked as an artifact. */
function countMarked(pages: readonly PageOfItems[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { items } of pages) {
    const words = items.filter(({ isArtifact }) => isArtifact).map(({ text }) => levelWords(text));
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function levelWords(text: string): string {
  return text.slice(0, MAX_LEVELLED).replaceAll(/\d+/g, "#").replaceAll(/\s/g, "").toLowerCase();
}

interface EdgeLine {
  readonly key: string;
  readonly items: readonly Item[];
}

function edgeLines({ height, items }: PageOfItems): EdgeLine[] {
  const edge = items.filter(
    ({ y, angle }) => angle === 0 && (y < height * EDGE || y > height * (1 - EDGE)),
  );
  return readSegments(edge).map((line) => {
    const words = levelWords(line.items.map(({ text }) => text).join(""));
    // The same words at another height are another line: the text of a list repeats itself too.
    return {
      key: `${Math.round((line.y < height / 2 ? line.y : height - line.y) / 4)} ${words}`,
      items: line.items,
    };
  });
}
