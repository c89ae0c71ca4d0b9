import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../command.ts";
import type { World } from "../command.ts";
import { samplesFolder, tileFolders } from "../corpora.ts";
import { expectFiles } from "../expected.ts";
import { findRivals } from "../rivals/entrants.ts";
import { formatSize, parseSize } from "../size.ts";
import { makeTile } from "../tile/command.ts";
import { findLogs } from "../tile/survey.ts";
import type { Absent, Entrant } from "./entrant.ts";
import { describeMachine } from "./machine.ts";
import { ourEntrants } from "./ours.ts";
import { readFacts, writeFirstChunk, writeRound } from "./round.ts";
import { runRace } from "./run-race.ts";
import type { RaceInput, Row } from "./run-race.ts";
import { formatAbsent, formatMarkdown, formatRows, LEGEND, YARDSTICK } from "./table.ts";

export interface RaceCommand {
  /** A tiled file with its facts; made for the race and removed if not given. */
  readonly file: string | undefined;
  readonly sizeBytes: number;
  readonly rivals: string | undefined;
  readonly runs: number;
  readonly json: string | undefined;
  readonly markdown: boolean;
  readonly only: "tile" | "samples" | undefined;
}

/** @throws {UsageError} */
export function parseRaceOptions(args: readonly string[]): RaceCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      file: { type: "string" },
      size: { type: "string" },
      rivals: { type: "string" },
      runs: { type: "string" },
      json: { type: "string" },
      markdown: { type: "boolean" },
      only: { type: "string" },
    },
  });
  const { only } = values;
  const runs = Number(values.runs ?? "5");
  const sizeBytes = parseSize(values.size ?? "2GiB");
  if (sizeBytes === undefined)
    throw new UsageError(`evtx: --size: expected a size such as 2GiB, got ${values.size}`);
  if (values.file !== undefined && values.size !== undefined)
    throw new UsageError("evtx: --file has its size; leave out --size");
  if (!Number.isInteger(runs) || runs < 1 || runs > 1000)
    throw new UsageError(
      `evtx: --runs: expected a whole number from 1 to 1000, got ${values.runs}`,
    );
  if (only !== undefined && only !== "tile" && only !== "samples")
    throw new UsageError(`evtx: --only: expected tile or samples, got ${only}`);
  return {
    file: values.file === undefined ? undefined : resolve(values.file),
    sizeBytes,
    rivals: values.rivals === undefined ? undefined : resolve(values.rivals),
    runs,
    json: values.json,
    markdown: values.markdown === true,
    only,
  };
}

/** Runs the races and prints their tables; 4 if a contestant of ours was wrong. */
export async function runRaces(command: RaceCommand, world: World): Promise<number> {
  const { entrants, absent } = entrantsOf(command);
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  const rows: Row[] = [];
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  world.print(
    `${date}, ${machine.cpu}, ${machine.cores} cores, ${formatSize(machine.memoryBytes)}, ` +
      `${machine.system}, Node ${machine.node}; warm file cache, ${command.runs} runs\n`,
  );
  const race = async (input: RaceInput, who: readonly Entrant[]): Promise<void> => {
    const { runs } = command;
    const onProgress = world.printError;
    const made = await runRace(who, input, { runs, signal: world.signal, onProgress });
    rows.push(...made);
    const { records, payloadBytes } = input.expected;
    world.print(`\n${input.name}: ${records} records, payload ${formatSize(payloadBytes)}\n\n`);
    world.print(command.markdown ? formatMarkdown(made) : formatRows(made));
  };
  try {
    if (command.only !== "samples") await raceTile(command, entrants, folder, world, race);
    if (command.only !== "tile") await raceSamples(entrants, world, race);
  } finally {
    rmSync(folder, { recursive: true });
  }
  world.print(`\n${LEGEND}`);
  world.print(absent.length === 0 ? "" : `\n${formatAbsent(absent)}`);
  if (command.json !== undefined)
    writeFileSync(
      command.json,
      `${JSON.stringify({ version: 1, date, machine, runs: command.runs, rows, absent }, undefined, 2)}\n`,
    );
  const ours = new Set(ourEntrants().map(({ name }) => name));
  return rows.some(({ name, flaw }) => ours.has(name) && flaw !== undefined) ? 4 : 0;
}

type Race = (input: RaceInput, who: readonly Entrant[]) => Promise<void>;

async function raceTile(
  command: RaceCommand,
  entrants: readonly Entrant[],
  folder: string,
  world: World,
  race: Race,
): Promise<void> {
  const file = command.file ?? join(folder, "tiled.evtx");
  if (command.file === undefined) {
    const { sizeBytes } = command;
    await makeTile({ out: file, sizeBytes, from: tileFolders(world.corpora), dense: false }, world);
  }
  const facts = readFacts(file);
  const name = `tile of ${formatSize(facts.fileBytes)}`;
  await race(
    { name, files: [file], expected: facts },
    entrants.filter(({ slow }) => !slow),
  );
  await race(writeFirstChunk(file, join(folder, "chunk.evtx")), entrants);
  if (!entrants.some(({ slow }) => slow)) return;
  await race(
    writeRound(file, facts, join(folder, "round.evtx")),
    entrants.filter(({ name, threads, slow }) => slow || (name === YARDSTICK && threads === 1)),
  );
}

/** The samples as they are: small files, so that start-up weighs. */
async function raceSamples(entrants: readonly Entrant[], world: World, race: Race): Promise<void> {
  const samples = samplesFolder(world.corpora);
  if (!existsSync(samples)) {
    world.print(`\nsamples: not found, ${samples} is absent\n`);
    return;
  }
  const files = findLogs([samples]);
  await race({ name: `${files.length} samples`, files, expected: expectFiles(files) }, entrants);
}

function entrantsOf(command: RaceCommand): {
  readonly entrants: readonly Entrant[];
  readonly absent: readonly Absent[];
} {
  const ours = ourEntrants();
  if (command.rivals === undefined) {
    const why = "no folder was given; --rivals DIR";
    const names = ["evtx_dump", "winevtx", "evtx (Python wheel)", "python-evtx"];
    return { entrants: ours, absent: names.map((name) => ({ name, why })) };
  }
  const { entrants, absent } = findRivals(command.rivals);
  return { entrants: [...ours, ...entrants], absent };
}
