import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "../command.ts";
import { LOADERS } from "../contestants/hunt/load.ts";
import { compareRivals, formatComparison } from "./compare.ts";
import type { HuntCommand } from "./options.ts";
import { prepareWork } from "./prepare.ts";
import { raceHunts } from "./race-hunts.ts";
import { findHuntRivals } from "./rivals.ts";
import { findSlowRules, formatSlowRules } from "./slow-rules.ts";
import { verifyPlan } from "./verify.ts";
import type { HuntWork } from "./work.ts";

/**
 * Makes the work ready and does with it what is asked: proves that the plan is right, finds slow rules, compares
 * with rivals, or races.
 * @returns 0, or 4 if something of ours was wrong
 */
export async function runHuntCommand(command: HuntCommand, world: World): Promise<number> {
  const temporary = mkdtempSync(join(tmpdir(), "tocsin-hunt-"));
  try {
    const { wishes, rules } = command;
    const folder = command.folder ?? temporary;
    const work = await prepareWork({ folder, wishes, rules }, world);
    for (const { name, files, records } of [...work.inputs, ...work.small])
      world.print(`${name}: ${records} records in ${files.length} files\n`);
    const only = command.verify || command.slowRules || command.differences !== undefined;
    let code = 0;
    if (command.verify) code = Math.max(code, await verify(work, world));
    if (command.slowRules) await profile(work, world);
    if (command.differences !== undefined)
      await compare(command.differences, command, work, temporary, world);
    if (!only) code = await raceHunts(command, work, temporary, world);
    return code;
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function loadAll({ rules }: HuntWork): ReturnType<(typeof LOADERS)["yaml"]>["detections"] {
  return LOADERS.yaml(rules.all.folder).detections;
}

async function verify(work: HuntWork, world: World): Promise<number> {
  const detections = loadAll(work);
  let code = 0;
  for (const { name, files } of work.small) {
    const { records, pairs, differing, differingRecords } = await verifyPlan(detections, files);
    world.print(
      `${name}: ${detections.length} rules, ${records} records, ${pairs} matches; ` +
        `${differingRecords} records with other rules by the plan than by the plain evaluator\n`,
    );
    for (const line of differing) world.print(`    ${line}\n`);
    if (differingRecords > 0) code = 4;
  }
  return code;
}

async function profile(work: HuntWork, world: World): Promise<void> {
  const detections = loadAll(work);
  for (const { name, files } of work.small)
    world.print(`${name}: ${formatSlowRules(await findSlowRules(detections, files))}`);
}

async function compare(
  file: string,
  command: HuntCommand,
  work: HuntWork,
  scratch: string,
  world: World,
): Promise<void> {
  const rivals = findHuntRivals(command.rivals, work, scratch);
  const comparisons = await compareRivals(work, loadAll(work), rivals, world.signal);
  for (const one of comparisons) world.print(formatComparison(one));
  for (const { name, why } of rivals.absent) world.print(`${name}: missing, ${why}\n`);
  const { absent } = rivals;
  writeFileSync(file, `${JSON.stringify({ version: 1, comparisons, absent }, undefined, 2)}\n`);
}
