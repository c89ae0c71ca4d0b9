// Started by the race: contestant.js JOB TEXTS OUT. Reads the texts of a file and writes what it found to another.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { findObservables, readAdvisory } from "@tocsin/advisory";
import { builtinKnowledge } from "@tocsin/knowledge";
import { KINDS } from "./kinds.ts";
import type { Answer, Kind } from "./kinds.ts";

type Found = Record<Kind, string[]>;

const NAMES: ReadonlySet<string> = new Set(KINDS);

/** Everything of a text that has the form of a value, as the other extractors give it. */
function find(text: string): Found {
  const found = nothing();
  for (const { type, value } of findObservables(text).observables) put(found, type, value);
  return found;
}

/** What the whole reading offers as indicators. */
async function read(text: string): Promise<Found> {
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { indicators } = await readAdvisory({ name: "report.txt", bytes, sha256 });
  const found = nothing();
  for (const { observable } of indicators)
    if (observable !== undefined) put(found, observable.type, observable.value);
  return found;
}

function nothing(): Found {
  return { sha256: [], sha1: [], md5: [], ipv4: [], domain: [], url: [], email: [] };
}

function put(found: Found, type: string, value: string): void {
  if (!NAMES.has(type)) return;
  found[type as Kind].push(value);
}

const [job, textsFile = "", outFile = ""] = process.argv.slice(2);
const { texts } = JSON.parse(readFileSync(textsFile, "utf8")) as {
  readonly texts: readonly string[];
};
// As the others load their patterns before their time is taken.
if (job === "read") builtinKnowledge().nameIndex();
const start = performance.now();
const used = process.cpuUsage();
const found: Found[] = [];
for (const text of texts) found.push(job === "read" ? await read(text) : find(text));
const { user, system } = process.cpuUsage(used);
const answer: Answer = {
  milliseconds: performance.now() - start,
  cpuMilliseconds: (user + system) / 1000,
  found,
};
writeFileSync(outFile, JSON.stringify(answer));
