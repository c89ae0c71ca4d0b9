import type { Diagnostic, Ledger, LedgerFile } from "@tocsin/model";
import { createLedger, toLedgerFile, withDiagnostic } from "./ledger.ts";
import { emptyTally, mergeTally, tallyDiagnostic } from "./tally.ts";
import type { Tally } from "./tally.ts";
import { createUnitSource } from "./unit-source.ts";
import type { UnitSource } from "./unit-source.ts";
import { toUnits } from "./unit.ts";
import type { Unit, UnitOptions } from "./unit.ts";
import { walkFiles } from "./walk.ts";

/** The files of a hunt: the work that they are, and what became of each. */
export interface HuntFiles {
  readonly count: number;
  readonly totalBytes: number;
  readonly units: UnitSource;
  /** Takes what a unit came to. True when it was the last one of its file. */
  add(this: void, unit: Unit, tally: Tally): boolean;
  /** Adds to what is told of a file. */
  tell(this: void, diagnostic: Diagnostic, file: string): void;
  ledger(partial: boolean): Ledger;
}

/** Little while a file waits, little when it is done: it is only in between that more is known of it. */
interface PlannedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Units that are still to come; undefined before it is looked into. */
  left: number | undefined;
  tally: Tally | undefined;
  entry: LedgerFile | undefined;
}

/**
 * Lists the files; opens none.
 * @throws {HuntError} `HUNT_PATH`
 */
export function planFiles(evidence: readonly string[], options: UnitOptions): HuntFiles {
  const files = new Map<string, PlannedFile>();
  const books = createLedger();
  let totalBytes = 0;
  const plan = (file: string, path: string, sizeBytes: number): PlannedFile => {
    const planned = { path, sizeBytes, left: undefined, tally: undefined, entry: undefined };
    files.set(file, planned);
    totalBytes += sizeBytes;
    return planned;
  };
  const onDiagnostic = (diagnostic: Diagnostic): void => {
    // A folder or link that could not be opened has its own line in the ledger.
    const file = diagnostic.place?.file ?? "";
    const isUnreadable = diagnostic.code === "HUNT_UNREADABLE";
    const tally = emptyTally(isUnreadable ? "unreadable" : "binary");
    tallyDiagnostic(tally, diagnostic);
    const planned = plan(file, file, 0);
    planned.left = 0;
    planned.entry = toLedgerFile({ file, sizeBytes: 0, tally });
  };
  for (const { file, path, sizeBytes } of walkFiles(evidence, onDiagnostic))
    plan(file, path, sizeBytes);

  function* unitsOf(): Generator<Unit> {
    for (const [file, planned] of files) {
      if (planned.left !== undefined) continue;
      const { path, sizeBytes } = planned;
      const units = toUnits({ file, path, sizeBytes }, options);
      planned.left = units.length;
      yield* units;
    }
  }
  const close = (file: string, planned: PlannedFile, tally: Tally): void => {
    planned.entry = toLedgerFile({ file, sizeBytes: planned.sizeBytes, tally });
    planned.tally = undefined;
    books.add(tally, planned.sizeBytes);
  };
  return {
    count: files.size,
    totalBytes,
    units: createUnitSource(unitsOf()),
    add({ file }, tally) {
      const planned = files.get(file);
      if (planned?.left === undefined) return false;
      planned.left--;
      const known = planned.tally;
      if (known === undefined) planned.tally = tally;
      else {
        known.format = tally.format;
        mergeTally(known, tally);
      }
      if (planned.left > 0) return false;
      close(file, planned, planned.tally ?? tally);
      return true;
    },
    tell(diagnostic, file) {
      const planned = files.get(file);
      if (planned?.entry !== undefined) planned.entry = withDiagnostic(planned.entry, diagnostic);
      else if (planned?.tally !== undefined) tallyDiagnostic(planned.tally, diagnostic);
    },
    ledger(partial) {
      // Stopped before the end: some are half read, and some were not begun.
      for (const [file, planned] of files)
        if (planned.entry === undefined)
          close(file, planned, planned.tally ?? emptyTally("unknown"));
      const entries = Array.from(files.values(), ({ entry }) => entry as LedgerFile);
      return books.close(entries, partial);
    },
  };
}
