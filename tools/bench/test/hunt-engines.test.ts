import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Pair } from "../src/contestants/hunt/answer.ts";
import { ENGINES, countMatches } from "../src/contestants/hunt/engine.ts";
import { LOADERS } from "../src/contestants/hunt/load.ts";
import { runEngine } from "../src/contestants/hunt/run.ts";
import { comparePairs } from "../src/hunt/differences.ts";
import { prepareWork } from "../src/hunt/prepare.ts";
import { findSlowRules } from "../src/hunt/slow-rules.ts";
import { verifyEngine, verifyPlan } from "../src/hunt/verify.ts";
import type { HuntWork } from "../src/hunt/work.ts";
import { RULE_IDS, syntheticCorpora } from "./hunt-logs.ts";
import { silentWorld, temporaryFolder } from "./logs.ts";

const [ENDS = "", COMMAND = "", NETWORK = ""] = RULE_IDS;

function makeWork(): Promise<HuntWork> {
  const wishes = { evtxRecords: 1300, jsonEvents: 60, files: 2 };
  return prepareWork(
    { folder: temporaryFolder(), wishes, rules: [] },
    silentWorld(syntheticCorpora()),
  );
}

test("plan and plain evaluator find the same in every record", async () => {
  const work = await makeWork();
  const { detections } = LOADERS.yaml(work.rules.all.folder);
  for (const { files, records } of [...work.inputs, ...work.small]) {
    const verdict = await verifyPlan(detections, files);
    expect(verdict).toMatchObject({ records, differingRecords: 0, differing: [] });
    expect(verdict.pairs).toBeGreaterThan(0);
  }
});

test("an engine that misses, invents or repeats a rule is found out", async () => {
  const work = await makeWork();
  const { detections } = LOADERS.yaml(work.rules.all.folder);
  const plain = ENGINES.plain(detections);
  const [first] = detections;
  const { files = [], records = 0 } = work.small[0] ?? {};
  const { counts } = await countMatches(plain, files);
  const misses = { ...plain, run: () => undefined };
  const repeats = {
    ...plain,
    run(...[record, sink]: Parameters<typeof plain.run>): void {
      plain.run(record, (detection) => {
        sink(detection);
        if (detection.id === ENDS) sink(detection);
      });
    },
  };
  const invents = {
    ...plain,
    run(...[record, sink]: Parameters<typeof plain.run>): void {
      plain.run(record, sink);
      if (first !== undefined) sink(first);
    },
  };
  expect((await verifyEngine(misses, plain, files)).differingRecords).toBeGreaterThan(0);
  const repeated = await verifyEngine(repeats, plain, files);
  expect(repeated.differingRecords).toBe(counts.get(ENDS));
  expect(repeated.differing[0]).toContain(`plan "${ENDS} ${ENDS}`);
  expect((await verifyEngine(invents, plain, files)).differingRecords).toBe(records);
});

test("an engine counts the same on one thread and on two", async () => {
  const work = await makeWork();
  const { files = [], records } = work.inputs[0] ?? {};
  const rules = work.rules.all.folder;
  const one = await runEngine({ engine: "plan", threads: 1, rules, files });
  const two = await runEngine({ engine: "plan", threads: 2, rules, files });
  expect(one).toMatchObject({ records, rules: 3, refused: 0 });
  expect(two).toMatchObject({ records, matches: one.matches, counts: one.counts });
  const small = await runEngine({
    engine: "plain",
    threads: 1,
    rules,
    files: work.small[0]?.files ?? [],
  });
  expect(one.matches).toBe(small.matches * 2);
  expect(Object.keys(one.counts)).toEqual(expect.arrayContaining([ENDS, NETWORK]));
});

test("rules that cannot be loaded are counted", async () => {
  const work = await makeWork();
  writeFileSync(join(work.rules.all.folder, "bad.yml"), "title: no rule\ndetection: 3\n");
  const job = { engine: "plan", threads: 1, rules: work.rules.all.folder, files: [] } as const;
  expect(await runEngine(job)).toMatchObject({ records: 0, rules: 3, refused: 1 });
});

test("a comparison tells what is equal, and a record of each kind of difference", async () => {
  const work = await makeWork();
  const { detections } = LOADERS.yaml(work.rules.all.folder);
  const [, input] = work.small;
  if (input === undefined) throw new Error("there is no small input of JSON lines");
  const ours: Pair[] = [];
  const onPair = (pair: Pair): void => void ours.push(pair);
  await countMatches(ENGINES.plan(detections), input.files, { keyField: "BenchRecord", onPair });
  expect(ours).toContainEqual({ rule: ENDS, key: "event 1" });
  expect(ours).toContainEqual({ rule: COMMAND, key: "event 1" });
  const theirs = [
    ...ours.filter(({ rule }) => rule !== COMMAND),
    { rule: NETWORK, key: "event 1" },
    { rule: NETWORK, key: "event 1" },
  ];
  const compared = await comparePairs("a rival", input, { ours, theirs }, detections);
  expect(compared).toMatchObject({ rules: 3, equalRules: 1, oursPairs: ours.length });
  expect(compared.samePairs).toBe(ours.filter(({ rule }) => rule !== COMMAND).length);
  expect(compared.differences).toMatchObject([
    {
      rule: COMMAND,
      title: "Rule 2",
      theirs: 0,
      onlyOurs: [{ kind: "other", key: "event 1", fields: { CommandLine: "whoami /all" } }],
      onlyTheirs: [],
    },
    {
      rule: NETWORK,
      ours: 1,
      theirs: 2,
      onlyOurs: [],
      onlyTheirs: [{ kind: "not of the logsource", records: 1, key: "event 1" }],
    },
  ]);
});

test("the profile of rules tells of each how many records reach it, match, and what it asks", async () => {
  const work = await makeWork();
  const { detections } = LOADERS.yaml(work.rules.all.folder);
  const { files = [], records = 0 } = work.small[0] ?? {};
  const { counts } = await countMatches(ENGINES.plain(detections), files);
  const found = await findSlowRules(detections, files);
  expect(found).toMatchObject({ records, rules: 3 });
  const byRule = new Map(found.slowest.map((one) => [one.rule, one]));
  expect(byRule.get(COMMAND)).toMatchObject({
    matches: counts.get(COMMAND),
    tests: { contains: 2 },
  });
  const routed = byRule.get(ENDS)?.routed ?? 0;
  expect(routed).toBeGreaterThan(records / 4);
  expect(routed).toBeLessThan(records / 2);
});
