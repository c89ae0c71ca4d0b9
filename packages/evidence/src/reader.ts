import { makeRecord } from "./decoded.ts";
import { createElementSplitter } from "./elements.ts";
import { createFlatReader } from "./flat-reader.ts";
import { createJsonReader } from "./json-reader.ts";
import { createLineSplitter } from "./lines.ts";
import type { ReaderOptions, TextReader } from "./options.ts";
import { createReading, type Reading } from "./reading.ts";
import { decodeLine, type LineContext } from "./text-line.ts";
import { createTranscoder } from "./transcode.ts";

/** Formats that {@link createReader} reads. */
export type TextFormat = "json-lines" | "json-array" | "json-object" | "text";

/** Longest line of text that is one record, bytes. */
const MAX_LINE_BYTES = 1024 * 1024;

/**
 * A reader of one file, or of a range of it that begins where a line or record does. Memory does not grow
 * with the file: at most one record is held. Bad data goes to `onDiagnostic`, never thrown; the first 20 of
 * a kind are told with their places, the rest as a number. UTF-16 with a byte order mark is read, too; its
 * places have no offsets, and it must be read from its beginning.
 */
export function createReader(format: TextFormat, options: ReaderOptions): TextReader {
  const transcoder = createTranscoder((options.startOffsetBytes ?? 0) === 0);
  const reading = createReading(options, transcoder);
  const splitter = createSplitter(format, reading);
  return {
    push: (bytes) => splitter.push(transcoder.push(bytes)),
    end: () => {
      splitter.push(transcoder.end());
      splitter.end();
      reading.reporter.end();
    },
  };
}

function createSplitter(format: TextFormat, reading: Reading): TextReader {
  switch (format) {
    case "text":
      return createTextSplitter(reading);
    case "json-lines": {
      const json = createJsonReader(reading, true);
      const flat =
        reading.options.brief === true && reading.options.mapping === undefined
          ? createFlatReader(reading, json.limits)
          : undefined;
      const splitter = createLineSplitter(reading.maxRecordBytes, "skip", {
        ...(flat === undefined ? {} : { onStart: flat.read }),
        onLine: json.onRecord,
        onLong: (offsetBytes, line) => json.onRefused("size", offsetBytes, line),
      });
      if (flat === undefined) return splitter;
      return {
        push: (bytes) => {
          flat.begin(bytes);
          splitter.push(bytes);
        },
        end: () => splitter.end(),
      };
    }
    default:
      return createJsonSplitter(reading);
  }
}

function createJsonSplitter(reading: Reading): TextReader {
  const { options, reporter } = reading;
  const json = createJsonReader(reading, false);
  return createElementSplitter(reading.maxRecordBytes, {
    onElement: json.onRecord,
    onRefused: json.onRefused,
    onIncomplete: (record, offsetBytes, line) => {
      if (record) options.onDamaged?.();
      reporter.report({
        severity: record ? "error" : "warning",
        code: "EVIDENCE_INCOMPLETE",
        message: record
          ? "The file ends within a JSON record that begins here; it is left out"
          : "The file ends within a JSON list; the records before are read",
        place: reading.place(offsetBytes, line),
        remedy: "Look whether the file was copied whole",
      });
    },
  });
}

function createTextSplitter(reading: Reading): TextReader {
  const { options, reporter } = reading;
  const context: LineContext = {};
  const maxBytes = Math.min(MAX_LINE_BYTES, reading.maxRecordBytes);
  return createLineSplitter(maxBytes, "cut", {
    onLine: (bytes, offsetBytes, line) => {
      if (bytes.length === 0) return;
      const place = reading.place(offsetBytes, line);
      options.onRecord(makeRecord(place, decodeLine(reading.decode(bytes, place), context)));
    },
    onLong: (offsetBytes, line) =>
      reporter.report({
        severity: "warning",
        code: "EVIDENCE_LINE_CUT",
        message: `A line is longer than ${maxBytes} bytes and is read in pieces`,
        place: reading.place(offsetBytes, line),
        remedy: "Split the line; what lies across a cut is not found",
      }),
  });
}
