import type { Template, TemplateFinder } from "../binxml/template.ts";
import { decodeUtf16, equalsUtf16 } from "../binxml/text.ts";
import { Damage, type EvtxDiagnosticCode, type Flaw } from "../diagnostic.ts";
import type { Settings } from "../options.ts";
import { CHUNK_HEADER_BYTES } from "./chunk-header.ts";

const LONGEST_NAME = 4096;
const MOST_REPORTS = 8;

/**
 * The bytes of one chunk and what was learnt from them: names, templates. Records share it, and keep it
 * alive. Every offset in EVTX counts from the chunk's start, so nothing outside these bytes is reached.
 */
export class Chunk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly offsetBytes: number;
  readonly settings: Settings;
  /** How recovered records find their templates; the others find theirs by its offset. */
  readonly finder: TemplateFinder | undefined = undefined;
  /** Template definitions by their offset; a damaged one is remembered as such. */
  readonly templates: Map<number, Template | Damage> = new Map();
  /** Where the farthest of them ends: all that records are made of lies before it, or before their own end. */
  reach = 0;
  /** Where the records end, as far as the header can be believed. */
  recordsEnd: number;
  readonly #names: Map<number, string> = new Map();
  #templateBytes = 0;
  #nameBytes = 0;
  #nodes = 0;
  #valueBytes = 0;
  #current: Reporter | undefined;
  #flaws: Flaw[] | undefined;

  /** `bytes` are not copied and must not change while records of the chunk are in use. */
  constructor(bytes: Uint8Array, offsetBytes: number, settings: Settings) {
    this.bytes = bytes;
    this.recordsEnd = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.offsetBytes = offsetBytes;
    this.settings = settings;
  }

  /** Starts work on a record: what it may cost counts from zero, and damage is booked on it. */
  begin(record: Reporter): void {
    this.#current = record;
    this.#nodes = 0;
    this.#valueBytes = 0;
  }

  /** @throws {Damage} `EVTX_LIMIT` when the record in work has cost too many nodes */
  countNode(): void {
    if (++this.#nodes > this.settings.maxNodes)
      throw new Damage("EVTX_LIMIT", 0, `record has over ${this.settings.maxNodes} nodes`);
  }

  /** @throws {Damage} `EVTX_LIMIT` when the record in work has decoded too many bytes */
  countValue(sizeBytes: number): void {
    this.#valueBytes += sizeBytes;
    if (this.#valueBytes > this.settings.maxValueBytes)
      throw new Damage(
        "EVTX_LIMIT",
        0,
        `record has values of over ${this.settings.maxValueBytes} bytes`,
      );
  }

  /** @throws {Damage} `EVTX_LIMIT` when the chunk's template definitions are larger than they can honestly be */
  countTemplate(at: number, sizeBytes: number): void {
    this.#templateBytes += sizeBytes;
    this.#bound(at, "template definitions", this.#templateBytes);
  }

  #bound(at: number, what: string, sizeBytes: number): void {
    const most = this.settings.maxTemplateBytes;
    if (sizeBytes > most)
      throw new Damage("EVTX_LIMIT", at, `chunk has ${what} of over ${most} bytes`);
  }

  /** Name of an element, attribute or entity: u32 next, u16 hash, u16 length, text, NUL. */
  name(at: number): string {
    const known = this.#names.get(at);
    if (known !== undefined) return known;
    const size = this.nameSize(at);
    const text = decodeUtf16(this.bytes, at + 8, size - 10);
    this.#nameBytes += size;
    this.#bound(at, "names", this.#nameBytes);
    this.#names.set(at, text);
    return text;
  }

  /**
   * Bytes that the name at an offset takes.
   * @throws {Damage} `EVTX_NAME`
   */
  nameSize(at: number): number {
    const isRoom = at >= CHUNK_HEADER_BYTES && at + 10 <= this.bytes.length;
    const length = isRoom ? this.view.getUint16(at + 6, true) : 0;
    if (length === 0 || length > LONGEST_NAME || at + 10 + 2 * length > this.bytes.length)
      throw new Damage("EVTX_NAME", at, `no name at byte ${at} of the chunk`);
    return 10 + 2 * length;
  }

  /** Whether the name at an offset is this one, closed by its NUL. Never throws. */
  hasName(at: number, name: string): boolean {
    const { bytes, view } = this;
    const size = 10 + 2 * name.length;
    if (at < CHUNK_HEADER_BYTES || at + size > bytes.length) return false;
    if (view.getUint16(at + 6, true) !== name.length) return false;
    if (view.getUint16(at + size - 2, true) !== 0) return false;
    const known = this.#names.get(at);
    return known === undefined ? equalsUtf16(name, bytes, at + 8) : known === name;
  }

  /**
   * Where in the file something of the chunk lies. Undefined for what does not: offsets in the evidence lead where
   * they like, and the beginning of a carved chunk may lie before the file.
   */
  #placeOf(at: number): number | undefined {
    const place = this.offsetBytes + at;
    return at > 0 && at < this.bytes.length && place >= 0 ? place : undefined;
  }

  /** Does a piece of work; what it reports is given, and booked on no record. */
  collectFlaws<T>(work: () => T): { readonly result: T; readonly flaws: readonly Flaw[] } {
    const before = this.#flaws;
    const flaws: Flaw[] = [];
    this.#flaws = flaws;
    try {
      return { result: work(), flaws };
    } finally {
      this.#flaws = before;
    }
  }

  /** Books damage on the record in work; the same place once, and no more than a handful a record. */
  report(code: EvtxDiagnosticCode, at: number, message: string): void {
    if (this.#flaws !== undefined) {
      if (this.#flaws.length < MOST_REPORTS) this.#flaws.push({ code, at, message });
      return;
    }
    const record = this.#current;
    if (record === undefined) return;
    const key = `${code}:${at}`;
    record.reports ??= new Set();
    if (record.reports.has(key) || record.reports.size >= MOST_REPORTS) return;
    record.reports.add(key);
    this.settings.sink({
      severity: "warning",
      code,
      offsetBytes: this.#placeOf(at) ?? this.offsetBytes + record.start,
      recordId: record.recordId,
      message: `record ${record.recordId}: ${message}`,
    });
  }
}

/** A record as far as reporting goes. */
export interface Reporter {
  readonly recordId: number;
  /** Byte offset from the start of the chunk. */
  readonly start: number;
  /** Damage already reported. */
  reports: Set<string> | undefined;
}
