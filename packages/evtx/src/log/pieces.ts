import { EvtxError } from "../error.ts";
import type { EvtxRecord } from "../record.ts";

/**
 * Work on a file that comes in pieces: they are gathered in a window, and when it is full its records are given and
 * it moves on. It is lazy, and so holds its callers to their order: what is left half-way would lose the rest.
 */
export abstract class PieceWork {
  protected held: Uint8Array<ArrayBuffer>;
  /** Bytes that are held. */
  protected sizeBytes: number;
  /** Where in the file the held bytes begin. */
  protected originBytes: number;
  #inWork = false;
  #isOver = false;

  /** Records are not kept: the window's memory is used again. */
  readonly #brief: boolean;

  /**
   * @param sizeBytes of zeros that stand before the first piece
   * @param brief records are valid until the next one is asked for
   */
  constructor(windowBytes: number, sizeBytes: number, originBytes: number, brief = false) {
    this.#brief = brief;
    this.held = new Uint8Array(windowBytes);
    this.sizeBytes = sizeBytes;
    this.originBytes = originBytes;
  }

  /** @throws {EvtxError} `EVTX_UNFINISHED` */
  push(piece: Uint8Array): Generator<EvtxRecord, void, undefined> {
    this.#begin();
    return this.#push(piece);
  }

  /** @throws {EvtxError} `EVTX_UNFINISHED` */
  end(): Generator<EvtxRecord, void, undefined> {
    this.#begin();
    this.#isOver = true;
    return this.finish();
  }

  /** The records of what is held, as far as more bytes cannot change them; the rest, too, if these are the last. */
  protected abstract records(isLast: boolean): Generator<EvtxRecord, void, undefined>;

  /** How many of the held bytes are done with. */
  protected abstract doneBytes(): number;

  protected *finish(): Generator<EvtxRecord, void, undefined> {
    yield* this.records(true);
  }

  #begin(): void {
    if (this.#isOver)
      throw new EvtxError("EVTX_UNFINISHED", "the reader was ended: begin a new one");
    if (this.#inWork)
      throw new EvtxError(
        "EVTX_UNFINISHED",
        "records of the piece before are not all taken: go through all that push gives before the next call",
      );
    this.#inWork = true;
  }

  *#push(piece: Uint8Array): Generator<EvtxRecord, void, undefined> {
    for (let at = 0; at < piece.length;) {
      const take = Math.min(this.held.length - this.sizeBytes, piece.length - at);
      this.held.set(piece.subarray(at, at + take), this.sizeBytes);
      this.sizeBytes += take;
      at += take;
      if (this.sizeBytes < this.held.length) continue;
      yield* this.records(false);
      this.#moveOn();
    }
    this.#inWork = false;
  }

  /** Records have the old bytes: they are left to them, unless nobody keeps one. */
  #moveOn(): void {
    const done = this.doneBytes();
    if (this.#brief) this.held.copyWithin(0, done, this.sizeBytes);
    else {
      const held = new Uint8Array(this.held.length);
      held.set(this.held.subarray(done, this.sizeBytes));
      this.held = held;
    }
    this.sizeBytes -= done;
    this.originBytes += done;
  }
}
