import type { Place } from "@tocsin/model";
import { decodeJson } from "./decode-json.ts";
import { makeRecord } from "./decoded.ts";
import { MAX_NESTING } from "./elements.ts";
import type { FieldLimits } from "./flatten.ts";
import { createMapper } from "./mapped.ts";
import { parseJson } from "./parse-json.ts";
import type { Reading } from "./reading.ts";
import { isObject, unwrapList } from "./wrappers.ts";

/** Records below this size cannot be nested so deeply that it hurts; they are not looked through for it. */
const SMALL_BYTES = 32 * 1024;

/** Takes whole JSON records, parses them and gives what they hold. */
export interface JsonReader {
  readonly limits: FieldLimits;
  readonly onRecord: (bytes: Uint8Array, offsetBytes: number, line: number) => void;
  readonly onRefused: (why: "size" | "nesting", offsetBytes: number, line: number) => void;
}

/** With `isLine`, a record begins where its line does, so that columns can be told. */
export function createJsonReader(reading: Reading, isLine: boolean): JsonReader {
  const { options, reporter } = reading;
  const limits: FieldLimits = {
    maxDepth: options.limits?.maxDepth ?? 64,
    maxFields: options.limits?.maxFields ?? 2000,
    onLimit: () => {
      const message = `${options.file}: a record has more fields or deeper ones than are read.`;
      reporter.reportOnce({
        severity: "warning",
        code: "EVIDENCE_FIELD_LIMIT",
        message,
        place: { file: options.file },
        remedy: "Look at the record by itself",
      });
    },
  };

  const { mapping } = options;
  const decode = mapping === undefined ? decodeJson : createMapper(mapping);

  function refuse(why: "size" | "nesting", offsetBytes: number, line: number): void {
    options.onDamaged?.();
    const place = reading.place(offsetBytes, line);
    if (why === "size")
      reporter.report({
        severity: "error",
        code: "EVIDENCE_RECORD_SIZE",
        message: `A JSON record is larger than ${reading.maxRecordBytes} bytes and is left out`,
        place,
        remedy: "Split the record",
      });
    else
      reporter.report({
        severity: "error",
        code: "EVIDENCE_RECORD_NESTING",
        message: `A JSON record is nested more than ${MAX_NESTING} levels deep and is left out`,
        place,
        remedy: "Flatten the record before it is read",
      });
  }

  function breaks(text: string, at: number, expected: string, place: Place): void {
    options.onDamaged?.();
    const before = text.slice(0, at);
    const lines = before.split("\n").length - 1;
    const column = before.length - (before.lastIndexOf("\n") + 1) + 1;
    const offsetBytes =
      place.offsetBytes === undefined
        ? {}
        : { offsetBytes: place.offsetBytes + new TextEncoder().encode(before).length };
    reporter.report({
      severity: "error",
      code: "EVIDENCE_JSON",
      message: `Not JSON: expected ${expected}, got ${describe(text, at)}. The record is left out`,
      place: {
        file: place.file,
        ...offsetBytes,
        ...(place.line === undefined ? {} : { line: place.line + lines }),
        ...(place.line !== undefined && (isLine || lines > 0) ? { column } : {}),
      },
      remedy: "Look whether the file was written or copied whole at this place",
    });
  }

  return {
    limits,
    onRefused: refuse,
    onRecord: (bytes, offsetBytes, line) => {
      if (bytes.length > SMALL_BYTES && nestingOf(bytes) > MAX_NESTING) {
        refuse("nesting", offsetBytes, line);
        return;
      }
      const place = reading.place(offsetBytes, line);
      const text = reading.decode(bytes, place);
      if (!/\S/.test(text) || isRecordHeading(text)) return;
      const parsed = parseJson(text.startsWith("\x1e") ? text.slice(1) : text);
      if ("expected" in parsed) {
        breaks(text, parsed.at, parsed.expected, place);
        return;
      }
      const { value } = parsed;
      const list = isLine && isObjectList(value) ? value : unwrapList(value);
      for (const one of list) options.onRecord(makeRecord(place, decode(one, limits)));
    },
  };
}

/** What `evtx_dump` writes before each record unless it is told not to. */
function isRecordHeading(text: string): boolean {
  return /^\s{0,8}Record \d{1,20}\s{0,8}$/.test(text);
}

/** A line that is a list of records. */
function isObjectList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** What stands at a place, short and without control characters. */
function describe(text: string, at: number): string {
  if (at >= text.length) return "the end";
  const shown = text.slice(at, at + 12).replaceAll(/[^\x20-\x7e]/g, "?");
  return `"${shown}"`;
}

/** The deepest nesting by brackets outside of quotes. */
function nestingOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) quoted = !quoted;
    else if (quoted) {
      if (byte === 0x5c) at++;
    } else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return deepest;
}
