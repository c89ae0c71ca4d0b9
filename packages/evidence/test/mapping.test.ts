import type { RecordMapping } from "@tocsin/model";
import { expect, test } from "vitest";
import { reached } from "./reach.ts";
import { fieldsOf, read } from "./reading.ts";

const MAPPING: RecordMapping = {
  entries: [
    {
      when: { has: ["proc.path"], equals: { kind: "ProcessStart" } },
      product: "windows",
      category: "process_creation",
      fields: { Image: ["proc.path"], CommandLine: ["proc.cmd", "cmdline"], Kind: ["none"] },
      time: ["nothing", "when"],
      host: ["machine"],
    },
    {
      when: { equals: { log: "SEC" } },
      product: "windows",
      fields: { EventID: ["code"], Channel: ["chan"], TargetUserName: ["who.name"] },
    },
    { when: { format: "json", has: ["door"] }, product: "acme", fields: { Hand: ["hands.side"] } },
  ],
};

const START = {
  kind: "processstart",
  proc: { path: "C:\\a.exe" },
  cmdline: "a -b",
  when: 1714979289,
  machine: "PC1",
};

test("a mapped record has the user's source, time, host and names, and its own names", () => {
  const [record] = read(JSON.stringify(START), "json-lines", { mapping: MAPPING }).records;
  expect(record).toMatchObject({
    source: { format: "json", product: "windows", category: "process_creation" },
    timeMs: 1714979289000,
    host: "PC1",
  });
  expect(fieldsOf(record)).toEqual({
    Image: "C:\\a.exe",
    CommandLine: "a -b",
    kind: "processstart",
    "proc.path": "C:\\a.exe",
    cmdline: "a -b",
    when: 1714979289,
    machine: "PC1",
  });
  expect(record?.field("Kind")).toBeUndefined();
});

test("a mapped record is reached by rules of its logsource", () => {
  const rule = "Image|endswith: \\a.exe\nCommandLine|contains: -b";
  const text = JSON.stringify(START);
  const json = "json-lines";
  expect(reached("windows/process_creation/", rule, text, json, MAPPING).length).toBe(1);
  expect(reached("windows/process_creation/", rule, text, json)).toEqual([]);
});

test("fields named as System's choose the channel and the event", () => {
  const text = JSON.stringify([
    { log: "sec", code: "4624", chan: "Security", who: { name: "bob" } },
  ]);
  const rule = "EventID: 4624\nTargetUserName: bob";
  expect(reached("windows//security", rule, text, "json-array", MAPPING).length).toBe(1);
});

test("a path through a list gives all its values", () => {
  const text = JSON.stringify({ door: 1, hands: [{ side: "left" }, { side: "right" }] });
  const [record] = read(text, "json-lines", { mapping: MAPPING }).records;
  expect(record?.field("Hand")).toEqual(["left", "right"]);
});

test("a record that no entry is for stays as it is", () => {
  for (const value of [{ kind: "ProcessStart", proc: {} }, { other: 1 }, { door: null }, 5]) {
    const text = JSON.stringify(value);
    const [plain] = read(text, "json-lines").records;
    const [mapped] = read(text, "json-lines", { mapping: MAPPING }).records;
    expect(fieldsOf(mapped)).toEqual(fieldsOf(plain));
    expect(mapped?.source).toEqual(plain?.source);
  }
});

test("with a mapping, flat events are mapped on the fast path's ground, too", () => {
  const text = JSON.stringify({
    log: "SEC",
    EventID: 1,
    Channel: "Security",
    chan: "Other",
    code: 2,
  });
  const [record] = read(text, "json-lines", { mapping: MAPPING, brief: true }).records;
  expect(record?.source).toMatchObject({ channel: "Other", eventId: 2 });
  expect(record?.field("EventID")).toBe(2);
});
