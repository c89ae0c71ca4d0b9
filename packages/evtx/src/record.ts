import type { Chunk, Reporter } from "./chunk.ts";
import { joinValues, textOf } from "./content.ts";
import { Damage } from "./diagnostic.ts";
import { parseDocument } from "./document.ts";
import { eachField, findField } from "./fields.ts";
import { fileTimeIso, fileTimeMs } from "./file-time.ts";
import type { Instance } from "./instance.ts";
import { type EvtxJson, type EvtxJsonObject, renderDocument } from "./json.ts";
import type { EvtxValue } from "./value.ts";

/** Bytes of a record before its binary XML. */
export const RECORD_HEADER_BYTES = 24;
const DATA_PREFIX = "EventData_";

/**
 * One event: a view on the bytes of its chunk, decoded when asked. It may be kept as long as the bytes
 * given to the reader do not change; a kept record keeps its whole chunk (64 KiB) in memory.
 */
export class EvtxRecord implements Reporter {
  /** EventRecordID as the record header has it. Beyond 2^53 the nearest number. */
  readonly recordId: number;
  /** Size of the record with its header, bytes. */
  readonly sizeBytes: number;
  /** Byte offset from the start of the chunk. @internal */
  readonly start: number;
  /** @internal */
  reports: Set<string> | undefined;
  readonly #chunk: Chunk;
  #document: readonly Instance[] | undefined;

  /** @internal */
  constructor(chunk: Chunk, start: number, sizeBytes: number, recordId: number) {
    this.#chunk = chunk;
    this.start = start;
    this.sizeBytes = sizeBytes;
    this.recordId = recordId;
  }

  /** Byte offset from the start of the file. */
  get offsetBytes(): number {
    return this.#chunk.offsetBytes + this.start;
  }

  /** When the log service wrote the record, UTC milliseconds. In a collector's log that is later than the event. */
  get writtenMs(): number {
    const { view } = this.#chunk;
    return fileTimeMs(view.getUint32(this.start + 16, true), view.getUint32(this.start + 20, true));
  }

  /** {@link writtenMs} with all seven decimals of a FILETIME: `2017-04-21T07:41:17.0033931Z`. */
  get writtenIso(): string {
    const { view } = this.#chunk;
    return fileTimeIso(
      view.getUint32(this.start + 16, true),
      view.getUint32(this.start + 20, true),
    );
  }

  /** When the event happened (`TimeCreated`), UTC milliseconds; when it was written if it does not say. */
  get timeMs(): number {
    const text = this.#system("TimeCreated_SystemTime");
    const ms = typeof text === "string" ? Date.parse(text) : Number.NaN;
    return Number.isNaN(ms) ? this.writtenMs : ms;
  }

  /** `EventID`, without qualifiers; undefined if the record has none that is a number. */
  get eventId(): number | undefined {
    const value = this.#system("EventID");
    if (typeof value === "number") return value;
    return typeof value === "string" && /^\d{1,10}$/u.test(value) ? Number(value) : undefined;
  }

  get channel(): string | undefined {
    return this.#text("Channel");
  }

  /** `Provider_Name`. */
  get provider(): string | undefined {
    return this.#text("Provider_Name");
  }

  get computer(): string | undefined {
    return this.#text("Computer");
  }

  /** True once something of the record could not be decoded. {@link check} decodes all of it. */
  get damaged(): boolean {
    return this.reports !== undefined;
  }

  /** Decodes everything, so that damage is reported; true if all of it is sound. */
  check(): boolean {
    this.toJson();
    return !this.damaged;
  }

  /**
   * A field by its name as Sigma rules write it; see {@link fields} for the names. Undefined: the record
   * has no such field. Null: it has it without a value. Several of a name: all of them, in one array.
   */
  field(name: string): EvtxValue | undefined {
    const found: EvtxValue[] = [];
    this.#work((document) => {
      findField(document, name, true, found);
      if (found.length > 0) return;
      findField(document, name, false, found);
      if (found.length > 0 || !name.startsWith(DATA_PREFIX)) return;
      // A name that System has, too: only then does the prefix lead to the event's own field.
      const bare = name.slice(DATA_PREFIX.length);
      const shadowing: EvtxValue[] = [];
      findField(document, bare, true, shadowing);
      if (shadowing.length > 0) findField(document, bare, false, found);
    });
    return found.length === 0 ? undefined : joinValues(found);
  }

  /**
   * All fields: those of `System` (`EventID`, `Channel`, attributes as `Provider_Name`), then the event's
   * own: `Data` elements by their `Name`, other leaves by their element name, attributes as
   * `Element_Attribute`, unnamed `Data` as `Data`. A name that `System` has already gets `EventData_`
   * before it. Several of a name are one array.
   */
  fields(): ReadonlyMap<string, EvtxValue> {
    const system = new Map<string, EvtxValue[]>();
    const data = new Map<string, EvtxValue[]>();
    this.#work((document) => {
      eachField(document, (name, value, isSystem) => {
        const into = isSystem ? system : data;
        const values = into.get(name);
        if (values === undefined) into.set(name, [value]);
        else values.push(value);
      });
    });
    const fields = new Map<string, EvtxValue>();
    for (const [name, values] of system) fields.set(name, joinValues(values));
    for (const [name, values] of data) {
      const prefixed = `${DATA_PREFIX}${name}`;
      if (!system.has(name)) fields.set(name, joinValues(values));
      else if (!data.has(prefixed) && !system.has(prefixed))
        fields.set(prefixed, joinValues(values));
    }
    return fields;
  }

  /** The record in the `#attributes` shape of `evtx_dump`: `{ Event: { System, EventData } }`. */
  toJson(): EvtxJsonObject {
    const target: Record<string, EvtxJson> = {};
    this.#work((document) => renderDocument(document, target));
    return target;
  }

  #system(name: string): EvtxValue | undefined {
    const found: EvtxValue[] = [];
    this.#work((document) => findField(document, name, true, found));
    return found[0];
  }

  #text(name: string): string | undefined {
    const value = this.#system(name);
    return value === undefined || value === null ? undefined : textOf(value);
  }

  /** Does a piece of work on the record; damage ends the work, not the caller. */
  #work(job: (document: readonly Instance[]) => void): void {
    const chunk = this.#chunk;
    chunk.begin(this);
    try {
      this.#document ??= this.#parse();
      job(this.#document);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      chunk.report(error.code, error.at, error.message);
    }
  }

  #parse(): readonly Instance[] {
    const start = this.start + RECORD_HEADER_BYTES;
    const document = parseDocument(this.#chunk, start, this.start + this.sizeBytes - 4, 0, false);
    if (document.length === 0 && this.reports === undefined)
      this.#chunk.report("EVTX_RECORD_EMPTY", start, "no content");
    return document;
  }
}
