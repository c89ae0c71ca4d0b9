import { expect, test } from "vitest";
import { writeEvtx } from "../../../tools/testkit/src/index.ts";
import { CHUNK_BYTES, EvtxRecovery, HEADER_BLOCK_BYTES, readChunk } from "../src/index.ts";
import {
  chunkOf,
  event,
  FIRST_MS,
  freeOf,
  join,
  log,
  overwrite,
  range,
  read,
  viewOf,
} from "./recover-logs.ts";

const recover = true;

function recovered(bytes: Uint8Array) {
  const got = read(bytes, { recover });
  return { ...got, found: got.records.filter((record) => record.recovered) };
}

test("old records behind those of today are given on demand, with all their fields, and marked", () => {
  const bytes = overwrite(log(60, undefined, undefined, 100), log(5));
  expect(read(bytes).ids).toEqual(range(1, 5));
  const { records, found, codes } = recovered(bytes);
  expect(records.slice(0, 5).some((record) => record.recovered)).toBe(false);
  expect(found.length).toBeGreaterThan(50);
  for (const record of found) {
    const { recordId } = record;
    expect(record.field("Command")).toBe(`value ${recordId} of Command`);
    expect([record.eventId, record.channel]).toEqual([1, "Harrow-Alpha/Operational"]);
    expect(record.timeMs).toBe(FIRST_MS + recordId * 1000);
    expect(record.damaged).toBe(false);
  }
  expect(codes).toEqual([]);
});

test("a cleared chunk gives what stood in it", () => {
  const bytes = log(20);
  const chunk = chunkOf(bytes);
  // As after clearing: the header counts no records.
  viewOf(chunk).setUint32(48, 512, true);
  viewOf(chunk).setUint32(52, 0, true);
  expect(read(bytes).ids).toEqual([]);
  expect(recovered(bytes).found.map(({ recordId }) => recordId)).toEqual(range(1, 20));
});

test("what the chunk before has in the same place is not given again", () => {
  const first = log(60);
  const second = overwrite(first, log(5, undefined, undefined, 61));
  expect(recovered(join(first, second)).found).toEqual([]);
  expect(recovered(second).found.length).toBeGreaterThan(50);
});

test("chunks that are read one by one are recovered as in the whole file", () => {
  const first = log(60);
  const bytes = join(
    first,
    overwrite(first, log(5, "Other", "Harrow-Beta", 61)),
    overwrite(log(60, undefined, undefined, 200), log(3, "Third", "Harrow-Gamma", 66)),
  );
  const recovery = new EvtxRecovery();
  const one = range(0, 2).flatMap((index) =>
    [
      ...readChunk(chunkOf(bytes, index), {
        recover,
        recovery,
        offsetBytes: HEADER_BLOCK_BYTES + index * CHUNK_BYTES,
      }),
    ].map((record) => [record.offsetBytes, record.field("Command"), record.recovered]),
  );
  const whole = read(bytes, { recover }).records.map((record) => [
    record.offsetBytes,
    record.field("Command"),
    record.recovered,
  ]);
  expect(one).toEqual(whole);
  expect(whole.filter(([, , mark]) => mark).length).toBeGreaterThan(40);
});

test("an old record whose template was overwritten gets one of the same id from another chunk, and it is told", () => {
  const cleared = overwrite(
    log(60, "Command", "Harrow-Alpha", 100),
    log(4, "Other", "Harrow-Beta"),
  );
  const { found, told } = recovered(join(cleared, log(3, "Command", "Harrow-Alpha", 5)));
  expect(found.length).toBeGreaterThan(40);
  for (const record of found) {
    expect(record.field("Command")).toBe(`value ${record.recordId} of Command`);
    expect(record.damaged).toBe(false);
  }
  const notes = told.filter(({ code }) => code === "EVTX_TEMPLATE_BORROWED");
  expect(notes.map(({ recordId }) => recordId)).toEqual(found.map(({ recordId }) => recordId));
  const place = HEADER_BLOCK_BYTES + CHUNK_BYTES + 512 + 24 + 14;
  expect(notes[0]).toMatchObject({
    severity: "note",
    message: expect.stringContaining(`at byte ${place},`),
  });
});

test("an old record whose template is nowhere has its id, its time and its values, and no names", () => {
  const { found, told } = recovered(
    overwrite(log(60, "Command", "Harrow-Alpha", 100), log(4, "Other", "Harrow-Beta")),
  );
  expect(found.length).toBeGreaterThan(40);
  for (const record of found) {
    const { recordId } = record;
    expect(record.damaged).toBe(true);
    expect(record.writtenMs).toBe(FIRST_MS + recordId * 1000);
    expect([...record.fields().keys()]).toEqual(["Data"]);
    expect(record.field("Data")).toContain(`value ${recordId} of Command`);
    expect([record.eventId, record.channel, record.field("Other")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
  expect(
    told.filter(({ code, severity }) => code === "EVTX_TEMPLATE" && severity === "warning"),
  ).toHaveLength(found.length);
});

test("an id under which the file has two templates lends neither", () => {
  const cleared = overwrite(
    log(60, "Command", "Harrow-Alpha", 100),
    log(4, "Other", "Harrow-Beta"),
  );
  const other = log(3, "Command", "Harrow-Alpha", 5);
  // The GUID differs behind the id.
  const twin = log(3, "Command", "Harrow-Alpha", 8);
  const guid = 512 + 24 + 14 + 4;
  const bytes = chunkOf(twin);
  bytes[guid + 9] = (bytes[guid + 9] as number) ^ 1;
  const { found } = recovered(join(cleared, other, twin));
  expect(found.length).toBeGreaterThan(40);
  expect(found.map((record) => record.field("Command"))).toEqual(found.map(() => undefined));
});

test("names that were overwritten are inferred from the form, with a warning", () => {
  // The second template leads to names that the first one holds; those of `Data` are overwritten, it is not.
  const old = writeEvtx(
    [
      event(1, "First", "Harrow-Alpha"),
      event(2, "Second", "Harrow-Beta"),
      event(3, "Second", "Harrow-Beta"),
    ],
    { firstRecordId: 100 },
  );
  const bytes = overwrite(old, old);
  const chunk = chunkOf(bytes);
  const [, second] = read(old).records;
  const until = (second?.offsetBytes ?? 0) - HEADER_BLOCK_BYTES;
  const data = Buffer.from("Data\0", "utf16le");
  for (let at = chunk.indexOf(0x44, 512); at > 0 && at < until; at = chunk.indexOf(0x44, at + 1))
    if (data.every((byte, n) => chunk[at + n] === byte)) chunk.fill(0x41, at, at + 8);
  viewOf(chunk).setUint32(48, 512, true);
  const found = read(bytes, { recover }).records.slice(1);
  expect(found.map((record) => record.field("Second"))).toEqual([
    "value 2 of Second",
    "value 3 of Second",
  ]);
  expect(found.map(({ damaged, recovered: mark }) => [damaged, mark])).toEqual([
    [true, true],
    [true, true],
  ]);
});

test.each<[string, (view: DataView, at: number, size: number) => void]>([
  ["no magic", (view, at) => view.setUint32(at, 0x2a2b, true)],
  ["another size at its end", (view, at, size) => view.setUint32(at + size - 4, size + 8, true)],
  ["a size beyond the chunk", (view, at) => view.setUint32(at + 4, 0x0001_0000, true)],
  ["a time before 1990", (view, at) => view.setUint32(at + 20, 0x01b0_0000, true)],
  ["a time after 2100", (view, at) => view.setUint32(at + 20, 0x0240_0000, true)],
  ["no id", (view, at) => view.setUint32(at + 8, 0, true)],
  ["an id that no log reaches", (view, at) => view.setUint32(at + 12, 7, true)],
  ["other bytes than binary XML", (view, at) => view.setUint8(at + 24, 0x33)],
])("what has %s is no old record, and the others are found", (_, change) => {
  const bytes = overwrite(log(60, undefined, undefined, 100), log(5));
  const before = recovered(bytes).found;
  const victim = before[10];
  if (victim === undefined) throw new Error("no record to change");
  change(viewOf(bytes), victim.offsetBytes, victim.sizeBytes);
  const ids = before.map(({ recordId }) => recordId).filter((id) => id !== victim.recordId);
  expect(recovered(bytes).found.map(({ recordId }) => recordId)).toEqual(ids);
});

test("the last record of an export, whose header has no time, is an old record like the others", () => {
  const bytes = overwrite(log(60, undefined, undefined, 100), log(5));
  const before = recovered(bytes).found;
  const last = before.at(-1);
  if (last === undefined) throw new Error("no record to change");
  bytes.fill(0, last.offsetBytes + 16, last.offsetBytes + 24);
  const { found } = recovered(bytes);
  expect(found).toHaveLength(before.length);
  expect(found.at(-1)?.timeMs).toBe(FIRST_MS + last.recordId * 1000);
});

test("a value that holds the bytes of a record is not taken for one", () => {
  const inner = log(3);
  const chunk = chunkOf(inner);
  const end = freeOf(chunk);
  let text = "";
  for (let at = 512; at < end; at += 2)
    text += String.fromCharCode(viewOf(chunk).getUint16(at, true));
  const bytes = writeEvtx([{ ...event(1), data: [["Blob", { type: "string", value: text }]] }]);
  expect(recovered(bytes).ids).toEqual([1]);
});
