import {
  CHUNK_BYTES,
  createCarver,
  EvtxRecovery,
  HEADER_BLOCK_BYTES,
  readChunk,
  readEvtx,
  readFileHeader,
} from "@tocsin/evtx";
import type { EvtxDiagnostic, EvtxRecord } from "@tocsin/evtx";
import type { DiagnosticSink, EvidenceRecord, FieldValue } from "@tocsin/model";

/** Receives what a reader of event logs has to say besides records. */
export interface EvtxSinks {
  readonly file: string;
  readonly onDiagnostic: DiagnosticSink;
  /** Also records that no chunk header vouches for. */
  readonly recover: boolean;
  /** Called once for each record that is lost or incomplete. */
  readonly onDamaged: () => void;
}

/** All records of an event log that lies in memory. */
export function* readWholeEvtx(bytes: Uint8Array, sinks: EvtxSinks): Generator<EvidenceRecord> {
  for (const record of readEvtx(bytes, { sink: toSink(sinks), recover: sinks.recover }))
    yield toRecord(record, sinks.file);
}

/** Reads an event log that comes in pieces, chunk by chunk; keeps one chunk in memory. */
export function createChunkReader(
  options: EvtxSinks & {
    /** Where in the file the first piece begins: 0 for the file header, else on the grid of chunks. */
    readonly startOffsetBytes: number;
    /** With `recover`, in a range that does not begin the file: the chunk before it, which is not read. */
    readonly before?: Uint8Array | undefined;
    readonly header: { readonly dirty: boolean; readonly noChecksums: boolean };
  },
): { push(piece: Uint8Array): Generator<EvidenceRecord>; end(): Generator<EvidenceRecord> } {
  const sink = toSink(options);
  const { header, file, recover } = options;
  const recovery = new EvtxRecovery();
  // Its records may lie once more in the slack of the first chunk of the range.
  if (options.before !== undefined)
    for (const _ of readChunk(options.before, { recover, recovery })) continue;
  let skip = options.startOffsetBytes === 0 ? HEADER_BLOCK_BYTES : 0;
  let offset = options.startOffsetBytes + skip;
  let held = new Uint8Array(CHUNK_BYTES);
  let size = 0;

  function* read(): Generator<EvidenceRecord> {
    const bytes = held.subarray(0, size);
    const chunk = {
      sink,
      offsetBytes: offset,
      dirty: header.dirty,
      checksums: !header.noChecksums,
      recover,
      recovery,
    };
    for (const record of readChunk(bytes, chunk)) yield toRecord(record, file);
    offset += size;
    size = 0;
    // Records keep their chunk: the next one needs its own bytes.
    held = new Uint8Array(CHUNK_BYTES);
  }
  return {
    *push(piece) {
      let at = Math.min(skip, piece.length);
      skip -= at;
      while (at < piece.length) {
        const take = Math.min(CHUNK_BYTES - size, piece.length - at);
        held.set(piece.subarray(at, at + take), size);
        size += take;
        at += take;
        if (size === CHUNK_BYTES) yield* read();
      }
    },
    *end() {
      if (size > 0) yield* read();
    },
  };
}

/** Carves event log records out of a file of any kind that comes in pieces. */
export function createCarveReader(sinks: EvtxSinks): {
  push(piece: Uint8Array): Generator<EvidenceRecord>;
  end(): Generator<EvidenceRecord>;
} {
  const carver = createCarver({ sink: toSink(sinks) });
  function* read(records: Iterable<EvtxRecord>): Generator<EvidenceRecord> {
    for (const record of records) yield toRecord(record, sinks.file);
  }
  return { push: (piece) => read(carver.push(piece)), end: () => read(carver.end()) };
}

/** What of the file header matters to chunks; a header that cannot be read is told. */
export function chunkHeaderOf(
  head: Uint8Array,
  sinks: EvtxSinks,
): { dirty: boolean; noChecksums: boolean } {
  const header = readFileHeader(head);
  if (header !== undefined) return { dirty: header.dirty, noChecksums: header.noChecksums };
  sinks.onDiagnostic({
    severity: "warning",
    code: "HUNT_DAMAGE",
    message: "the file header is missing or makes no sense; chunks are read all the same",
    place: { file: sinks.file, offsetBytes: 0 },
  });
  return { dirty: true, noChecksums: false };
}

function toSink({ file, onDiagnostic, onDamaged }: EvtxSinks): (one: EvtxDiagnostic) => void {
  return ({ severity, code, message, offsetBytes, recordId }) => {
    const isNote = severity === "note";
    if (severity === "error") onDamaged();
    const place = {
      file,
      offsetBytes,
      ...(recordId !== undefined && { recordId: String(recordId) }),
    };
    onDiagnostic({
      severity,
      code: isNote ? "HUNT_NOTE" : "HUNT_DAMAGE",
      message: `${code}: ${message}`,
      place,
    });
  };
}

function toRecord(record: EvtxRecord, file: string): EvidenceRecord {
  const { channel, provider, eventId } = record;
  let fields: ReadonlyMap<string, FieldValue> | undefined;
  const decode = (): ReadonlyMap<string, FieldValue> =>
    (fields ??= record.fields() as ReadonlyMap<string, FieldValue>);
  return {
    place: {
      file,
      offsetBytes: record.offsetBytes,
      recordId: String(record.recordId),
      ...(record.recovered && { recovered: true }),
    },
    source: {
      format: "evtx",
      product: "windows",
      ...(channel !== undefined && { channel }),
      ...(provider !== undefined && { provider }),
      ...(eventId !== undefined && { eventId }),
    },
    timeMs: record.timeMs,
    host: record.computer,
    field: (name) => decode().get(name),
    fields: decode,
  };
}
