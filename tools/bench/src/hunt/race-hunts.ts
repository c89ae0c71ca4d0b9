import { writeFileSync } from "node:fs";
import type { World } from "../command.ts";
import { LOADERS } from "../contestants/hunt/load.ts";
import { runEngine } from "../contestants/hunt/run.ts";
import { describeMachine } from "../race/machine.ts";
import { measure } from "../race/meter.ts";
import { formatAbsent, medianOf } from "../race/table.ts";
import { formatSize } from "../size.ts";
import {
  HUNT_LEGEND,
  formatGrowths,
  formatHuntMarkdown,
  formatHuntRows,
  growthsOf,
} from "./hunt-table.ts";
import type { HuntCommand } from "./options.ts";
import { engineArgs, ourHuntEntrants, toOutcome } from "./ours.ts";
import { findHuntRivals, rivalEntrants } from "./rivals.ts";
import { runHeats } from "./run-hunts.ts";
import type { Heat, HeatOptions, HuntRow } from "./run-hunts.ts";
import type { HuntWork } from "./work.ts";

/** How long it takes until rules can run, by the way they are loaded; medians, in ms. */
interface Loading {
  readonly loader: string;
  readonly rules: number;
  readonly loadMs: number;
  readonly planMs: number;
}

/** At least: they take a tenth of a second. */
const LOADING_RUNS = 5;

/**
 * The race over all inputs: all rules and half of them, the slow over the small inputs. Prints tables and
 * writes what was asked for.
 * @returns 0, or 4 if a contestant of ours was wrong
 */
export async function raceHunts(
  command: HuntCommand,
  work: HuntWork,
  scratch: string,
  world: World,
): Promise<number> {
  const rivals = findHuntRivals(command.rivals, work, scratch);
  const entrants = [
    ...ourHuntEntrants(command.threads, scratch),
    ...rivalEntrants(rivals, command.threads),
  ];
  const options: HeatOptions = {
    runs: command.runs,
    signal: world.signal,
    onProgress: world.printError,
  };
  const expected = await countPlain(work);
  const heats: Heat[] = [];
  const { all, half } = work.rules;
  const plan = "tocsin plan";
  for (const [n, input] of work.inputs.entries()) {
    if (command.small) continue;
    const rounds = input.rounds;
    const matches = rounds === undefined ? undefined : (expected[n] ?? 0) * rounds;
    for (const entrant of entrants.filter(({ slow }) => !slow)) {
      const exact = entrant.name === plan ? matches : undefined;
      heats.push({ entrant, input, rules: all, matches: exact, counted: true });
    }
    for (const entrant of entrants.filter(({ slow, threads }) => !slow && threads === 1))
      heats.push({ entrant, input, rules: half });
  }
  for (const [n, input] of work.small.entries())
    for (const entrant of entrants.filter(({ threads }) => threads === 1)) {
      const exact = entrant.ours && entrant.name !== "tocsin hunt" ? expected[n] : undefined;
      heats.push({ entrant, input, rules: all, matches: exact, counted: true });
    }
  const rows = agree(await runHeats(heats, options));
  const loadings = await timeLoading(work, options);
  report(command, work, { rows, loadings, absent: rivals.absent }, world);
  return rows.some(({ ours, flaw }) => ours && flaw !== undefined) ? 4 : 0;
}

/** Matches by the plain evaluator, of each small input: what the plan is held to. */
async function countPlain(work: HuntWork): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const { files } of work.small) {
    const job = { engine: "plain", threads: 1, rules: work.rules.all.folder, files } as const;
    counts.push((await runEngine(job)).matches);
  }
  return counts;
}

/** One contestant must count the same whatever its threads. */
function agree(rows: readonly HuntRow[]): readonly HuntRow[] {
  return rows.map((row) => {
    const other = rows.find(
      ({ name, input, ruleFiles, threads }) =>
        name === row.name && input === row.input && ruleFiles === row.ruleFiles && threads === 1,
    );
    if (row.flaw !== undefined || other === undefined || other.matches === row.matches) return row;
    const flaw = `matches: ${String(row.matches)}, with one thread ${String(other.matches)}`;
    return { ...row, flaw };
  });
}

/** Fresh processes that load rules and make a plan, and read nothing: those that are hunted with, and all live ones. */
async function timeLoading(
  { rules: { all, live } }: HuntWork,
  options: HeatOptions,
): Promise<readonly Loading[]> {
  const loadings: Loading[] = [];
  for (const { folder } of [all, live])
    for (const loader of Object.keys(LOADERS)) {
      const starts: ReturnType<typeof toOutcome>["start"][] = [];
      for (let run = 0; run < Math.max(LOADING_RUNS, options.runs); run++) {
        const args = engineArgs({ engine: "plan", loader }, 1, folder, "-", []);
        const { errorText } = await measure({ file: process.execPath, args }, options);
        starts.push(toOutcome(errorText).start);
      }
      loadings.push({
        loader,
        rules: starts[0]?.rules ?? 0,
        loadMs: medianOf(starts.map(({ loadMs }) => loadMs)) ?? 0,
        planMs: medianOf(starts.map(({ planMs }) => planMs)) ?? 0,
      });
    }
  return loadings;
}

interface Report {
  readonly rows: readonly HuntRow[];
  readonly loadings: readonly Loading[];
  readonly absent: readonly { readonly name: string; readonly why: string }[];
}

function report(
  command: HuntCommand,
  work: HuntWork,
  { rows, loadings, absent }: Report,
  world: World,
): void {
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const head =
    `${date}, ${machine.cores} cores, ${machine.cpu}, ${formatSize(machine.memoryBytes)}, ` +
    `${machine.system}, Node ${machine.node}; warm file cache, ${command.runs} runs, medians\n`;
  const growths = growthsOf(rows, work.rules.all.files, work.rules.half.files);
  const tail = [
    HUNT_LEGEND,
    formatGrowths(growths),
    loadings
      .map(
        ({ loader, rules, loadMs, planMs }) =>
          `${rules} rules ready from ${loader}: ${loadMs + planMs} ms (${loadMs} to detections, ${planMs} to a plan)\n`,
      )
      .join(""),
    formatAbsent(absent),
  ].filter((part) => part !== "");
  const tables = (format: (rows: readonly HuntRow[]) => string): string[] =>
    [...new Set(rows.map(({ input }) => input))].flatMap((input) =>
      [work.rules.all.files, work.rules.half.files].flatMap((files) => {
        const some = rows.filter((row) => row.input === input && row.ruleFiles === files);
        return some.length === 0 ? [] : [`${input}, ${files} rules:\n\n${format(some)}`];
      }),
    );
  world.print(`\n${[head, ...tables(formatHuntRows), ...tail].join("\n")}`);
  if (command.markdown !== undefined)
    writeFileSync(
      command.markdown,
      [`# Hunt race\n`, head, ...tables(formatHuntMarkdown), ...tail.map(asList)].join("\n"),
    );
  if (command.json !== undefined) {
    const made = { version: 1, date, machine, runs: command.runs, wishes: work.wishes, rows };
    const text = JSON.stringify({ ...made, growths, loadings, absent }, undefined, 2);
    writeFileSync(command.json, `${text}\n`);
  }
}

/** Lines that stand alone in Markdown, too. */
function asList(text: string): string {
  return text === HUNT_LEGEND ? text : text.replaceAll(/^(?=.)/gmu, "* ");
}
