import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { Absent, Entrant } from "../race/entrant.ts";
import { rivalPlaces } from "./places.ts";
import { EVTX_WHEEL, PYTHON_EVTX, WINEVTX } from "./scripts.ts";

/** The rivals in a folder, and those that are missing there. */
export function findRivals(folder: string): {
  readonly entrants: readonly Entrant[];
  readonly absent: readonly Absent[];
} {
  const places = rivalPlaces(folder);
  const found = [
    ...evtxDump(places.evtxDump),
    winevtx(places.npm, places.winevtx),
    python(places.python, "evtx", "evtx (Python wheel)", "JSON strings", EVTX_WHEEL, false),
    python(places.python, "python-evtx", "python-evtx", "XML strings", PYTHON_EVTX, true),
  ];
  return {
    entrants: found.filter((each) => "commands" in each),
    absent: found.filter((each) => "why" in each),
  };
}

function evtxDump(file: string): readonly (Entrant | Absent)[] {
  const asked = spawnSync(file, ["--version"], { encoding: "utf8" });
  if (asked.status !== 0) return [{ name: "evtx_dump", why: `${file} does not start` }];
  const version = /\d+\.\d+\.\d+\S*/u.exec(asked.stdout)?.[0] ?? "unknown";
  return [1, 2].map((threads) => ({
    name: "evtx_dump",
    version,
    job: "JSON lines",
    threads,
    slow: false,
    checks: ["lines"],
    commands: (files) =>
      files.map((path) => ({ file, args: ["-t", String(threads), "-o", "jsonl", path] })),
  }));
}

function winevtx(folder: string, manifest: string): Entrant | Absent {
  if (!existsSync(manifest)) return { name: "winevtx", why: `${manifest} is missing` };
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return {
    name: "winevtx",
    version,
    job: "objects",
    threads: 1,
    slow: false,
    checks: ["answer"],
    commands: (files) => [
      {
        file: process.execPath,
        args: ["--input-type=module", "--eval", WINEVTX, "--", ...files],
        cwd: folder,
      },
    ],
  };
}

function python(
  file: string,
  distribution: string,
  name: string,
  job: string,
  script: string,
  slow: boolean,
): Entrant | Absent {
  const ask = `import importlib.metadata as m; print(m.version("${distribution}"))`;
  const asked = spawnSync(file, ["-c", ask], { encoding: "utf8" });
  if (asked.status !== 0) return { name, why: `${file} does not start, or has no ${distribution}` };
  return {
    name,
    version: asked.stdout.trim(),
    job,
    threads: 1,
    slow,
    checks: ["answer"],
    commands: (files) => [{ file, args: ["-c", script, ...files] }],
  };
}
