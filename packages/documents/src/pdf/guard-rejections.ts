interface RejectionEvents {
  on(event: "unhandledRejection", listener: (reason: unknown) => void): unknown;
  off(event: "unhandledRejection", listener: (reason: unknown) => void): unknown;
  listenerCount(event: "unhandledRejection"): number;
}

/** Promises that pdf.js drops fail within this time after its document is closed. */
const LINGER_MS = 20;
const OWN_NAMES =
  /^(?:AbortException|FormatError|InvalidPDFException|MissingDataException|ParserEOFException|PasswordException|ResponseException|UnknownErrorException|XRefEntryException|XRefParseException)$/;

/** Works under way. One listener hears for all of them. */
let guarded = 0;

/**
 * Does a work with pdf.js so that a damaged document cannot end the process. pdf.js fetches some objects ahead and
 * drops the promises; where one fails, Node ends the process for want of somebody to hear it. Failures that are not
 * pdf.js's end it as before.
 */
export async function guardRejections<T>(work: () => Promise<T>): Promise<T> {
  const events = processEvents();
  if (events === undefined) return work();
  if (guarded++ === 0) events.on("unhandledRejection", hear);
  try {
    return await work();
  } finally {
    setTimeout(() => {
      if (--guarded === 0) events.off("unhandledRejection", hear);
    }, LINGER_MS);
  }
}

/** Undefined where there is no process to end: in a browser. */
function processEvents(): RejectionEvents | undefined {
  const events = (globalThis as { readonly process?: RejectionEvents }).process;
  return typeof events?.on === "function" ? events : undefined;
}

function hear(reason: unknown): void {
  const others = (processEvents()?.listenerCount("unhandledRejection") ?? 1) - 1;
  if (!isOfPdfjs(reason) && others === 0) throw reason;
}

function isOfPdfjs(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false;
  return OWN_NAMES.test(reason.name) || /[\\/]unpdf[\\/]|pdfjs/.test(reason.stack ?? "");
}
