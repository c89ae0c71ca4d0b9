import { crc32 } from "node:zlib";
import { CHUNK_BYTES, chunkPlaces, sealedPlaces } from "../mutate/layout.ts";
import { Breach, difference } from "./breach.ts";
import { requirePieces } from "./check-pieces.ts";
import { checkFastWays, checkRecord, describeRecord } from "./check-record.ts";
import { createSink, type Place, placeOf, requireApart } from "./places.ts";
import type { ReadOptions, Rec, Told } from "./reader.ts";
import type { Session } from "./session.ts";

/** What reading a log gave, and what it cost. */
export interface LogFacts {
  readonly records: number;
  /** Time of reading all records and asking each for everything once, milliseconds. */
  readonly readMs: number;
}

/** How a log is checked. */
export interface CheckOptions {
  /** Carve it as well, and make a long log of it that is read piece by piece. Costs as much as all the rest. */
  readonly pieces: boolean;
}

/** A log that is being checked. */
interface Log {
  readonly bytes: Uint8Array;
  readonly session: Session;
  readonly sink: (told: Told) => void;
}

interface Reading {
  readonly places: readonly Place[];
  /** What each record says, by its place. */
  readonly said: ReadonlyMap<number, string>;
  /** The same in short. */
  readonly brief: ReadonlyMap<number, string>;
}

/**
 * Reads a log in all ways there are, and holds what comes of it against what the reader promises.
 * @param bytes at most some chunks; not changed
 * @throws {Breach} the first promise that is broken; anything else was thrown by the reader
 */
export function checkLog(bytes: Uint8Array, session: Session, options: CheckOptions): LogFacts {
  const { reader } = session;
  const ear = createSink(bytes, reader.EVTX_DIAGNOSTIC_CODES);
  const log: Log = { bytes, session, sink: (told) => ear.sink(told) };
  reader.isEvtx(bytes);
  const start = performance.now();
  const plain = readAll(log, "all", (settings) => reader.readEvtx(bytes, settings));
  const readMs = performance.now() - start;
  const shared = readAll(log, "fast", (settings) =>
    reader.readEvtx(bytes, { ...settings, templates: session.templates, crc32 }),
  );
  requireEqual("cache", shared, plain);
  requireChunks(log, plain);
  const recovering = readAll(log, "recovered", (settings) =>
    reader.readEvtx(bytes, { ...settings, recover: true, templates: session.templates }),
  );
  requireEqual("recover", filter(recovering, isToday), filter(plain, isToday));
  if (options.pieces) {
    readAll(log, "all", (settings) => reader.recoverEvtx(bytes, settings));
    requirePieces(bytes, session);
  }
  ear.judge();
  return { records: plain.places.length, readMs };
}

/** What records are asked for: everything, the ways of a hunt, everything if they are recovered, or little. */
type Questions = "all" | "fast" | "recovered" | "brief";

function readAll(
  { bytes, session, sink }: Log,
  questions: Questions,
  open: (settings: ReadOptions) => Iterable<Rec>,
): Reading {
  const places: Place[] = [];
  const said = new Map<number, string>();
  const brief = new Map<number, string>();
  for (const record of open({ sink })) {
    const place = placeOf(record, bytes);
    places.push(place);
    if (questions === "fast" || (questions === "recovered" && record.recovered))
      checkFastWays(record, session);
    brief.set(place.at, describeRecord(record));
    if (questions === "all") said.set(place.at, checkRecord(record, session));
  }
  requireApart(places);
  return { places, said, brief };
}

/** Every chunk is read alone. One that has its checksums is read whole, whatever stands around it. */
function requireChunks(log: Log, plain: Reading): void {
  const { bytes, session } = log;
  const header = session.reader.readFileHeader(bytes);
  const sealed = sealedPlaces(bytes);
  const damaged = chunkPlaces(bytes).filter((at) => !sealed.includes(at));
  for (const at of [...sealed, ...damaged]) {
    const options = {
      offsetBytes: at,
      dirty: header?.dirty ?? true,
      checksums: !(header?.noChecksums ?? false),
    };
    const end = at + CHUNK_BYTES;
    const alone = readAll(log, "brief", (settings) =>
      session.reader.readChunk(bytes.subarray(at, end), { ...settings, ...options }),
    );
    if (alone.places.some((place) => place.at < at || place.at + place.sizeBytes > end))
      throw new Breach("place", `a record of the chunk at ${at} lies outside it`);
    if (!sealed.includes(at)) continue;
    const isOwn = (place: Place): boolean =>
      place.at >= at && place.at < at + recordsEnd(bytes, at);
    requireEqual("chunk", filter(plain, isOwn), filter(alone, isOwn));
  }
}

/** Where the records of a sealed chunk end; what comes behind may be another chunk, if bytes were lost. */
function recordsEnd(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + 48, true);
}

function isToday({ recovered }: Place): boolean {
  return !recovered;
}

function filter({ places, said, brief }: Reading, keep: (place: Place) => boolean): Reading {
  return { places: places.filter(keep), said, brief };
}

/** The records of `wanted`, and no others, saying the same. */
function requireEqual(kind: "cache" | "chunk" | "recover", got: Reading, wanted: Reading): void {
  const list = ({ places }: Reading): string => places.map(({ at }) => at).join(" ");
  if (list(got) !== list(wanted))
    throw new Breach(kind, `records: ${difference(list(got), list(wanted))}`);
  for (const { at } of wanted.places)
    for (const [own, other] of [
      [got.brief.get(at), wanted.brief.get(at)],
      [got.said.get(at), wanted.said.get(at)],
    ])
      if (own !== undefined && other !== undefined && own !== other)
        throw new Breach(kind, `record at ${at}: ${difference(own, other)}`);
}
