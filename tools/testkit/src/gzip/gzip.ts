// gzip: RFC 1952 around deflate, RFC 1951. zlib's bytes differ from build to build; these never do, so a
// committed file can be held against what the generator makes.
import { ByteWriter } from "../evtx/byte-writer.ts";
import { crc32 } from "../evtx/crc32.ts";
import { codeLengths, codesOf } from "./huffman.ts";
import { findSteps, type Step } from "./matches.ts";

const STEPS_PER_BLOCK = 24_000;
const END_OF_BLOCK = 256;
/** Base and extra bits of length codes 257–285 and of distance codes 0–29 (RFC 1951 3.2.5). */
const LENGTHS = table(
  3,
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5],
);
const DISTANCES = table(
  1,
  [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ],
);
/** Order of the lengths of the code-length code (RFC 1951 3.2.7). */
const META_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Range {
  readonly base: number;
  readonly extraBits: number;
}

function table(first: number, extras: readonly number[]): readonly Range[] {
  let base = first;
  return extras.map((extraBits) => {
    const range = { base, extraBits };
    base += 1 << extraBits;
    return range;
  });
}

/** A gzip member with the bytes, without name and time. Same bytes in, same bytes out, everywhere. */
export function gzip(bytes: Uint8Array): Uint8Array {
  const out = new ByteWriter(bytes.length >> 2);
  out.put(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255));
  deflate(bytes, out);
  out.u32(crc32(bytes));
  out.u32(bytes.length >>> 0);
  return out.range(0, out.at);
}

function deflate(bytes: Uint8Array, out: ByteWriter): void {
  const bits = new BitWriter(out);
  let steps: Step[] = [];
  for (const step of findSteps(bytes)) {
    steps.push(step);
    if (steps.length < STEPS_PER_BLOCK) continue;
    writeBlock(bits, steps, false);
    steps = [];
  }
  writeBlock(bits, steps, true);
  bits.flush();
}

function writeBlock(bits: BitWriter, steps: readonly Step[], last: boolean): void {
  const counts = Array.from({ length: 286 }, () => 0);
  const distanceCounts = Array.from({ length: 30 }, () => 0);
  counts[END_OF_BLOCK] = 1;
  for (const step of steps) {
    if (typeof step === "number") counts[step] = (counts[step] ?? 0) + 1;
    else {
      const code = lengthCode(step.length);
      const distance = indexOf(DISTANCES, step.distance);
      counts[code] = (counts[code] ?? 0) + 1;
      distanceCounts[distance] = (distanceCounts[distance] ?? 0) + 1;
    }
  }
  const literals = codeLengths(counts, 15);
  const distances = codeLengths(distanceCounts, 15);
  bits.put(last ? 1 : 0, 1);
  bits.put(2, 2);
  writeLengths(bits, literals, distances);
  const literalCodes = codesOf(literals);
  const distanceCodes = codesOf(distances);
  for (const step of steps) {
    if (typeof step === "number") bits.put(literalCodes[step] ?? 0, literals[step] ?? 0);
    else {
      const code = lengthCode(step.length);
      bits.put(literalCodes[code] ?? 0, literals[code] ?? 0);
      // 285 is 258 exactly and has no extra bits.
      const range = code === 285 ? undefined : LENGTHS[code - 257];
      if (range !== undefined) bits.put(step.length - range.base, range.extraBits);
      const index = indexOf(DISTANCES, step.distance);
      bits.put(distanceCodes[index] ?? 0, distances[index] ?? 0);
      const back = DISTANCES[index];
      if (back !== undefined) bits.put(step.distance - back.base, back.extraBits);
    }
  }
  bits.put(literalCodes[END_OF_BLOCK] ?? 0, literals[END_OF_BLOCK] ?? 0);
}

/** The lengths of both codes, each as its own symbol: a few hundred bytes a block are not worth more. */
function writeLengths(bits: BitWriter, literals: readonly number[], distances: readonly number[]) {
  const all = [...literals, ...distances];
  const counts = Array.from({ length: 19 }, () => 0);
  for (const length of all) counts[length] = (counts[length] ?? 0) + 1;
  const meta = codeLengths(counts, 7);
  const codes = codesOf(meta);
  bits.put(literals.length - 257, 5);
  bits.put(distances.length - 1, 5);
  bits.put(META_ORDER.length - 4, 4);
  for (const symbol of META_ORDER) bits.put(meta[symbol] ?? 0, 3);
  for (const length of all) bits.put(codes[length] ?? 0, meta[length] ?? 0);
}

function lengthCode(length: number): number {
  return length === 258 ? 285 : 257 + indexOf(LENGTHS, length);
}

/** The last range that begins at or before the value. */
function indexOf(ranges: readonly Range[], value: number): number {
  let index = ranges.length - 1;
  while (index > 0 && (ranges[index]?.base ?? 0) > value) index--;
  return index;
}

class BitWriter {
  readonly #out: ByteWriter;
  #held = 0;
  #count = 0;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  /** At most 16 bits, lowest first. */
  put(value: number, count: number): void {
    this.#held |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#out.u8(this.#held & 0xff);
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  flush(): void {
    if (this.#count > 0) this.#out.u8(this.#held & 0xff);
    this.#held = 0;
    this.#count = 0;
  }
}
