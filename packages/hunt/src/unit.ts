import { closeSync, openSync, readSync } from "node:fs";
import { recognizeFormat } from "@tocsin/evidence";
import type { EvidenceFormat } from "@tocsin/evidence";
import type { Diagnostic, RecordMapping } from "@tocsin/model";
import { unreadable } from "./walk.ts";
import type { WalkedFile } from "./walk.ts";

/** A piece of work for one worker: a file, or a range of one. Plain data: it crosses threads. */
export interface Unit {
  readonly path: string;
  readonly file: string;
  /** What it is by its bytes, or why it cannot be opened. */
  readonly format: EvidenceFormat | "unreadable";
  /** Bytes of the file, from and up to. */
  readonly start: number;
  readonly end: number;
  /** Bytes of the whole file. */
  readonly sizeBytes: number;
  /** Also records from slack and, where the file is no log, from anywhere in it. */
  readonly recover: boolean;
  /** What the user says of the fields of JSON records. */
  readonly mapping?: RecordMapping | undefined;
  readonly problem?: Diagnostic;
}

const HEAD_BYTES = 65_536;
const CHUNK_BYTES = 65_536;
const EVTX_HEADER_BYTES = 4096;
/** Files up to here are one unit; larger ones are shared. */
const SHARED_FROM_BYTES = 64 * 1024 * 1024;
const RANGE_BYTES = 64 * 1024 * 1024;

/** How files are read. */
export interface UnitOptions {
  /** See {@link Unit.recover}. Default false. */
  readonly recover?: boolean | undefined;
  /** See {@link Unit.mapping}. Default none. */
  readonly mapping?: RecordMapping | undefined;
}

/** Looks into a file and divides it into units: always the same ones, whoever does the work. */
export function toUnits(file: WalkedFile, { recover = false, mapping }: UnitOptions = {}): Unit[] {
  let format: Unit["format"];
  let head: Uint8Array;
  try {
    head = readHead(file.path);
    format = recognizeFormat(head);
  } catch (error) {
    return [
      {
        ...file,
        format: "unreadable",
        start: 0,
        end: 0,
        recover,
        problem: unreadable(file.file, error),
      },
    ];
  }
  const { sizeBytes } = file;
  const whole: Unit = { ...file, format, start: 0, end: sizeBytes, recover, mapping };
  if (!isDivisible(format, head) || sizeBytes <= SHARED_FROM_BYTES) return [whole];
  const units: Unit[] = [];
  const first = format === "evtx" ? EVTX_HEADER_BYTES : 0;
  const step = RANGE_BYTES - (RANGE_BYTES % CHUNK_BYTES);
  for (let at = 0; at < sizeBytes;) {
    const end = Math.min(at === 0 ? first + step : at + step, sizeBytes);
    units.push({ ...whole, start: at, end });
    at = end;
  }
  return units;
}

/**
 * Whether a range of the file can be read without what stands before it: not so where a mark at the beginning
 * tells the encoding, or lines that begin with `#` name the columns (W3C, Zeek).
 */
function isDivisible(format: Unit["format"], head: Uint8Array): boolean {
  if (format === "evtx") return true;
  if (format !== "json-lines" && format !== "text") return false;
  const [first, second] = head;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && !/^#\s*(?:fields|separator|version|software)\b/im.test(ascii(head));
}

function ascii(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function readHead(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
