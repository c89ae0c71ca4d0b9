// Writes binary XML into a chunk: MS-EVEN6 2.2.12; libevtx for the offsets that the file format adds.
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, viewOf } from "../mutate/layout.ts";

/** Writes something at the end of what is written. */
export type Part = (out: BinaryXml) => void;

/** Where the writing of a chunk stands. Offsets count from the chunk's start. */
export class BinaryXml {
  readonly bytes: Uint8Array = new Uint8Array(2 * CHUNK_BYTES);
  readonly view: DataView = viewOf(this.bytes);
  at: number = CHUNK_HEADER_BYTES;
  /** Elements have a dependency identifier only within a definition. */
  inDefinition = false;
  readonly #names: Map<string, number> = new Map();
  readonly #definitions: Map<Part, number> = new Map();

  u8(...values: readonly number[]): void {
    for (const value of values) this.bytes[this.at++] = value;
  }

  u16(value: number): void {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
  }

  u32(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** A count of 16-bit units and the text. */
  counted(text: string): void {
    this.u16(text.length);
    for (let n = 0; n < text.length; n++) this.u16(text.charCodeAt(n));
  }

  /** A size of 32 bits before what `part` writes. */
  sized(part: Part): void {
    const at = this.at;
    this.at += 4;
    part(this);
    this.view.setUint32(at, this.at - at - 4, true);
  }

  /** The offset of a name, and the name where the chunk does not have it yet. */
  name(name: string): void {
    const known = this.#names.get(name);
    this.u32(known ?? this.at + 4);
    if (known !== undefined) return;
    this.#names.set(name, this.at);
    let hash = 0;
    for (let n = 0; n < name.length; n++) hash = (Math.imul(hash, 65_599) + name.charCodeAt(n)) | 0;
    this.u32(0);
    this.u16(hash & 0xffff);
    this.counted(name);
    this.u16(0);
  }

  /** An instance of a template, defined where it is met first. */
  instance(body: Part, id: number, values: readonly (readonly [type: number, data: Part])[]): void {
    this.u8(0x0c, 0x01);
    this.u32(id);
    const known = this.#definitions.get(body);
    this.u32(known ?? this.at + 4);
    if (known === undefined) {
      this.#definitions.set(body, this.at);
      this.u32(0);
      for (let n = 0; n < 4; n++) this.u32(id);
      this.sized(() => this.#inside(true, body));
    }
    this.u32(values.length);
    let descriptor = this.at;
    this.at += 4 * values.length;
    for (const [type, data] of values) {
      const start = this.at;
      this.#inside(false, data);
      this.view.setUint16(descriptor, this.at - start, true);
      this.view.setUint8(descriptor + 2, type);
      descriptor += 4;
    }
  }

  #inside(inDefinition: boolean, part: Part): void {
    const before = this.inDefinition;
    this.inDefinition = inDefinition;
    part(this);
    this.inDefinition = before;
  }
}
