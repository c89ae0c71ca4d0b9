import type { DiagnosticSink, EvidenceRecord, RecordMapping } from "@tocsin/model";

/** Bounds of what a reader takes from hostile evidence. */
export interface ReaderLimits {
  /** Size of one JSON record, bytes. 16 MiB unless given; lines of text are cut at 1 MiB or this, if it is less. */
  readonly maxRecordBytes?: number;
  /** Nesting of a record's fields; deeper ones are left out. 64 unless given. */
  readonly maxDepth?: number;
  /** Fields of a record; further ones are left out. 2,000 unless given. */
  readonly maxFields?: number;
}

/** What a reader reads, and where it gives it. */
export interface ReaderOptions {
  /** Path of the evidence, for places. */
  readonly file: string;
  /** Where in the file the bytes begin, for places; 0 unless given. */
  readonly startOffsetBytes?: number;
  /** Line (1-based) at which the bytes begin. 1 unless given; without it, bytes from within a file have no lines. */
  readonly startLine?: number;
  /** Receives each record as it is read. It may be kept, unless {@link ReaderOptions.brief} says otherwise. */
  readonly onRecord: (record: EvidenceRecord) => void;
  /**
   * Records may lie in the bytes that are pushed: they, and what their cursors give, are valid until the next call of
   * the reader, and the bytes must not change before it. Many are then not parsed at all.
   */
  readonly brief?: boolean;
  /** Receives what is wrong with the evidence. */
  readonly onDiagnostic: DiagnosticSink;
  /** Called once for every record that could not be decoded. */
  readonly onDamaged?: () => void;
  readonly limits?: ReaderLimits;
  /** What the user says of the fields of JSON records. */
  readonly mapping?: RecordMapping | undefined;
}

/** Reads a file that is pushed into it piece by piece; pieces may end anywhere, and are not kept. */
export interface TextReader {
  push(bytes: Uint8Array): void;
  /** Reads what is left. Nothing may be pushed after it. */
  end(): void;
}
