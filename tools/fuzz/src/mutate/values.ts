import { CHUNK_BYTES } from "./layout.ts";
import type { Random } from "./random.ts";
import type { Site } from "./sites.ts";

const BYTES: readonly number[] = [
  // Tokens and types of values, with their bits for more and array.
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
  0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x20, 0x21, 0x23, 0x41, 0x45, 0x46, 0x47, 0x48, 0x49, 0x7f,
  0x80, 0x81, 0x82, 0x88, 0x8f, 0x90, 0x93, 0x95, 0xa1, 0xa3, 0xfe, 0xff,
];
const WORDS: readonly number[] = [
  0, 1, 2, 3, 4, 7, 8, 16, 24, 28, 127, 128, 255, 256, 511, 512, 4095, 4096, 0x7fff, 0x8000, 0xfffe,
  0xffff,
];
const DWORDS: readonly number[] = [
  0,
  1,
  2,
  4,
  24,
  28,
  127,
  128,
  511,
  512,
  513,
  65_508,
  65_535,
  65_536,
  65_537,
  0x1_0000_0000 - 65_536,
  0x7fff_ffff,
  0x8000_0000,
  0xffff_fff0,
  0xffff_fffe,
  0xffff_ffff,
  0x2a2a,
  0x43_666c_45,
];
const QWORDS: readonly bigint[] = [
  0n,
  1n,
  0xffffn,
  0x7fff_ffffn,
  0xffff_ffffn,
  1n << 53n,
  (1n << 63n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
];

/** Writes a value that readers stumble over: a bound, one beside what stands there, or an offset near by. */
export function writeOdd(view: DataView, { at, widthBytes }: Site, random: Random): void {
  const near = random.below(17) - 8;
  switch (widthBytes) {
    case 1:
      view.setUint8(at, random.oneIn(4) ? view.getUint8(at) + near : random.pick(BYTES));
      return;
    case 2:
      view.setUint16(
        at,
        random.oneIn(3) ? view.getUint16(at, true) + near : random.pick(WORDS),
        true,
      );
      return;
    case 4:
      view.setUint32(at, oddDword(view.getUint32(at, true), at, near, random), true);
      return;
    default:
      view.setBigUint64(at, random.pick(QWORDS), true);
  }
}

function oddDword(present: number, at: number, near: number, random: Random): number {
  switch (random.below(4)) {
    case 0:
      return present + near;
    case 1:
      // Where it stands itself, as an offset in its chunk.
      return ((at - 4096) % CHUNK_BYTES) + near;
    case 2:
      return random.below(CHUNK_BYTES);
    default:
      return random.pick(DWORDS);
  }
}
