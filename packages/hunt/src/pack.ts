/**
 * Plain data as JSON that keeps what is shared: an object that stands in many places is written once, and is
 * one object again when it is read. Rules share most of what they ask.
 */
export type Packed = readonly [
  version: number,
  /** Keys of objects. */
  shapes: readonly (readonly string[])[],
  /**
   * Objects, each after those it refers to, one behind the other: the number of its shape, then its values; or
   * {@link ARRAY} or {@link SET}, how many there are, then the values.
   */
  cells: readonly Cell[],
];

/** A number refers to an object; texts are texts, unless {@link MARK} begins them: then a number follows. */
type Cell = string | number | boolean | null;

const VERSION = 2;
const ARRAY = -1;
const SET = -2;
const MARK = "\u0001";
const MARK_UNIT = 1;
/** A key like any other to JSON; an assignment would set the object's prototype and lose it. */
const PROTOTYPE = "__proto__";
const PLAIN = { configurable: true, enumerable: true, writable: true };

/** Packs a value made of objects, arrays, sets, texts, numbers and truth values; undefined is left out. */
export function pack(value: object): Packed {
  const shapes: string[][] = [];
  const shapeOf = new Map<string, number>();
  const cells: Cell[] = [];
  const known = new Map<object, number>();
  const cellOf = (one: unknown): Cell => {
    if (typeof one === "object" && one !== null) return add(one);
    if (typeof one === "string") return one.startsWith(MARK) ? MARK + MARK + one : one;
    if (typeof one === "number") return MARK + String(one);
    return one === undefined ? null : (one as boolean | null);
  };
  const add = (one: object): number => {
    const index = known.get(one);
    if (index !== undefined) return index;
    const isSet = one instanceof Set;
    if (isSet || Array.isArray(one)) {
      const values = [...(one as Iterable<unknown>)].map(cellOf);
      cells.push(isSet ? SET : ARRAY, values.length, ...values);
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
  return [VERSION, shapes, cells];
}

/** The value again; undefined if it is not what {@link pack} makes. */
export function unpack(packed: unknown): unknown {
  if (!Array.isArray(packed) || packed[0] !== VERSION) return undefined;
  const [, shapes, cells] = packed as readonly unknown[];
  if (!isShapes(shapes) || !Array.isArray(cells)) return undefined;
  const made: unknown[] = [];
  let at = 0;
  const next = (): unknown => {
    const cell: unknown = cells[at++];
    if (typeof cell === "number") return made[cell];
    if (typeof cell !== "string" || cell.charCodeAt(0) !== MARK_UNIT) return cell;
    return cell.charCodeAt(1) === MARK_UNIT ? cell.slice(2) : Number(cell.slice(1));
  };
  while (at < cells.length) {
    const kind: unknown = cells[at++];
    if (kind === ARRAY || kind === SET) {
      const count: unknown = cells[at++];
      if (typeof count !== "number" || !(count >= 0 && at + count <= cells.length))
        return undefined;
      const values: unknown[] = [];
      for (let n = 0; n < count; n++) values.push(next());
      made.push(kind === ARRAY ? values : new Set(values));
      continue;
    }
    const keys = shapes[kind as number];
    if (keys === undefined || at + keys.length > cells.length) return undefined;
    const object: Record<string, unknown> = {};
    for (const key of keys)
      if (key !== PROTOTYPE) object[key] = next();
      else Object.defineProperty(object, key, { value: next(), ...PLAIN });
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
