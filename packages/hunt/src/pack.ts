/**
 * Plain data as JSON that keeps what is shared: an object that stands in many places is written once, and is
 * one object again when it is read. Rules share most of what they ask.
 */
export type Packed = readonly [
  version: number,
  /** Keys of objects; an empty list for each length of array is not needed. */
  shapes: readonly (readonly string[])[],
  /** Objects, each after those it refers to: number of its shape, -1 for an array, -2 for a set; then values. */
  rows: readonly (readonly Cell[])[],
];

/** A number refers to a row; texts are texts, unless {@link MARK} begins them: then a number follows. */
type Cell = string | number | boolean | null;

const VERSION = 1;
const ARRAY = -1;
const SET = -2;
const MARK = "\u0001";

/** Packs a value made of objects, arrays, sets, texts, numbers and truth values; undefined is left out. */
export function pack(value: object): Packed {
  const shapes: string[][] = [];
  const shapeOf = new Map<string, number>();
  const rows: Cell[][] = [];
  const rowOf = new Map<object, number>();
  const cellOf = (one: unknown): Cell => {
    if (typeof one === "object" && one !== null) return add(one);
    if (typeof one === "string") return one.startsWith(MARK) ? MARK + MARK + one : one;
    if (typeof one === "number") return MARK + String(one);
    return one === undefined ? null : (one as boolean | null);
  };
  const add = (one: object): number => {
    const known = rowOf.get(one);
    if (known !== undefined) return known;
    let row: Cell[];
    if (Array.isArray(one)) row = [ARRAY, ...one.map(cellOf)];
    else if (one instanceof Set) row = [SET, ...[...one].map(cellOf)];
    else {
      const entries = Object.entries(one).filter(([, inner]) => inner !== undefined);
      const keys = entries.map(([key]) => key);
      const name = JSON.stringify(keys);
      let shape = shapeOf.get(name);
      if (shape === undefined) shapeOf.set(name, (shape = shapes.push(keys) - 1));
      row = [shape, ...entries.map(([, inner]) => cellOf(inner))];
    }
    const index = rows.push(row) - 1;
    rowOf.set(one, index);
    return index;
  };
  add(value);
  return [VERSION, shapes, rows];
}

/** The value again; undefined if it is not what {@link pack} makes. */
export function unpack(packed: unknown): unknown {
  if (!Array.isArray(packed) || packed[0] !== VERSION) return undefined;
  const [, shapes, rows] = packed as readonly unknown[];
  if (!isShapes(shapes) || !Array.isArray(rows)) return undefined;
  const made: unknown[] = [];
  const valueOf = (cell: Cell): unknown => {
    if (typeof cell === "number") return made[cell];
    if (typeof cell !== "string" || !cell.startsWith(MARK)) return cell;
    return cell.startsWith(MARK, 1) ? cell.slice(2) : Number(cell.slice(1));
  };
  for (const row of rows as readonly unknown[]) {
    if (!Array.isArray(row)) return undefined;
    const [kind] = row as readonly Cell[];
    if (kind === ARRAY || kind === SET) {
      const values = (row as readonly Cell[]).slice(1).map(valueOf);
      made.push(kind === ARRAY ? values : new Set(values));
      continue;
    }
    const keys = shapes[kind as number];
    if (keys === undefined || keys.length !== row.length - 1) return undefined;
    const object: Record<string, unknown> = {};
    for (let at = 0; at < keys.length; at++)
      object[keys[at] as string] = valueOf(row[at + 1] as Cell);
    made.push(object);
  }
  return made.at(-1);
}

function isShapes(value: unknown): value is Packed[1] {
  return (
    Array.isArray(value) &&
    value.every((keys) => Array.isArray(keys) && keys.every((key) => typeof key === "string"))
  );
}
