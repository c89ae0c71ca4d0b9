import { createReader, recognizeFormat } from "@tocsin/evidence";
import type { EvidenceFormat } from "@tocsin/evidence";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES } from "@tocsin/evtx";
import type { DiagnosticSink, EvidenceRecord } from "@tocsin/model";
import { createCarveReader, createLogReader, readWholeEvtx } from "./evtx-source.ts";
import type { EvtxSinks } from "./evtx-source.ts";
import { inflate, lineRange, readBefore, readRange, readWhole } from "./pieces.ts";
import type { Unit } from "./unit.ts";
import { unreadable } from "./walk.ts";

/** What reading a unit tells besides its records. */
export interface UnitSinks {
  readonly onRecord: (record: EvidenceRecord) => void;
  /** Records are used up within `onRecord`: the memory that they lie in may be used again. Default false. */
  readonly brief?: boolean;
  readonly onDiagnostic: DiagnosticSink;
  readonly onDamaged: () => void;
  /** Bytes of the file that were used up. */
  readonly onBytes?: (sizeBytes: number) => void;
  /** The format, once the content of a compressed file is known: `json-lines+gzip`. */
  readonly onFormat?: (format: string) => void;
}

/** Event logs up to here are read whole, which finds chunks that lie off the grid. */
const WHOLE_EVTX_BYTES = 64 * 1024 * 1024;
const HEAD_BYTES = 65_536;

/**
 * Gives the records of a unit, piece by piece; between two steps the caller may stop. Bad data goes to the sinks;
 * a file that the system will not read ends the unit with a diagnostic.
 */
export async function* readUnit(unit: Unit, sinks: UnitSinks): AsyncGenerator<void> {
  const { file, problem } = unit;
  if (problem !== undefined) {
    sinks.onDiagnostic(problem);
    return;
  }
  try {
    yield* readFormat(unit, sinks);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    sinks.onDiagnostic(unreadable(file, error));
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}

async function* readFormat(unit: Unit, sinks: UnitSinks): AsyncGenerator<void> {
  const { path, file, format, start, end, sizeBytes, recover } = unit;
  const evtx: EvtxSinks = { file, recover, ...sinks };
  switch (format) {
    case "evtx": {
      // What is recovered may need templates from further on: they are known where the file is.
      if (recover && start === 0 && end === sizeBytes && sizeBytes <= WHOLE_EVTX_BYTES) {
        const bytes = await collect(counted(unit, 0, sizeBytes, sinks), sizeBytes);
        give(readWholeEvtx(bytes, evtx), sinks);
        return;
      }
      const head = await readWhole(path, Math.min(HEADER_BLOCK_BYTES, sizeBytes));
      const before = recover && start > 0 ? await readBefore(path, start, CHUNK_BYTES) : undefined;
      const reader = createLogReader({
        ...evtx,
        startOffsetBytes: start,
        before,
        head,
        part: end < sizeBytes,
      });
      for await (const piece of counted(unit, start, end, sinks)) {
        give(reader.push(piece), sinks);
        yield;
      }
      give(reader.end(), sinks);
      return;
    }
    case "json-lines":
    case "text": {
      const { from, to } = await lineRange(path, { start, end, sizeBytes });
      const pieces = counted(unit, from, to, sinks);
      yield* readText(format, pieces, { file, from, sinks, mapping: unit.mapping });
      return;
    }
    case "json-array":
    case "json-object":
      yield* readText(format, counted(unit, start, end, sinks), {
        file,
        from: 0,
        sinks,
        mapping: unit.mapping,
      });
      return;
    case "gzip":
      yield* readGzip(unit, sinks);
      return;
    case "binary":
      if (recover) yield* carve(counted(unit, start, end, sinks), evtx, sinks);
      else tellUnread(file, format, sinks);
      return;
    default:
      tellUnread(file, format, sinks);
  }
}

/** Records out of what is no log; a file without any is told as one that is not read. */
async function* carve(
  pieces: AsyncIterable<Uint8Array>,
  evtx: EvtxSinks,
  sinks: UnitSinks,
): AsyncGenerator<void> {
  const reader = createCarveReader(evtx);
  let found = false;
  const onRecord = (record: EvidenceRecord): void => {
    if (!found) sinks.onFormat?.("evtx-carved");
    found = true;
    sinks.onRecord(record);
  };
  for await (const piece of pieces) {
    give(reader.push(piece), { onRecord });
    yield;
  }
  give(reader.end(), { onRecord });
  if (!found) tellUnread(evtx.file, "binary", sinks);
}

async function* readGzip(
  { path, file, recover, mapping }: Unit,
  sinks: UnitSinks,
): AsyncGenerator<void> {
  const pieces = inflate(path, file, sinks);
  const { head, rest } = await peek(pieces);
  const format = recognizeFormat(head.subarray(0, HEAD_BYTES));
  sinks.onFormat?.(`${format}+gzip`);
  if (format === "evtx") {
    const evtx: EvtxSinks = { file, recover, ...sinks };
    const reader = createLogReader({ ...evtx, startOffsetBytes: 0 });
    for await (const piece of rest) {
      give(reader.push(piece), sinks);
      yield;
    }
    give(reader.end(), sinks);
  } else if (
    format === "json-lines" ||
    format === "json-array" ||
    format === "json-object" ||
    format === "text"
  ) {
    yield* readText(format, rest, { file, from: 0, sinks, mapping });
  } else if (format === "binary" && recover) {
    yield* carve(rest, { file, recover, ...sinks }, sinks);
  } else {
    await pieces.return(undefined);
    tellUnread(file, format, sinks);
  }
}

/** Enough bytes to recognise the format by, and all bytes from the beginning. */
async function peek(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ head: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await pieces.next();
    if (next.done === true) break;
    first.push(Uint8Array.from(next.value));
    size += next.value.length;
  }
  const head = new Uint8Array(size);
  let at = 0;
  for (const piece of first) {
    head.set(piece, at);
    at += piece.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* pieces;
  }
  return { head, rest: all() };
}

async function* readText(
  format: "json-lines" | "json-array" | "json-object" | "text",
  pieces: AsyncGenerator<Uint8Array>,
  about: {
    readonly file: string;
    readonly from: number;
    readonly sinks: UnitSinks;
    readonly mapping: Unit["mapping"];
  },
): AsyncGenerator<void> {
  const { file, from, sinks, mapping } = about;
  const reader = createReader(format, {
    file,
    startOffsetBytes: from,
    // Lines can only be counted from the beginning of a file.
    ...(from === 0 && { startLine: 1 }),
    onRecord: sinks.onRecord,
    onDiagnostic: sinks.onDiagnostic,
    onDamaged: sinks.onDamaged,
    mapping,
    brief: sinks.brief === true,
  });
  for await (const piece of pieces) {
    reader.push(piece);
    yield;
  }
  reader.end();
}

/** The bytes of a range; told if the file ends before it, as it did not when it was looked at. */
async function* counted(
  { path, file }: Unit,
  start: number,
  end: number,
  { onBytes, onDiagnostic }: UnitSinks,
): AsyncGenerator<Uint8Array> {
  let at = start;
  for await (const piece of readRange(path, start, end)) {
    at += piece.length;
    onBytes?.(piece.length);
    yield piece;
  }
  if (at < end)
    onDiagnostic({
      severity: "error",
      code: "HUNT_SHORTER",
      message: `ends at byte ${at}, where it had ${end} bytes when it was looked at`,
      place: { file, offsetBytes: at },
      remedy: "Copy it first, and hunt in the copy",
    });
}

async function collect(pieces: AsyncIterable<Uint8Array>, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for await (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes.subarray(0, at);
}

function give(records: Iterable<EvidenceRecord>, { onRecord }: Pick<UnitSinks, "onRecord">): void {
  for (const record of records) onRecord(record);
}

const UNREAD: Readonly<Partial<Record<EvidenceFormat | "unreadable", string>>> = {
  zip: "is a zip archive, which this version does not open",
  binary: "is no log that this version reads, by its first bytes",
  gzip: "is compressed twice",
};

function tellUnread(
  file: string,
  format: EvidenceFormat | "unreadable",
  { onDiagnostic }: UnitSinks,
): void {
  if (format === "empty")
    onDiagnostic({ severity: "note", code: "HUNT_EMPTY", message: "is empty", place: { file } });
  else
    onDiagnostic({
      severity: "warning",
      code: "HUNT_FORMAT",
      message: UNREAD[format] ?? "is of a format that this version does not read",
      place: { file },
      remedy:
        format === "zip" ? "Unpack it and give the folder" : "Give the log as EVTX, JSON or text",
    });
}
