/**
 * Plain data in a form that is fast to read and keeps what is shared: an object that stands in many places is written
 * once, and is one object again when it is read. Rules share most of what they ask.
 */
export interface Packed {
  readonly head: PackedHead;
  /**
   * Objects, each behind those it refers to: the number of its shape, then its values; or {@link ARRAY} or {@link SET},
   * how many there are, then the values. A value from 0 on is the number of an object, below that of a text,
   * number or truth value: -1 is the first of them.
   */
  readonly cells: Int32Array;
}

/** What is written as JSON. */
type PackedHead = readonly [
  version: number,
  /** Keys of objects. */
  shapes: readonly (readonly string[])[],
  /** Texts, numbers and truth values, each once. A number that JSON has not is a list of its text. */
  scalars: readonly (Scalar | readonly [text: string])[],
];

type Scalar = string | number | boolean | null;

const VERSION = 3;
const ARRAY = -1;
const SET = -2;
/** A key like any other to JSON; an assignment would set the object's prototype and lose it. */
const PROTOTYPE = "__proto__";
const PLAIN = { configurable: true, enumerable: true, writable: true };

/** A key behind others, and the number of the shape that ends with it; -1 as long as there is none. */
interface ShapeNode {
  readonly behind: Map<string, ShapeNode>;
  number: number;
}

const FIRST_CELLS = 4096;

/** Packs a value made of objects, arrays, sets, texts, numbers and truth values; undefined is left out. */
export function pack(value: object): Packed {
  const shapes: string[][] = [];
  const root: ShapeNode = { behind: new Map(), number: -1 };
  const scalars: Scalar[] = [];
  const scalarOf = new Map<unknown, number>();
  const known = new Map<object, number>();
  let cells = new Int32Array(FIRST_CELLS);
  let used = 0;
  /** Cells of the values of objects that are not written yet: what they refer to is written first. */
  const open: number[] = [];

  const cellOf = (one: unknown): number => {
    if (typeof one === "object" && one !== null) return known.get(one) ?? add(one);
    const scalar = (one ?? null) as Scalar;
    let number = scalarOf.get(scalar);
    if (number === undefined) scalarOf.set(scalar, (number = scalars.push(scalar) - 1));
    return -1 - number;
  };
  /** Writes heads, and what is open from a place on. */
  const write = (from: number, first: number, second?: number): void => {
    const size = open.length - from + 2;
    if (used + size > cells.length) {
      const larger = new Int32Array(2 * (used + size));
      larger.set(cells);
      cells = larger;
    }
    cells[used++] = first;
    if (second !== undefined) cells[used++] = second;
    for (let at = from; at < open.length; at++) cells[used++] = open[at] as number;
    open.length = from;
  };
  const add = (one: object): number => {
    const from = open.length;
    if (one instanceof Set || Array.isArray(one)) {
      for (const inner of one as Iterable<unknown>) open.push(cellOf(inner));
      write(from, one instanceof Set ? SET : ARRAY, open.length - from);
    } else {
      let node = root;
      for (const key of Object.keys(one)) {
        const inner = (one as Readonly<Record<string, unknown>>)[key];
        if (inner === undefined) continue;
        let next = node.behind.get(key);
        if (next === undefined)
          node.behind.set(key, (next = { behind: new Map<string, ShapeNode>(), number: -1 }));
        node = next;
        open.push(cellOf(inner));
      }
      if (node.number < 0) {
        const keys = Object.entries(one).flatMap(([key, inner]) =>
          inner === undefined ? [] : key,
        );
        node.number = shapes.push(keys) - 1;
      }
      write(from, node.number);
    }
    const number = known.size;
    known.set(one, number);
    return number;
  };
  add(value);
  const written = scalars.map((scalar) =>
    typeof scalar === "number" && !Number.isFinite(scalar) ? ([String(scalar)] as const) : scalar,
  );
  return { head: [VERSION, shapes, written], cells: cells.slice(0, used) };
}

/** The value again; undefined if it is not what {@link pack} makes. */
export function unpack(head: unknown, cells: Int32Array): unknown {
  if (!Array.isArray(head) || head[0] !== VERSION) return undefined;
  const [, shapes, written] = head as readonly unknown[];
  if (!isShapes(shapes) || !Array.isArray(written)) return undefined;
  const scalars = written.map((one: unknown) => (Array.isArray(one) ? Number(one[0]) : one));
  const made: unknown[] = [];
  const valueAt = (at: number): unknown => {
    const cell = cells[at] as number;
    return cell < 0 ? scalars[-1 - cell] : made[cell];
  };
  for (let at = 0; at < cells.length;) {
    const kind = cells[at++] as number;
    if (kind === ARRAY || kind === SET) {
      const end = at + 1 + (cells[at] ?? -1);
      if (!(end > at && end <= cells.length)) return undefined;
      const values: unknown[] = [];
      for (at++; at < end; at++) values.push(valueAt(at));
      made.push(kind === ARRAY ? values : new Set(values));
      continue;
    }
    const keys = shapes[kind];
    if (keys === undefined || at + keys.length > cells.length) return undefined;
    const object: Record<string, unknown> = {};
    for (const key of keys)
      if (key !== PROTOTYPE) object[key] = valueAt(at++);
      else Object.defineProperty(object, key, { value: valueAt(at++), ...PLAIN });
    made.push(object);
  }
  return made.at(-1);
}

function isShapes(value: unknown): value is PackedHead[1] {
  return (
    Array.isArray(value) &&
    value.every((keys) => Array.isArray(keys) && keys.every((key) => typeof key === "string"))
  );
}
