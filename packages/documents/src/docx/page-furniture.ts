import type { Block, TextBlock } from "../document.ts";

const MAX_FURNITURE = 160;
const MIN_REPEATS = 4;
const PAGE = "page: ";
const VALUE = /\d[[({]?\.|\[\.\]|[0-9a-f]{16}|:\/\/|@/i;

/**
 * Takes out what a program that turns pages into Word left between the pages: numbers of pages, and short texts that stand
 * beside them again and again. A sentence that ran on over the page is joined. The first marking stays.
 */
export function dropPageFurniture(blocks: readonly Block[]): readonly Block[] {
  const times = new Map<string, number>();
  for (const block of blocks) {
    const key = keyOf(block);
    if (key !== undefined) times.set(key, (times.get(key) ?? 0) + 1);
  }
  const isRepeated = (block: Block | undefined): boolean =>
    block !== undefined && (times.get(keyOf(block) ?? "") ?? 0) >= MIN_REPEATS;
  const isFurniture = blocks.map(
    (block) => isRepeated(block) && (keyOf(block) ?? "").startsWith(PAGE),
  );
  if (!isFurniture.includes(true)) return blocks;
  // What repeats next to a number of a page belongs to it.
  for (let i = 1; i < blocks.length; i++)
    isFurniture[i] ||= isFurniture[i - 1] === true && isRepeated(blocks[i]);
  for (let i = blocks.length - 2; i >= 0; i--)
    isFurniture[i] ||= isFurniture[i + 1] === true && isRepeated(blocks[i]);
  const kept: Block[] = [];
  for (const [i, block] of blocks.entries()) {
    if (isFurniture[i] === true) continue;
    const before = kept.at(-1);
    if (isFurniture[i - 1] === true && before !== undefined && runsOn(before, block))
      kept[kept.length - 1] = join(before, block);
    else kept.push(block);
  }
  return kept;
}

/**
 * What makes two short texts the same: the words, and of a page's number its words without the number. Values are never
 * furniture, however often they stand there.
 */
function keyOf(block: Block): string | undefined {
  if (block.kind !== "paragraph" || block.text.length > MAX_FURNITURE) return undefined;
  if (/\bpage \d/i.test(block.text)) return `${PAGE}${block.text.replaceAll(/\d+/g, "#")}`;
  return VALUE.test(block.text) ? undefined : block.text;
}

function runsOn(before: Block, next: Block): before is TextBlock {
  return (
    before.kind === "paragraph" &&
    next.kind === "paragraph" &&
    before.text.length > 60 &&
    !/[.:;!?]["”’)\]]?$/.test(before.text) &&
    /^[\p{Ll}(]/u.test(next.text)
  );
}

function join(before: TextBlock, next: Block): TextBlock {
  if (next.kind !== "paragraph") return before;
  const offset = before.text.length + 1;
  const moved = next.links.map(({ start, end, url }) => ({
    start: start + offset,
    end: end + offset,
    url,
  }));
  return { ...before, text: `${before.text} ${next.text}`, links: [...before.links, ...moved] };
}
