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
  readonly file: string;
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
  const files: PlannedFile[] = [];
  // Two may have one name: as reports spell it, and where a link is named by hand too.
  const byName = new Map<string, PlannedFile>();
  const owners = new WeakMap<Unit, PlannedFile>();
  const books = createLedger();
  let totalBytes = 0;
  const plan = (file: string, path: string, sizeBytes: number): PlannedFile => {
    totalBytes += sizeBytes;
    const known = byName.get(file);
    const fresh = { file, path, sizeBytes, left: undefined, tally: undefined, entry: undefined };
    // What was passed over as a link, and is named by hand.
    if (known?.entry !== undefined) return Object.assign(known, fresh);
    files.push(fresh);
    byName.set(file, fresh);
    return fresh;
  };
  const onDiagnostic = (diagnostic: Diagnostic): void => {
    // A folder or link that could not be opened has its own line in the ledger.
    const file = diagnostic.place?.file ?? "";
    if (byName.has(file)) return;
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
    for (const planned of files) {
      if (planned.left !== undefined) continue;
      const { file, path, sizeBytes } = planned;
      const units = toUnits({ file, path, sizeBytes }, options);
      planned.left = units.length;
      for (const unit of units) owners.set(unit, planned);
      yield* units;
    }
  }
  const close = (planned: PlannedFile, tally: Tally): void => {
    const { file, sizeBytes } = planned;
    planned.entry = toLedgerFile({ file, sizeBytes, tally });
    planned.tally = undefined;
    books.add(tally, sizeBytes);
  };
  return {
    count: files.length,
    totalBytes,
    units: createUnitSource(unitsOf()),
    add(unit, tally) {
      const planned = owners.get(unit);
      if (planned?.left === undefined) return false;
      planned.left--;
      const known = planned.tally;
      if (known === undefined) planned.tally = tally;
      else {
        known.format = tally.format;
        mergeTally(known, tally);
      }
      if (planned.left > 0) return false;
      close(planned, planned.tally ?? tally);
      return true;
    },
    tell(diagnostic, file) {
      const planned = byName.get(file);
      if (planned?.entry !== undefined) planned.entry = withDiagnostic(planned.entry, diagnostic);
      else if (planned?.tally !== undefined) tallyDiagnostic(planned.tally, diagnostic);
    },
    ledger(partial) {
      // Stopped before the end: some are half read, and some were not begun.
      for (const planned of files)
        if (planned.entry === undefined) close(planned, planned.tally ?? emptyTally("unknown"));
      const entries = files.map(({ entry }) => entry as LedgerFile);
      return books.close(entries, partial);
    },
  };
}
