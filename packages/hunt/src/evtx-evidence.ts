import { EvtxSelection, isFigure, isWholeSid, TYPE_SID } from "@tocsin/evtx";
import type { EvtxRecord } from "@tocsin/evtx";
import { RAW_FORM } from "@tocsin/model";
import type {
  EvidenceRecord,
  FieldCursor,
  FieldSource,
  FieldValue,
  RawForm,
  RecordPlace,
  RecordSource,
  ValueCursor,
} from "@tocsin/model";

/** A record of an event log. Nothing of it is decoded before it is asked for. */
export class EvtxEvidence implements EvidenceRecord {
  readonly record: EvtxRecord;
  readonly #file: string;
  #source: RecordSource | undefined;
  #timeMs: number | undefined;
  #fields: ReadonlyMap<string, FieldValue> | undefined;

  constructor(record: EvtxRecord, file: string) {
    this.record = record;
    this.#file = file;
  }

  get place(): RecordPlace {
    const { offsetBytes, recordId, recovered } = this.record;
    return {
      file: this.#file,
      offsetBytes,
      recordId: String(recordId),
      ...(recovered && { recovered: true }),
    };
  }

  get source(): RecordSource {
    return (this.#source ??= sourceOf(this.record));
  }

  get timeMs(): number {
    return (this.#timeMs ??= this.record.timeMs);
  }

  get host(): string | undefined {
    return this.record.computer;
  }

  get fieldSource(): FieldSource {
    return EVTX_FIELDS;
  }

  field(name: string): FieldValue | undefined {
    return this.#fields === undefined ? this.record.field(name) : this.#fields.get(name);
  }

  fields(): ReadonlyMap<string, FieldValue> {
    return (this.#fields ??= this.record.fields() as ReadonlyMap<string, FieldValue>);
  }
}

const UTF16_TYPE = 0x01;
/** By the types of binary XML (MS-EVEN6 2.2.12). */
const FORM_OF_TYPE: readonly RawForm[] = Array.from({ length: 256 }, (_, type) => {
  if (type === UTF16_TYPE) return RAW_FORM.utf16;
  return isFigure(type) ? RAW_FORM.figure : RAW_FORM.other;
});

const EVTX_FIELDS: FieldSource = {
  open: (names) => new EvtxCursor(new EvtxSelection(names)),
  openAll: () => new EvtxCursor(EvtxSelection.every()),
};

// Not an object with accessors of its own: the engine keeps such a one as a table, to be searched at each access.
class EvtxCursor implements FieldCursor, ValueCursor {
  readonly #selection: EvtxSelection;
  #isMany = false;

  constructor(selection: EvtxSelection) {
    this.#selection = selection;
  }

  turn(record: EvidenceRecord): number | undefined {
    this.#isMany = false;
    this.#selection.read((record as EvtxEvidence).record);
    return this.#selection.count;
  }

  get shape(): object | undefined {
    return this.#selection.shape;
  }

  isFixed(index: number): boolean {
    return this.#selection.isFixed(index);
  }

  surround(): boolean {
    return (this.#isMany = this.#selection.surround());
  }

  get constants(): readonly string[] {
    return this.#selection.constants;
  }

  locate(index: number): boolean {
    this.#isMany = false;
    return this.#selection.locate(index);
  }

  get bytes(): Uint8Array {
    return this.#selection.bytes;
  }

  get start(): number {
    return this.#selection.start;
  }

  get end(): number {
    return this.#selection.end;
  }

  get kind(): number {
    return this.#selection.type;
  }

  get form(): RawForm {
    if (this.#isMany) return RAW_FORM.mixed;
    const { type, bytes, start, end } = this.#selection;
    if (type === TYPE_SID && !isWholeSid(bytes, start, end)) return RAW_FORM.other;
    return FORM_OF_TYPE[type] as RawForm;
  }

  value(index: number): FieldValue | undefined {
    return this.#selection.value(index);
  }
}

type ByEventId = Map<number | undefined, RecordSource>;

const MAX_SOURCES = 4096;
/** Channel → provider → event id → what the record is: one object for all records of a kind. */
const sources = new Map<string | undefined, Map<string | undefined, ByEventId>>();
let count = 0;

function sourceOf({ channel, provider, eventId }: EvtxRecord): RecordSource {
  let byProvider = sources.get(channel);
  if (byProvider === undefined)
    sources.set(channel, (byProvider = new Map<string | undefined, ByEventId>()));
  let byId = byProvider.get(provider);
  if (byId === undefined)
    byProvider.set(provider, (byId = new Map<number | undefined, RecordSource>()));
  const known = byId.get(eventId);
  if (known !== undefined) return known;
  const source: RecordSource = Object.freeze({
    format: "evtx",
    product: "windows",
    ...(channel !== undefined && { channel }),
    ...(provider !== undefined && { provider }),
    ...(eventId !== undefined && { eventId }),
  });
  if (++count > MAX_SOURCES) {
    sources.clear();
    count = 0;
  } else byId.set(eventId, source);
  return source;
}
