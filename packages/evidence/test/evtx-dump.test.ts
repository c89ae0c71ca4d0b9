import type { EvidenceRecord } from "@tocsin/model";
import { expect, test } from "vitest";
import { createReader, recognizeFormat } from "../src/index.ts";

function event(id: number): object {
  return {
    Event: {
      System: { Channel: "Security", EventID: 4688, EventRecordID: id },
      EventData: { NewProcessName: `C:\\p${id}.exe` },
    },
  };
}

test.each([
  ["pretty", 2],
  ["compact", 0],
])("the headings that evtx_dump writes between %s records cost nothing", (_, indent) => {
  const text = [1, 2, 3]
    .map((id) => `Record ${id}\n${JSON.stringify(event(id), undefined, indent)}\n`)
    .join("");
  const bytes = new TextEncoder().encode(text);
  expect(recognizeFormat(bytes)).toBe("json-object");
  const records: EvidenceRecord[] = [];
  const problems: string[] = [];
  const reader = createReader("json-object", {
    file: "a.json",
    onRecord: (record) => records.push(record),
    onDiagnostic: ({ message }) => problems.push(message),
  });
  for (let at = 0; at < bytes.length; at += 7) reader.push(bytes.subarray(at, at + 7));
  reader.end();
  expect(problems).toEqual([]);
  expect(records.map((record) => record.field("NewProcessName"))).toEqual([
    "C:\\p1.exe",
    "C:\\p2.exe",
    "C:\\p3.exe",
  ]);
  expect(records.map(({ source }) => source.format)).toEqual([
    "windows-json",
    "windows-json",
    "windows-json",
  ]);
});
