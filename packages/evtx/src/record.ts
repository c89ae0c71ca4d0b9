import { joinValues, textOf } from "./binxml/content.ts";
import { parseDocument } from "./binxml/document.ts";
import { fileTimeIso, fileTimeMs } from "./binxml/file-time.ts";
import type { Instance } from "./binxml/instance.ts";
import type { EvtxValue } from "./binxml/value.ts";
import { Damage } from "./diagnostic.ts";
import { type EvtxSelection, SYSTEM } from "./fields/selection.ts";
import { eachField, findField } from "./fields/walk.ts";
import {
  type EvtxJson,
  type EvtxJsonObject,
  type EvtxJsonOptions,
  renderDocument,
} from "./json/render.ts";
import type { Chunk, Reporter } from "./log/chunk.ts";
import { RECORD_HEADER_BYTES } from "./log/record-frame.ts";
import { renderXml, XmlWriter } from "./xml/render.ts";
import type { EvtxXmlOptions } from "./xml/value.ts";

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
  /** @internal */
  readonly chunk: Chunk;
  #document: readonly Instance[] | undefined;

  /** @internal */
  constructor(chunk: Chunk, start: number, sizeBytes: number, recordId: number) {
    this.chunk = chunk;
    this.start = start;
    this.sizeBytes = sizeBytes;
    this.recordId = recordId;
  }

  /** Where the record's binary XML begins, from the start of the chunk. @internal */
  get contentStart(): number {
    return this.start + RECORD_HEADER_BYTES;
  }

  /** Where it ends. @internal */
  get contentEnd(): number {
    return this.start + this.sizeBytes - 4;
  }

  /** Byte offset from the start of the file. */
  get offsetBytes(): number {
    return this.chunk.offsetBytes + this.start;
  }

  /**
   * Found by its own form, where no chunk header vouches for it: an old record in the slack of a chunk, one
   * in a chunk without a sound header, or one outside any log.
   */
  get recovered(): boolean {
    return this.chunk.finder !== undefined;
  }

  /** When the log service wrote the record, UTC milliseconds. In a collector's log that is later than the event. */
  get writtenMs(): number {
    const { view } = this.chunk;
    return fileTimeMs(view.getUint32(this.start + 16, true), view.getUint32(this.start + 20, true));
  }

  /** {@link writtenMs} with all seven decimals of a FILETIME: `2017-04-21T07:41:17.0033931Z`. */
  get writtenIso(): string {
    const { view } = this.chunk;
    return fileTimeIso(
      view.getUint32(this.start + 16, true),
      view.getUint32(this.start + 20, true),
    );
  }

  /** When the event happened (`TimeCreated`), UTC milliseconds; when it was written if it does not say. */
  get timeMs(): number {
    const system = this.#system();
    const ms = system.timeMs(SYSTEM.time);
    if (ms !== undefined) return ms;
    const text = system.value(SYSTEM.time);
    return (typeof text === "string" ? isoMs(text) : undefined) ?? this.writtenMs;
  }

  /** {@link timeMs} with all seven decimals of a FILETIME; {@link writtenIso} if the event does not say. */
  get timeIso(): string {
    return this.#system().fileTimeIso(SYSTEM.time) ?? this.#laterIso();
  }

  /** `EventID`, without qualifiers; undefined if the record has none that is a number. */
  get eventId(): number | undefined {
    const value = this.#system().value(SYSTEM.eventId);
    if (typeof value === "number") return value;
    return typeof value === "string" && /^\d{1,10}$/u.test(value) ? Number(value) : undefined;
  }

  get channel(): string | undefined {
    return this.#text(SYSTEM.channel);
  }

  /** `Provider_Name`. */
  get provider(): string | undefined {
    return this.#text(SYSTEM.provider);
  }

  get computer(): string | undefined {
    return this.#text(SYSTEM.computer);
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

  /** The record in a shape of `evtx_dump`: `{ Event: { System, EventData } }`. */
  toJson(options?: EvtxJsonOptions): EvtxJsonObject {
    const target: Record<string, EvtxJson> = {};
    this.#work((document) => renderDocument(document, target, options));
    return target;
  }

  /**
   * The record as one line of XML, as Windows writes it (`wevtutil qe /f:xml`), always well-formed: what
   * XML 1.0 cannot hold is U+FFFD. A record of several fragments gives several elements, one without
   * content an empty text.
   */
  toXml(options: EvtxXmlOptions = {}): string {
    const writer = new XmlWriter(options);
    this.#work((document) => renderXml(document, writer));
    return writer.finish();
  }

  /** The first value that `System` has under a name. @internal */
  systemField(name: string): EvtxValue | undefined {
    const found: EvtxValue[] = [];
    this.#work((document) => findField(document, name, true, found));
    return found[0];
  }

  /** What every reader asks for, turned to this record. */
  #system(): EvtxSelection {
    const { system } = this.chunk.settings.templates;
    if (system.record !== this) system.read(this);
    return system;
  }

  /** The time of an event that does not have it as a FILETIME: as its text says, if that is a time. */
  #laterIso(): string {
    const text = this.#system().value(SYSTEM.time);
    return typeof text === "string" && isoMs(text) !== undefined ? text : this.writtenIso;
  }

  #text(index: number): string | undefined {
    const value = this.#system().value(index);
    return value === undefined || value === null ? undefined : textOf(value);
  }

  /** Does a piece of work on the record; damage ends the work, not the caller. */
  #work(job: (document: readonly Instance[]) => void): void {
    const chunk = this.chunk;
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
    const { contentStart, contentEnd } = this;
    const document = parseDocument(this.chunk, contentStart, contentEnd, 0, false);
    if (document.length === 0 && this.reports === undefined)
      this.chunk.report("EVTX_RECORD_EMPTY", contentStart, "no content");
    return document;
  }
}

/** A time as events write it, and its zone. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/u;

/** UTC milliseconds of a time; without a zone it is UTC. Undefined for any other text. */
function isoMs(text: string): number | undefined {
  const match = ISO_TIME.exec(text);
  if (match === null) return undefined;
  const ms = Date.parse(match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}
