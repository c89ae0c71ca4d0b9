import { DocumentError } from "../errors.ts";
import { isZip, readZip } from "./zip.ts";

/** What a ZIP archive holds. `other-office` (presentations, binary workbooks) and `open-document` are not read. */
export type ZipKind = "docx" | "xlsx" | "other-office" | "open-document" | "archive";

const known = new WeakMap<Uint8Array, { readonly kind: ZipKind | undefined }>();

/**
 * What a ZIP archive holds by the names in its directory; `archive` too where the directory cannot be read.
 * Undefined for bytes that are no such archive. Nothing is expanded.
 */
export function zipKind(bytes: Uint8Array): ZipKind | undefined {
  const before = known.get(bytes);
  if (before !== undefined) return before.kind;
  const kind = isZip(bytes) ? readKind(bytes) : undefined;
  known.set(bytes, { kind });
  return kind;
}

function readKind(bytes: Uint8Array): ZipKind {
  // ODF 1.3 part 2, 3.3: the file `mimetype` stands first and is stored.
  const head = new TextDecoder("latin1").decode(bytes.subarray(30, 120));
  if (/^mimetype\S{0,30}application\/vnd\.oasis\.opendocument/.test(head)) return "open-document";
  try {
    const { entries } = readZip("", bytes, { maxExpandedBytes: 0, maxEntries: 5000 });
    const names = entries.map(({ name }) => name.toLowerCase());
    if (!names.includes("[content_types].xml")) return "archive";
    if (names.some((name) => /^word\/document\w{0,8}\.xml$/.test(name))) return "docx";
    if (names.some((name) => /^xl\/workbook\w{0,8}\.xml$/.test(name))) return "xlsx";
    return names.some((name) => /^(?:ppt|xl|visio)\//.test(name)) ? "other-office" : "archive";
  } catch (cause) {
    // Its reader says what is wrong with it.
    if (cause instanceof DocumentError) return "archive";
    throw cause;
  }
}
