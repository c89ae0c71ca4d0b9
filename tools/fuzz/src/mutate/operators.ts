import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  chunkPlaces,
  HEADER_BYTES,
  MOST_BYTES,
  recordPlaces,
  viewOf,
} from "./layout.ts";
import type { Random } from "./random.ts";
import type { Site } from "./sites.ts";
import { writeOdd } from "./values.ts";

/** What an operator works with. */
interface Material {
  /** Its own copy: written in place. */
  readonly bytes: Uint8Array;
  /** Those of the bytes before any operator. */
  readonly sites: readonly Site[];
  /** Another input. */
  readonly other: Uint8Array;
  readonly random: Random;
}

/** Changes bytes; gives those that come of it, which are others where the length changes. */
export type Operator = (material: Material) => Uint8Array;

const LONGEST_RANGE = 4096;

/** A place that is in use: nearly all bytes of a log may be slack. */
function placeIn({ bytes, sites, random }: Material): number {
  const site = sites.length > 0 && !random.oneIn(4) ? random.pick(sites) : undefined;
  const at = site === undefined ? random.below(bytes.length) : site.at + random.below(64);
  return Math.min(at, Math.max(0, bytes.length - 1));
}

function lengthOf({ random }: Material): number {
  return 1 + random.below(random.oneIn(4) ? LONGEST_RANGE : random.oneIn(2) ? 256 : 16);
}

function siteIn({ bytes, sites, random }: Material): Site | undefined {
  if (sites.length === 0) return undefined;
  const site = random.pick(sites);
  return site.at + site.widthBytes <= bytes.length ? site : undefined;
}

const flipBit: Operator = (material) => {
  const { bytes, random } = material;
  const at = placeIn(material);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
};

const setByte: Operator = (material) => {
  const { bytes, random } = material;
  bytes[placeIn(material)] = random.below(256);
  return bytes;
};

const oddSite: Operator = (material) => {
  const site = siteIn(material);
  if (site !== undefined) writeOdd(viewOf(material.bytes), site, material.random);
  return material.bytes;
};

/** The value of another site of the kind: a template's offset for that of another template. */
const exchangeSite: Operator = (material) => {
  const { bytes, sites, random } = material;
  const site = siteIn(material);
  if (site === undefined) return bytes;
  const alike = sites.filter(
    ({ kind, widthBytes, at }) =>
      kind === site.kind && widthBytes === site.widthBytes && at + widthBytes <= bytes.length,
  );
  if (alike.length === 0) return bytes;
  const from = random.pick(alike).at;
  bytes.copyWithin(site.at, from, from + site.widthBytes);
  return bytes;
};

const zeroRange: Operator = (material) => {
  const at = placeIn(material);
  return material.bytes.fill(0, at, at + lengthOf(material));
};

const fillRange: Operator = (material) => {
  const at = placeIn(material);
  return material.bytes.fill(material.random.below(256), at, at + lengthOf(material));
};

const copyRange: Operator = (material) => {
  const from = placeIn(material);
  return material.bytes.copyWithin(placeIn(material), from, from + lengthOf(material));
};

/** Inserts or takes out bytes within a chunk, of which the rest moves. */
const shiftRange: Operator = (material) => {
  const { bytes, random } = material;
  const at = placeIn(material);
  const end = Math.min(bytes.length, at - ((at - HEADER_BYTES) % CHUNK_BYTES) + CHUNK_BYTES);
  const length = Math.min(lengthOf(material), Math.max(0, end - at));
  if (random.oneIn(2)) bytes.copyWithin(at, at + length, end);
  else bytes.copyWithin(at + length, at, end - length);
  return bytes;
};

/** Inserts or takes out bytes of the file: the chunks behind it leave the grid. */
const shiftFile: Operator = (material) => {
  const { bytes, random } = material;
  const at = placeIn(material);
  const length = lengthOf(material);
  if (random.oneIn(2)) return join(bytes.subarray(0, at), bytes.subarray(at + length));
  return join(bytes.subarray(0, at + length), bytes.subarray(at));
};

const cutFile: Operator = (material) => material.bytes.slice(0, placeIn(material));

const spliceRange: Operator = (material) => {
  const { bytes, other, random } = material;
  const at = placeIn(material);
  const from = random.oneIn(2) ? at : random.below(other.length);
  const part = other.subarray(from, from + lengthOf(material)).subarray(0, bytes.length - at);
  bytes.set(part, at);
  return bytes;
};

/** A chunk of the other input behind, before, or in the place of one. */
const spliceChunk: Operator = ({ bytes, other, random }) => {
  const places = chunkPlaces(other);
  if (places.length === 0) return bytes;
  const from = random.pick(places);
  const chunk = other.subarray(from, from + CHUNK_BYTES);
  const at = random.pick([...chunkPlaces(bytes), bytes.length]);
  const behind = at + (random.oneIn(2) ? CHUNK_BYTES : 0);
  return join(bytes.subarray(0, at), chunk, bytes.subarray(behind));
};

/** A chunk that begins within another, or over its end. */
const plantChunk: Operator = (material) => {
  const { bytes, random } = material;
  const places = chunkPlaces(bytes);
  if (places.length === 0) return bytes;
  const from = random.pick(places);
  const length = random.oneIn(2) ? 8 : CHUNK_HEADER_BYTES + random.below(8192);
  return bytes.copyWithin(placeIn(material), from, from + length);
};

/** Ends a record early or late, with both of its sizes right. */
const resizeRecord: Operator = ({ bytes, random }) => {
  const places = chunkPlaces(bytes);
  if (places.length === 0) return bytes;
  const records = recordPlaces(bytes, random.pick(places));
  if (records.length === 0) return bytes;
  const { at, sizeBytes } = random.pick(records);
  const size = Math.max(28, sizeBytes + random.below(129) - (random.oneIn(2) ? 128 : 64));
  if (at + size > bytes.length) return bytes;
  const view = viewOf(bytes);
  view.setUint32(at + 4, size, true);
  view.setUint32(at + size - 4, size, true);
  return bytes;
};

/** A record over another, with the sizes of its own. */
const copyRecord: Operator = ({ bytes, other, random }) => {
  const places = chunkPlaces(bytes);
  const source = random.oneIn(2) ? bytes : other;
  const sources = chunkPlaces(source);
  if (places.length === 0 || sources.length === 0) return bytes;
  const to = recordPlaces(bytes, random.pick(places));
  const from = recordPlaces(source, random.pick(sources));
  if (to.length === 0 || from.length === 0) return bytes;
  const { at, sizeBytes } = random.pick(from);
  const target = random.pick(to).at;
  bytes.set(source.slice(at, Math.min(at + sizeBytes, at + bytes.length - target)), target);
  return bytes;
};

/** Chunk header of an emptier chunk: what it does not count becomes slack. */
const endChunkEarly: Operator = ({ bytes, random }) => {
  const places = chunkPlaces(bytes);
  if (places.length === 0) return bytes;
  const chunk = random.pick(places);
  const records = recordPlaces(bytes, chunk);
  if (records.length === 0) return bytes;
  const { at } = random.pick(records);
  viewOf(bytes).setUint32(chunk + 48, at - chunk, true);
  return bytes;
};

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const length = Math.min(
    MOST_BYTES,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part.subarray(0, length - at), at);
    at += Math.min(part.length, length - at);
  }
  return bytes;
}

/** Operators by name, those that are wanted often more than once. */
export const OPERATORS: readonly (readonly [name: string, operator: Operator])[] = [
  ["odd-site", oddSite],
  ["odd-site", oddSite],
  ["odd-site", oddSite],
  ["odd-site", oddSite],
  ["odd-site", oddSite],
  ["odd-site", oddSite],
  ["exchange-site", exchangeSite],
  ["exchange-site", exchangeSite],
  ["exchange-site", exchangeSite],
  ["flip-bit", flipBit],
  ["flip-bit", flipBit],
  ["set-byte", setByte],
  ["set-byte", setByte],
  ["zero-range", zeroRange],
  ["fill-range", fillRange],
  ["copy-range", copyRange],
  ["copy-range", copyRange],
  ["shift-range", shiftRange],
  ["shift-file", shiftFile],
  ["cut-file", cutFile],
  ["splice-range", spliceRange],
  ["splice-range", spliceRange],
  ["splice-chunk", spliceChunk],
  ["plant-chunk", plantChunk],
  ["resize-record", resizeRecord],
  ["copy-record", copyRecord],
  ["end-chunk-early", endChunkEarly],
];
