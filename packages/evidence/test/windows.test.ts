import { expect, test } from "vitest";
import { corpusFiles, HAS_CORPORA, readCorpusFile } from "./corpora.ts";
import { fieldsOf, read } from "./reading.ts";

const one = (value: unknown) => {
  const { records, diagnostics } = read(JSON.stringify(value), "json-lines");
  expect(diagnostics).toEqual([]);
  const [record] = records;
  if (record === undefined) throw new Error("no record");
  for (const [name, inner] of record.fields()) expect(record.field(name)).toEqual(inner);
  return record;
};

const SYSMON = "Microsoft-Windows-Sysmon/Operational";
const SYSTEM = {
  Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } },
  EventID: { "#text": 1, "#attributes": { Qualifiers: 16384 } },
  Level: null,
  TimeCreated: { "#attributes": { SystemTime: "2024-05-06T07:08:09.5Z" } },
  EventRecordID: 77,
  Correlation: null,
  Channel: SYSMON,
  Computer: "PC1",
};

test("an event with attributes gives System by Sigma's names and data by its own", () => {
  const record = one({
    Event: { System: SYSTEM, EventData: { Image: "a.exe", Computer: "other" } },
  });
  expect(record.source).toEqual({
    format: "windows-json",
    product: "windows",
    channel: SYSMON,
    provider: "Microsoft-Windows-Sysmon",
    eventId: 1,
  });
  expect(record).toMatchObject({ timeMs: Date.UTC(2024, 4, 6, 7, 8, 9, 500), host: "PC1" });
  expect(record.place.recordId).toBe("77");
  expect(fieldsOf(record)).toEqual({
    Provider_Name: "Microsoft-Windows-Sysmon",
    EventID: 1,
    EventID_Qualifiers: 16384,
    Level: null,
    TimeCreated_SystemTime: "2024-05-06T07:08:09.5Z",
    EventRecordID: 77,
    Channel: SYSMON,
    Computer: "PC1",
    Image: "a.exe",
    EventData_Computer: "other",
  });
});

test.each([
  [{ Data: "x" }, { Data: "x" }],
  [{ Data: { "#text": ["x", "y"] } }, { Data: ["x", "y"] }],
  [
    { Data: ["x", "y"], Binary: null },
    { Data: ["x", "y"], Binary: null },
  ],
  [{ Data: [{ "#attributes": { Name: "A" }, "#text": "x" }] }, { A: "x" }],
  [{ Data: [{ "@Name": "A", "#text": "x" }, { "@Name": "B" }] }, { A: "x", B: null }],
  [{ Header: "x", Header_1: "y", Header_2: "z" }, { Header: ["x", "y", "z"] }],
  [
    { "#attributes": { Name: "N" }, A: 1 },
    { EventData_Name: "N", A: 1 },
  ],
])("event data %j gives %j", (data, expected) => {
  const { System: _, ...system } = { System: 0, ...fieldsOf(one({ Event: { System: SYSTEM } })) };
  const fields = fieldsOf(one({ Event: { System: SYSTEM, EventData: data } }));
  expect(fields).toEqual({ ...system, ...expected });
});

test("user data gives its leaves, with attributes behind the element's name", () => {
  const UserData = {
    LogFileCleared: { "#attributes": { xmlns: "u", Kind: "k" }, SubjectUserName: "bob" },
  };
  const record = one({ Event: { System: SYSTEM, UserData } });
  expect(record.field("SubjectUserName")).toBe("bob");
  expect(record.field("LogFileCleared_Kind")).toBe("k");
  expect(record.field("LogFileCleared_xmlns")).toBeUndefined();
});

test("separate attributes and a System without Event are read, too", () => {
  const separate = one({
    Event: {
      Event_attributes: { xmlns: "e" },
      System: {
        Provider_attributes: { Name: "P" },
        EventID: 4,
        EventID_attributes: { Qualifiers: 1 },
      },
      EventData: { A: 1 },
    },
  });
  expect(fieldsOf(separate)).toEqual({
    Provider_Name: "P",
    EventID: 4,
    EventID_Qualifiers: 1,
    A: 1,
  });
  const bare = one({
    System: {
      Provider: { Name: "P", Guid: "G" },
      EventID: { Value: 4 },
      TimeCreated: { SystemTime: 1588205199.5 },
      Channel: "Security",
    },
    EventData: { A: 1 },
  });
  expect(bare.source).toMatchObject({ provider: "P", eventId: 4, channel: "Security" });
  expect(bare.timeMs).toBe(1588205199500);
  expect(bare.field("A")).toBe(1);
});

test("a flat event keeps its names and gains those of System", () => {
  const record = one({
    EventID: 1,
    Channel: "security",
    SourceName: "P",
    Hostname: "PC1",
    RecordNumber: 5,
    UtcTime: "1999-01-01 00:00:00",
    "@timestamp": "2024-05-06T07:08:09Z",
    EventTime: "2024-05-06 03:08:09",
    CommandLine: "whoami",
  });
  expect(record.source).toEqual({
    format: "windows-json",
    product: "windows",
    channel: "security",
    provider: "P",
    eventId: 1,
  });
  expect(record).toMatchObject({ host: "PC1", timeMs: Date.UTC(2024, 4, 6, 7, 8, 9) });
  expect(fieldsOf(record)).toMatchObject({
    Provider_Name: "P",
    SourceName: "P",
    Computer: "PC1",
    EventRecordID: 5,
    CommandLine: "whoami",
  });
});

test("Sysmon's own time is before that of a collector", () => {
  const event = { EventID: "1", Channel: SYSMON, UtcTime: "2024-05-06 07:08:09.100" };
  const record = one({ ...event, "@timestamp": "2024-05-06T09:00:00Z" });
  expect(record.timeMs).toBe(Date.UTC(2024, 4, 6, 7, 8, 9, 100));
  expect(record.field("EventID")).toBe(1);
});

test("XML in a string gives its data as fields", () => {
  const record = one({
    TimeGenerated: "2022-05-13T08:54:05.21Z",
    Computer: "PC1",
    EventSourceName: "P",
    Channel: "Security",
    EventID: 4688,
    EventData:
      '<EventData xmlns="x">\r\n  <Data Name="CommandLine">a &amp; b &#x41; &lt;</Data><Data Name="Empty"/><Data>loose</Data></EventData>',
  });
  expect(record.timeMs).toBe(Date.UTC(2022, 4, 13, 8, 54, 5, 210));
  expect(record.field("CommandLine")).toBe("a & b A <");
  expect(record.field("Empty")).toBeNull();
  expect(record.field("Data")).toBe("loose");
  expect(record.field("EventData")).toBeUndefined();
});

test.each([
  {
    "@timestamp": "2024-05-06T07:08:09Z",
    winlog: {
      event_id: "1",
      channel: SYSMON,
      provider_name: "P",
      computer_name: "PC1",
      record_id: 9,
      process: { pid: 4, thread: { id: 5 } },
      event_data: { Image: "own.exe" },
    },
    process: {
      executable: "other.exe",
      command_line: "own.exe -x",
      hash: { md5: "aa", sha1: "bb" },
    },
    user: { name: "bob", domain: "D" },
    log: { level: "information" },
  },
  {
    "@timestamp": "2024-05-06T07:08:09Z",
    "winlog.event_id": 1,
    "winlog.channel": SYSMON,
    "winlog.provider_name": "P",
    "winlog.computer_name": "PC1",
    "winlog.record_id": 9,
    "winlog.process.pid": 4,
    "winlog.process.thread.id": 5,
    "winlog.event_data.Image": "own.exe",
    "process.executable": "other.exe",
    "process.command_line": "own.exe -x",
    "process.hash.md5": "aa",
    "process.hash.sha1": "bb",
    "user.name": "bob",
    "user.domain": "D",
    "log.level": "information",
  },
])("Winlogbeat's event gives Windows' names, nested or dotted", (event) => {
  const record = one(event);
  expect(record.source).toMatchObject({ channel: SYSMON, provider: "P", eventId: 1 });
  expect(record).toMatchObject({ host: "PC1", timeMs: Date.UTC(2024, 4, 6, 7, 8, 9) });
  expect(fieldsOf(record)).toEqual({
    EventID: 1,
    Provider_Name: "P",
    TimeCreated_SystemTime: "2024-05-06T07:08:09Z",
    EventRecordID: 9,
    Execution_ProcessID: 4,
    Execution_ThreadID: 5,
    Channel: SYSMON,
    Computer: "PC1",
    Level: 4,
    Image: "own.exe",
    CommandLine: "own.exe -x",
    Hashes: "MD5=AA,SHA1=BB",
    User: String.raw`D\bob`,
    "@timestamp": "2024-05-06T07:08:09Z",
    "process.executable": "other.exe",
    "process.command_line": "own.exe -x",
    "process.hash.md5": "aa",
    "process.hash.sha1": "bb",
    "user.name": "bob",
    "user.domain": "D",
    "log.level": "information",
  });
  expect(record.field("winlog.event_data.Image")).toBe("own.exe");
});

const XML = `<Event xmlns='e'><System><Provider Name='P'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-06T07:08:09.1234567Z'/><EventRecordID>9</EventRecordID><Channel>Security</Channel><Computer>PC1</Computer></System><EventData><Data Name='NewProcessName'>C:\\a.exe</Data></EventData></Event>`;
const PAIRS = `04/29/2020 10:56:18 AM
LogName=Security
SourceName=P
EventCode=4688
ComputerName=PC1
RecordNumber=9
Message=A new process has been created.

Creator Subject:
	Account Name:		bob

Process Information:
	New Process Name:	C:\\a.exe
	Process Command Line:	a.exe -x`;

test.each([
  ["XML", { result: { _raw: XML, source: "WinEventLog" } }],
  ["XML, flat", { _raw: XML, index: "main" }],
  ["pairs", { preview: false, result: { _raw: PAIRS, _time: "2024-05-06T07:08:09.123Z" } }],
  [
    "JSON",
    {
      _raw: JSON.stringify({
        EventID: 4688,
        Channel: "Security",
        SourceName: "P",
        Hostname: "PC1",
        RecordNumber: 9,
        TimeCreated: "2024-05-06T07:08:09.123Z",
        NewProcessName: String.raw`C:\a.exe`,
      }),
    },
  ],
])("Splunk's raw event is read as %s", (_, value) => {
  const record = one(value);
  expect(record.source).toMatchObject({
    format: "windows-json",
    channel: "Security",
    eventId: 4688,
  });
  expect(record).toMatchObject({ host: "PC1", timeMs: Date.UTC(2024, 4, 6, 7, 8, 9, 123) });
  expect(record.field("NewProcessName")).toBe(String.raw`C:\a.exe`);
  expect(record.field("Provider_Name")).toBe("P");
  expect(record.place.recordId).toBe("9");
});

test("Splunk's rendered text gives fields by their labels and headings", () => {
  const record = one({ _raw: PAIRS });
  expect(record.field("CommandLine")).toBe("a.exe -x");
  expect(record.field("SubjectUserName")).toBe("bob");
});

test.skipIf(!HAS_CORPORA)(
  "all Windows records of the public sets have time, host, event id and provider",
  () => {
    for (const file of corpusFiles("json/otrf")) {
      if (/ec2|syslog|metasploit_log|empire_pers|purple/.test(file)) continue;
      const { records, diagnostics } = read(readCorpusFile(file));
      expect(diagnostics).toEqual([]);
      for (const record of records) {
        expect(record.source).toMatchObject({ format: "windows-json", product: "windows" });
        expect(typeof record.source.eventId).toBe("number");
        expect(record.source.provider ?? record.source.channel).toBeTruthy();
        expect(record.timeMs).toBeGreaterThan(Date.UTC(2019, 0));
        expect(record.host).toBeTruthy();
        expect(record.field("Computer")).toBe(record.host);
      }
    }
  },
);
