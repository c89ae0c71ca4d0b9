import type { Diagnostic } from "@tocsin/model";
import type { DocumentLimits, DocumentPart } from "../document.ts";
import { cleanText } from "./clean-text.ts";
import type { PdfDocument } from "./open-pdf.ts";

/** Files inside a PDF, and what was left out. */
export interface Attachments {
  readonly parts: readonly DocumentPart[];
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_NAME = 200;

/** Takes the embedded files of a PDF, by name, within the limits on number and bytes. */
export async function readAttachments(
  name: string,
  pdf: PdfDocument,
  limits: Required<DocumentLimits>,
): Promise<Attachments> {
  const found = (await pdf.getAttachments()) as Record<string, unknown> | null;
  const parts: DocumentPart[] = [];
  let bytesLeft = limits.maxExpandedBytes;
  let left = 0;
  for (const [key, value] of Object.entries(found ?? {})) {
    const { content, filename } = (value ?? {}) as { content?: unknown; filename?: unknown };
    if (!(content instanceof Uint8Array)) continue;
    if (parts.length >= limits.maxParts || content.length > bytesLeft) {
      left++;
      continue;
    }
    bytesLeft -= content.length;
    const own = cleanText(
      (typeof filename === "string" ? filename : key).slice(0, MAX_NAME),
    ).trim();
    parts.push({ name: own === "" ? `attachment-${parts.length + 1}` : own, bytes: content });
  }
  const diagnostics: Diagnostic[] =
    left === 0
      ? []
      : [
          {
            severity: "warning",
            code: "DOCUMENT_CUT",
            message: `expected at most ${limits.maxParts} files of ${limits.maxExpandedBytes} bytes together inside the PDF, got more: ${left} are not read`,
            place: { file: name },
            remedy: "Take them out and read them on their own",
          },
        ];
  return { parts, diagnostics };
}
