import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../command.ts";
import type { World } from "../command.ts";
import { describeMachine } from "../race/machine.ts";
import { formatAbsent } from "../race/table.ts";
import { formatSize } from "../size.ts";
import { findExtractors, ourExtractors } from "./extractor.ts";
import { collectGoals, runGoal } from "./goals.ts";
import type { GoalRow } from "./goals.ts";
import { raceExtractors } from "./race-extractors.ts";
import type { ExtractorRow } from "./race-extractors.ts";
import {
  accuracyTable,
  ADVISORY_LEGEND,
  formatFlaws,
  formatMarkdownTable,
  formatTable,
  goalTable,
  timeTable,
} from "./table.ts";
import type { Table } from "./table.ts";
import { collectWorks } from "./works.ts";

/** What the race of readers of warnings is asked for. */
export interface AdvisoryCommand {
  readonly rivals: string | undefined;
  readonly runs: number;
  readonly only: "extractors" | "goals" | undefined;
  /** Files for the tables as Markdown, and for all figures. */
  readonly markdown: string | undefined;
  readonly json: string | undefined;
}

/** @throws {UsageError} */
export function parseAdvisoryOptions(args: readonly string[]): AdvisoryCommand {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { rivals: text, runs: text, only: text, markdown: text, json: text },
  });
  const { only } = values;
  const runs = Number(values.runs ?? "5");
  if (!Number.isInteger(runs) || runs < 1 || runs > 1000)
    throw new UsageError(
      `advisory: --runs: expected a whole number from 1 to 1000, got ${values.runs}`,
    );
  if (only !== undefined && only !== "extractors" && only !== "goals")
    throw new UsageError(`advisory: --only: expected extractors or goals, got ${only}`);
  return {
    rivals: values.rivals === undefined ? undefined : resolve(values.rivals),
    runs,
    only,
    markdown: values.markdown,
    json: values.json,
  };
}

/**
 * Races the reading of warnings against extractors of indicators over the same texts, and holds whole commands to the
 * goals on speed and memory.
 * @returns 0, or 4 if something of ours was wrong; a goal that was missed is told and no failure, for machines differ
 */
export async function runAdvisoryRaces(command: AdvisoryCommand, world: World): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "tocsin-advisory-"));
  try {
    return await runIn(scratch, command, world);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function runIn(scratch: string, command: AdvisoryCommand, world: World): Promise<number> {
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const { runs, only } = command;
  const told: { readonly title: string; readonly table: Table; readonly flaws: string }[] = [];
  const tell = (title: string, table: Table, flaws: string): void => {
    told.push({ title, table, flaws });
    world.print(`\n${title}\n\n${formatTable(table)}${flaws}`);
  };
  const head =
    `${date}, ${machine.cpu}, ${machine.cores} cores, ${formatSize(machine.memoryBytes)}, ` +
    `${machine.system}, Node ${machine.node}; warm file cache, ${runs} runs\n`;
  world.print(head);
  const { extractors, absent } = findExtractors(command.rivals);
  const rows: ExtractorRow[] = [];
  if (only !== "goals") {
    for (const work of await collectWorks(world.corpora)) {
      const made = await raceExtractors([...ourExtractors(), ...extractors], work, {
        runs,
        scratch,
        signal: world.signal,
        onProgress: world.printError,
      });
      rows.push(...made);
      const characters = made[0]?.characters.toLocaleString("en-US");
      tell(`${work.name}: ${characters} characters, time`, timeTable(made), formatFlaws(made));
      const accuracy = accuracyTable(made);
      if (accuracy !== undefined) tell(`${work.name}: accuracy`, accuracy, "");
    }
  }
  const goals: GoalRow[] = [];
  if (only !== "extractors") {
    for (const goal of collectGoals(world.corpora, scratch))
      goals.push(await runGoal(goal, runs, world.signal, world.printError));
    tell("Goals, whole commands", goalTable(goals), formatFlaws(goals));
  }
  const missing = only === "goals" ? "" : formatAbsent(absent);
  world.print(`\n${ADVISORY_LEGEND}${missing === "" ? "" : `\n${missing}`}`);
  if (command.markdown !== undefined) {
    const tables = told.map(
      ({ title, table, flaws }) => `### ${title}\n\n${formatMarkdownTable(table)}\n${flaws}`,
    );
    writeFileSync(
      command.markdown,
      `${head}\n${tables.join("\n")}\n${ADVISORY_LEGEND}\n${missing}`,
    );
  }
  if (command.json !== undefined)
    writeFileSync(
      command.json,
      `${JSON.stringify({ version: 1, date, machine, runs, rows, goals, absent }, undefined, 2)}\n`,
    );
  const ours = new Set(ourExtractors().map(({ name }) => name));
  const isWrong =
    rows.some(({ name, flaw }) => ours.has(name) && flaw !== undefined) ||
    goals.some(({ flaw }) => flaw !== undefined);
  return isWrong ? 4 : 0;
}
