import { type EvtxOptions, settle } from "../options.ts";
import type { EvtxRecord } from "../record.ts";
import { EvtxRecovery, fillShelf } from "../recover/carver.ts";
import { TemplateShelf } from "../recover/shelf.ts";
import { EvtxChunk } from "./evtx-chunk.ts";
import { FileWalk } from "./file-walk.ts";

/** How one chunk is read. */
export interface EvtxChunkOptions extends EvtxOptions {
  /** Where the chunk begins in its file, for places. Default 0. */
  readonly offsetBytes?: number;
  /** The file's header says dirty: records may go on beyond what the chunk's header says. Default false. */
  readonly dirty?: boolean;
  /** With `recover`: what was learnt from the chunks of the file that were read before, in their order. */
  readonly recovery?: EvtxRecovery;
}

/**
 * Reads all records of a file in file order, chunk by chunk to the end of the bytes, whatever the header
 * says of their number. Never throws on bad data: damage goes to the sink and the next sound record follows.
 * @param bytes the whole file; not copied, and must not change while records are in use
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function readEvtx(
  bytes: Uint8Array,
  options: EvtxOptions = {},
): Generator<EvtxRecord, void, undefined> {
  return recordsOf(readChunks(bytes, options));
}

function* recordsOf(chunks: Iterable<EvtxChunk>): Generator<EvtxRecord, void, undefined> {
  for (const chunk of chunks) yield* chunk.records();
}

/**
 * The chunks of a file in file order, for those who want to choose among them; see {@link readEvtx}.
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function readChunks(
  bytes: Uint8Array,
  options: EvtxOptions = {},
): Generator<EvtxChunk, void, undefined> {
  const walk = new FileWalk(settle(options), 0);
  walk.begin(bytes);
  return chunksOf(bytes, walk);
}

function* chunksOf(bytes: Uint8Array, walk: FileWalk): Generator<EvtxChunk, void, undefined> {
  const { settings, dirty } = walk;
  const shelf = new TemplateShelf((empty) => fillShelf(empty, bytes, 0, settings));
  let before: Uint8Array | undefined;
  for (const found of walk.chunks(bytes, 0, true)) {
    yield new EvtxChunk({ ...found, dirty, shelf, before }, settings);
    before = found.bytes;
  }
  walk.end();
}

/**
 * Reads the records of one chunk, where someone else finds the chunks. The file's header is not seen: pass
 * `checksums: !header.noChecksums` and `dirty: header.dirty`.
 * @param bytes 65,536 bytes, fewer at a truncated end; not copied, and must not change while records are in use
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function readChunk(
  bytes: Uint8Array,
  options: EvtxChunkOptions = {},
): Generator<EvtxRecord, void, undefined> {
  const settings = settle(options);
  const { offsetBytes = 0, dirty = false, recovery = new EvtxRecovery() } = options;
  const { shelf, before } = recovery.enter(bytes, offsetBytes, settings);
  return new EvtxChunk({ bytes, offsetBytes, dirty, shelf, before }, settings).records();
}
