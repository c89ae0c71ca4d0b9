import type { EvidenceRecord } from "@tocsin/model";

/** 64 bits that tell a record from others; the low half is never 0. Valid until the next one is asked for. */
export interface Identity {
  readonly high: number;
  readonly low: number;
}

const identity = { high: 0, low: 0 };

/**
 * What makes two readings of one record the same: a log and its copy, a backup, a shadow copy. Records that
 * bear a number of their own are told apart by it, others by where they stand in their file and what they say.
 */
export function identifyRecord(record: EvidenceRecord): Identity {
  const { place, source, timeMs, host } = record;
  identity.high = 0x811c9dc5;
  identity.low = 0x9747b28c;
  if (place.recordId !== undefined && timeMs !== undefined) {
    add(host ?? "");
    add(source.channel ?? "");
    add(place.recordId);
    addNumber(timeMs);
  } else {
    addNumber(place.offsetBytes ?? place.line ?? -1);
    addNumber(timeMs ?? Number.NaN);
    for (const [name, value] of record.fields()) {
      add(name);
      add(String(value));
    }
  }
  mix();
  identity.high >>>= 0;
  identity.low = (identity.low | 1) >>> 0;
  return identity;
}

/** Two sums after Fowler, Noll and Vo, with different primes: chance hardly joins two records. */
function add(text: string): void {
  let { high, low } = identity;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
  }
  // Where one text ends and the next begins is part of what is told apart.
  identity.high = Math.imul(high ^ 0x1f, 0x01000193);
  identity.low = low ^ (low >>> 13) ^ text.length;
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

function addNumber(value: number): void {
  number[0] = value;
  for (const word of words) {
    identity.high = Math.imul(identity.high ^ word, 0x01000193);
    identity.low = Math.imul(identity.low ^ word, 0x5bd1e995);
    mix();
  }
}

function mix(): void {
  identity.high ^= identity.high >>> 15;
  identity.high = Math.imul(identity.high, 0x85ebca6b);
  identity.high ^= identity.high >>> 13;
  identity.low ^= identity.low >>> 13;
  identity.low = Math.imul(identity.low, 0xc2b2ae35);
  identity.low ^= identity.low >>> 16;
}
