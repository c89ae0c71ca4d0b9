import {
  type EvidenceRecord,
  type FieldCursor,
  type FieldSource,
  type FieldValue,
  RAW_FORM,
  type RawForm,
  type RawValue,
  type ValueCursor,
} from "@tocsin/model";
import { type Layout, mayLead, placeOf } from "./flat-layout.ts";
import { FlatRecord } from "./flat-record.ts";
import { CODED, ESCAPED, KIND_BITS, KIND_MASK, NESTED, WORD } from "./flat-scan.ts";
import { textOf, valueOf } from "./flat-text.ts";
import { flatten } from "./flatten.ts";
import { parseJson } from "./parse-json.ts";

const ABSENT = -1;
const MAX_PLANS = 1024;

/** For a layout: where each name of a cursor stands, or -1; and whether it may lead into an object. */
interface Plan {
  readonly layout: Layout;
  readonly places: Int32Array;
  readonly paths: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);
const NONE: readonly string[] = [];

/** The one source of all flat records, of whatever reader. */
export const FLAT_FIELDS: FieldSource = {
  open: (names) => new FlatCursor(names),
  openAll: () => new FlatValueCursor(),
};

/** Forms of the kinds of strings. */
const FORMS: readonly RawForm[] = [RAW_FORM.ascii, RAW_FORM.escaped];
/** Digits up to which a number is finite, whatever stands behind a point. */
const FINITE_BYTES = 300;

/** Digits up to which a whole number is a figure (`RAW_FORM`); longer ones are told as they stand. */
const FIGURE_BYTES = 31;

/** A number that is finite; its text may be another than the bytes, but is that of a number. */
function figureForm(bytes: Uint8Array, start: number, end: number): RawForm {
  if (end - start > FIGURE_BYTES) return RAW_FORM.other;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    // An exponent may lead to infinity; the words have letters, too.
    if (byte > 0x39) return RAW_FORM.other;
  }
  return RAW_FORM.figure;
}

/**
 * Whether the text of each value in these bytes stands there as it is, or with escapes of one letter. False also for
 * some that do.
 */
function areLiteral(bytes: Uint8Array, start: number, end: number): boolean {
  let quoted = false;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    digits = byte >= 0x30 && byte <= 0x39 ? digits + 1 : 0;
    if (digits > FINITE_BYTES) return false;
    if (byte === 0x22) quoted = !quoted;
    else if (quoted) {
      if (byte >= 0x80) return false;
      if (byte !== 0x5c) continue;
      at++;
      if (bytes[at] === 0x75) return false;
    } else if (byte === 0x2e || byte === 0x2b || (byte | 0x20) === 0x65) {
      // A fraction or an exponent may be written in many ways; but there are `true` and `false`.
      const before = bytes[at - 1] ?? 0;
      if (before <= 0x39) return false;
    } else if (byte === 0x2d && bytes[at + 1] === 0x30) return false;
  }
  return true;
}

/**
 * Whether a string has escapes by number, or one of the two characters beyond ASCII whose lower case begins with
 * a letter of ASCII: U+0130 and U+212A.
 */
function hidesAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x5c) {
      if (bytes[++at] === 0x75) return true;
    } else if (byte === 0xc4) {
      if (bytes[at + 1] === 0xb0) return true;
    } else if (byte === 0xe2 && bytes[at + 1] === 0x84 && bytes[at + 2] === 0xaa) return true;
  }
  return false;
}

function flatRecord(record: EvidenceRecord): FlatRecord {
  if (record instanceof FlatRecord) return record;
  throw new TypeError("A cursor over flat events is turned to a record of another kind");
}

/** What both kinds of cursors know of the record that they are turned to. */
class SpanCursor implements RawValue {
  readonly constants: readonly string[] = NONE;
  protected record: FlatRecord | undefined;
  protected spans: Int32Array = new Int32Array(0);
  protected base = 0;
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  end = 0;
  kind = 0;

  get form(): RawForm {
    if (this.kind === WORD) return figureForm(this.bytes, this.start, this.end);
    if (this.kind === CODED)
      return hidesAscii(this.bytes, this.start, this.end) ? RAW_FORM.other : RAW_FORM.escaped;
    return FORMS[this.kind] ?? RAW_FORM.other;
  }

  protected turnTo(record: EvidenceRecord): FlatRecord {
    const flat = flatRecord(record);
    this.record = flat;
    this.spans = flat.spans;
    this.base = flat.base;
    this.bytes = flat.bytes;
    return flat;
  }

  /** The line is that stretch, if no text in it hides ASCII and every number is written as its text. */
  surround(): boolean {
    const { record, bytes, spans, base } = this;
    if (record === undefined) return false;
    const behind = base + record.layout.names.size * 2;
    for (let slot = base; slot < behind; slot += 2) {
      const packed = spans[slot + 1] ?? 0;
      const kind = packed & KIND_MASK;
      if (kind < CODED) continue;
      const start = spans[slot] ?? 0;
      const end = packed >> KIND_BITS;
      if (kind === CODED ? hidesAscii(bytes, start, end) : !areLiteral(bytes, start, end))
        return false;
    }
    this.start = record.start;
    this.end = record.end;
    this.kind = ESCAPED;
    return true;
  }

  /** Whether one value stands at a place. */
  protected findAt(place: number): boolean {
    const slot = this.base + place * 2;
    const packed = this.spans[slot + 1] ?? 0;
    if ((packed & KIND_MASK) === NESTED) return false;
    this.start = this.spans[slot] ?? 0;
    this.end = packed >> KIND_BITS;
    this.kind = packed & KIND_MASK;
    return true;
  }
}

class FlatCursor extends SpanCursor implements FieldCursor {
  readonly #names: readonly string[];
  readonly #plans: (Plan | undefined)[] = [];
  #places: Int32Array = new Int32Array(0);
  #paths: Uint8Array = NO_BYTES;
  shape: object | undefined;

  constructor(names: readonly string[]) {
    super();
    this.#names = names;
  }

  turn(record: EvidenceRecord): void {
    const { layout } = this.turnTo(record);
    const known = this.#plans[layout.id];
    const plan = known?.layout === layout ? known : this.#planFor(layout);
    // What is made anew for each record is no shape.
    this.shape = layout.id < MAX_PLANS ? plan : undefined;
    this.#places = plan.places;
    this.#paths = plan.paths;
  }

  isFixed(index: number): boolean {
    return (this.#places[index] ?? ABSENT) < 0 && this.#paths[index] === 0;
  }

  #planFor(layout: Layout): Plan {
    const places = Int32Array.from(this.#names, (name) => placeOf(layout.names, name));
    const paths = Uint8Array.from(this.#names, (name) => (mayLead(layout.names, name) ? 1 : 0));
    const plan = { layout, places, paths };
    if (layout.id < MAX_PLANS) this.#plans[layout.id] = plan;
    return plan;
  }

  locate(index: number): boolean {
    const place = this.#places[index] ?? ABSENT;
    return place >= 0 && !this.#isPath(index) && this.findAt(place);
  }

  value(index: number): FieldValue | undefined {
    const name = this.#names[index];
    const { record } = this;
    if (name === undefined || record === undefined) return undefined;
    if (this.#isPath(index)) return record.field(name);
    const place = this.#places[index] ?? ABSENT;
    return place < 0 ? undefined : record.valueAt(place, name);
  }

  /** Whether a name may lead into an object. */
  #isPath(index: number): boolean {
    return this.#paths[index] === 1 && this.record?.nested === true;
  }
}

class FlatValueCursor extends SpanCursor implements ValueCursor {
  turn(record: EvidenceRecord): number | undefined {
    const { nested, layout } = this.turnTo(record);
    // What lies in an object may come together with what has a name with dots.
    return nested && layout.dotted ? undefined : layout.names.size;
  }

  locate(index: number): boolean {
    return this.findAt(index);
  }

  value(index: number): FieldValue | undefined {
    const { record } = this;
    if (record === undefined || index >= record.layout.names.size) return undefined;
    const slot = this.base + index * 2;
    const start = this.spans[slot] ?? 0;
    const packed = this.spans[slot + 1] ?? 0;
    if ((packed & KIND_MASK) !== NESTED)
      return valueOf(this.bytes, start, packed >> KIND_BITS, packed & KIND_MASK);
    const leaves = new Map<string, FieldValue>();
    const { value } = parseJson(textOf(this.bytes, start, packed >> KIND_BITS));
    flatten(leaves, "value", value, record.context.limits);
    return [...leaves.values()].flatMap((leaf) => (leaf === null ? [] : leaf));
  }
}
