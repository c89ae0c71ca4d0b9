/** Little-endian bytes in a buffer that grows. `at` is the next byte's offset. */
export class ByteWriter {
  at = 0;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(sizeBytes: number) {
    this.#bytes = new Uint8Array(sizeBytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  u8(value: number): void {
    this.#room(1);
    this.#view.setUint8(this.at, value);
    this.at += 1;
  }

  u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.at, value, true);
    this.at += 2;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.at, value, true);
    this.at += 4;
  }

  u64(value: bigint): void {
    this.#room(8);
    this.#view.setBigUint64(this.at, BigInt.asUintN(64, value), true);
    this.at += 8;
  }

  put(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** UTF-16LE without length or NUL. */
  utf16(text: string): void {
    for (let i = 0; i < text.length; i++) this.u16(text.charCodeAt(i));
  }

  /** Writes four bytes behind, where room was left for them. */
  patchU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** The bytes of a range; a view, valid until the writer grows. */
  range(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  /** Takes back everything from `at` on; the bytes become zero. */
  rewind(at: number): void {
    this.#bytes.fill(0, at, this.at);
    this.at = at;
  }

  #room(size: number): void {
    if (this.at + size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.at + size));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
