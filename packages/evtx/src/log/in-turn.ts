import { EvtxError } from "../error.ts";

/** Holds lazy pieces of work to their order: one that is left half-way would lose what it has not looked at. */
export class InTurn {
  #inWork = false;
  #isOver = false;

  /** @throws {EvtxError} `EVTX_UNFINISHED` */
  begin(): void {
    if (this.#isOver)
      throw new EvtxError("EVTX_UNFINISHED", "the reader was ended: begin a new one");
    if (this.#inWork)
      throw new EvtxError(
        "EVTX_UNFINISHED",
        "records of the piece before are not all taken: go through all that push gives before the next call",
      );
    this.#inWork = true;
  }

  end(): void {
    this.#inWork = false;
  }

  /** Nothing may come after the work that has begun. */
  close(): void {
    this.#isOver = true;
  }
}
