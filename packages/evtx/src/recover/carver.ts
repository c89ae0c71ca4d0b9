import { CHUNK_BYTES } from "../log/chunk-header.ts";
import { PieceWork } from "../log/pieces.ts";
import { type EvtxOptions, settle, type Settings } from "../options.ts";
import { EvtxRecord } from "../record.ts";
import { TemplateShelf } from "./shelf.ts";
import { StaleChunk } from "./stale-chunk.ts";
import type { TemplateBudget } from "./stale.ts";
import { Survey, type FoundChunk, type FoundRecord } from "./survey.ts";

/** How records are carved out of any bytes. */
export interface EvtxCarveOptions extends Omit<EvtxOptions, "recover" | "checksums"> {
  /** Where in the file the first piece begins, for places. Default 0. */
  readonly offsetBytes?: number;
}

/** Carves records out of bytes that come in pieces; keeps little more than one window of them. */
export interface EvtxCarver {
  /**
   * Takes the next piece, of any size, copied; gives the records that are whole and cannot change by more bytes. It
   * works as it is iterated: all that it gives has to be taken before the next call.
   * @throws {EvtxError} `EVTX_UNFINISHED`
   */
  push(piece: Uint8Array): Generator<EvtxRecord, void, undefined>;
  /** Gives what is left. Nothing may be pushed after it. */
  end(): Generator<EvtxRecord, void, undefined>;
}

/** Bytes that are surveyed at once. */
const WINDOW_BYTES = 1024 * 1024;
/** Behind the place that is looked at: a chunk, and the records that may run past its end. */
const AHEAD_BYTES = 2 * CHUNK_BYTES;

/**
 * Carves records out of a disk image, a memory dump, a page file: whole chunks and parts of them, and records
 * without their chunk, at any alignment. All are marked `recovered`. Time grows as the bytes do, whatever they
 * hold. For what does not fit into memory: {@link createEvtxCarver}.
 * @param bytes not copied as a whole, and must not change while records are in use
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function recoverEvtx(
  bytes: Uint8Array,
  options: EvtxCarveOptions = {},
): Generator<EvtxRecord, void, undefined> {
  const settings = settle(options);
  const shelf = new TemplateShelf((empty) => fillShelf(empty, bytes, 0, settings));
  return carveAll(bytes, new Carver(settings, shelf, options.offsetBytes ?? 0));
}

function* carveAll(bytes: Uint8Array, carver: EvtxCarver): Generator<EvtxRecord, void, undefined> {
  for (let at = 0; at < bytes.length; at += WINDOW_BYTES)
    yield* carver.push(bytes.subarray(at, at + WINDOW_BYTES));
  yield* carver.end();
}

/**
 * A carver for bytes that come in pieces, such as an image larger than memory: the same records as from
 * {@link recoverEvtx}, each once, whatever the size of the pieces. Windows of 1 MiB overlap by a chunk. One
 * difference: a record whose template was overwritten gets one that was met in the same window or before it,
 * while `recoverEvtx` also knows those further on. A record that is kept keeps its window in memory (1.2 MiB).
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function createEvtxCarver(options: EvtxCarveOptions = {}): EvtxCarver {
  return new Carver(settle(options), new TemplateShelf(), options.offsetBytes ?? 0);
}

/** Puts every sound template of the bytes on a shelf. */
export function fillShelf(
  shelf: TemplateShelf,
  bytes: Uint8Array,
  offsetBytes: number,
  settings: Settings,
): void {
  new Survey().scan(bytes, offsetBytes, 0, bytes.length, (found) =>
    shelve(shelf, found, bytes, offsetBytes, settings),
  );
}

function shelve(
  shelf: TemplateShelf,
  { chunk, definitions }: FoundRecord,
  bytes: Uint8Array,
  originBytes: number,
  settings: Settings,
): void {
  if (!chunk.isBaseKnown) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const at of definitions) {
    if (!shelf.wants(view, at)) continue;
    // A copy: what is on the shelf must not keep whole windows in memory.
    const own = new Uint8Array(bytes.subarray(chunk.base, chunk.base + CHUNK_BYTES));
    const place = originBytes + chunk.base;
    const recovery = { shelf: new TemplateShelf(), gaps: chunk.gaps, isBaseKnown: true };
    shelf.offer(new StaleChunk(own, place, settings, recovery), at - chunk.base);
  }
}

/** What a reader of single chunks ({@link readChunk}) carries from one to the next to recover more and nothing twice. */
export class EvtxRecovery {
  readonly #shelf = new TemplateShelf();
  #before: Uint8Array | undefined;

  /** Learns from a chunk before it is read. @internal */
  enter(
    bytes: Uint8Array,
    offsetBytes: number,
    settings: Settings,
  ): { readonly shelf: TemplateShelf; readonly before: Uint8Array | undefined } {
    const before = this.#before;
    if (settings.recover) {
      fillShelf(this.#shelf, bytes, offsetBytes, settings);
      this.#before = bytes;
    }
    return { shelf: this.#shelf, before };
  }
}

class Carver extends PieceWork implements EvtxCarver {
  readonly #settings: Settings;
  readonly #shelf: TemplateShelf;
  readonly #survey = new Survey();
  /** Where in the held bytes the next survey begins. */
  #from = CHUNK_BYTES;

  constructor(settings: Settings, shelf: TemplateShelf, offsetBytes: number) {
    // Begins with zeros: the first chunk may have lost its beginning.
    super(CHUNK_BYTES + WINDOW_BYTES + AHEAD_BYTES, CHUNK_BYTES, offsetBytes - CHUNK_BYTES);
    this.#settings = settings;
    this.#shelf = shelf;
  }

  protected override *records(isLast: boolean): Generator<EvtxRecord, void, undefined> {
    const bytes = this.held.subarray(0, this.sizeBytes);
    const origin = this.originBytes;
    const limit = isLast ? this.sizeBytes : this.sizeBytes - AHEAD_BYTES;
    const found: FoundRecord[] = [];
    this.#from = this.#survey.scan(bytes, origin, this.#from, limit, (record) => {
      found.push(record);
      shelve(this.#shelf, record, bytes, origin, this.#settings);
    });
    // One for the window: chunks may overlap at will, and each must not cost what a chunk of its own costs.
    const windows = Math.ceil(bytes.length / CHUNK_BYTES);
    const budget: TemplateBudget = { left: this.#settings.maxTemplateBytes * windows };
    let chunk: StaleChunk | undefined;
    let of: FoundChunk | undefined;
    for (const record of found) {
      const { base, isBaseKnown } = record.chunk;
      if (chunk === undefined || of?.base !== base || of.isBaseKnown !== isBaseKnown)
        chunk = this.#open(bytes, record.chunk, budget);
      of = record.chunk;
      yield recordOf(chunk, record.start - base, record.sizeBytes);
    }
  }

  #open(
    bytes: Uint8Array,
    { base, isBaseKnown, gaps }: FoundChunk,
    budget: TemplateBudget,
  ): StaleChunk {
    const own = bytes.subarray(base, base + CHUNK_BYTES);
    const recovery = { shelf: this.#shelf, gaps, isBaseKnown, budget };
    return new StaleChunk(own, this.originBytes + base, this.#settings, recovery);
  }

  /** Keeps a chunk before the place that comes next. */
  protected override doneBytes(): number {
    const done = this.#from - CHUNK_BYTES;
    this.#from = CHUNK_BYTES;
    return done;
  }
}

/** The record of which the frame is known to be sound. */
export function recordOf(chunk: StaleChunk, start: number, sizeBytes: number): EvtxRecord {
  const { view } = chunk;
  const recordId =
    view.getUint32(start + 12, true) * 0x1_0000_0000 + view.getUint32(start + 8, true);
  return new EvtxRecord(chunk, start, sizeBytes, recordId);
}
