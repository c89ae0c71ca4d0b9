import { spawnSync } from "node:child_process";
import type { Absent } from "../race/entrant.ts";
import type { Command } from "../race/meter.ts";
import { addOutcomes, dealOut } from "./entrant.ts";
import type { HuntEntrant } from "./entrant.ts";
import { toOutcome } from "./ours.ts";
import { SQLITE_HUNT } from "./sqlite-script.ts";
import { KEYS } from "./work.ts";
import type { HuntInput, HuntRules } from "./work.ts";

const NAME = "pySigma + SQLite";

/** pySigma's SQLite backend, run the way Zircolite runs rules. */
export interface Sqlite {
  readonly version: string;
  /** @param pairs whether matches are told one by one */
  command(
    kind: HuntInput["kind"],
    rules: HuntRules,
    files: readonly string[],
    pairs: boolean,
  ): Command;
}

export function findSqlite(python: string): Sqlite | Absent {
  const ask = [
    "import importlib.metadata as m, evtx, sqlite3",
    "import sigma.pipelines.sysmon, sigma.pipelines.windows",
    'print(m.version("pySigma"), m.version("pySigma-backend-sqlite"), sqlite3.sqlite_version)',
  ].join("\n");
  const asked = spawnSync(python, ["-c", ask], { encoding: "utf8" });
  if (asked.status !== 0) {
    const last = asked.stderr?.trimEnd().split("\n").at(-1) ?? "";
    return { name: NAME, why: `${python} does not start, or lacks a package: ${last}` };
  }
  return {
    version: asked.stdout.trim().replaceAll(" ", "/"),
    command: (kind, rules, files, pairs) => ({
      file: python,
      args: ["-c", SQLITE_HUNT, KEYS[kind], rules.folder, pairs ? "pairs" : "count", ...files],
    }),
  };
}

/** As contestants: one process, or two with a share of the files each. */
export function sqliteEntrants(sqlite: Sqlite, threads: readonly number[]): readonly HuntEntrant[] {
  return threads.map((count) => ({
    name: NAME,
    version: sqlite.version,
    job: "one table, one query a rule",
    threads: count,
    slow: true,
    ours: false,
    lanes: ({ files, kind }, rules) =>
      dealOut(files, count)
        .filter((lane) => lane.length > 0)
        .map((lane) => [sqlite.command(kind, rules, lane, false)]),
    read: (texts) => addOutcomes(texts.map((text) => toOutcome(text).outcome)),
  }));
}
