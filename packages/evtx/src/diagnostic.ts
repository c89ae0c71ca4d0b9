/** Codes of {@link EvtxDiagnostic}, each with what it means. */
export const EVTX_DIAGNOSTIC_CODES = {
  EVTX_FILE_HEADER:
    "The file header is missing or makes no sense; chunks are looked for all the same.",
  EVTX_FILE_CHECKSUM: "The file header does not have the checksum it states.",
  EVTX_FILE_DIRTY: "The file was not closed, as in a copy of a live log; nothing is lost.",
  EVTX_CHUNK_COUNT: "The header states another number of chunks than the file holds; all are read.",
  EVTX_CHUNK_EMPTY: "A chunk of zeros between chunks; nothing is lost.",
  EVTX_CHUNK_MAGIC: "A chunk does not begin with its magic; records in it are looked for.",
  EVTX_CHUNK_HEADER: "A chunk header makes no sense; records are read without it.",
  EVTX_CHUNK_CHECKSUM: "A chunk does not have the checksum it states; what is sound in it is read.",
  EVTX_TRUNCATED: "The file ends within a chunk.",
  EVTX_RECORD_MAGIC: "No record where one must begin; the next one is looked for.",
  EVTX_RECORD_SIZE: "A record has an impossible size; the next one is looked for.",
  EVTX_RECORD_TRAILER: "A record's two sizes differ; the next one is looked for.",
  EVTX_RECORD_FOREIGN:
    "Records of a chunk have ids that its header does not know, as where part of it was overwritten by another state of the log.",
  EVTX_RECORD_EMPTY: "A record without any content.",
  EVTX_BINXML: "Binary XML that cannot be read.",
  EVTX_NAME: "A name that lies outside its chunk or is cut short.",
  EVTX_TEMPLATE: "A template definition or instance that cannot be read.",
  EVTX_TEMPLATE_BORROWED:
    "The template of a recovered record was overwritten; one of the same id from elsewhere in the file is used.",
  EVTX_VALUE: "A value that runs past its record or is shorter than its type.",
  EVTX_LIMIT: "A record or chunk passed a limit; what lies beyond is left out.",
} as const;

/** A code of {@link EVTX_DIAGNOSTIC_CODES}. */
export type EvtxDiagnosticCode = keyof typeof EVTX_DIAGNOSTIC_CODES;

/**
 * Something about the evidence that must be known. `note`: nothing is lost; `warning`: a part of a
 * record; `error`: a record, a chunk, a checksum or the file header.
 */
export interface EvtxDiagnostic {
  readonly severity: "note" | "warning" | "error";
  readonly code: EvtxDiagnosticCode;
  /** Byte offset from the start of the file. */
  readonly offsetBytes: number;
  /** EventRecordID, where the record's header could be read. */
  readonly recordId?: number;
  readonly message: string;
}

/** Receives diagnostics as they are met. It must not throw. */
export type EvtxDiagnosticSink = (diagnostic: EvtxDiagnostic) => void;

/** Damage of a part that several records may share, kept to be told of each of them. */
export interface Flaw {
  readonly code: EvtxDiagnosticCode;
  /** Byte offset from the start of the chunk. */
  readonly at: number;
  readonly message: string;
}

/** Thrown inside this package where decoding cannot go on, and caught at the record's edge. */
export class Damage extends Error {
  readonly code: EvtxDiagnosticCode;
  /** Byte offset from the start of the chunk. */
  readonly at: number;

  constructor(code: EvtxDiagnosticCode, at: number, message: string) {
    super(message);
    this.code = code;
    this.at = at;
  }
}
