import { getResolvedPDFJS } from "unpdf";
import { DocumentError } from "../errors.ts";
import { withinTime } from "./within-time.ts";

type Pdfjs = Awaited<ReturnType<typeof getResolvedPDFJS>>;
type LoadingTask = ReturnType<Pdfjs["getDocument"]>;

/** pdf.js's document. */
export type PdfDocument = Awaited<LoadingTask["promise"]>;
/** pdf.js's page. */
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>;
/** Names of drawing operators to pdf.js's numbers. */
export type Operators = Pdfjs["OPS"];

/** An opened document; `close` frees what pdf.js holds and stops its work. */
export interface OpenPdf {
  readonly pdf: PdfDocument;
  readonly operators: Operators;
  readonly close: () => void;
}

/** No image is decoded: it has nothing to say to a reader of texts. */
const MAX_IMAGE_PIXELS = 1;
const HEAD_BYTES = 1024;

/** Whether `%PDF-` stands within the first 1,024 bytes, as readers of PDF take it (ISO 32000-2, annex I). */
export function isPdf(bytes: Uint8Array): boolean {
  return findHead(bytes) >= 0;
}

/**
 * Opens a PDF. Nothing is evaluated, fetched or written to the console; fonts and images of the document are not
 * loaded into the surroundings. A document with an owner's password only is read; one that needs a password is not.
 * @throws {DocumentError} `DOCUMENT_ENCRYPTED`, `DOCUMENT_DAMAGED`, `DOCUMENT_LIMIT` (time)
 */
export async function openPdf(name: string, bytes: Uint8Array, deadline: number): Promise<OpenPdf> {
  const { getDocument, OPS } = await getResolvedPDFJS();
  const head = Math.max(0, findHead(bytes));
  const task = getDocument({
    // pdf.js takes the buffer for itself, and no Buffer: a copy. and takes no subclass of `Uint8Array`, which Node's file reading gives.
    // A copy: pdf.js takes the buffer for itself, and refuses a Buffer of Node.
    data: new Uint8Array(bytes.subarray(head)),
    verbosity: 0,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    maxImageSize: MAX_IMAGE_PIXELS,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
  });
  // Not waited for: a page whose text was not read to its end would keep it waiting.
  const close = (): void => {
    task.destroy().catch(() => undefined);
  };
  try {
    const pdf = await withinTime(task.promise, deadline);
    if (pdf !== undefined) return { pdf, operators: OPS, close };
  } catch (cause) {
    close();
    throw describeFailure(name, cause);
  }
  close();
  throw new DocumentError(
    "DOCUMENT_LIMIT",
    `${name}: the PDF takes longer to open than is allowed; its structure is damaged or made to cost time`,
  );
}

function describeFailure(name: string, cause: unknown): DocumentError {
  const kind = cause instanceof Error ? cause.name : "";
  if (kind === "PasswordException")
    return new DocumentError(
      "DOCUMENT_ENCRYPTED",
      `${name}: expected a PDF without a password, got one that is encrypted; give a copy without a password`,
      { cause },
    );
  const message = cause instanceof Error ? cause.message.slice(0, 200) : "no reason given";
  return new DocumentError(
    "DOCUMENT_DAMAGED",
    `${name}: expected a whole PDF, got one that cannot be opened (${message}); get it again`,
    { cause },
  );
}

function findHead(bytes: Uint8Array): number {
  const last = Math.min(bytes.length - 5, HEAD_BYTES - 5);
  for (let i = 0; i <= last; i++) {
    if (
      bytes[i] === 0x25 &&
      bytes[i + 1] === 0x50 &&
      bytes[i + 2] === 0x44 &&
      bytes[i + 3] === 0x46 &&
      bytes[i + 4] === 0x2d
    )
      return i;
  }
  return -1;
}
