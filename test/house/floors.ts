/**
 * The floor of every room in packages/. A room imports only lower floors, and only what its
 * package.json declares; rooms of one floor do not import each other. The rooms in tools/ stand
 * above all of these. docs/ARCHITECTURE.md says why.
 */
export const FLOORS: Readonly<Record<string, number>> = {
  model: 0,
  match: 1,
  sigma: 1,
  stix: 1,
  evtx: 1,
  evidence: 1,
  inventory: 1,
  documents: 1,
  knowledge: 1,
  advisory: 2,
  holdings: 2,
  store: 2,
  hunt: 2,
  assess: 2,
  report: 2,
  taxii: 3,
  stream: 3,
  server: 4,
  cli: 4,
};

/** Up to this floor a room takes bytes, strings and iterables: no Node, no input, no output. */
export const HIGHEST_PURE_FLOOR = 1;

/** The rooms that may read the environment, write to the terminal and end the process. */
export const SPEAKERS: readonly string[] = ["server", "cli"];

/** Dependencies that only one room may have. */
export const SOLE_OWNERS: Readonly<Record<string, string>> = {
  "@duckdb/node-api": "store",
  "@platformatic/kafka": "stream",
};

/** The published name of a room. */
export function publishedName(room: string): string {
  return room === "cli" ? "tocsin" : `@tocsin/${room}`;
}
