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

/** Packs a value made of objects, arrays, sets, texts, numbers and truth values; undefined is left out. */
export function pack(value: object): Packed {
  const shapes: string[][] = [];
  const shapeOf = new Map<string, number>();
  const scalars: Scalar[] = [];
  const scalarOf = new Map<unknown, number>();
  const cells: number[] = [];
  const known = new Map<object, number>();
  const cellOf = (one: unknown): number => {
    if (typeof one === "object" && one !== null) return add(one);
    const scalar = (one ?? null) as Scalar;
    let number = scalarOf.get(scalar);
    if (number === undefined) scalarOf.set(scalar, (number = scalars.push(scalar) - 1));
    return -1 - number;
  };
  const add = (one: object): number => {
    const index = known.get(one);
    if (index !== undefined) return index;
    const isSet = one instanceof Set;
    if (isSet || Array.isArray(one)) {
      const values = [...(one as Iterable<unknown>)].map(cellOf);
      cells.push(isSet ? SET : ARRAY, values.length);
      for (const cell of values) cells.push(cell);
    } else {
      const entries = Object.entries(one).filter(([, inner]) => inner !== undefined);
      const keys = entries.map(([key]) => key);
      const name = JSON.stringify(keys);
      let shape = shapeOf.get(name);
      if (shape === undefined) shapeOf.set(name, (shape = shapes.push(keys) - 1));
      // First the values: what they refer to stands before.
      const values = entries.map(([, inner]) => cellOf(inner));
      cells.push(shape, ...values);
    }
    known.set(one, known.size);
    return known.size - 1;
  };
  add(value);
  const written = scalars.map((scalar) =>
    typeof scalar === "number" && !Number.isFinite(scalar) ? ([String(scalar)] as const) : scalar,
  );
  return { head: [VERSION, shapes, written], cells: Int32Array.from(cells) };
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
