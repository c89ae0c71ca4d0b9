import { childOf } from "../xml/find.ts";
import type { XmlElement } from "../xml/parse-xml.ts";
import { valueOf } from "./package-parts.ts";

/** One cell as it is drawn: where it starts, how wide it is, which of its borders are drawn. */
export interface DrawnCell {
  readonly element: XmlElement;
  readonly column: number;
  readonly span: number;
  readonly isContinued: boolean;
  readonly hasBottom: boolean;
  readonly hasLeft: boolean;
  readonly hasRight: boolean;
}

/** One row as it is drawn. */
export type DrawnRow = readonly DrawnCell[];

/**
 * How a table is made. `plain`: rows and cells are those of the writer. `ruled`: a program that turns pages into
 * Word drew it, a row of the table for each line of text, and the lines between cells say what belongs together.
 * `lines`: drawn too, without any line between cells: it only places text.
 */
export type TableMake = "plain" | "ruled" | "lines";

const MIN_RULED_COLUMNS = 8;
const MAX_COLUMN = 2000;
/** A line is drawn below a row where so much of it has a border. */
const MIN_BORDER_SHARE = 0.6;
const MIN_EDGE_SHARE = 0.3;

/** The rows of a table as they are drawn. */
export function drawRows(rows: readonly (readonly XmlElement[])[]): readonly DrawnRow[] {
  return rows.map((cells) => {
    let column = 0;
    return cells.map((element): DrawnCell => {
      const properties = childOf(element, "tcPr");
      const borders = childOf(properties, "tcBorders");
      const merge = childOf(properties, "vMerge");
      const stated = Number(valueOf(childOf(properties, "gridSpan"), "val") ?? "1");
      const span = Number.isFinite(stated) ? Math.max(1, Math.min(stated, MAX_COLUMN)) : 1;
      column += span;
      return {
        element,
        column: column - span,
        span,
        isContinued: merge !== undefined && valueOf(merge, "val") !== "restart",
        hasBottom: isDrawn(borders, "bottom"),
        hasLeft: isDrawn(borders, "left"),
        hasRight: isDrawn(borders, "right"),
      };
    });
  });
}

function isDrawn(borders: XmlElement | undefined, side: string): boolean {
  const border = childOf(borders, side);
  return border !== undefined && !/^(?:nil|none)$/.test(valueOf(border, "val") ?? "none");
}

/** Tells how a table is made: writers' programs give a table a style, a look or borders as a whole. */
export function makeOf(table: XmlElement, rows: readonly DrawnRow[]): TableMake {
  const properties = childOf(table, "tblPr");
  const isWritten = ["tblStyle", "tblBorders", "tblLook"].some(
    (name) => childOf(properties, name) !== undefined,
  );
  const isFixed = valueOf(childOf(properties, "tblLayout"), "type") === "fixed";
  if (isWritten || !isFixed) return "plain";
  const hasBorders = rows.some((row) =>
    row.some((cell) => cell.hasBottom || cell.hasLeft || cell.hasRight),
  );
  if (!hasBorders) return "lines";
  const width = Math.max(0, ...rows.slice(0, 50).map((row) => endOf(row.at(-1))));
  return width >= MIN_RULED_COLUMNS ? "ruled" : "plain";
}

function endOf(cell: DrawnCell | undefined): number {
  return cell === undefined ? 0 : cell.column + cell.span;
}

/** Rows of one line of text: a cell that runs on from the row above says that they belong together. */
export function joinLines(rows: readonly DrawnRow[]): readonly (readonly DrawnCell[])[] {
  const lines: DrawnCell[][] = [];
  for (const row of rows) {
    const last = lines.at(-1);
    const cells = row.filter(({ isContinued }) => !isContinued);
    if (last !== undefined && cells.length < row.length) for (const cell of cells) last.push(cell);
    else lines.push(cells);
  }
  return lines.map((line) => line.toSorted((a, b) => a.column - b.column));
}

/** The rows that the drawn lines make, each with its columns, each with its lines of cells. */
export function joinRuled(
  rows: readonly DrawnRow[],
): readonly (readonly (readonly DrawnCell[])[])[] {
  const edges = findEdges(rows);
  const joined: (readonly DrawnCell[])[][] = [];
  let group: DrawnRow[] = [];
  const close = (): void => {
    const lines = joinLines(group);
    group = [];
    joined.push(
      [...edges.keys()].map((i) => {
        const from = edges[i] ?? 0;
        const to = edges[i + 1] ?? Infinity;
        return lines.flatMap((line) => line.filter(({ column }) => column >= from && column < to));
      }),
    );
  };
  for (const row of rows) {
    group.push(row);
    const drawn = row.filter(({ hasBottom }) => hasBottom).reduce((sum, { span }) => sum + span, 0);
    if (drawn > 0 && drawn >= endOf(row.at(-1)) * MIN_BORDER_SHARE) close();
  }
  if (group.length > 0) close();
  return joined;
}

/** Columns at which lines are drawn from above to below, the first at 0. */
function findEdges(rows: readonly DrawnRow[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const inRow = new Set<number>();
    for (const { column, span, hasLeft, hasRight } of row) {
      if (hasLeft) inRow.add(column);
      if (hasRight) inRow.add(column + span);
    }
    for (const edge of inRow) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  }
  const width = Math.max(0, ...rows.slice(0, 50).map((row) => endOf(row.at(-1))));
  const edges = [...counts].filter(
    ([edge, count]) => edge > 0 && edge < width && count >= rows.length * MIN_EDGE_SHARE,
  );
  return [0, ...edges.map(([edge]) => edge).toSorted((a, b) => a - b)];
}
