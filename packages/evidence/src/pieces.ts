/** Bytes of one unit that arrive in pieces. Holds copies, so that the caller may use its buffer again. */
export interface Pieces {
  readonly sizeBytes: number;
  add(bytes: Uint8Array): void;
  /** All bytes as one, and empty again. With `last`, which is not copied if it is the only piece. */
  take(last: Uint8Array): Uint8Array;
  clear(): void;
}

export function createPieces(): Pieces {
  let buffer: Uint8Array = new Uint8Array(0);
  let size = 0;
  function add(bytes: Uint8Array): void {
    if (size + bytes.length > buffer.length) {
      const grown = new Uint8Array(Math.max(2 * buffer.length, size + bytes.length, 4096));
      grown.set(buffer.subarray(0, size));
      buffer = grown;
    }
    buffer.set(bytes, size);
    size += bytes.length;
  }
  return {
    get sizeBytes() {
      return size;
    },
    add,
    take: (last) => {
      if (size === 0) return last;
      add(last);
      const all = buffer.subarray(0, size);
      size = 0;
      return all;
    },
    clear: () => {
      size = 0;
    },
  };
}
