import fc from "fast-check";
import { expect, test } from "vitest";
import { readEvtx } from "../../../packages/evtx/src/index.ts";
import type { EventValue, WindowsEvent } from "../src/index.ts";
import { writeEvtx } from "../src/index.ts";

const EVENT: WindowsEvent = {
  provider: {
    name: "Microsoft-Windows-Sysmon",
    guid: "5770385f-c22a-43e0-bf4c-06f5698ffbd9",
  },
  eventId: 1,
  version: 5,
  level: 4,
  task: 1,
  opcode: 0,
  keywords: 0x8000000000000000n,
  timeMs: Date.UTC(2024, 4, 13, 2, 31, 0, 123),
  processId: 2744,
  threadId: 3512,
  channel: "Microsoft-Windows-Sysmon/Operational",
  computer: "HMS-PORTAL01.harrowgate.example",
  userSid: "S-1-5-18",
  data: [
    ["CommandLine", { type: "string", value: 'cmd.exe /c "echo ä ☂ 😀 <&>"' }],
    ["ProcessId", { type: "uint32", value: 4_294_967_295 }],
    ["LogonId", { type: "hex64", value: 0x3e7n }],
    ["Small", { type: "uint16", value: 65_535 }],
    ["Byte", { type: "uint8", value: 255 }],
    ["Signed", { type: "int32", value: -5 }],
    ["Large", { type: "uint64", value: 18_446_744_073_709_551_615n }],
    ["Status", { type: "hex32", value: 0xc000006dn }],
    ["ProcessGuid", { type: "guid", value: "11111111-2222-3333-4444-555566667777" }],
    ["User", { type: "sid", value: "S-1-5-21-1004336348-1177238915-682003330-512" }],
    ["Created", { type: "filetime", value: Date.UTC(2024, 4, 12) }],
    ["Initiated", { type: "bool", value: true }],
    ["Empty", { type: "string", value: "" }],
    // Left out, as Windows does.
    ["Missing", { type: "absent" }],
  ],
};

function readBack(bytes: Uint8Array) {
  const diagnostics: string[] = [];
  const records = [];
  for (const record of readEvtx(bytes, {
    sink: ({ code, message }) => diagnostics.push(`${code} ${message}`),
  })) {
    records.push({
      id: record.recordId,
      fields: Object.fromEntries(record.fields()),
      sound: record.check(),
      json: record.toJson(),
    });
  }
  return { diagnostics, records };
}

test("a written event reads back field by field", () => {
  const { diagnostics, records } = readBack(writeEvtx([EVENT], { firstRecordId: 77 }));
  expect(diagnostics).toEqual([]);
  expect(records).toHaveLength(1);
  expect(records[0]?.sound).toBe(true);
  expect(records[0]?.fields).toEqual({
    Provider_Name: "Microsoft-Windows-Sysmon",
    Provider_Guid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    EventID: 1,
    Version: 5,
    Level: 4,
    Task: 1,
    Opcode: 0,
    Keywords: "0x8000000000000000",
    TimeCreated_SystemTime: "2024-05-13T02:31:00.123000Z",
    EventRecordID: 77,
    Execution_ProcessID: 2744,
    Execution_ThreadID: 3512,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Computer: "HMS-PORTAL01.harrowgate.example",
    Security_UserID: "S-1-5-18",
    CommandLine: 'cmd.exe /c "echo ä ☂ 😀 <&>"',
    ProcessId: 4_294_967_295,
    LogonId: "0x3e7",
    Small: 65_535,
    Byte: 255,
    Signed: -5,
    Large: "18446744073709551615",
    Status: "0xc000006d",
    ProcessGuid: "11111111-2222-3333-4444-555566667777",
    User: "S-1-5-21-1004336348-1177238915-682003330-512",
    Created: "2024-05-12T00:00:00.000000Z",
    Initiated: true,
    Empty: "",
  });
});

test("a written event has the JSON of evtx_dump", () => {
  const { records } = readBack(writeEvtx([{ ...EVENT, data: EVENT.data.slice(0, 1) }]));
  expect(records[0]?.json).toMatchObject({
    Event: {
      System: {
        Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } },
        EventID: 1,
        Correlation: null,
        Execution: { "#attributes": { ProcessID: 2744, ThreadID: 3512 } },
      },
      EventData: { CommandLine: 'cmd.exe /c "echo ä ☂ 😀 <&>"' },
    },
  });
});

// A reader takes trailing NULs for padding.
const TEXT = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", " "));

const VALUE: fc.Arbitrary<EventValue> = fc.oneof(
  fc.record({ type: fc.constant("string" as const), value: TEXT }),
  fc.record({ type: fc.constant("uint32" as const), value: fc.nat(0xffff_ffff) }),
  fc.record({ type: fc.constant("int32" as const), value: fc.integer() }),
  fc.record({ type: fc.constant("bool" as const), value: fc.boolean() }),
  fc.record({
    type: fc.constant("guid" as const),
    value: fc.uuid().map((text) => text.toUpperCase()),
  }),
);

test("any values read back equal and without damage", () => {
  const events = fc.array(fc.array(VALUE, { maxLength: 8 }), { maxLength: 30 });
  fc.assert(
    fc.property(events, (rows) => {
      const written = rows.map((values) => ({
        ...EVENT,
        data: values.map((value, i) => [`Value${i}`, value] as const),
      }));
      const { diagnostics, records } = readBack(writeEvtx(written));
      expect(diagnostics).toEqual([]);
      expect(records.map(({ sound }) => sound)).toEqual(rows.map(() => true));
      for (const [row, values] of rows.entries())
        for (const [i, value] of values.entries())
          expect(records[row]?.fields[`Value${i}`]).toEqual("value" in value ? value.value : null);
    }),
    { numRuns: 100 },
  );
});

test("many events run over several chunks with unbroken record ids", () => {
  const events = Array.from({ length: 900 }, (_, i) => ({
    ...EVENT,
    eventId: 1 + (i % 7),
    timeMs: EVENT.timeMs + i,
    data: [["Text", { type: "string", value: `event ${i} ${"x".repeat(i % 300)}` }] as const],
  }));
  const bytes = writeEvtx(events);
  expect((bytes.length - 4096) % 65_536).toBe(0);
  expect(bytes.length).toBeGreaterThan(4096 + 3 * 65_536);
  const { diagnostics, records } = readBack(bytes);
  expect(diagnostics).toEqual([]);
  expect(records.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
});

test("an event larger than a chunk is refused", () => {
  const data = [["Text", { type: "string", value: "x".repeat(40_000) }] as const];
  expect(() => writeEvtx([{ ...EVENT, data }])).toThrow(RangeError);
});
