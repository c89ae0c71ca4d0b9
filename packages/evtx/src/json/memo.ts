/** Largest value that is remembered: a SID of a user has 28. */
export const MEMO_BYTES = 28;
/** A SID of 28 bytes has five parts of ten digits. */
const MEMO_TEXT_BYTES = 80;

/** What a place of a script wrote last, and of what. */
export class ValueMemo {
  type = 0;
  size = 0;
  readonly value: Int32Array = new Int32Array(MEMO_BYTES >> 2);
  /** What was written, by words; of no use while `textBytes` is 0. */
  readonly text: Int32Array = new Int32Array(MEMO_TEXT_BYTES >> 2);
  textBytes = 0;
}
