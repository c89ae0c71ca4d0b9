import { EvtxError } from "../error.ts";
import { type EvtxOptions, settle, type Settings } from "../options.ts";
import type { EvtxRecord } from "../record.ts";
import { EvtxRecovery } from "../recover/carver.ts";
import { CHUNK_BYTES } from "./chunk-header.ts";
import { EvtxChunk } from "./evtx-chunk.ts";
import { HEADER_BLOCK_BYTES } from "./file-header.ts";
import { type EvtxFileFlags, FileWalk } from "./file-walk.ts";
import { PieceWork } from "./pieces.ts";

/** How a file is read that comes in pieces. */
export interface EvtxReaderOptions extends EvtxOptions {
  /**
   * Where in the file the first piece begins: 0, or where a chunk does (4,096 and a multiple of 65,536).
   * Default 0.
   */
  readonly offsetBytes?: number;
  /** What the file's header says ({@link readFileHeader}), where the first piece does not begin with it. */
  readonly header?: EvtxFileFlags | undefined;
  /** The pieces end before the file does: what its header says of the number of chunks is not held against them. */
  readonly part?: boolean;
  /** With `recover`: the chunk before the first piece, whose records may lie once more in the slack of the next. */
  readonly before?: Uint8Array | undefined;
  /**
   * The reader works in one block of memory: a record is valid until the next one is asked for. Default false:
   * records may be kept, and keep the block that they lie in. Not with `recover`, which looks back.
   */
  readonly brief?: boolean;
}

/** Reads a log that comes in pieces: a stream, a file larger than memory, a part of one. */
export interface EvtxReader {
  /**
   * Takes the next piece, of any size, copied; gives the records of the chunks that are whole. It works as it is
   * iterated: all that it gives has to be taken before the next call.
   * @throws {EvtxError} `EVTX_UNFINISHED`
   */
  push(piece: Uint8Array): Generator<EvtxRecord, void, undefined>;
  /** Gives what is left, and tells what the file lacks. Nothing may be pushed after it. */
  end(): Generator<EvtxRecord, void, undefined>;
}

/** Bytes that are read at once. */
const BLOCK_BYTES = 16 * CHUNK_BYTES;

/**
 * A reader for a log that comes in pieces: the records of {@link readEvtx}, one difference apart: without the
 * file's end it cannot borrow templates from there (`recover`). Keeps a block of 1 MiB; records keep theirs.
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function createEvtxReader(options: EvtxReaderOptions = {}): EvtxReader {
  return new PieceReader(options);
}

/**
 * Reads a log from a stream: a file of Node, the body of a response, `blob.stream()`. Where many records are read,
 * {@link createEvtxReader} is faster: it does not wait between two records.
 * @throws {EvtxError} `EVTX_OPTION`; and what the stream throws
 */
export async function* readEvtxStream(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: EvtxOptions = {},
): AsyncGenerator<EvtxRecord, void, undefined> {
  const reader = createEvtxReader(options);
  for await (const piece of pieces) yield* reader.push(piece);
  yield* reader.end();
}

/** A part of a file, from chunk to chunk. */
export interface EvtxPart {
  readonly offsetBytes: number;
  /** Where it ends: read up to here, and no further. */
  readonly endBytes: number;
  /** It ends before the file does. For {@link EvtxReaderOptions.part}. */
  readonly part: boolean;
}

/**
 * Shares a file out among readers, one for each part: workers, machines. Each begins with its `offsetBytes` and
 * `part`, and the file's `header`.
 * @param sizeBytes of the file
 * @param count of parts; fewer if there are not as many chunks
 */
export function shareOut(sizeBytes: number, count: number): readonly EvtxPart[] {
  const chunks = Math.max(1, Math.ceil((sizeBytes - HEADER_BLOCK_BYTES) / CHUNK_BYTES));
  const parts = Math.max(1, Math.min(Math.floor(count) || 1, chunks));
  const border = (n: number): number =>
    n === 0
      ? 0
      : Math.min(sizeBytes, HEADER_BLOCK_BYTES + CHUNK_BYTES * Math.round((n * chunks) / parts));
  return Array.from({ length: parts }, (_, n) => {
    const endBytes = n + 1 === parts ? sizeBytes : border(n + 1);
    return { offsetBytes: border(n), endBytes, part: endBytes < sizeBytes };
  });
}

class PieceReader extends PieceWork implements EvtxReader {
  readonly #settings: Settings;
  readonly #walk: FileWalk;
  readonly #recovery = new EvtxRecovery();
  /** The file's header is still to come. */
  #isAtHeader: boolean;
  readonly #isPart: boolean;

  constructor({
    offsetBytes = 0,
    header,
    part = false,
    before,
    brief = false,
    ...options
  }: EvtxReaderOptions) {
    if (!Number.isSafeInteger(offsetBytes) || offsetBytes < 0)
      throw new EvtxError(
        "EVTX_OPTION",
        `offsetBytes: expected a whole number from 0 on, got ${offsetBytes}`,
      );
    super(BLOCK_BYTES, 0, offsetBytes, brief && options.recover !== true);
    this.#isPart = part;
    this.#settings = settle(options);
    this.#walk = new FileWalk(this.#settings, offsetBytes);
    this.#isAtHeader = offsetBytes === 0;
    if (header !== undefined) this.#walk.believe(header);
    if (before !== undefined)
      this.#recovery.enter(before, offsetBytes - CHUNK_BYTES, this.#settings);
  }

  protected override *finish(): Generator<EvtxRecord, void, undefined> {
    yield* super.finish();
    if (!this.#isPart) this.#walk.end();
  }

  protected override *records(isLast: boolean): Generator<EvtxRecord, void, undefined> {
    const bytes = this.held.subarray(0, this.sizeBytes);
    const walk = this.#walk;
    if (this.#isAtHeader) walk.begin(bytes);
    this.#isAtHeader = false;
    const { settings, dirty } = walk;
    for (const found of walk.chunks(bytes, this.originBytes, isLast)) {
      const known = this.#recovery.enter(found.bytes, found.offsetBytes, settings);
      yield* new EvtxChunk({ ...found, dirty, ...known }, settings).records();
    }
  }

  protected override doneBytes(): number {
    return Math.min(this.#walk.at - this.originBytes, this.sizeBytes);
  }
}
