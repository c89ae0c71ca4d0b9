import type { Diagnostic } from "@tocsin/model";
import { cutDiagnostic } from "../block-list.ts";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Document, DocumentLimits, DocumentPart } from "../document.ts";
import { DocumentError } from "../errors.ts";
import { readZip } from "./zip.ts";
import type { ZipEntry } from "./zip.ts";

/** Files that systems put into archives, and that no one wrote. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git\/)/i;

/** Largest file that is taken out. */
const MAX_PART_BYTES = 64 * 1024 * 1024;

/**
 * Takes the files of a ZIP archive as parts, in the order of its directory. A file that is encrypted, damaged or too
 * large is a diagnostic, unless it is so with all of them.
 * @param name for messages and places
 * @throws {DocumentError} `DOCUMENT_ENCRYPTED`, `DOCUMENT_DAMAGED`, `DOCUMENT_LIMIT`: none of the files can be taken
 */
export function readArchive(
  name: string,
  bytes: Uint8Array,
  limits: DocumentLimits = {},
): Document {
  const { maxExpandedBytes, maxParts } = { ...DOCUMENT_LIMITS, ...limits };
  const zip = readZip(name, bytes, { maxExpandedBytes, maxEntries: maxParts });
  const parts: DocumentPart[] = [];
  const diagnostics: Diagnostic[] = zip.isCut ? [cutDiagnostic(name, `${maxParts} files`)] : [];
  let failure: DocumentError | undefined;
  for (const entry of zip.entries) {
    if (entry.name.endsWith("/") || entry.name === "" || LITTER.test(entry.name)) continue;
    try {
      refuseLarge(name, entry);
      parts.push({ name: entry.name, bytes: zip.take(entry) });
    } catch (cause) {
      if (!(cause instanceof DocumentError)) throw cause;
      failure ??= cause;
      diagnostics.push(unreadDiagnostic(name, entry, cause));
    }
  }
  if (failure !== undefined && parts.length === 0) throw failure;
  return { format: "archive", properties: {}, blocks: [], parts, diagnostics };
}

/** Before it is expanded: a file so large would not be read. */
function refuseLarge(file: string, { name, expandedBytes }: ZipEntry): void {
  if (expandedBytes > MAX_PART_BYTES)
    throw new DocumentError(
      "DOCUMENT_LIMIT",
      `${file}: ${name}: expected at most ${MAX_PART_BYTES} bytes in one file, got ${expandedBytes} declared; it was not expanded`,
    );
}

function unreadDiagnostic(file: string, entry: ZipEntry, cause: DocumentError): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_PART_UNREAD",
    message: cause.message,
    place: { file: `${file}/${entry.name}` },
    remedy: "Give the file by itself",
  };
}
