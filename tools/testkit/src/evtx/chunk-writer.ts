// Chunks of EVTX as Windows writes them: libevtx "Chunk", "String offsets", "Template pointers".
import { makeId } from "@tocsin/model";
import { ByteWriter } from "./byte-writer.ts";
import { crc32 } from "./crc32.ts";
import type { WindowsEvent } from "./event.ts";
import { slotValues, templateKey, writeTemplateBody } from "./template.ts";
import { encodeValue, guidBytes, toFileTime, TYPE_OF } from "./value.ts";

/** Bytes of a chunk. */
export const CHUNK_BYTES = 65_536;
const HEADER_BYTES = 512;
const NAME_BUCKETS = 64;
const TEMPLATE_BUCKETS = 32;

/** One chunk in the making. */
export class ChunkWriter {
  readonly #out = new ByteWriter(CHUNK_BYTES * 2);
  readonly #names = new Map<string, number>();
  readonly #templates = new Map<string, { readonly id: number; readonly at: number }>();
  /** Heads of the hash chains: names, then templates. */
  #heads = new Uint32Array(NAME_BUCKETS + TEMPLATE_BUCKETS);
  readonly #firstRecordId: number;
  #nextRecordId: number;
  #lastRecordAt = 0;

  constructor(firstRecordId: number) {
    this.#firstRecordId = firstRecordId;
    this.#nextRecordId = firstRecordId;
    this.#out.at = HEADER_BYTES;
  }

  get empty(): boolean {
    return this.#nextRecordId === this.#firstRecordId;
  }

  /** Adds an event as the next record; false, and nothing is added, if the chunk has no room for it. */
  add(event: WindowsEvent): boolean {
    const out = this.#out;
    const start = out.at;
    const heads = this.#heads.slice();
    out.u32(0x0000_2a2a);
    const sizeAt = out.at;
    out.u32(0);
    out.u64(BigInt(this.#nextRecordId));
    out.u64(toFileTime(event.timeMs));
    this.#writeInstance(event);
    // End of the fragment, then zeros: records begin at multiples of eight.
    out.u8(0x00);
    while ((out.at + 4) % 8 !== 0) out.u8(0x00);
    const size = out.at + 4 - start;
    out.u32(size);
    out.patchU32(sizeAt, size);
    if (out.at > CHUNK_BYTES) {
      out.rewind(start);
      // The maps are stale from here on: a chunk that refused an event takes no more.
      this.#heads = heads;
      return false;
    }
    this.#lastRecordAt = start;
    this.#nextRecordId += 1;
    return true;
  }

  /** The chunk's 65,536 bytes with both checksums. */
  finish(): Uint8Array {
    const end = this.#out.at;
    const bytes = new Uint8Array(CHUNK_BYTES);
    bytes.set(this.#out.range(0, end));
    const header = new ByteWriter(HEADER_BYTES);
    const last = this.#nextRecordId - 1;
    header.put(new TextEncoder().encode("ElfChnk\0"));
    for (const id of [this.#firstRecordId, last, this.#firstRecordId, last]) header.u64(BigInt(id));
    header.u32(128);
    header.u32(this.#lastRecordAt);
    header.u32(end);
    header.u32(crc32(bytes.subarray(HEADER_BYTES, end)));
    header.at = 128;
    for (const head of this.#heads) header.u32(head);
    bytes.set(header.range(0, HEADER_BYTES));
    const checksum = crc32(bytes.subarray(128, HEADER_BYTES), crc32(bytes.subarray(0, 120)));
    new DataView(bytes.buffer).setUint32(124, checksum, true);
    return bytes;
  }

  /** Fragment header, template token, the definition if the chunk does not have it, values. */
  #writeInstance(event: WindowsEvent): void {
    const out = this.#out;
    out.put(Uint8Array.of(0x0f, 0x01, 0x01, 0x00, 0x0c, 0x01));
    const key = templateKey(event);
    const known = this.#templates.get(key);
    const guid = makeId("evtx-template", key);
    const id = known?.id ?? new DataView(guidBytes(guid).buffer).getUint32(0, true);
    out.u32(id);
    out.u32(known?.at ?? out.at + 4);
    if (known === undefined) this.#define(event, key, id, guid);
    const values = slotValues(event, this.#nextRecordId);
    const encoded = values.map(encodeValue);
    out.u32(values.length);
    for (const [i, value] of values.entries()) {
      out.u16(encoded[i]?.length ?? 0);
      out.u8(TYPE_OF[value.type]);
      out.u8(0);
    }
    for (const bytes of encoded) out.put(bytes);
  }

  #define(event: WindowsEvent, key: string, id: number, guid: string): void {
    const out = this.#out;
    const at = out.at;
    this.#templates.set(key, { id, at });
    out.u32(this.#chain(NAME_BUCKETS + (id % TEMPLATE_BUCKETS), at));
    out.put(guidBytes(guid));
    const sizeAt = out.at;
    out.u32(0);
    writeTemplateBody(out, event, (name) => this.#putName(name));
    out.patchU32(sizeAt, out.at - sizeAt - 4);
  }

  #putName(name: string): void {
    const out = this.#out;
    const known = this.#names.get(name);
    if (known !== undefined) {
      out.u32(known);
      return;
    }
    const at = out.at + 4;
    this.#names.set(name, at);
    const hash = hashOf(name);
    out.u32(at);
    out.u32(this.#chain(hash % NAME_BUCKETS, at));
    out.u16(hash);
    out.u16(name.length);
    out.utf16(name);
    out.u16(0);
  }

  /** Puts an entry at the head of its chain and gives the former head. */
  #chain(bucket: number, at: number): number {
    const former = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = at;
    return former;
  }
}

/** The low half of libevtx's name hash: times 65,599, plus the character. */
function hashOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 65_599) + name.charCodeAt(i)) | 0;
  return hash & 0xffff;
}
