import { readFileSync, statSync, truncateSync } from "node:fs";
import { readEvtx } from "@tocsin/evtx";
import { expect, test } from "vitest";
import { prepareWork } from "../src/hunt/prepare.ts";
import { syntheticCorpora } from "./hunt-logs.ts";
import { silentWorld, temporaryFolder } from "./logs.ts";

const WISHES = { evtxRecords: 2000, jsonEvents: 70, files: 2 };

test("the work has at least as many records as wished, in files of whole rounds", async () => {
  const world = silentWorld(syntheticCorpora());
  const work = await prepareWork({ folder: temporaryFolder(), wishes: WISHES, rules: [] }, world);
  const [logs, lines] = work.inputs;
  expect(logs).toMatchObject({ kind: "evtx", records: 2600, rounds: 4 });
  expect(lines).toMatchObject({ kind: "json", records: 90 });
  const ids = (logs?.files ?? []).flatMap((path) =>
    [...readEvtx(readFileSync(path))].map((record) => Number(record.field("EventRecordID"))),
  );
  expect(new Set(ids).size).toBe(2600);
  const read = (lines?.files ?? []).flatMap((path) =>
    readFileSync(path, "utf8").split("\n").filter(Boolean),
  );
  expect(read.map((line) => typeof JSON.parse(line))).toEqual(Array(90).fill("object"));
  for (const { files, bytes } of work.inputs)
    expect(files.reduce((sum, path) => sum + statSync(path).size, 0)).toBe(bytes);
});

test("the small work is one round, and every tenth line with a key", async () => {
  const world = silentWorld(syntheticCorpora());
  const work = await prepareWork({ folder: temporaryFolder(), wishes: WISHES, rules: [] }, world);
  const [logs, lines] = work.small;
  expect(logs).toMatchObject({ records: 650, rounds: 1 });
  expect(lines).toMatchObject({ records: 3 });
  const events = readFileSync(lines?.files[0] ?? "", "utf8")
    .trimEnd()
    .split("\n");
  expect(events.map((line) => JSON.parse(line) as object)).toMatchObject([
    { BenchRecord: "event 1", Image: "C:\\tools\\program-0.exe" },
    { BenchRecord: "event 2", Image: "C:\\tools\\program-10.exe" },
    { BenchRecord: "event 3", Image: "C:\\tools\\program-20.exe" },
  ]);
});

test("rules are those for Windows, and every second of them", async () => {
  const world = silentWorld(syntheticCorpora());
  const work = await prepareWork({ folder: temporaryFolder(), wishes: WISHES, rules: [] }, world);
  expect(work.rules.live.files).toBeGreaterThan(3);
  expect(work.rules.all.files).toBe(3);
  expect(work.rules.half.files).toBe(2);
});

test("the same data give the same bytes, and are made once", async () => {
  const corpora = syntheticCorpora();
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  const world = silentWorld(corpora);
  const one = await prepareWork({ folder: first, wishes: WISHES, rules: [] }, world);
  const two = await prepareWork({ folder: second, wishes: WISHES, rules: [] }, world);
  const bytesOf = ({ inputs, small }: typeof one): Buffer[] =>
    [...inputs, ...small].flatMap(({ files }) => files.map((path) => readFileSync(path)));
  expect(bytesOf(two)).toEqual(bytesOf(one));
  const told = world.complaints.length;
  expect(await prepareWork({ folder: first, wishes: WISHES, rules: [] }, world)).toEqual(one);
  expect(world.complaints.length).toBe(told);
});

test.each([
  ["a file was cut", WISHES, true],
  ["other wishes", { ...WISHES, files: 3 }, false],
])("the work is made anew after %s", async (_, wishes, cut) => {
  const folder = temporaryFolder();
  const world = silentWorld(syntheticCorpora());
  const before = await prepareWork({ folder, wishes: WISHES, rules: [] }, world);
  const [path = ""] = before.inputs[0]?.files ?? [];
  if (cut) truncateSync(path, 100);
  const after = await prepareWork({ folder, wishes, rules: [] }, world);
  expect(after.inputs[0]?.files).toHaveLength(wishes.files);
  expect(statSync(path).size).toBeGreaterThan(65_536);
});

test("a folder without rules for Windows is told", async () => {
  const world = silentWorld(syntheticCorpora());
  const options = { folder: temporaryFolder(), wishes: WISHES, rules: [temporaryFolder()] };
  await expect(prepareWork(options, world)).rejects.toThrow(/no rule for Windows/u);
});
