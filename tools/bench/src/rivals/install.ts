import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { EXTRACTOR_RIVALS, findExtractors } from "../advisory/extractor.ts";
import { UsageError } from "../command.ts";
import type { World } from "../command.ts";
import { findRivals } from "./entrants.ts";
import { rivalPlaces } from "./places.ts";
import type { RivalPlaces } from "./places.ts";

interface Step {
  /** Whom it installs. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** There already: nothing to do. */
  readonly made?: string;
}

const windows = process.platform === "win32";
/** rsigma, with the versions of Rust of that time; later ones need a later Rust. */
const RSIGMA = ["rsigma", "--version", "0.23.0", "--no-default-features"];
/** The crate named chainsaw is another program; this one is in no registry. */
const CHAINSAW = ["--git", "https://github.com/WithSecureLabs/chainsaw", "--tag", "v2.16.4"];
const PYSIGMA = [
  "pySigma",
  "pySigma-backend-sqlite",
  "pySigma-pipeline-windows",
  "pySigma-pipeline-sysmon",
];
const MOST_WHY_UNITS = 300;

function stepsOf(places: RivalPlaces): readonly Step[] {
  const { cargo, npm, py, python, ioc, extractorPython } = places;
  const root = ["--locked", "--root", cargo];
  const pip = ["-m", "pip", "install"];
  const features = ["--features", "evtx,daachorse-index"];
  return [
    {
      name: "evtx_dump",
      program: "cargo",
      args: ["install", "evtx", ...root],
      made: places.evtxDump,
    },
    {
      name: "winevtx",
      program: windows ? "npm.cmd" : "npm",
      args: ["install", "--prefix", npm, "--no-audit", "winevtx"],
    },
    { name: "python", program: windows ? "python" : "python3", args: ["-m", "venv", py] },
    { name: "python-evtx", program: python, args: [...pip, "python-evtx", "evtx"] },
    { name: "pySigma", program: python, args: [...pip, ...PYSIGMA] },
    { name: "Zircolite", program: python, args: [...pip, "zircolite"] },
    {
      name: "python for extractors",
      program: windows ? "python" : "python3",
      args: ["-m", "venv", ioc],
      made: extractorPython,
    },
    ...EXTRACTOR_RIVALS.map((name) => ({
      name,
      program: extractorPython,
      args: [...pip, name],
    })),
    {
      name: "rsigma",
      program: "cargo",
      args: ["install", ...RSIGMA, ...features, ...root],
      made: places.rsigma,
    },
    {
      name: "Chainsaw",
      program: "cargo",
      args: ["install", ...CHAINSAW, ...root],
      made: places.chainsaw,
    },
  ];
}

/**
 * Installs the rivals into a folder, with the tools of their languages; what cannot be installed is told, and
 * kept in `failures.json` there, so that a race can say why a rival is absent.
 * @returns 0 if all that races can run is there, else 4
 * @throws {UsageError}
 */
export function installRivals(args: readonly string[], world: World): number {
  const { values } = parseArgs({ args: [...args], options: { into: { type: "string" } } });
  if (values.into === undefined) throw new UsageError("rivals: --into DIR is missing");
  const folder = resolve(values.into);
  mkdirSync(folder, { recursive: true });
  const places = rivalPlaces(folder);
  const failures: Record<string, string> = {};
  for (const step of stepsOf(places)) {
    const why = run(step, world);
    if (why === undefined) continue;
    failures[step.name] = why;
    world.printError(`${step.name} could not be installed: ${why}\n`);
  }
  writeFileSync(places.failures, `${JSON.stringify(failures, undefined, 2)}\n`);
  const { entrants, absent } = findRivals(folder);
  const { extractors, absent: missing } = findExtractors(folder);
  for (const { name, version, threads } of entrants)
    if (threads === 1) world.print(`${name} ${version}\n`);
  for (const { name, version } of extractors) world.print(`${name} ${version}\n`);
  for (const { name, why } of [...absent, ...missing]) world.print(`${name}: missing, ${why}\n`);
  for (const [name, why] of Object.entries(failures))
    world.print(`${name}: not installed, ${why}\n`);
  return absent.length + missing.length === 0 && existsSync(places.rsigma) ? 0 : 4;
}

/** Why it failed, in its own words; undefined if it did not. */
function run({ program, args, made }: Step, world: World): string | undefined {
  if (made !== undefined && existsSync(made)) return undefined;
  world.printError(`${program} ${args.join(" ")}\n`);
  // npm.cmd is a batch file, which starts in a shell only; the folder is then quoted by hand.
  const { status, error, stderr } = spawnSync(
    program,
    args.map((each) => (windows && each.includes(" ") ? `"${each}"` : each)),
    { stdio: ["ignore", "inherit", "pipe"], encoding: "utf8", shell: windows, maxBuffer: 2 ** 28 },
  );
  if (status === 0) return undefined;
  if (error !== undefined) return error.message;
  world.printError(stderr);
  return reasonOf(stderr) || `exit ${String(status)}`;
}

/** The line that says most: an error of pip's, or the innermost cause of cargo's. */
export function reasonOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const told = lines.filter(
    (line) => line !== "" && !/^(?:WARNING|warning|note|help)\b/u.test(line),
  );
  const line = told.findLast(
    (each) => /^(?:ERROR|error)\b.*:/u.test(each) && /No matching/u.test(each),
  );
  return (line ?? told.at(-1) ?? "").slice(0, MOST_WHY_UNITS);
}
