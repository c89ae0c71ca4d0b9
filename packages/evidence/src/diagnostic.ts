import type { Diagnostic, DiagnosticSink, Severity } from "@tocsin/model";

/** Codes of this package's diagnostics, each with what it means and what to do. */
export const EVIDENCE_DIAGNOSTIC_CODES = {
  EVIDENCE_JSON:
    "A record is not valid JSON; it is left out and the next one is read. Look at the named place; a cut or doubled write is the usual cause.",
  EVIDENCE_RECORD_SIZE:
    "A JSON record is larger than the limit; it is left out. Split it, or raise the limit of a record's size.",
  EVIDENCE_RECORD_NESTING:
    "A JSON record is nested too deeply; it is left out. Flatten it before it is read.",
  EVIDENCE_FIELD_LIMIT:
    "A record has more fields, or deeper ones, than the limit; the rest of its fields is left out. Raise the limit.",
  EVIDENCE_LINE_CUT:
    "A line is longer than the limit; it is read in pieces, and what lies across a cut is not found. Split the line.",
  EVIDENCE_TEXT_ENCODING:
    "The text is not valid UTF-8 or UTF-16; what is invalid is read as U+FFFD. Convert the file if names or paths matter.",
  EVIDENCE_INCOMPLETE:
    "The file ends within a JSON value; what is whole is read. Look whether the file was copied whole.",
} as const;

/** A code of {@link EVIDENCE_DIAGNOSTIC_CODES}. */
export type EvidenceDiagnosticCode = keyof typeof EVIDENCE_DIAGNOSTIC_CODES;

/** One diagnostic of this package. */
interface Report extends Omit<Diagnostic, "code"> {
  readonly code: EvidenceDiagnosticCode;
}

/** How many diagnostics of one code a file gives with their places; the others are counted. */
const PLACED = 20;

/** Passes diagnostics on, and counts those of a code that comes too often. */
export interface Reporter {
  report(report: Report): void;
  /** As {@link report}, but only the first of its code is passed on, and the others are not counted. */
  reportOnce(report: Report): void;
  /** Tells how many were held back. */
  end(): void;
}

export function createReporter(file: string, sink: DiagnosticSink): Reporter {
  const counts = new Map<EvidenceDiagnosticCode, { severity: Severity; count: number }>();
  const count = ({ code, severity }: Report): number => {
    const entry = counts.get(code);
    if (entry !== undefined) return ++entry.count;
    counts.set(code, { severity, count: 1 });
    return 1;
  };
  return {
    report: (report) => {
      if (count(report) <= PLACED) sink(report);
    },
    reportOnce: (report) => {
      if (counts.has(report.code)) return;
      count(report);
      sink(report);
    },
    end: () => {
      for (const [code, { severity, count: total }] of counts) {
        if (total <= PLACED) continue;
        const message = `${total - PLACED} more of the kind ${code} in this file; the first ${PLACED} are named.`;
        sink({ severity, code, message, place: { file } });
      }
      counts.clear();
    },
  };
}
