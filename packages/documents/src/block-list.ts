import type { Diagnostic } from "@tocsin/model";
import type { Block } from "./document.ts";

/** The blocks of one document, up to a bound. */
export interface BlockList {
  readonly blocks: readonly Block[];
  /** False once the bound is reached: nothing more is taken. */
  readonly hasRoom: () => boolean;
  /** Takes a block; of a table each row counts. */
  readonly push: (block: Block) => void;
  /** The diagnostic that the rest was not read, where that is so. */
  readonly cutDiagnostics: (file: string) => readonly Diagnostic[];
}

/** An empty list. @param maxBlocks rows of tables counted */
export function makeBlockList(maxBlocks: number): BlockList {
  const blocks: Block[] = [];
  let left = maxBlocks;
  let isCut = false;
  return {
    blocks,
    hasRoom() {
      if (left <= 0) isCut = true;
      return left > 0;
    },
    push(block) {
      const size = block.kind === "table" ? Math.max(1, block.rows.length) : 1;
      if (size > left) isCut = true;
      if (left <= 0) return;
      blocks.push(
        block.kind === "table" && size > left
          ? { ...block, rows: block.rows.slice(0, left) }
          : block,
      );
      left -= size;
    },
    cutDiagnostics: (file) =>
      isCut ? [cutDiagnostic(file, `${maxBlocks} paragraphs and rows`)] : [],
  };
}

/** Says that only the first part of a document was read. @param bound what was read, in words */
export function cutDiagnostic(file: string, bound: string): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_CUT",
    message: `expected at most ${bound}, got more: the rest was not read`,
    place: { file },
    remedy: "Split the document or raise the limit",
  };
}
