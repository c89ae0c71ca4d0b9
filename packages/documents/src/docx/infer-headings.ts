import type { Block, TextBlock } from "../document.ts";

/** How the text of a paragraph looks. */
export interface TextLook {
  /** Half points; the largest of its runs. */
  readonly size: number;
  readonly isBold: boolean;
  readonly units: number;
}

const MAX_HEADING = 160;
const MAX_BOLD = 80;
/** Half points above the size of the text. */
const LARGER = 2;

/**
 * Takes short paragraphs in larger or bold letters for headings, in a document whose writer gave none a style. The
 * largest are outermost.
 */
export function inferHeadings(
  blocks: readonly Block[],
  looks: ReadonlyMap<Block, TextLook>,
): readonly Block[] {
  if (blocks.filter(({ kind }) => kind === "heading").length > 1) return blocks;
  const usual = usualSize(looks);
  if (usual === undefined) return blocks;
  const isLarge = (block: Block): block is TextBlock => {
    const look = looks.get(block);
    return look !== undefined && look.size >= usual + LARGER && isShort(block, MAX_HEADING);
  };
  const isBold = (block: Block): block is TextBlock => {
    const look = looks.get(block);
    return look?.isBold === true && look.size >= usual && isShort(block, MAX_BOLD);
  };
  const sizes = [
    ...new Set(
      blocks.filter((block) => isLarge(block)).map((block) => looks.get(block)?.size ?? 0),
    ),
  ];
  sizes.sort((a, b) => b - a);
  const read: Block[] = [];
  for (const block of blocks) {
    const isOne = isLarge(block);
    if (!isOne && !isBold(block)) {
      read.push(block);
      continue;
    }
    const size = looks.get(block)?.size ?? 0;
    const depth = Math.min(6, isOne ? sizes.indexOf(size) + 1 : sizes.length + 1);
    const before = read.at(-1);
    // Words in very large letters one below the other are one title.
    if (size >= usual * 2 && before?.kind === "heading" && before.depth === depth && isOne)
      read[read.length - 1] = { ...before, text: `${before.text} ${block.text}` };
    else read.push({ ...block, kind: "heading", depth });
  }
  return read;
}

function isShort(block: Block, most: number): block is TextBlock {
  if (block.kind !== "paragraph" || block.text.length > most) return false;
  return /\p{L}{2}/u.test(block.text) && !/[.,;:]$/.test(block.text) && !/^TLP\b/i.test(block.text);
}

/** The size in which most of the text is set. */
function usualSize(looks: ReadonlyMap<Block, TextLook>): number | undefined {
  const units = new Map<number, number>();
  for (const { size, units: count } of looks.values())
    units.set(size, (units.get(size) ?? 0) + count);
  const [first] = [...units].toSorted((a, b) => b[1] - a[1]);
  return first?.[0];
}
