import type { Detection } from "@tocsin/model";
import type { Pair } from "../contestants/hunt/answer.ts";
import { ENGINES, countMatches } from "../contestants/hunt/engine.ts";
import { measure } from "../race/meter.ts";
import type { Command } from "../race/meter.ts";
import { comparePairs } from "./differences.ts";
import type { Comparison } from "./differences.ts";
import type { HuntRivals } from "./rivals.ts";
import { KEYS } from "./work.ts";
import type { HuntInput, HuntWork } from "./work.ts";

/** Compares every rival with the plan over the small inputs, rule by rule and record by record. */
export async function compareRivals(
  work: HuntWork,
  detections: readonly Detection[],
  { rsigma, sqlite }: HuntRivals,
  signal: AbortSignal,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const input of work.small) {
    const ours: Pair[] = [];
    await countMatches(ENGINES.plan(detections), input.files, {
      keyField: KEYS[input.kind],
      onPair: (pair) => void ours.push(pair),
    });
    const compare = async (rival: string, commands: readonly Command[], read: PairReader) => {
      const theirs: Pair[] = [];
      for (const command of commands)
        for await (const line of linesOf(command, signal)) theirs.push(read(line));
      comparisons.push(await comparePairs(rival, input, { ours, theirs }, detections));
    };
    if (rsigma !== undefined)
      await compare(
        `rsigma ${rsigma.version}`,
        input.files.map((file) => rsigma.command(input.kind, work.rules.all, file, true)),
        (line) => readRsigma(line, input.kind),
      );
    if (sqlite !== undefined)
      await compare(
        `pySigma + SQLite ${sqlite.version}`,
        [sqlite.command(input.kind, work.rules.all, input.files, true)],
        readTabs,
      );
  }
  return comparisons;
}

type PairReader = (line: string) => Pair;

/** A match of rsigma with its event. */
function readRsigma(line: string, kind: HuntInput["kind"]): Pair {
  const { rule_id: rule, event } = JSON.parse(line) as {
    readonly rule_id: string;
    readonly event: {
      readonly Event?: { readonly System?: Readonly<Record<string, unknown>> };
      readonly [name: string]: unknown;
    };
  };
  const key = kind === "evtx" ? event.Event?.System?.[KEYS.evtx] : event[KEYS.json];
  return { rule, key: String(key) };
}

function readTabs(line: string): Pair {
  const [rule = "", key = ""] = line.split("\t");
  return { rule, key };
}

/** The lines that a process writes, once it has ended. */
async function* linesOf(command: Command, signal: AbortSignal): AsyncGenerator<string> {
  const pieces: Uint8Array[] = [];
  await measure(command, { signal, onOutput: (bytes) => void pieces.push(bytes) });
  const decoder = new TextDecoder();
  let rest = "";
  for (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}

/** What came of it, for people: by rival and input, how much is the same, and the kinds of difference. */
export function formatComparison(one: Comparison): string {
  const kinds = new Map<string, { rules: number; records: number }>();
  for (const { onlyOurs, onlyTheirs } of one.differences)
    for (const [side, examples] of [
      ["only ours", onlyOurs],
      ["only theirs", onlyTheirs],
    ] as const)
      for (const { kind, records } of examples) {
        const key = `${side}: ${kind}`;
        const sum = kinds.get(key) ?? { rules: 0, records: 0 };
        kinds.set(key, { rules: sum.rules + 1, records: sum.records + records });
      }
  const lines = [...kinds].map(
    ([kind, { rules, records }]) => `    ${kind}: ${rules} rules, ${records} matches\n`,
  );
  return (
    `${one.rival}, ${one.input}: ${one.equalRules} of ${one.rules} rules equal; ` +
    `matches ours ${one.oursPairs}, theirs ${one.theirPairs}, the same ${one.samePairs}\n${lines.join("")}`
  );
}
