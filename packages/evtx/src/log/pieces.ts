import { EvtxError } from "../error.ts";
import type { EvtxRecord } from "../record.ts";
import { CHUNK_BYTES } from "./chunk-header.ts";

/** Of two pieces, what lies on both sides of where they meet: a chunk, and what has to be seen behind it. */
const JOINT_BYTES = 2 * CHUNK_BYTES;

/**
 * Work on a file that comes in pieces: they are gathered in a window, and when it is full its records are given and
 * it moves on. Where nobody keeps a record, a large piece is worked on where it lies, and only what is left of it is gathered. It is lazy, and so holds its callers to their order: what is left half-way would lose the rest.
 */
export abstract class PieceWork {
  protected held: Uint8Array;
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
      const left = piece.length - at;
      const isLarge = this.#brief && left >= 2 * JOINT_BYTES;
      if (isLarge && this.sizeBytes === 0) {
        const done = yield* this.#recordsOf(piece.subarray(at));
        at += done;
        if (done > 0) continue;
      }
      const before = this.sizeBytes;
      const room = this.held.length - before;
      const take = Math.min(room, isLarge ? JOINT_BYTES : left);
      this.held.set(piece.subarray(at, at + take), before);
      this.sizeBytes += take;
      if (take < room && !isLarge) break;
      yield* this.records(false);
      const done = this.doneBytes();
      if (this.#brief && done > 0 && done >= before) {
        // All that was held is done with: the rest lies in the piece too.
        at += done - before;
        this.originBytes += done;
        this.sizeBytes = 0;
      } else {
        at += take;
        this.#moveOn(done);
      }
    }
    this.#inWork = false;
  }

  /** Gives the records of a piece where it lies. Returns how many of its bytes are done with. */
  *#recordsOf(piece: Uint8Array): Generator<EvtxRecord, number, undefined> {
    const { held } = this;
    this.held = piece;
    this.sizeBytes = piece.length;
    yield* this.records(false);
    const done = this.doneBytes();
    this.held = held;
    this.sizeBytes = 0;
    this.originBytes += done;
    return done;
  }

  /** Records have the old bytes: they are left to them, unless nobody keeps one. */
  #moveOn(done: number): void {
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
