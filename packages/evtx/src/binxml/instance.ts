import type { Chunk } from "../log/chunk.ts";
import type { Template } from "./template.ts";
import { type EvtxValue, readValue, TYPE_BINXML, TYPE_NULL } from "./value.ts";

/**
 * A template with the values of one record: a view on the chunk. Values are descriptors (u16 size,
 * u8 type, u8 zero) and then their bytes in the same order.
 */
export class Instance {
  readonly chunk: Chunk;
  readonly template: Template;
  readonly count: number;
  /** Depth of nesting, for the limit. */
  readonly depth: number;
  /** Where the instance ends: the next token of its fragment. No value reaches beyond. */
  readonly end: number;
  /** Documents of slots that hold binary XML, once parsed. */
  readonly documents: (readonly Instance[] | undefined)[] = [];
  readonly #descriptors: number;
  #offsets: number[] | undefined;

  constructor(
    chunk: Chunk,
    template: Template,
    descriptors: number,
    count: number,
    end: number,
    depth: number,
  ) {
    this.chunk = chunk;
    this.template = template;
    this.count = count;
    this.depth = depth;
    this.end = end;
    this.#descriptors = descriptors;
  }

  /** Every slot that the template declares as binary XML holds it, or null, and no other does. */
  get isAsDeclared(): boolean {
    const { documentSlots } = this.template;
    for (let slot = 0; slot < this.count; slot++) {
      const type = this.type(slot);
      if (type !== TYPE_NULL && (type === TYPE_BINXML) !== documentSlots.has(slot)) return false;
    }
    return true;
  }

  /** Type of a slot's value; 0 (null) where the record has no such value. */
  type(slot: number): number {
    return slot < this.count ? (this.chunk.bytes[this.#descriptors + 4 * slot + 2] as number) : 0;
  }

  /** Bytes of a slot's value, cut at the end of the instance. */
  size(slot: number): number {
    if (slot >= this.count) return 0;
    const size = this.chunk.view.getUint16(this.#descriptors + 4 * slot, true);
    return Math.max(0, Math.min(size, this.end - this.offset(slot)));
  }

  /** Byte offset of a slot's value in the chunk. */
  offset(slot: number): number {
    this.#offsets ??= this.#locate();
    return this.#offsets[slot] ?? this.end;
  }

  /** A slot's value. Not for binary XML. */
  value(slot: number): EvtxValue {
    const type = this.type(slot);
    if (type === 0) return null;
    const size = this.size(slot);
    this.chunk.countValue(size);
    return readValue(this.chunk, type, this.offset(slot), size);
  }

  #locate(): number[] {
    const { view } = this.chunk;
    const offsets: number[] = [];
    let at = this.#descriptors + 4 * this.count;
    for (let slot = 0; slot < this.count; slot++) {
      offsets.push(at);
      at += view.getUint16(this.#descriptors + 4 * slot, true);
    }
    return offsets;
  }
}
