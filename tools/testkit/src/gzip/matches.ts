/** Longest and shortest match, and how far back one may lie (RFC 1951 2). */
const MOST = 258;
const LEAST = 3;
const WINDOW = 32_768;
const MOST_TRIES = 48;
const HASH_SIZE = 1 << 15;

/** A literal byte, or a match. */
export type Step = number | { readonly length: number; readonly distance: number };

/** Cuts bytes into literals and matches: greedy with one step of looking ahead. */
export function* findSteps(bytes: Uint8Array): Generator<Step> {
  const heads = new Int32Array(HASH_SIZE).fill(-1);
  const before = new Int32Array(bytes.length);
  const enter = (at: number) => {
    if (at + LEAST > bytes.length) return;
    const hash = hashAt(bytes, at);
    before[at] = heads[hash] ?? -1;
    heads[hash] = at;
  };
  const find = (at: number) => {
    let length = LEAST - 1;
    let distance = 0;
    if (at + LEAST > bytes.length) return { length: 0, distance };
    let candidate = heads[hashAt(bytes, at)] ?? -1;
    for (let tries = 0; tries < MOST_TRIES && candidate >= 0; tries++) {
      if (at - candidate > WINDOW) break;
      const found = common(bytes, candidate, at);
      if (found > length) {
        length = found;
        distance = at - candidate;
        if (found === MOST) break;
      }
      candidate = before[candidate] ?? -1;
    }
    return length < LEAST ? { length: 0, distance } : { length, distance };
  };
  let at = 0;
  let here = find(0);
  while (at < bytes.length) {
    enter(at);
    const next = find(at + 1);
    if (here.length === 0 || next.length > here.length) {
      yield bytes[at] ?? 0;
      at += 1;
      here = next;
      continue;
    }
    yield here;
    const end = at + here.length;
    for (at += 1; at < end; at++) enter(at);
    here = find(at);
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return (Math.imul(three, 0x9e37_79b1) >>> 17) & (HASH_SIZE - 1);
}

function common(bytes: Uint8Array, a: number, b: number): number {
  const most = Math.min(MOST, bytes.length - b);
  let length = 0;
  while (length < most && bytes[a + length] === bytes[b + length]) length++;
  return length;
}
