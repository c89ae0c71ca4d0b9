import { HuntError, readRecords } from "@tocsin/hunt";
import { formatPlace } from "@tocsin/model";
import type { DiagnosticSink, EvidenceRecord, Place, RecordMapping } from "@tocsin/model";
import { CommandError } from "../error.ts";

/** A record as a person names it. */
export type RecordName = Pick<Place, "file" | "line" | "recordId" | "offsetBytes">;

const SHORT: readonly [RegExp, "recordId" | "offsetBytes"][] = [
  [/^(.+)#([^#/\\]+)$/, "recordId"],
  [/^(.+)@(\d+)$/, "offsetBytes"],
];
/** As formatPlace of the model writes it. */
const LONG = /^(.+?)(?::(\d+))?(?: record (\S+))?(?: at byte (\d+))?(?: \(recovered\))?$/;

/**
 * Reads `FILE:LINE`, `FILE#RECORD-ID`, `FILE@BYTE`, and how reports name a record: `FILE record N at byte M`.
 * @throws {CommandError} `CLI_USAGE`
 */
export function parseRecordName(text: string): RecordName {
  for (const [form, part] of SHORT) {
    const [, file, which] = form.exec(text) ?? [];
    if (file !== undefined && which !== undefined)
      return { file, [part]: part === "recordId" ? which : Number(which) };
  }
  const [, file, line, recordId, offset] = LONG.exec(text) ?? [];
  const parts = {
    ...(line !== undefined && { line: Number(line) }),
    ...(recordId !== undefined && { recordId }),
    ...(offset !== undefined && { offsetBytes: Number(offset) }),
  };
  if (file !== undefined && Object.keys(parts).length > 0) return { file, ...parts };
  throw new CommandError(
    "CLI_USAGE",
    `"${text}" does not say which record of a file is meant`,
    "Write FILE:LINE, FILE#RECORD-ID or FILE@BYTE, as tocsin records shows them",
  );
}

/**
 * Looks for a record and gives it to `use`, within which alone it is valid. Undefined where it is not there.
 * Cost: the file is read up to the record.
 * @throws {CommandError} `CLI_INPUT`
 */
export async function useRecord<T>(
  name: RecordName,
  options: {
    readonly recover: boolean;
    readonly mapping: RecordMapping | undefined;
    readonly signal: AbortSignal;
    readonly onDiagnostic: DiagnosticSink;
  },
  use: (record: EvidenceRecord) => T,
): Promise<T | undefined> {
  const file = name.file.replaceAll("\\", "/");
  try {
    for await (const batch of readRecords({ evidence: [name.file], ...options })) {
      const found = batch.find(({ place }) => isNamed(place, { ...name, file }));
      if (found !== undefined) return use(found);
    }
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
  return undefined;
}

function isNamed(place: Place, { line, recordId, offsetBytes }: RecordName): boolean {
  if (recordId !== undefined && place.recordId !== recordId) return false;
  if (line !== undefined && place.line !== line) return false;
  return offsetBytes === undefined || place.offsetBytes === offsetBytes;
}

/** How reports name it. */
export function formatRecordName(name: RecordName): string {
  return formatPlace(name);
}
