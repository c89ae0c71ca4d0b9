import type { Tally } from "../expected.ts";

/** Where a range of chunks stands, and what the header of its file says. */
export interface RangePlace {
  readonly offsetBytes: number;
  readonly dirty: boolean;
  readonly checksums: boolean;
}

/** What a contestant says it has read. What it does not give is not held against the expected. */
export type ContestantAnswer = Pick<Tally, "records"> & Partial<Omit<Tally, "payloadBytes">>;

/** One way of reading, for one job. It lives as long as its thread: what it learnt stays learnt. */
export interface Contestant {
  /**
   * Reads a range.
   * @param bytes whole chunks, the last one perhaps cut short; overwritten after the call
   * @param write takes output in order; the bytes are overwritten after the call
   */
  readRange(bytes: Uint8Array, place: RangePlace, write: (bytes: Uint8Array) => void): void;
  /** Everything read so far. */
  answer(): ContestantAnswer;
}
