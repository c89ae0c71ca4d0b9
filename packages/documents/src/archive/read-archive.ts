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
  const left: { readonly entry: ZipEntry; readonly cause: DocumentError }[] = [];
  let failure: DocumentError | undefined;
  for (const entry of zip.entries) {
    if (entry.name.endsWith("/") || entry.name === "" || LITTER.test(entry.name)) continue;
    try {
      refuseLarge(name, entry);
      parts.push({ name: entry.name, bytes: zip.take(entry) });
    } catch (cause) {
      if (!(cause instanceof DocumentError)) throw cause;
      failure ??= cause;
      // Beyond a limit all that follow fail alike.
      if (cause.code === "DOCUMENT_LIMIT") left.push({ entry, cause });
      else diagnostics.push(unreadDiagnostic(name, entry, cause));
    }
  }
  if (failure !== undefined && parts.length === 0) throw failure;
  const [only] = left;
  if (left.length === 1 && only !== undefined)
    diagnostics.push(unreadDiagnostic(name, only.entry, only.cause));
  else if (left.length > 1)
    diagnostics.push(
      leftDiagnostic(
        name,
        left.map(({ entry }) => entry),
      ),
    );
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

const MOST_NAMED = 5;

function leftDiagnostic(file: string, left: readonly ZipEntry[]): Diagnostic {
  const named = left
    .slice(0, MOST_NAMED)
    .map(({ name }) => name)
    .join(", ");
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : "";
  return {
    severity: "warning",
    code: "DOCUMENT_PART_UNREAD",
    message: `expected files within the limit on size and expansion, got ${left.length} that pass it: ${named}${more}; they were not expanded`,
    place: { file },
    remedy: "Give these files by themselves",
  };
}
