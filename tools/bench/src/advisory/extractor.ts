import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Absent } from "../race/entrant.ts";
import type { Command } from "../race/meter.ts";
import { rivalPlaces } from "../rivals/places.ts";
import { IOCEXTRACT, IOCSEARCHER, IOC_FINDER, TXT2STIX } from "./python-scripts.ts";

/** One that takes indicators out of texts, as the race starts it. */
export interface Extractor {
  readonly name: string;
  readonly version: string;
  /** What it does, in a few words. */
  readonly job: string;
  readonly isOurs: boolean;
  /** So slow that it runs once. */
  readonly isSlow: boolean;
  /** The process that reads the texts of a file and writes its answer to another. */
  command(textsFile: string, outFile: string): Command;
}

interface PythonRival {
  readonly name: string;
  readonly job: string;
  readonly script: string;
  readonly isSlow: boolean;
}

/** Distributions of the Python package index, by name. */
const RIVALS: readonly PythonRival[] = [
  { name: "iocsearcher", job: "search", script: IOCSEARCHER, isSlow: false },
  { name: "ioc-finder", job: "search", script: IOC_FINDER, isSlow: false },
  { name: "iocextract", job: "search", script: IOCEXTRACT, isSlow: false },
  { name: "txt2stix", job: "pattern extractions", script: TXT2STIX, isSlow: true },
];

/** Names of the rivals that are Python packages, as `pip` knows them. */
export const EXTRACTOR_RIVALS: readonly string[] = RIVALS.map(({ name }) => name);

/** Our contestants: the search for values alone, and the whole reading that tells indicators from the rest. */
export function ourExtractors(): readonly Extractor[] {
  // Built, so that no time goes into stripping types.
  const main = fileURLToPath(new URL("../../dist/advisory/contestant.js", import.meta.url));
  const manifest = fileURLToPath(import.meta.resolve("@tocsin/advisory/package.json"));
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return (["read", "find"] as const).map((job) => ({
    name: "@tocsin/advisory",
    version,
    job: job === "read" ? "whole reading" : "search alone",
    isOurs: true,
    isSlow: false,
    command: (textsFile, outFile) => ({
      file: process.execPath,
      args: [main, job, textsFile, outFile],
    }),
  }));
}

/** The rivals in a folder, and those that are missing there; without a folder all are. */
export function findExtractors(folder: string | undefined): {
  readonly extractors: readonly Extractor[];
  readonly absent: readonly Absent[];
} {
  const extractors: Extractor[] = [];
  const absent: Absent[] = [];
  for (const rival of RIVALS) {
    if (folder === undefined) {
      absent.push({ name: rival.name, why: "no folder was given; --rivals DIR" });
      continue;
    }
    const { extractorPython } = rivalPlaces(folder);
    const version = askVersion(extractorPython, rival.name);
    if (version === undefined)
      absent.push({
        name: rival.name,
        why: `${extractorPython} does not start, or has no ${rival.name}`,
      });
    else extractors.push(toExtractor(rival, version, extractorPython));
  }
  return { extractors, absent };
}

function askVersion(python: string, distribution: string): string | undefined {
  const ask = `import importlib.metadata as m; print(m.version("${distribution}"))`;
  const asked = spawnSync(python, ["-c", ask], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

function toExtractor(rival: PythonRival, version: string, python: string): Extractor {
  const { name, job, script, isSlow } = rival;
  return {
    name,
    version,
    job,
    isOurs: false,
    isSlow,
    command: (textsFile, outFile) => ({ file: python, args: ["-c", script, textsFile, outFile] }),
  };
}
