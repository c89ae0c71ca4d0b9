// ZIP: PKWARE APPNOTE 6.3.10, 4.3.7 (local header), 4.3.12 (central directory), 4.3.14–16 (end records).
import { Inflate } from "fflate";
import { DocumentError } from "../errors.ts";

/** One file of an archive as its directory tells it. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated; others are not read. */
  readonly method: number;
  readonly compressedBytes: number;
  /** As declared; what comes out is held to it. */
  readonly expandedBytes: number;
  readonly isEncrypted: boolean;
  readonly offsetBytes: number;
}

/** Bounds of {@link readZip}. */
export interface ZipLimits {
  /** Bytes after expansion of all entries that are taken, together. */
  readonly maxExpandedBytes: number;
  readonly maxEntries: number;
}

/** An archive whose entries can be taken, each within what is left of the bound. */
export interface Zip {
  readonly entries: readonly ZipEntry[];
  /** More entries than the bound stand in the archive; they are not in `entries`. */
  readonly isCut: boolean;
  /** Entry of that name, without regard to case. */
  readonly find: (name: string) => ZipEntry | undefined;
  /** The bytes of an entry. @throws {DocumentError} `DOCUMENT_ENCRYPTED`, `DOCUMENT_DAMAGED`, `DOCUMENT_LIMIT` */
  readonly take: (entry: ZipEntry) => Uint8Array;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_COMMENT = 0xffff;
const CHUNK_BYTES = 16 * 1024;
const MAX_NAME_BYTES = 4096;

/** Whether the bytes begin as a ZIP archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Reads the directory of a ZIP archive; nothing is expanded before it is taken.
 * @param file name for messages
 * @throws {DocumentError} `DOCUMENT_DAMAGED` without a directory that can be read
 */
export function readZip(file: string, bytes: Uint8Array, limits: ZipLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, count } = findDirectory(file, view);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count && entries.length < limits.maxEntries; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) break;
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const name = decodeName(bytes.subarray(at + 46, at + 46 + Math.min(nameBytes, MAX_NAME_BYTES)));
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      ...readSizes(view, at, nameBytes, extraBytes),
    });
    at += 46 + nameBytes + extraBytes + view.getUint16(at + 32, true);
  }
  if (entries.length === 0 && count > 0) throw damaged(file, "a directory of its files");
  let left = limits.maxExpandedBytes;
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  return {
    entries,
    isCut: count > entries.length,
    find: (name) => byName.get(name.toLowerCase()),
    take(entry) {
      const taken = takeEntry(file, view, entry, left);
      left -= taken.length;
      return taken;
    },
  };
}

function damaged(file: string, expected: string): DocumentError {
  return new DocumentError(
    "DOCUMENT_DAMAGED",
    `${file}: expected ${expected}, got none: the archive is cut off or damaged; get it again`,
  );
}

function findDirectory(file: string, view: DataView): { start: number; count: number } {
  const lowest = Math.max(0, view.byteLength - 22 - MAX_COMMENT);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (count !== 0xffff && start !== 0xffffffff) return { start, count };
    return findDirectory64(view, at) ?? { start, count };
  }
  throw damaged(file, "the directory at the end of a ZIP archive");
}

function findDirectory64(
  view: DataView,
  end: number,
): { start: number; count: number } | undefined {
  if (end < 20 || view.getUint32(end - 20, true) !== LOCATOR64) return undefined;
  const at = Number(view.getBigUint64(end - 12, true));
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== END64) return undefined;
  return {
    count: Number(view.getBigUint64(at + 32, true)),
    start: Number(view.getBigUint64(at + 48, true)),
  };
}

/** Sizes and place, from the extra field of ZIP64 where the short ones are full (4.5.3). */
function readSizes(
  view: DataView,
  at: number,
  nameBytes: number,
  extraBytes: number,
): Pick<ZipEntry, "compressedBytes" | "expandedBytes" | "offsetBytes"> {
  let compressedBytes = view.getUint32(at + 20, true);
  let expandedBytes = view.getUint32(at + 24, true);
  let offsetBytes = view.getUint32(at + 42, true);
  const end = Math.min(at + 46 + nameBytes + extraBytes, view.byteLength);
  for (let field = at + 46 + nameBytes; field + 4 <= end;) {
    const size = view.getUint16(field + 2, true);
    let value = field + 4;
    const next = (): number | undefined => {
      value += 8;
      return value <= Math.min(field + 4 + size, end)
        ? Number(view.getBigUint64(value - 8, true))
        : undefined;
    };
    if (view.getUint16(field, true) === 1) {
      if (expandedBytes === 0xffffffff) expandedBytes = next() ?? expandedBytes;
      if (compressedBytes === 0xffffffff) compressedBytes = next() ?? compressedBytes;
      if (offsetBytes === 0xffffffff) offsetBytes = next() ?? offsetBytes;
    }
    field += 4 + size;
  }
  return { compressedBytes, expandedBytes, offsetBytes };
}

/** Names are UTF-8 or of an old code page; what is no UTF-8 is shown as Latin. */
function decodeName(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8").decode(bytes);
  return (text.includes("\uFFFD") ? new TextDecoder("latin1").decode(bytes) : text).replaceAll(
    "\\",
    "/",
  );
}

function takeEntry(file: string, view: DataView, entry: ZipEntry, left: number): Uint8Array {
  const { name, method, offsetBytes, compressedBytes, expandedBytes } = entry;
  const place = `${file}: ${name}`;
  if (entry.isEncrypted)
    throw new DocumentError(
      "DOCUMENT_ENCRYPTED",
      `${place}: the file is encrypted; give a copy without a password`,
    );
  if (expandedBytes > left)
    throw new DocumentError(
      "DOCUMENT_LIMIT",
      `${place}: expected at most ${left} bytes after expansion, got ${expandedBytes} declared; it was not expanded`,
    );
  if (offsetBytes + 30 > view.byteLength || view.getUint32(offsetBytes, true) !== LOCAL)
    throw damaged(place, "the head of a file");
  const start =
    offsetBytes +
    30 +
    view.getUint16(offsetBytes + 26, true) +
    view.getUint16(offsetBytes + 28, true);
  if (start + compressedBytes > view.byteLength) throw damaged(place, `${compressedBytes} bytes`);
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, compressedBytes);
  if (method === 0) {
    if (compressedBytes !== expandedBytes) throw damaged(place, "sizes that agree");
    return bytes;
  }
  if (method !== 8)
    throw new DocumentError(
      "DOCUMENT_DAMAGED",
      `${place}: expected a stored or deflated file, got compression method ${method}, which is not read; pack it again`,
    );
  return inflate(place, bytes, expandedBytes);
}

/** Expands piece by piece and stops where more comes out than was declared. */
function inflate(place: string, bytes: Uint8Array, expandedBytes: number): Uint8Array {
  const out = new Uint8Array(expandedBytes);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > expandedBytes)
      throw new DocumentError(
        "DOCUMENT_LIMIT",
        `${place}: expected ${expandedBytes} bytes after expansion as declared, got more; the archive lies about its sizes`,
      );
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
      stream.push(bytes.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= bytes.length);
  } catch (cause) {
    if (cause instanceof DocumentError) throw cause;
    throw new DocumentError(
      "DOCUMENT_DAMAGED",
      `${place}: the compressed data are damaged; get it again`,
      {
        cause,
      },
    );
  }
  if (length < expandedBytes) throw damaged(place, `${expandedBytes} bytes after expansion`);
  return out;
}
