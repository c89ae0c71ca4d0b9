import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { DiagnosticSink } from "@tocsin/model";

const PIECE_BYTES = 2 * 1024 * 1024;
/** More than this out of one compressed file is no log any more. */
const MAX_INFLATED_BYTES = 256 * 1024 * 1024 * 1024;

/** Buffers of a piece that nobody uses: each file and each range takes them from here. */
const idle: Uint8Array[] = [];
const MAX_IDLE = 4;

function takeBuffer(sizeBytes: number): Uint8Array {
  return (sizeBytes === PIECE_BYTES ? idle.pop() : undefined) ?? new Uint8Array(sizeBytes);
}

function giveBack(bytes: Uint8Array): void {
  if (bytes.length === PIECE_BYTES && idle.length < MAX_IDLE) idle.push(bytes);
}

/** The bytes of a range of a file, piece by piece. A piece is valid until the next step. */
export async function* readRange(
  path: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const handle = await open(path, "r");
  const size = Math.max(1, Math.min(PIECE_BYTES, end - start));
  const read = (into: Uint8Array, at: number): ReturnType<typeof handle.read> =>
    handle.read(into, 0, Math.min(into.length, end - at), at);
  // While one piece is worked on, the next is read.
  let bytes = takeBuffer(size);
  let spare = end - start > size ? takeBuffer(size) : bytes;
  let pending: ReturnType<typeof handle.read> | undefined;
  try {
    let { bytesRead } = start < end ? await read(bytes, start) : { bytesRead: 0 };
    for (let at = start; bytesRead > 0;) {
      const piece = bytes.subarray(0, bytesRead);
      at += bytesRead;
      pending = at < end ? read(spare, at) : undefined;
      yield piece;
      bytesRead = pending === undefined ? 0 : (await pending).bytesRead;
      pending = undefined;
      [bytes, spare] = [spare, bytes];
    }
  } finally {
    // Who stops early leaves a read under way: a file must not be closed under it.
    await pending?.catch(() => undefined);
    await handle.close();
    giveBack(bytes);
    if (spare !== bytes) giveBack(spare);
  }
}

/** The bytes before a place; fewer if the file has none. */
export async function readBefore(
  path: string,
  end: number,
  sizeBytes: number,
): Promise<Uint8Array> {
  const start = Math.max(0, end - sizeBytes);
  const bytes = new Uint8Array(end - start);
  let size = 0;
  for await (const piece of readRange(path, start, end)) {
    bytes.set(piece, size);
    size += piece.length;
  }
  return bytes.subarray(0, size);
}

/**
 * The bytes of the lines that begin in a range: the line that begins before it belongs to the range before, and
 * the last one ends beyond it.
 */
export async function lineRange(
  path: string,
  {
    start,
    end,
    sizeBytes,
  }: { readonly start: number; readonly end: number; readonly sizeBytes: number },
): Promise<{ readonly from: number; readonly to: number }> {
  const from = start === 0 ? 0 : await afterNewline(path, start - 1, sizeBytes);
  const to = end === sizeBytes ? sizeBytes : await afterNewline(path, end - 1, sizeBytes);
  return { from, to };
}

/** The offset behind the first line feed at or after `at`. */
async function afterNewline(path: string, at: number, sizeBytes: number): Promise<number> {
  let offset = at;
  for await (const piece of readRange(path, at, sizeBytes)) {
    const found = piece.indexOf(10);
    if (found >= 0) return offset + found + 1;
    offset += piece.length;
  }
  return sizeBytes;
}

/**
 * The inflated bytes of a gzip file, piece by piece; damage ends it and is told. `onBytes` gets what was used
 * up of the file itself.
 */
export async function* inflate(
  path: string,
  file: string,
  sinks: { readonly onDiagnostic: DiagnosticSink; readonly onBytes?: (sizeBytes: number) => void },
): AsyncGenerator<Uint8Array> {
  const { onDiagnostic, onBytes } = sinks;
  const source = createReadStream(path, { highWaterMark: PIECE_BYTES });
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  source.on("error", (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let total = 0;
  let used = 0;
  const tell = (): void => {
    onBytes?.(source.bytesRead - used);
    used = source.bytesRead;
  };
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      total += piece.length;
      if (total > MAX_INFLATED_BYTES) {
        onDiagnostic({
          severity: "error",
          code: "HUNT_LIMIT",
          message: `inflates to over ${MAX_INFLATED_BYTES} bytes; the rest was left out`,
          place: { file, offsetBytes: total },
          remedy: "Look at what it is, and inflate it by hand if it is a log",
        });
        return;
      }
      tell();
      yield piece;
    }
  } catch (error) {
    onDiagnostic({
      severity: "error",
      code: "HUNT_GZIP",
      message: `compressed data ends or breaks after ${total} bytes (${error instanceof Error ? error.message : String(error)})`,
      place: { file, offsetBytes: total },
      remedy: "Copy the file again from its source",
    });
  } finally {
    tell();
    source.destroy();
    gunzip.destroy();
  }
}

/** Reads a small range whole. */
export async function readWhole(path: string, sizeBytes: number): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const bytes = new Uint8Array(sizeBytes);
    let at = 0;
    while (at < sizeBytes) {
      const { bytesRead } = await handle.read(bytes, at, sizeBytes - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    await handle?.close();
  }
}
