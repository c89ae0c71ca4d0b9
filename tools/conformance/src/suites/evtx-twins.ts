import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readEvtx } from "@tocsin/evtx";
import type { Case, Suite } from "../suite.ts";

type Leaves = Map<string, unknown>;

/** The values that stand one after the other in a text, each a whole JSON object. */
function splitObjects(text: string): unknown[] {
  const values: unknown[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c === "\\") at++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{" || c === "[") {
      if (depth++ === 0) start = at;
    } else if ((c === "}" || c === "]") && --depth === 0) {
      const value: unknown = JSON.parse(text.slice(start, at + 1));
      values.push(...(Array.isArray(value) ? (value as unknown[]) : [value]));
    }
  }
  return values;
}

/** Every leaf by its path. */
function leavesOf(value: unknown, path: string, into: Leaves): Leaves {
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) leavesOf(inner, `${path}/${key}`, into);
  else into.set(path, value);
  return into;
}

/** A way in which the twins are known to be wrong, and how often that was met. */
interface Tolerated {
  readonly id: string;
  readonly what: string;
  readonly holds: (ours: unknown, theirs: unknown) => boolean;
  leaves: number;
  readonly logs: Set<string>;
}

function makeTolerated(): readonly Tolerated[] {
  return [
    {
      id: "blanks-at-end",
      what: "the twin has lost the blanks at the end of a text that the record has",
      holds: (ours, theirs) =>
        typeof ours === "string" && ours !== theirs && ours.trimEnd() === theirs,
      leaves: 0,
      logs: new Set(),
    },
  ];
}

function compare(
  got: Leaves,
  wanted: Leaves,
  evtx: string,
  tolerated: readonly Tolerated[],
): string | undefined {
  for (const path of new Set([...wanted.keys(), ...got.keys()])) {
    const ours = got.get(path);
    const theirs = wanted.get(path);
    if (ours === theirs && got.has(path) === wanted.has(path)) continue;
    const known = tolerated.find(({ holds }) => holds(ours, theirs));
    if (known === undefined)
      return `${path}: ${shown(got, path)}, the twin has ${shown(wanted, path)}`;
    known.leaves++;
    known.logs.add(evtx);
  }
  return undefined;
}

function shown(leaves: Leaves, path: string): string {
  return leaves.has(path) ? JSON.stringify(leaves.get(path)).slice(0, 120) : "nothing";
}

function judge(evtx: string, twin: string, tolerated: readonly Tolerated[]): string | undefined {
  const wanted = splitObjects(readFileSync(twin, "utf8"));
  const got = [...readEvtx(readFileSync(evtx))].map((record) => record.toJson());
  if (got.length !== wanted.length) return `${got.length} records, the twin has ${wanted.length}`;
  for (const [i, one] of got.entries()) {
    const theirs = leavesOf(wanted[i], "", new Map());
    const difference = compare(leavesOf(one, "", new Map()), theirs, evtx, tolerated);
    if (difference !== undefined) return `record ${i + 1}: ${difference}`;
  }
  return undefined;
}

/**
 * The logs of SigmaHQ's regression data against their JSON twins, leaf by leaf. Each way in which the twins
 * are known to be wrong is a contested case behind them, which fails with how often it was met.
 */
export const suite: Suite = {
  name: "evtx-twins",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "hunting", "sigma", "regression");
    if (!existsSync(folder)) return;
    const tolerated = makeTolerated();
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
    for (const file of files) {
      const evtx = join(folder, file);
      const twin = evtx.replace(/\.evtx$/, ".json");
      if (!file.endsWith(".evtx") || !existsSync(twin)) continue;
      const id = relative(folder, evtx).replaceAll("\\", "/");
      yield { id, run: () => judge(evtx, twin, tolerated) };
    }
    for (const { id, what, leaves, logs } of tolerated)
      if (leaves > 0)
        yield {
          id: `difference/${id}`,
          contested: true,
          run: () => `${leaves} leaves in ${logs.size} logs: ${what}`,
        };
  },
};
