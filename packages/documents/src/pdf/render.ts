import type { Block, TableBlock, TableCell } from "../document.ts";
import type { Draft, DraftCell, TableDraft, TextDraft } from "./draft.ts";
import { roughText } from "./draft.ts";
import { joinCode } from "./join-code.ts";
import { joinLines } from "./join-lines.ts";
import type { Line } from "./line.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Makes the blocks of a document of its drafts; one without text is left out. */
export function renderBlocks(drafts: readonly Draft[], vocabulary: Vocabulary): Block[] {
  const blocks: Block[] = [];
  for (const draft of drafts) {
    const block =
      draft.kind === "table" ? renderTable(draft, vocabulary) : renderText(draft, vocabulary);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

function renderText(draft: TextDraft, vocabulary: Vocabulary): Block | undefined {
  const { page, role, lines, right, depth = 1 } = draft;
  if (role === "code") return { kind: "code", page, ...joinCode(lines) };
  const rich = joinLines(lines, { vocabulary, ...(right !== undefined && { right }) });
  if (rich.text.trim() === "") return undefined;
  switch (role) {
    case "heading":
      return { kind: "heading", depth, page, ...rich };
    case "list-item":
      return { kind: "list-item", depth, page, ...rich };
    case "text":
      return { kind: "paragraph", page, ...rich };
    default:
      return { kind: role, page, ...rich };
  }
}

function renderTable(draft: TableDraft, vocabulary: Vocabulary): TableBlock | undefined {
  const [first] = draft.rows;
  if (first === undefined) return undefined;
  const rights = first.cells.map((_, column) => rightOf(draft, column));
  const headers = first.cells.map(roughText);
  // Without tags the first row is a header where it alone is bold.
  const isHeaderRow =
    draft.source !== "tags" &&
    isBold(first.cells) &&
    !draft.rows.slice(1).every(({ cells }) => isBold(cells));
  return {
    kind: "table",
    page: draft.page,
    rows: draft.rows.map((row, i) => ({
      page: row.page,
      cells: row.cells.map((cell, column): TableCell => {
        const header = i > 0 ? headers[column] : undefined;
        const context = {
          vocabulary,
          isCell: true,
          right: rights[column] ?? 0,
          ...(header !== undefined && { header }),
        };
        const rich =
          cell.lines.length === 0 ? { text: "", links: [] } : joinLines(cell.lines, context);
        return { ...rich, isHeader: cell.isHeader || (i === 0 && isHeaderRow) };
      }),
    })),
  };
}

function rightOf({ rows }: TableDraft, column: number): number {
  const lines: Line[] = rows.flatMap(({ cells }) => [...(cells[column]?.lines ?? [])]);
  return lines.reduce((right, line) => Math.max(right, line.right), 0);
}

function isBold(cells: readonly DraftCell[]): boolean {
  const filled = cells.filter(({ lines }) => lines.length > 0);
  return filled.length >= 2 && filled.every(({ lines }) => lines.every((line) => line.isBold));
}
