/** Rotations of rho and the lanes of pi, in the order in which both walk through the state (FIPS 202 3.2). */
const ROTATIONS = [
  1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
] as const;
const LANES = [
  10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
] as const;
const MASK = 0xffff_ffff_ffff_ffffn;
const ROUNDS = 24;
const CONSTANTS: readonly bigint[] = makeConstants();
const RATE_BYTES = 136;

/** The constants of iota, from the shift register of FIPS 202 3.2.5. */
function makeConstants(): bigint[] {
  let register = 1;
  const step = (): number => {
    const bit = register & 1;
    register <<= 1;
    if (register & 0x100) register ^= 0x171;
    return bit;
  };
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j++) if (step() === 1) constant |= 1n << BigInt((1 << j) - 1);
    return constant;
  });
}

function rotate(lane: bigint, bits: number): bigint {
  return ((lane << BigInt(bits)) | (lane >> BigInt(64 - bits))) & MASK;
}

/**
 * Keccak-256 with the padding of before FIPS 202 (first bit 1), as Ethereum and Monero use it. For checksums of a few
 * bytes inside of values, not for files.
 */
export function keccak256(bytes: Uint8Array): Uint8Array {
  const blocks = Math.floor(bytes.length / RATE_BYTES) + 1;
  const padded = new Uint8Array(blocks * RATE_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 1;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  const view = new DataView(padded.buffer);
  const state: bigint[] = Array.from({ length: 25 }, () => 0n);
  for (let at = 0; at < padded.length; at += RATE_BYTES) {
    for (let i = 0; i < RATE_BYTES / 8; i++)
      state[i] = (state[i] ?? 0n) ^ view.getBigUint64(at + i * 8, true);
    permute(state);
  }
  const out = new Uint8Array(32);
  const outView = new DataView(out.buffer);
  for (let i = 0; i < 4; i++) outView.setBigUint64(i * 8, state[i] ?? 0n, true);
  return out;
}

function permute(a: bigint[]): void {
  const lane = (i: number): bigint => a[i] ?? 0n;
  for (const constant of CONSTANTS) {
    const column = [0, 1, 2, 3, 4].map(
      (x) => lane(x) ^ lane(x + 5) ^ lane(x + 10) ^ lane(x + 15) ^ lane(x + 20),
    );
    for (let x = 0; x < 5; x++) {
      const mixed = (column[(x + 4) % 5] ?? 0n) ^ rotate(column[(x + 1) % 5] ?? 0n, 1);
      for (let y = 0; y < 25; y += 5) a[x + y] = lane(x + y) ^ mixed;
    }
    let moved = lane(1);
    for (const [i, target] of LANES.entries()) {
      const next = lane(target);
      a[target] = rotate(moved, ROTATIONS[i] ?? 0);
      moved = next;
    }
    for (let y = 0; y < 25; y += 5) {
      const row = [0, 1, 2, 3, 4].map((x) => lane(x + y));
      for (let x = 0; x < 5; x++)
        a[x + y] = (row[x] ?? 0n) ^ (~(row[(x + 1) % 5] ?? 0n) & MASK & (row[(x + 2) % 5] ?? 0n));
    }
    a[0] = lane(0) ^ constant;
  }
}
