import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readEvtx } from "@tocsin/evtx";
import type { Case, Suite } from "../suite.ts";

type Leaves = Map<string, string>;

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

/** Every leaf by its path, as text; blanks at the end are what the twins have lost. */
function leavesOf(value: unknown, path: string, into: Leaves): Leaves {
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) leavesOf(inner, `${path}/${key}`, into);
  else into.set(path, JSON.stringify(typeof value === "string" ? value.trimEnd() : value));
  return into;
}

function compare(got: Leaves, wanted: Leaves): string | undefined {
  for (const path of new Set([...wanted.keys(), ...got.keys()])) {
    const ours = got.get(path) ?? "nothing";
    const theirs = wanted.get(path) ?? "nothing";
    if (ours !== theirs)
      return `${path}: ${ours.slice(0, 120)}, the twin has ${theirs.slice(0, 120)}`;
  }
  return undefined;
}

function judge(evtx: string, twin: string): string | undefined {
  const wanted = splitObjects(readFileSync(twin, "utf8"));
  const got = [...readEvtx(readFileSync(evtx))].map((record) => record.toJson());
  if (got.length !== wanted.length) return `${got.length} records, the twin has ${wanted.length}`;
  for (const [i, one] of got.entries()) {
    const difference = compare(leavesOf(one, "", new Map()), leavesOf(wanted[i], "", new Map()));
    if (difference !== undefined) return `record ${i + 1}: ${difference}`;
  }
  return undefined;
}

/** The logs of SigmaHQ's regression data against their JSON twins, leaf by leaf. */
export const suite: Suite = {
  name: "evtx-twins",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "hunting", "sigma", "regression");
    if (!existsSync(folder)) return;
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
    for (const file of files) {
      const evtx = join(folder, file);
      const twin = evtx.replace(/\.evtx$/, ".json");
      if (!file.endsWith(".evtx") || !existsSync(twin)) continue;
      yield { id: relative(folder, evtx).replaceAll("\\", "/"), run: () => judge(evtx, twin) };
    }
  },
};
