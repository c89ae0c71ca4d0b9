import { fileTimeIso, fileTimeMs } from "../binxml/file-time.ts";
import { Frame } from "../binxml/frame.ts";
import type { Template } from "../binxml/template.ts";
import { TextMemo } from "../binxml/text.ts";
import {
  type EvtxValue,
  readValue,
  TYPE_BINXML,
  TYPE_FILETIME,
  TYPE_NULL,
  TYPE_SID,
  TYPE_STRING,
  TYPE_UINT16,
  TYPE_UINT32,
  widthOf,
} from "../binxml/value.ts";
import { CHUNK_HEADER_BYTES } from "../log/chunk-header.ts";
import type { EvtxRecord } from "../record.ts";
import {
  IF_NULL,
  NEVER,
  type Step,
  STEP_ASK,
  STEP_CONSTANT,
  STEP_INNER,
  STEP_NONE,
  STEP_OUTER,
} from "./route.ts";
import { type Outer, TemplateRoutes } from "./template-routes.ts";
import type { EvtxText } from "./text.ts";

/** Bytes of a value as they lie in the evidence. */
export interface EvtxRaw {
  /** Those of the value's chunk. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Type of binary XML: 0x01 is UTF-16LE text. */
  readonly type: number;
}

const EVERY: readonly string[] = [];

/** What every reader asks for, in the order of {@link SYSTEM}. */
export const SYSTEM_NAMES: readonly string[] = [
  "EventID",
  "Channel",
  "Provider_Name",
  "Computer",
  "TimeCreated_SystemTime",
];
/** Indexes of {@link SYSTEM_NAMES}. */
export const SYSTEM = { eventId: 0, channel: 1, provider: 2, computer: 3, time: 4 } as const;

/**
 * Some fields, by name, to be read from many records: where they stand is worked out once for each template,
 * after which reading one is an offset. Names and values are those of {@link EvtxRecord.field}.
 *
 * ```ts
 * const selection = new EvtxSelection(["EventID", "CommandLine"]);
 * for (const record of readEvtx(bytes)) {
 *   selection.read(record);
 *   selection.value(1);
 * }
 * ```
 */
export class EvtxSelection {
  readonly names: readonly string[];
  readonly #routes: TemplateRoutes;
  #outerFrame = new Frame();
  readonly #innerFrame = new Frame();
  /** The record that the outer frame is of. */
  #framed: EvtxRecord | undefined;
  /** Text decoded last, by field: neighbours often have the same. */
  readonly #texts: TextMemo[];
  #record: EvtxRecord | undefined;
  #steps: readonly Step[] | undefined;
  #lastTemplate: Template | undefined;
  #lastOuter: Outer | undefined;
  #lastInner: Template | undefined;
  #lastSteps: readonly Step[] | undefined;

  /** Of the field that {@link locate} has found: the bytes of its chunk. */
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  end = 0;
  /** Type of binary XML: 0x01 is UTF-16LE text. */
  type = 0;
  /** Values that stand in the templates of the record that {@link surround} said yes of; one object for each route. */
  constants: readonly string[] = EVERY;

  /** Only fields of `System`, whatever else bears the name. */
  readonly #systemOnly: boolean;

  /** Instead of names: every value, under whatever name. */
  readonly #every: boolean;

  /**
   * Every value of a record, whatever its name, at indexes from 0 to {@link count}. For a search through all of
   * a record, which asks for no names.
   */
  static every(): EvtxSelection {
    return new EvtxSelection(EVERY);
  }

  /**
   * @param names as {@link EvtxRecord.fields} has them; their order gives the indexes
   * @param options `systemOnly`: fields of `System`, whatever else bears the name; default false
   */
  constructor(
    names: readonly string[],
    { systemOnly = false }: { readonly systemOnly?: boolean } = {},
  ) {
    this.names = [...names];
    this.#every = names === EVERY;
    this.#systemOnly = systemOnly;
    this.#routes = new TemplateRoutes(
      this.#every
        ? { kind: "every" }
        : { kind: systemOnly ? "system" : "fields", names: this.names },
    );
    this.#texts = this.names.map(() => new TextMemo());
  }

  /** The record in view; undefined before the first. */
  get record(): EvtxRecord | undefined {
    return this.#record;
  }

  /**
   * How many indexes the record has. Of {@link every}: undefined if its values can only be had by
   * {@link EvtxRecord.fields}.
   */
  get count(): number | undefined {
    return this.#every ? this.#steps?.length : this.names.length;
  }

  /** One object for all records of the same templates; undefined if only the record knows what fields it has. */
  get shape(): object | undefined {
    return this.#steps;
  }

  /** Whether no record of the {@link shape} has the field, or all have it with the same value. */
  isFixed(index: number): boolean {
    const step = this.#steps?.[index];
    return step?.kind === STEP_NONE || (step?.kind === STEP_CONSTANT && !step.elseAsk);
  }

  /** Turns to a record. What the other methods give is of it, until the next call. */
  read(record: EvtxRecord): void {
    this.#record = record;
    this.#steps = this.#locate(record);
  }

  /** Value of a field, as `record.field(names[index])` gives it. */
  value(index: number): EvtxValue | undefined {
    const step = this.#steps?.[index];
    if (step === undefined || step.kind === STEP_ASK) return this.#ask(index);
    if (step.kind === STEP_NONE) return undefined;
    if (step.kind === STEP_CONSTANT)
      return step.constant === null && step.absent === IF_NULL
        ? this.#absent(index, step)
        : step.constant;
    const frame = step.kind === STEP_INNER ? this.#innerFrame : this.#outerFrame;
    const { slot } = step;
    const record = this.#record as EvtxRecord;
    const { chunk } = record;
    if (step.guards !== undefined && isGuarded(step.guards, frame, chunk.bytes)) return undefined;
    const type = slot < frame.count ? (chunk.bytes[frame.descriptors + 4 * slot + 2] as number) : 0;
    if (type === TYPE_NULL) return step.absent === NEVER ? null : this.#absent(index, step);
    const start = frame.offsets[slot] as number;
    const size = (frame.offsets[slot + 1] as number) - start;
    if (type === TYPE_STRING) {
      const memo = (this.#texts[index] ??= new TextMemo());
      return memo.decode(chunk.bytes, chunk.view, start, size);
    }
    // What ids and numbers of processes are: the most frequent of what is left.
    if (type === TYPE_UINT16 && size >= 2) return chunk.view.getUint16(start, true);
    if (type === TYPE_UINT32 && size >= 4) return chunk.view.getUint32(start, true);
    if (type === TYPE_BINXML) return this.#ask(index);
    chunk.begin(record);
    const value = readValue(chunk, type, start, size);
    return value === null && step.absent === IF_NULL ? this.#absent(index, step) : value;
  }

  /** Whether a text stands in the field; in one of its values, if it has several. */
  test(index: number, text: EvtxText): boolean {
    const raw = this.raw(index);
    if (raw?.type === TYPE_STRING) return text.testUtf16(raw.bytes, raw.start, raw.end);
    const value = this.value(index);
    if (value === undefined || value === null) return false;
    return typeof value === "object"
      ? value.some((each) => text.test(String(each)))
      : text.test(String(value));
  }

  /**
   * Bytes of a field, to be compared or searched without decoding them. Undefined where
   * they do not lie in the record as such: no such field, null, a constant of the template, composed text.
   * Then {@link value} has the answer.
   */
  raw(index: number): EvtxRaw | undefined {
    const step = this.#steps?.[index];
    if (step === undefined || (step.kind !== STEP_OUTER && step.kind !== STEP_INNER))
      return undefined;
    const frame = step.kind === STEP_INNER ? this.#innerFrame : this.#outerFrame;
    const { slot } = step;
    if (slot >= frame.count) return undefined;
    const { bytes } = (this.#record as EvtxRecord).chunk;
    const type = bytes[frame.descriptors + 4 * slot + 2] as number;
    if (type === 0) return undefined;
    return {
      bytes,
      start: frame.offsets[slot] as number,
      end: frame.offsets[slot + 1] as number,
      type,
    };
  }

  /**
   * Whether a field has bytes of its own that say all: a text, a number, an identifier, whole and undamaged.
   * Then {@link start}, {@link end} and {@link type} are of it until the next call, in {@link bytes}; bytes
   * that are equal under one type are one value.
   */
  locate(index: number): boolean {
    const step = this.#steps?.[index];
    if (step === undefined || (step.kind !== STEP_OUTER && step.kind !== STEP_INNER)) return false;
    const frame = step.kind === STEP_INNER ? this.#innerFrame : this.#outerFrame;
    const { slot } = step;
    if (slot >= frame.count) return false;
    const { bytes } = (this.#record as EvtxRecord).chunk;
    if (step.guards !== undefined && isGuarded(step.guards, frame, bytes)) return false;
    const type = bytes[frame.descriptors + 4 * slot + 2] as number;
    const start = frame.offsets[slot] as number;
    const end = frame.offsets[slot + 1] as number;
    if (type !== TYPE_STRING && !isWhole(bytes, type, start, end - start)) return false;
    this.bytes = bytes;
    this.type = type;
    this.start = start;
    this.end = end;
    return true;
  }

  /**
   * Whether the chunk's bytes from {@link start} to {@link end} hold every value of the record, and those of
   * others, each in one piece: as text of UTF-16LE, or as what numbers, identifiers, times and truth
   * values are made of; but for {@link constants}. It says the same of all records of the chunk that it is said of.
   */
  surround(): boolean {
    const record = this.#record;
    if (this.#steps === undefined || record === undefined || record.recovered) return false;
    const { chunk } = record;
    const { bytes } = chunk;
    if (this.#outerFrame.hidesText(chunk)) return false;
    if (this.#lastInner !== undefined && this.#innerFrame.hidesText(chunk)) return false;
    const constants = this.#routes.constantsOf(this.#lastOuter as Outer, this.#lastInner);
    if (constants === null) return false;
    this.constants = constants;
    this.bytes = bytes;
    this.start = CHUNK_HEADER_BYTES;
    this.end = Math.max(chunk.recordsEnd, chunk.reach, record.start + record.sizeBytes);
    return true;
  }

  /** UTC milliseconds of a FILETIME field; undefined if it is none. @internal */
  timeMs(index: number): number | undefined {
    const at = this.#fileTimeAt(index);
    if (at === undefined) return undefined;
    const { view } = (this.#record as EvtxRecord).chunk;
    return fileTimeMs(view.getUint32(at, true), view.getUint32(at + 4, true));
  }

  /** {@link timeMs} as text with seven decimals. @internal */
  fileTimeIso(index: number): string | undefined {
    const at = this.#fileTimeAt(index);
    if (at === undefined) return undefined;
    const { view } = (this.#record as EvtxRecord).chunk;
    return fileTimeIso(view.getUint32(at, true), view.getUint32(at + 4, true));
  }

  #fileTimeAt(index: number): number | undefined {
    return this.locate(index) && this.type === TYPE_FILETIME ? this.start : undefined;
  }

  #absent(index: number, { elseAsk }: Step): EvtxValue | undefined {
    return elseAsk ? this.#ask(index) : undefined;
  }

  #ask(index: number): EvtxValue | undefined {
    const name = this.names[index] as string;
    return this.#systemOnly ? this.#record?.systemField(name) : this.#record?.field(name);
  }

  /** The steps for a record; undefined if it has a form that only its own methods read. */
  #locate(record: EvtxRecord): readonly Step[] | undefined {
    const { chunk } = record;
    chunk.begin(record);
    if (!this.#openOuter(record)) return undefined;
    const frame = this.#outerFrame;
    const template = frame.template as Template;
    const outer =
      template === this.#lastTemplate ? this.#lastOuter : this.#routes.outerOf(template);
    const { door } = outer as Outer;
    if (door === "several") return undefined;
    let inner: Template | undefined;
    let documents = 0;
    if (door !== undefined && door.slot < frame.count) {
      const type = chunk.bytes[frame.descriptors + 4 * door.slot + 2];
      if (type === TYPE_BINXML) {
        documents = 1;
        if (!this.#systemOnly) {
          const start = frame.offsets[door.slot] as number;
          const end = frame.offsets[door.slot + 1] as number;
          if (!this.#innerFrame.open(chunk, start, end) || this.#innerFrame.documents > 0)
            return undefined;
          inner = this.#innerFrame.template;
        }
      } else if (type !== TYPE_NULL) return undefined;
    }
    // Binary XML where the template does not say so: what fields it holds only the record knows.
    if (frame.documents !== documents) return undefined;
    if (template !== this.#lastTemplate || inner !== this.#lastInner)
      this.#lastSteps = this.#routes.stepsOf(outer as Outer, inner);
    this.#lastTemplate = template;
    this.#lastOuter = outer;
    this.#lastInner = inner;
    return this.#lastSteps;
  }

  /**
   * Locates the values of the outer instance. Where the selection that every reader has is on the record already, the two
   * exchange their frames: that one has mostly given what it is asked for, and looks again if it has not.
   */
  #openOuter(record: EvtxRecord): boolean {
    const { chunk } = record;
    const { system } = chunk.settings.templates;
    if (system !== this && system.#framed === record) {
      const frame = this.#outerFrame;
      this.#outerFrame = system.#outerFrame;
      system.#outerFrame = frame;
      system.#framed = undefined;
      system.#record = undefined;
    } else if (!this.#outerFrame.open(chunk, record.contentStart, record.contentEnd)) {
      this.#framed = undefined;
      return false;
    }
    this.#framed = record;
    return true;
  }
}

/** Whether a value of fixed width, or a SID, has all its bytes. */
function isWhole(bytes: Uint8Array, type: number, start: number, size: number): boolean {
  if (type === TYPE_SID) return size >= 8 && size >= 8 + 4 * (bytes[start + 1] as number);
  const width = widthOf(type);
  return width > 0 && size >= width;
}

/** Whether a slot that others depend on is null. */
function isGuarded(guards: readonly number[], frame: Frame, bytes: Uint8Array): boolean {
  for (const slot of guards)
    if (slot >= frame.count || bytes[frame.descriptors + 4 * slot + 2] === TYPE_NULL) return true;
  return false;
}
