import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readChunkHeader, readEvtx, readFileHeader } from "../../../packages/evtx/src/index.ts";
import { runProgram } from "../src/program.ts";
import { examineChunk, findLogs, surveyChunks } from "../src/tile/survey.ts";
import { writeTile } from "../src/tile/write-tile.ts";
import type { TileFacts } from "../src/tile/write-tile.ts";
import { folderOfLogs, logOf, silentWorld, temporaryFolder } from "./logs.ts";

const BLOCK = 4096;
const CHUNK = 65_536;

async function makeTile(size: string, ...more: string[]) {
  const out = join(temporaryFolder(), "tile.evtx");
  const world = silentWorld();
  const args = ["tile", "--out", out, "--size", size, "--from", folderOfLogs(), ...more];
  const code = await runProgram(args, world);
  expect(world.complaints.join("")).not.toContain("bench:");
  expect(code).toBe(0);
  const facts = JSON.parse(readFileSync(`${out}.json`, "utf8")) as TileFacts;
  return { out, bytes: new Uint8Array(readFileSync(out)), facts, world };
}

test("a tile has ids that run on, no damage, and the counts its facts say", async () => {
  const { bytes, facts } = await makeTile("3MiB");
  const damage: string[] = [];
  const eventIds: Record<string, number> = {};
  let records = 0;
  let payloadBytes = 0;
  let idSum = 0;
  for (const record of readEvtx(bytes, { sink: ({ message }) => damage.push(message) })) {
    records += 1;
    payloadBytes += record.sizeBytes;
    expect(record.check()).toBe(true);
    expect(record.recordId).toBe(records);
    expect(record.field("EventRecordID")).toBe(records);
    idSum += record.recordId;
    eventIds[String(record.eventId)] = (eventIds[String(record.eventId)] ?? 0) + 1;
  }
  expect(damage).toEqual([]);
  expect(facts).toMatchObject({ records, payloadBytes, eventIds, eventRecordIdSum: idSum });
  expect(facts.chunks).toBeGreaterThan(3 * facts.roundChunks);
});

test("a tile has a header that fits, and is at least as large as asked and no chunk larger", async () => {
  const { bytes, facts } = await makeTile("1MiB");
  expect(bytes.length).toBe(facts.fileBytes);
  expect(bytes.length - 2 ** 20).toBeGreaterThanOrEqual(0);
  expect(bytes.length - 2 ** 20).toBeLessThan(CHUNK);
  expect(readFileHeader(bytes)).toMatchObject({
    firstChunk: 0,
    lastChunk: facts.chunks - 1,
    chunkCount: facts.chunks,
    nextRecordId: facts.records + 1,
    blockSizeBytes: BLOCK,
    dirty: false,
    checksumOk: true,
  });
});

test("the headers of chunks name the ids of their records", async () => {
  const { bytes } = await makeTile("1MiB");
  let next = 1;
  for (let at = BLOCK; at < bytes.length; at += CHUNK) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, CHUNK);
    const { firstRecordId, lastRecordId } = readChunkHeader(view);
    expect(firstRecordId).toBe(next);
    expect(Number(view.getBigUint64(8, true))).toBe(firstRecordId);
    expect(Number(view.getBigUint64(16, true))).toBe(lastRecordId);
    next = lastRecordId + 1;
  }
});

test("the same logs give the same tile", async () => {
  const [one, two] = [await makeTile("1MiB"), await makeTile("1MiB")];
  expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
  expect(one.facts).toEqual(two.facts);
});

test("dense chunks alone are taken when there are enough, else all", async () => {
  const all = await makeTile("8MiB");
  const few = await makeTile("8MiB", "--dense");
  expect(few.facts.roundChunks).toBe(all.facts.roundChunks);
  expect(few.world.complaints.join("")).toContain("too few are dense");
  // A file of two chunks asks for two dense ones only.
  const enough = await makeTile("128KiB", "--dense");
  expect(enough.world.complaints.join("")).toContain("2 dense; 2 taken\n");
  const used = readChunkHeader(new DataView(enough.bytes.buffer, BLOCK, CHUNK)).freeSpaceOffset;
  expect(used).toBeGreaterThan(0.9 * CHUNK);
});

test("logs are found by path, whatever the case of their ending", () => {
  const folder = folderOfLogs();
  expect(findLogs([folder])).toEqual([join(folder, "b.evtx"), join(folder, "below", "a.EVTX")]);
});

function firstChunk(): Uint8Array {
  return logOf(20).slice(BLOCK, BLOCK + CHUNK);
}

test("a sound chunk is taken", () => {
  expect(examineChunk(firstChunk())).toMatchObject({ tally: { records: 20 } });
});

test.each<[string, (bytes: Uint8Array) => void, RegExp]>([
  ["a wrong byte in a record", (bytes) => void (bytes[700] = 0x55), /checksum/u],
  ["a wrong byte in its header", (bytes) => void (bytes[30] = 0x55), /checksum/u],
  ["no magic", (bytes) => void (bytes[0] = 0), /checksum/u],
  ["free space beyond its end", (bytes) => void (bytes[50] = 0x02), /header/u],
  ["nothing but zeros", (bytes) => void bytes.fill(0), /header/u],
])("a chunk with %s is refused", (_, spoil, why) => {
  const bytes = firstChunk();
  spoil(bytes);
  expect(examineChunk(bytes)).toMatch(why);
});

test("what is no log is named and left out", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "short.evtx"), "ElfF");
  writeFileSync(join(folder, "whole.evtx"), logOf(5));
  const refused: string[] = [];
  const onRefused = (place: string, why: string) => void refused.push(`${place}: ${why}`);
  const chunks = [...surveyChunks(findLogs([folder]), onRefused)];
  expect(chunks.map(({ path }) => path)).toEqual([join(folder, "whole.evtx")]);
  expect(refused).toEqual([`${join(folder, "short.evtx")}: no event log`]);
});

test("an interrupted tile leaves nothing behind", async () => {
  const folder = temporaryFolder();
  const out = join(folder, "tile.evtx");
  const world = silentWorld();
  const args = ["tile", "--out", out, "--size", "64MiB", "--from", folderOfLogs()];
  const interrupted = {
    ...world,
    printError: (text: string) => {
      if (text.includes(" of ")) world.interrupt.abort(new Error("ended"));
    },
  };
  expect(await runProgram(args, interrupted)).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});

test("a tile that finds no chunk says so", async () => {
  const world = silentWorld();
  const out = join(temporaryFolder(), "tile.evtx");
  expect(await runProgram(["tile", "--out", out, "--from", temporaryFolder()], world)).toBe(4);
  expect(world.complaints.join("")).toContain("no valid chunk was found");
  expect(existsSync(out)).toBe(false);
});

test("a tile of more than 64 GiB is not begun", async () => {
  const folder = temporaryFolder();
  const sources = [...surveyChunks(findLogs([folderOfLogs()]), () => {})];
  const options = { sizeBytes: 2 ** 50 };
  await expect(writeTile(join(folder, "tile.evtx"), sources, options)).rejects.toThrow(/64 GiB/u);
  expect(readdirSync(folder)).toEqual([]);
});
