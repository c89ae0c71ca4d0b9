import type { Ruling } from "./item.ts";
import { IDENTITY, multiply, toMatrix, transformPoint } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";
import type { Operators, PdfPage } from "./open-pdf.ts";

/** Thicker bars are areas, not lines; in points. */
const MAX_THICKNESS = 2.5;
const MIN_LENGTH = 4;
const MAX_RULINGS = 20_000;
const MAX_SAVED = 1000;

/** What pdf.js's path data says (`DrawOPS`): move, line, cubic, quadratic, close; the places each takes. */
const PATH_NUMBERS = [2, 2, 6, 4, 0] as const;

/**
 * Reads the straight lines of a page: stroked lines and boxes, and the thin filled boxes that office programs draw.
 * They are given in the frame of the page as it is shown.
 */
export async function readRulings(page: PdfPage, operators: Operators): Promise<readonly Ruling[]> {
  const list = await page.getOperatorList();
  const rulings: Ruling[] = [];
  const saved: Matrix[] = [];
  let matrix: Matrix = toMatrix(page.getViewport({ scale: 1 }).transform) ?? IDENTITY;
  const strokes = new Set<unknown>([
    operators.stroke,
    operators.closeStroke,
    operators.fillStroke,
    operators.eoFillStroke,
    operators.closeFillStroke,
    operators.closeEOFillStroke,
  ]);
  const fills = new Set<unknown>([operators.fill, operators.eoFill]);
  for (const [i, operator] of list.fnArray.entries()) {
    const args = list.argsArray[i] as readonly unknown[] | null;
    switch (operator) {
      case operators.save:
        if (saved.length < MAX_SAVED) saved.push(matrix);
        break;
      case operators.restore:
        matrix = saved.pop() ?? matrix;
        break;
      case operators.transform:
        matrix = multiply(matrix, toMatrix(args) ?? IDENTITY);
        break;
      case operators.paintFormXObjectBegin:
        if (saved.length < MAX_SAVED) saved.push(matrix);
        matrix = multiply(matrix, toMatrix(args?.[0]) ?? IDENTITY);
        break;
      case operators.paintFormXObjectEnd:
        matrix = saved.pop() ?? matrix;
        break;
      case operators.constructPath: {
        const isStroke = strokes.has(args?.[0]);
        if (isStroke || fills.has(args?.[0])) pushPath(rulings, args?.[1], matrix, isStroke);
        break;
      }
      default:
    }
    if (rulings.length > MAX_RULINGS) return [];
  }
  return rulings;
}

type Point = readonly [number, number];

function pushPath(rulings: Ruling[], data: unknown, matrix: Matrix, isStroke: boolean): void {
  const path = Array.isArray(data) ? (data[0] as unknown) : undefined;
  if (!(path instanceof Float32Array)) return;
  let points: Point[] = [];
  let isCurved = false;
  const flush = (): void => {
    if (!isCurved) pushShape(rulings, points, isStroke);
    points = [];
    isCurved = false;
  };
  for (let i = 0; i < path.length && rulings.length <= MAX_RULINGS;) {
    const kind = path[i++] ?? -1;
    const numbers = PATH_NUMBERS[kind];
    if (numbers === undefined) return;
    if (kind === 0) flush();
    if (kind === 4 && points[0] !== undefined) points.push(points[0]);
    if (kind === 2 || kind === 3) isCurved = true;
    if (kind === 0 || kind === 1)
      points.push(transformPoint(matrix, path[i] ?? Number.NaN, path[i + 1] ?? Number.NaN));
    i += numbers;
  }
  flush();
}

/** A thin shape is one line; of a stroked one each side is a line. */
function pushShape(rulings: Ruling[], points: readonly Point[], isStroke: boolean): void {
  if (points.length < 2 || points.length > 1000) return;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const isThin = pushLine(
    rulings,
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs),
    Math.max(...ys),
  );
  if (isThin || !isStroke) return;
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1] ?? [Number.NaN, Number.NaN];
    const [x1, y1] = points[i] ?? [Number.NaN, Number.NaN];
    pushLine(rulings, Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1));
  }
}

function pushLine(
  rulings: Ruling[],
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  const width = right - left;
  const height = bottom - top;
  if (height <= MAX_THICKNESS && width >= MIN_LENGTH && width > height)
    rulings.push({ isHorizontal: true, at: (top + bottom) / 2, from: left, to: right });
  else if (width <= MAX_THICKNESS && height >= MIN_LENGTH && height > width)
    rulings.push({ isHorizontal: false, at: (left + right) / 2, from: top, to: bottom });
  else return false;
  return true;
}
