import type { EvidenceRecord, FieldSource, FieldValue, Place, RecordSource } from "@tocsin/model";
import { decodeJson } from "./decode-json.ts";
import type { Decoded } from "./decoded.ts";
import type { FlatFacts, KnownSource } from "./flat-facts.ts";
import { type Layout, mayLead, placeOf } from "./flat-layout.ts";
import { KIND_BITS, KIND_MASK, type LineScan, NESTED } from "./flat-scan.ts";
import { textOf, valueOf } from "./flat-text.ts";
import type { FieldLimits } from "./flatten.ts";
import { parseJson } from "./parse-json.ts";

/** What all records of one reader share. */
export interface FlatContext {
  readonly limits: FieldLimits;
  readonly facts: FlatFacts;
  readonly fieldSource: FieldSource;
  readonly place: (offsetBytes: number, line: number) => Place;
}

/** Where a line stands, from where the reading began. */
export interface LinePosition {
  readonly offsetBytes: number;
  readonly line: number;
}

/**
 * A flat event over the bytes of its line. It is valid as long as these and its spans are: until the reader's next
 * call. Values are decoded when they are asked for; where one is an object or a list, the line is parsed.
 */
export class FlatRecord implements EvidenceRecord {
  readonly source: RecordSource;
  readonly timeMs: number | undefined;
  readonly host: string | undefined;
  readonly bytes: Uint8Array;
  readonly spans: Int32Array;
  readonly base: number;
  readonly layout: Layout;
  /** Whether a value is an object or a list. */
  readonly nested: boolean;
  readonly context: FlatContext;
  /** The line, without what stands behind its brace. */
  readonly start: number;
  readonly end: number;
  readonly #offsetBytes: number;
  readonly #line: number;
  #place: Place | undefined;
  #parsed: Decoded | undefined;

  constructor(
    context: FlatContext,
    scan: LineScan,
    about: { readonly layout: Layout; readonly known: KnownSource; readonly at: LinePosition },
  ) {
    const { layout, known, at } = about;
    this.source = known.source;
    this.timeMs = context.facts.timeMs(scan, layout, known);
    this.host = context.facts.text(scan, layout.computer);
    this.bytes = scan.bytes;
    this.spans = scan.spans;
    this.base = scan.base;
    this.layout = layout;
    this.nested = scan.nested;
    this.context = context;
    this.start = scan.start;
    this.end = scan.end;
    this.#offsetBytes = at.offsetBytes;
    this.#line = at.line;
  }

  get place(): Place {
    if (this.#place === undefined) {
      const { facts, place } = this.context;
      const recordId = facts.text(this, this.layout.recordId);
      const at = place(this.#offsetBytes, this.#line);
      this.#place = recordId === undefined ? at : { ...at, recordId };
    }
    return this.#place;
  }

  get fieldSource(): FieldSource {
    return this.context.fieldSource;
  }

  field(name: string): FieldValue | undefined {
    if (this.nested && mayLead(this.layout.names, name)) return this.parsed().fields.get(name);
    const at = placeOf(this.layout.names, name);
    return at < 0 ? undefined : this.valueAt(at, name);
  }

  fields(): Iterable<readonly [name: string, value: FieldValue]> {
    return this.parsed().fields.entries();
  }

  /** The value at a place of the line, which is that of a name. */
  valueAt(at: number, name: string): FieldValue | undefined {
    const slot = this.base + at * 2;
    const packed = this.spans[slot + 1] ?? 0;
    const kind = packed & KIND_MASK;
    if (kind === NESTED) return this.parsed().fields.get(name);
    return valueOf(this.bytes, this.spans[slot] ?? 0, packed >> KIND_BITS, kind);
  }

  /** What parsing the line gives. The scan has passed it as JSON, within all limits. */
  private parsed(): Decoded {
    return (this.#parsed ??= decodeJson(
      parseJson(textOf(this.bytes, this.start, this.end)).value,
      this.context.limits,
    ));
  }
}
