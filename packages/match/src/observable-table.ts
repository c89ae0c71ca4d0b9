/** Numbers to the entries filed under them. */
export interface Table {
  /** The first entry under the key, or -1. */
  first(key: number): number;
  /** The entry after this one under the same key, or -1. */
  next(entry: number): number;
}

/** Files each entry, by its position, under a key of 32 bits; `undefined` is filed nowhere. */
export function compileTable(keys: readonly (number | undefined)[]): Table {
  const filed = keys.filter((key) => key !== undefined);
  const mayHold = compileFilter(filed);
  const size = powerOfTwo(Math.max(16, filed.length * 2));
  const mask = size - 1;
  const slotKeys = new Int32Array(size);
  const heads = new Int32Array(size).fill(-1);
  const nexts = new Int32Array(keys.length).fill(-1);
  const slotOf = (key: number): number => {
    let slot = (mix(key) >>> 3) & mask;
    while (heads[slot] !== -1 && slotKeys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  for (const [entry, key] of keys.entries()) {
    if (key === undefined) continue;
    const slot = slotOf(key);
    slotKeys[slot] = key;
    nexts[entry] = heads[slot] ?? -1;
    heads[slot] = entry;
  }
  return {
    first: (key) => (mayHold(key) ? (heads[slotOf(key)] ?? -1) : -1),
    next: (entry) => nexts[entry] ?? -1,
  };
}

/** Says of a key of 32 bits that it may be one of these, or is none: some bits a key, for a near cache. */
export function compileFilter(keys: readonly number[]): (key: number) => boolean {
  const bits = powerOfTwo(Math.max(1024, keys.length * 16));
  const shift = 32 - Math.log2(bits);
  const filter = new Int32Array(bits / 32);
  for (const key of keys) {
    const bit = mix(key) >>> shift;
    filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << bit);
  }
  return (key) => {
    const bit = mix(key) >>> shift;
    return ((filter[bit >>> 5] ?? 0) & (1 << bit)) !== 0;
  };
}

/** Spreads a key to the upper bits. */
function mix(key: number): number {
  const mixed = Math.imul(key, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}
