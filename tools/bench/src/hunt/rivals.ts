import { existsSync, readFileSync } from "node:fs";
import type { Absent } from "../race/entrant.ts";
import { rivalPlaces } from "../rivals/places.ts";
import type { HuntEntrant } from "./entrant.ts";
import { findRsigma, rsigmaEntrants } from "./rsigma.ts";
import type { Rsigma } from "./rsigma.ts";
import { findSqlite, sqliteEntrants } from "./sqlite.ts";
import type { Sqlite } from "./sqlite.ts";
import type { HuntWork } from "./work.ts";

/** The rivals of a folder, and those that are missing there, each with the reason. */
export interface HuntRivals {
  readonly rsigma: Rsigma | undefined;
  readonly sqlite: Sqlite | undefined;
  readonly absent: readonly Absent[];
}

/** Rivals that are whole programs and in no registry, with what is known of them. */
const UNREGISTERED = [
  { name: "Chainsaw", why: "the crate of that name is another program" },
  { name: "Zircolite", why: "it is not on PyPI; its way is raced as pySigma + SQLite" },
];

/** @param scratch a folder for the pipelines of rsigma */
export function findHuntRivals(
  folder: string | undefined,
  work: HuntWork,
  scratch: string,
): HuntRivals {
  if (folder === undefined) {
    const why = "no folder was given; --rivals DIR";
    const names = ["rsigma", "pySigma + SQLite", "Chainsaw", "Zircolite"];
    return { rsigma: undefined, sqlite: undefined, absent: names.map((name) => ({ name, why })) };
  }
  const places = rivalPlaces(folder);
  const failures = existsSync(places.failures)
    ? (JSON.parse(readFileSync(places.failures, "utf8")) as Readonly<Record<string, string>>)
    : {};
  const rsigma = findRsigma(places.rsigma, work.rules.all, scratch);
  const sqlite = findSqlite(places.python);
  const missing = UNREGISTERED.map(({ name, why }) => ({
    name,
    why: `${why}; ${failures[name] ?? "no attempt to install it is on record: npm run bench -- rivals"}`,
  }));
  return {
    rsigma: "why" in rsigma ? undefined : rsigma,
    sqlite: "why" in sqlite ? undefined : sqlite,
    absent: [...[rsigma, sqlite].filter((one): one is Absent => "why" in one), ...missing],
  };
}

/** Those that are there, as contestants. */
export function rivalEntrants(
  { rsigma, sqlite }: HuntRivals,
  threads: readonly number[],
): readonly HuntEntrant[] {
  return [
    ...(rsigma === undefined ? [] : rsigmaEntrants(rsigma, threads)),
    ...(sqlite === undefined ? [] : sqliteEntrants(sqlite, threads)),
  ];
}
