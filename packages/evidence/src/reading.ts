import type { Place } from "@tocsin/model";
import { createReporter, type Reporter } from "./diagnostic.ts";
import type { ReaderOptions } from "./options.ts";
import { createTextDecoder } from "./text-decoder.ts";
import type { Transcoder } from "./transcode.ts";

/** What the parts of a reader share while it reads one file. */
export interface Reading {
  readonly options: ReaderOptions;
  readonly reporter: Reporter;
  readonly maxRecordBytes: number;
  /** A place from an offset and a line that count from where the bytes begin. */
  place(offsetBytes: number, line: number): Place;
  /** The text of a unit. */
  decode(bytes: Uint8Array, place: Place): string;
}

/** Unless the options say otherwise. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

export function createReading(options: ReaderOptions, transcoder: Transcoder): Reading {
  const { file, startOffsetBytes = 0 } = options;
  const firstLine = options.startLine ?? (startOffsetBytes === 0 ? 1 : undefined);
  const reporter = createReporter(file, options.onDiagnostic);
  const decode = createTextDecoder();
  return {
    options,
    reporter,
    maxRecordBytes: options.limits?.maxRecordBytes ?? MAX_RECORD_BYTES,
    place: (offsetBytes, line) => {
      const at = startOffsetBytes + transcoder.markBytes + offsetBytes;
      if (transcoder.transcodes)
        return firstLine === undefined ? { file } : { file, line: firstLine + line };
      return firstLine === undefined
        ? { file, offsetBytes: at }
        : { file, offsetBytes: at, line: firstLine + line };
    },
    decode: (bytes, place) =>
      decode(bytes, () =>
        reporter.reportOnce({
          severity: "note",
          code: "EVIDENCE_TEXT_ENCODING",
          message: "The text is not valid UTF-8; invalid bytes are read as U+FFFD, here first",
          place,
          remedy: "Convert the file to UTF-8 if names or paths in it matter",
        }),
      ),
  };
}
