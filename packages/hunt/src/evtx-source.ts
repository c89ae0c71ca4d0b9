import zlib from "node:zlib";
import {
  createEvtxCarver,
  createEvtxReader,
  EvtxTemplateCache,
  readEvtx,
  readFileHeader,
} from "@tocsin/evtx";
import type { EvtxDiagnostic, EvtxOptions, EvtxRecord } from "@tocsin/evtx";
import type { DiagnosticSink, EvidenceRecord } from "@tocsin/model";
import { EvtxEvidence } from "./evtx-evidence.ts";

/** Receives what a reader of event logs has to say besides records. */
export interface EvtxSinks {
  readonly file: string;
  readonly onDiagnostic: DiagnosticSink;
  /** Also records that no chunk header vouches for. */
  readonly recover: boolean;
  /** Records are used up before the next one is asked for. */
  readonly brief?: boolean;
  /** Called once for each record that is lost or incomplete. */
  readonly onDamaged: () => void;
}

/** All records of an event log that lies in memory. */
export function readWholeEvtx(bytes: Uint8Array, sinks: EvtxSinks): Generator<EvidenceRecord> {
  const { file, recover } = sinks;
  return recordsOf(readEvtx(bytes, { ...shared, sink: toSink(sinks), recover }), file);
}

/** Reads an event log that comes in pieces, or a part of one; keeps a MiB in memory. */
export function createLogReader(
  options: EvtxSinks & {
    /** Where in the file the first piece begins: 0 for the file header, else on the grid of chunks. */
    readonly startOffsetBytes: number;
    /** With `recover`, in a range that does not begin the file: the chunk before it, which is not read. */
    readonly before?: Uint8Array | undefined;
    /** The file's header, for a range that does not begin with it. */
    readonly head?: Uint8Array;
    /** What is read ends before the file does. */
    readonly part?: boolean;
  },
): { push(piece: Uint8Array): Generator<EvidenceRecord>; end(): Generator<EvidenceRecord> } {
  const { startOffsetBytes, before, head, file, recover, part = false } = options;
  const header = head === undefined ? undefined : readFileHeader(head);
  const reader = createEvtxReader({
    ...shared,
    sink: toSink(options),
    recover,
    brief: options.brief === true,
    part,
    offsetBytes: startOffsetBytes,
    ...(header !== undefined && { header }),
    ...(before !== undefined && { before }),
  });
  return {
    push: (piece) => recordsOf(reader.push(piece), file),
    end: () => recordsOf(reader.end(), file),
  };
}

/** Of all files that this thread reads: templates are parsed once. */
const shared: Pick<EvtxOptions, "templates" | "crc32"> = {
  templates: new EvtxTemplateCache(),
  // Node has it since 20.15 and 22.2; without it the reader takes its own.
  ...(typeof zlib.crc32 === "function" && { crc32: zlib.crc32 }),
};

function* recordsOf(records: Iterable<EvtxRecord>, file: string): Generator<EvidenceRecord> {
  for (const record of records) yield new EvtxEvidence(record, file);
}

/** Carves event log records out of a file of any kind that comes in pieces. */
export function createCarveReader(sinks: EvtxSinks): {
  push(piece: Uint8Array): Generator<EvidenceRecord>;
  end(): Generator<EvidenceRecord>;
} {
  const carver = createEvtxCarver({ ...shared, sink: toSink(sinks) });
  return {
    push: (piece) => recordsOf(carver.push(piece), sinks.file),
    end: () => recordsOf(carver.end(), sinks.file),
  };
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
