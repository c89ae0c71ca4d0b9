// Places of a log whose bytes mean something to its reader. MS-EVEN6 2.2.12 for the tokens; found by their
// form alone, so some are not what they seem: to a mutation that is no harm.
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  chunkPlaces,
  RECORD_HEADER_BYTES,
  recordPlaces,
  viewOf,
} from "./layout.ts";

/** What the bytes of a site are; values are exchanged between sites of one kind. */
type SiteKind =
  | "file-header"
  | "chunk-header"
  | "table"
  | "record-header"
  | "record-size"
  | "token"
  | "offset"
  | "size"
  | "count"
  | "index"
  | "type";

export interface Site {
  readonly at: number;
  readonly widthBytes: 1 | 2 | 4 | 8;
  readonly kind: SiteKind;
}

const MOST_SITES = 6000;

const FILE_HEADER: readonly (readonly [at: number, widthBytes: Site["widthBytes"]])[] = [
  [0, 8],
  [8, 8],
  [16, 8],
  [24, 8],
  [32, 4],
  [36, 2],
  [38, 2],
  [40, 2],
  [42, 2],
  [120, 4],
  [124, 4],
];
const CHUNK_HEADER: typeof FILE_HEADER = [
  [0, 8],
  [8, 8],
  [16, 8],
  [24, 8],
  [32, 8],
  [40, 4],
  [44, 4],
  [48, 4],
  [52, 4],
  [120, 4],
  [124, 4],
];

/** The sites of a log, in no order that matters; at most some thousands. */
export function findSites(bytes: Uint8Array): Site[] {
  const sites: Site[] = [];
  if (bytes.length >= 128)
    for (const [at, widthBytes] of FILE_HEADER) sites.push({ at, widthBytes, kind: "file-header" });
  for (const chunk of chunkPlaces(bytes)) {
    for (const [at, widthBytes] of CHUNK_HEADER)
      sites.push({ at: chunk + at, widthBytes, kind: "chunk-header" });
    for (let at = 128; at < CHUNK_HEADER_BYTES; at += 4)
      if ((bytes[chunk + at + 1] as number) !== 0)
        sites.push({ at: chunk + at, widthBytes: 4, kind: "table" });
    for (const record of recordPlaces(bytes, chunk)) {
      if (sites.length > MOST_SITES) return sites;
      addRecord(sites, bytes, chunk, record.at, record.at + record.sizeBytes);
    }
  }
  return sites;
}

function addRecord(
  sites: Site[],
  bytes: Uint8Array,
  chunk: number,
  start: number,
  end: number,
): void {
  sites.push(
    { at: start, widthBytes: 4, kind: "record-header" },
    { at: start + 4, widthBytes: 4, kind: "record-size" },
    { at: start + 8, widthBytes: 8, kind: "record-header" },
    { at: start + 16, widthBytes: 8, kind: "record-header" },
    { at: end - 4, widthBytes: 4, kind: "record-size" },
  );
  const view = viewOf(bytes);
  for (let at = start + RECORD_HEADER_BYTES; at + 16 < end; at++)
    addToken(sites, view, chunk, at, end);
}

/** Adds what a token at `at` would consist of, if the offset that it needs leads into the chunk. */
function addToken(sites: Site[], view: DataView, chunk: number, at: number, end: number): void {
  const add = (offset: number, widthBytes: Site["widthBytes"], kind: SiteKind): void => {
    sites.push({ at: at + offset, widthBytes, kind });
  };
  const leads = (offset: number): boolean => {
    const to = view.getUint32(at + offset, true);
    return to >= CHUNK_HEADER_BYTES && to < CHUNK_BYTES;
  };
  const token = view.getUint8(at);
  switch (token & 0xbf) {
    case 0x01:
      if (!leads(7)) return;
      add(0, 1, "token");
      add(1, 2, "index");
      add(3, 4, "size");
      add(7, 4, "offset");
      return;
    case 0x05:
      if (view.getUint8(at + 1) !== 0x01 || view.getUint16(at + 2, true) > 512) return;
      add(0, 1, "token");
      add(1, 1, "type");
      add(2, 2, "count");
      return;
    case 0x06:
    case 0x09:
    case 0x0a:
      if (!leads(1)) return;
      add(0, 1, "token");
      add(1, 4, "offset");
      return;
    case 0x0c:
      if (view.getUint8(at + 1) !== 0x01 || !leads(6)) return;
      addInstance(sites, view, chunk, at, end);
      return;
    case 0x0d:
    case 0x0e:
      if (view.getUint16(at + 1, true) > 255) return;
      add(0, 1, "token");
      add(1, 2, "index");
      add(3, 1, "type");
      return;
    default:
  }
}

function addInstance(sites: Site[], view: DataView, chunk: number, at: number, end: number): void {
  sites.push(
    { at, widthBytes: 1, kind: "token" },
    { at: at + 2, widthBytes: 4, kind: "size" },
    { at: at + 6, widthBytes: 4, kind: "offset" },
  );
  let values = at + 10;
  if (chunk + view.getUint32(at + 6, true) === values) {
    if (values + 24 > end) return;
    sites.push(
      { at: values, widthBytes: 4, kind: "offset" },
      { at: values + 4, widthBytes: 4, kind: "size" },
      { at: values + 20, widthBytes: 4, kind: "size" },
    );
    values += 24 + view.getUint32(values + 20, true);
  }
  if (values + 4 > end) return;
  sites.push({ at: values, widthBytes: 4, kind: "count" });
  const count = Math.min(view.getUint32(values, true), 64);
  for (let slot = 0; slot < count && values + 8 + 4 * slot <= end; slot++) {
    const descriptor = values + 4 + 4 * slot;
    sites.push(
      { at: descriptor, widthBytes: 2, kind: "size" },
      { at: descriptor + 2, widthBytes: 1, kind: "type" },
    );
  }
}
