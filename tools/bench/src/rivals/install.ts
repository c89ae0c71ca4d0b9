import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../command.ts";
import type { World } from "../command.ts";
import { findRivals } from "./entrants.ts";
import { rivalPlaces } from "./places.ts";

/**
 * Installs the rivals into a folder, with the tools of their languages; what cannot be installed is told.
 * @returns 0 if all are there, else 4
 * @throws {UsageError}
 */
export function installRivals(args: readonly string[], world: World): number {
  const { values } = parseArgs({ args: [...args], options: { into: { type: "string" } } });
  if (values.into === undefined) throw new UsageError("rivals: --into DIR is missing");
  const folder = resolve(values.into);
  mkdirSync(folder, { recursive: true });
  const places = rivalPlaces(folder);
  const windows = process.platform === "win32";
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ["cargo", ["install", "evtx", "--locked", "--root", places.cargo]],
    [windows ? "npm.cmd" : "npm", ["install", "--prefix", places.npm, "--no-audit", "winevtx"]],
    [windows ? "python" : "python3", ["-m", "venv", places.py]],
    [places.python, ["-m", "pip", "install", "python-evtx", "evtx"]],
  ];
  for (const [program, programArgs] of steps) {
    world.printError(`${program} ${programArgs.join(" ")}\n`);
    // npm.cmd is a batch file, which starts in a shell only; the folder is then quoted by hand.
    const { status, error } = spawnSync(
      program,
      programArgs.map((each) => (windows && each.includes(" ") ? `"${each}"` : each)),
      { stdio: "inherit", shell: windows },
    );
    if (status !== 0)
      world.printError(`${program} failed: ${error?.message ?? `exit ${String(status)}`}\n`);
  }
  const { entrants, absent } = findRivals(folder);
  for (const { name, version, threads } of entrants)
    if (threads === 1) world.print(`${name} ${version}\n`);
  for (const { name, why } of absent) world.print(`${name}: missing, ${why}\n`);
  return absent.length === 0 ? 0 : 4;
}
