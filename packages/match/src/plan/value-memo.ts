import type { Budget } from "./budget.ts";

/** What is kept of values that were seen: most fields have few, over and over. */
export interface ValueMemo<T> {
  /**
   * What was kept of these bytes under this kind; undefined if nothing was. A miss is remembered as the place
   * where the next {@link keep} puts what was found out.
   */
  get(bytes: Uint8Array, start: number, end: number, kind: number): T | undefined;
  /** Keeps something of the bytes that the last {@link get} did not find. */
  keep(item: T): void;
}

/** Longer values hardly repeat, and are not kept. */
export const MAX_KEPT_BYTES = 16_384;
const FIRST_SLOTS = 16;
/** What a slot has, side by side: hash, size with kind, place in the arena, place among the items. */
const WIDTH = 4;
/** A table of one free slot, and no bytes; never written to. */
const NONE: Int32Array<ArrayBuffer> = new Int32Array(WIDTH);
const EMPTY: Uint8Array<ArrayBuffer> = new Uint8Array(0);
const MAX_SLOTS = 8192;
const MAX_ARENA_BYTES = 1024 * 1024;
/** Its numbers, and an item with what it refers to. */
const SLOT_BYTES = 64;
/** A column whose values hardly ever repeat pays for keeping them, and gains nothing. */
const JUDGED_AFTER = 4096;
const LEAST_HITS = JUDGED_AFTER / 32;

/** A view of the bytes that were asked of last: all columns of a record ask of the same. */
let viewed: Uint8Array = EMPTY;
let view = new DataView(EMPTY.buffer) as DataView;

/**
 * A hash table from bytes to what is known of them. The bytes are copied, so that a record may go. When it is
 * full it begins anew: its size is bounded whatever comes.
 */
export function createValueMemo<T>(budget: Budget): ValueMemo<T> {
  // Most columns of a plan are never asked: nothing is taken for them.
  let slots = 1;
  let table = NONE;
  let items: T[] = [];
  let arena: Uint8Array = EMPTY;
  let arenaView = new DataView(arena.buffer);
  let used = 0;
  let { epoch } = budget;
  /** Of the budget, in this epoch. */
  let taken = 0;
  let asked = 0;
  let hits = 0;
  let isOff = false;

  let missHash = 0;
  let missBytes: Uint8Array = arena;
  let missStart = 0;
  let missSize = 0;

  const take = (sizeBytes: number): void => {
    taken += sizeBytes;
    budget.take(sizeBytes);
  };

  const clear = (): void => {
    if (epoch === budget.epoch) budget.give(taken);
    taken = 0;
    slots = 1;
    table = NONE;
    items = [];
    arena = EMPTY;
    arenaView = new DataView(arena.buffer);
    used = 0;
    ({ epoch } = budget);
  };

  const grow = (): void => {
    const old = table;
    slots = Math.max(FIRST_SLOTS, 2 * slots);
    take(slots * SLOT_BYTES);
    table = new Int32Array(WIDTH * slots);
    for (let at = 0; at < old.length; at += WIDTH)
      if (old[at] !== 0) table.set(old.subarray(at, at + WIDTH), freeSlot(old[at] as number));
  };

  /** Where in the table it begins. */
  const freeSlot = (hash: number): number => {
    let slot = hash & (slots - 1);
    while (table[WIDTH * slot] !== 0) slot = (slot + 1) & (slots - 1);
    return WIDTH * slot;
  };

  /** Whether the bytes at `place` of the arena are those that are asked for. */
  const isSame = (place: number, start: number, size: number): boolean => {
    let at = 0;
    for (; at + 4 <= size; at += 4)
      if (arenaView.getInt32(place + at, true) !== view.getInt32(start + at, true)) return false;
    for (; at < size; at++) if (arena[place + at] !== viewed[start + at]) return false;
    return true;
  };

  return {
    get(bytes, start, end, kind) {
      const size = end - start;
      missSize = -1;
      if (isOff || size > MAX_KEPT_BYTES) return undefined;
      if (epoch !== budget.epoch) clear();
      if (bytes !== viewed) {
        viewed = bytes;
        view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
      // Two sums side by side: neither waits for the other.
      let hash = Math.imul(kind + 1, 0x9e3779b1) + size;
      let other = 0x85ebca6b;
      let at = start;
      for (const last = end - 8; at <= last; at += 8) {
        hash = Math.imul(hash ^ view.getInt32(at, true), 0x85ebca6b);
        other = Math.imul(other ^ view.getInt32(at + 4, true), 0xc2b2ae35);
      }
      for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
      hash = Math.imul(hash ^ (hash >>> 15) ^ other ^ (other >>> 13), 0x27d4eb2f);
      hash = (hash ^ (hash >>> 16)) | 1;
      const tag = size * 256 + kind;
      for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
        const of = WIDTH * slot;
        const known = table[of] as number;
        if (known === 0) break;
        if (
          known === hash &&
          table[of + 1] === tag &&
          isSame(table[of + 2] as number, start, size)
        ) {
          hits++;
          return items[table[of + 3] as number];
        }
      }
      if (++asked === JUDGED_AFTER) {
        // Counted over misses: a column that repeats well takes long to get here.
        if (hits < LEAST_HITS) {
          isOff = true;
          clear();
          return undefined;
        }
        asked = 0;
        hits = 0;
      }
      missHash = hash;
      missBytes = bytes;
      missStart = start;
      missSize = tag;
      return undefined;
    },
    keep(item) {
      if (missSize < 0) return;
      const size = missSize >>> 8;
      if (2 * items.length >= MAX_SLOTS || used + size > MAX_ARENA_BYTES) clear();
      if (2 * items.length + 2 > slots) grow();
      if (used + size > arena.length) {
        const larger = new Uint8Array(Math.min(MAX_ARENA_BYTES, 2 * (used + size)));
        take(larger.length);
        larger.set(arena.subarray(0, used));
        arena = larger;
        arenaView = new DataView(arena.buffer);
      }
      arena.set(missBytes.subarray(missStart, missStart + size), used);
      const of = freeSlot(missHash);
      table[of] = missHash;
      table[of + 1] = missSize;
      table[of + 2] = used;
      table[of + 3] = items.push(item) - 1;
      used += size;
      missSize = -1;
    },
  };
}
