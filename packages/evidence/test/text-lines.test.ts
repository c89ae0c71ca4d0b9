import { join } from "node:path";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { corpusFiles, HAS_CORPORA, HUNTING, readCorpusFile } from "./corpora.ts";
import { fieldsOf, read } from "./reading.ts";

const lines = (text: string) => read(text, "text").records;
const one = (line: string) => {
  const [record] = lines(line);
  if (record === undefined) throw new Error("no record");
  for (const [name, value] of record.fields()) expect(record.field(name)).toEqual(value);
  expect(record.field("line")).toBe(line);
  return record;
};

test("a line of no known log is a record with the field line", () => {
  const records = lines("first\r\n\nthird");
  expect(records.map((record) => fieldsOf(record))).toEqual([{ line: "first" }, { line: "third" }]);
  expect(records.map(({ place }) => place)).toEqual([
    { file: "evidence", line: 1, offsetBytes: 0 },
    { file: "evidence", line: 3, offsetBytes: 8 },
  ]);
  expect(records[0]?.source).toEqual({ format: "text" });
});

test("a line over the limit is cut between characters, and that is told once", () => {
  const limits = { maxRecordBytes: 10 };
  const text = `${"é".repeat(12)}\nshort\n`;
  for (const pieceBytes of [1, 3, 1000]) {
    const { records, diagnostics } = read(text, "text", { limits, pieceBytes });
    expect(records.map((record) => record.field("line"))).toEqual([
      "ééééé",
      "ééééé",
      "éé",
      "short",
    ]);
    expect(records.map(({ place }) => place.offsetBytes)).toEqual([0, 10, 20, 25]);
    expect(diagnostics).toMatchObject([{ code: "EVIDENCE_LINE_CUT", place: { line: 1 } }]);
  }
});

test("UTF-16 is read with lines and without offsets", () => {
  for (const bigEndian of [false, true]) {
    const text = "\ufefféa\r\nb";
    const bytes = new Uint8Array(2 * text.length);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < text.length; at++)
      view.setUint16(2 * at, text.charCodeAt(at), !bigEndian);
    for (const pieceBytes of [1, 3, 64]) {
      const { records } = read(bytes, "text", { pieceBytes });
      expect(records.map((record) => record.field("line"))).toEqual(["éa", "b"]);
      expect(records[1]?.place).toEqual({ file: "evidence", line: 2 });
    }
  }
});

test("a byte order mark counts for offsets and is no part of the text", () => {
  const [first, second] = lines("\ufeffa\nb");
  expect(first?.field("line")).toBe("a");
  expect(second?.place.offsetBytes).toBe(5);
});

test("a line of the Combined Log Format gives the W3C names", () => {
  const line = String.raw`192.0.2.7 - bob [11/Jul/2018:08:41:28 +0300] "GET /a/b.php?x=\"1&y HTTP/1.1" 200 1144 "http://r.example/" "Agent (\"q\")"`;
  const record = one(line);
  expect(record.source).toEqual({ format: "web-access", category: "webserver" });
  expect(record.timeMs).toBe(Date.UTC(2018, 6, 11, 5, 41, 28));
  expect(fieldsOf(record)).toEqual({
    line,
    "c-ip": "192.0.2.7",
    "cs-username": "bob",
    "cs-method": "GET",
    "cs-uri-stem": "/a/b.php",
    "cs-uri-query": String.raw`x=\"1&y`,
    "cs-uri": String.raw`/a/b.php?x=\"1&y`,
    "cs-version": "HTTP/1.1",
    "sc-status": 200,
    "sc-bytes": 1144,
    "cs-referer": "http://r.example/",
    "cs-user-agent": String.raw`Agent (\"q\")`,
  });
});

test.each([
  [
    '1.1.1.1 - - [11/Jul/2018:08:41:28 +0300] "GET / HTTP/1.1" 302 -',
    { "sc-bytes": null, "cs-uri-query": null },
  ],
  [
    'www.x.example:443 1.1.1.1 - - [11/Jul/2018:08:41:28 +0300] "GET / HTTP/1.1" 302 -',
    { "cs-host": "www.x.example", "c-ip": "1.1.1.1" },
  ],
  [
    '::1 - - [11/Jul/2018:08:41:28 +0300] "GET /a"b HTTP/1.1" 400 5 "-" "x"',
    { "cs-uri": '/a"b', "sc-status": 400, "cs-user-agent": "x" },
  ],
  [
    String.raw`1.1.1.1 - - [11/Jul/2018:08:41:28 +0300] "\x16\x03\x01" 400 226 "-" "-"`,
    { "cs-method": undefined, "sc-status": 400, "cs-user-agent": null },
  ],
  [
    '1.1.1.1 - - [11/Jul/2018:08:41:28 +0300] "GET /a b c HTTP/1.0" 200 5',
    { "cs-uri": "/a b c", "cs-version": "HTTP/1.0" },
  ],
])("the access log line %s is read", (line, expected) => {
  const record = one(line);
  expect(record.source.category).toBe("webserver");
  for (const [name, value] of Object.entries(expected)) expect(record.field(name)).toEqual(value);
});

const IIS =
  "2019-09-03 10:04:35 192.0.2.1 GET /a.aspx x=1 80 - 192.0.2.9 Mozilla/5.0+(X) - 200 0 0 42";

test("an IIS line is read by its header, and by the usual columns without one", () => {
  const header =
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";
  const [, withHeader] = lines(`${header}\n${IIS}`);
  for (const record of [withHeader, one(IIS)]) {
    expect(record?.source).toEqual({ format: "web-access", category: "webserver" });
    expect(record?.timeMs).toBe(Date.UTC(2019, 8, 3, 10, 4, 35));
    expect(fieldsOf(record)).toMatchObject({
      "cs-method": "GET",
      "cs-uri-stem": "/a.aspx",
      "cs-uri": "/a.aspx?x=1",
      "cs-username": null,
      "cs-user-agent": ["Mozilla/5.0+(X)", "Mozilla/5.0 (X)"],
      "cs-referer": null,
      "sc-status": 200,
      "time-taken": 42,
    });
  }
});

test("a header in the middle of a W3C log changes the columns", () => {
  const records = lines(
    "#Fields: date time c-ip cs-method\n2024-01-01 00:00:00 1.1.1.1 GET\n#Fields: c-ip cs-method cs-uri-stem\n1.1.1.2 POST /x\n",
  );
  expect(records.map((record) => record.field("c-ip"))).toEqual([
    undefined,
    "1.1.1.1",
    undefined,
    "1.1.1.2",
  ]);
});

test.each([
  [
    "Jun 14 15:16:01 combo sshd(pam_unix)[19939]: check pass",
    { format: "text", product: "linux", service: "sshd" },
    "combo",
    undefined,
  ],
  [
    "<34>Oct 11 22:14:15 host1 su: failed",
    { format: "text", product: "linux", service: "auth" },
    "host1",
    undefined,
  ],
  [
    '<165>1 2003-10-11T22:14:15.003Z host1 evntslog - ID47 [a@1 x="y\\"] z"][b] the text',
    { format: "text", product: "linux" },
    "host1",
    Date.UTC(2003, 9, 11, 22, 14, 15, 3),
  ],
  [
    "2024-05-06T07:08:09.123456+02:00 host1 CRON[12]: (root) CMD (x)",
    { format: "text", product: "linux", service: "cron" },
    "host1",
    Date.UTC(2024, 4, 6, 5, 8, 9, 123),
  ],
  [
    "Jun 14 15:16:01 fw %ASA-6-302013: Built",
    { format: "text", product: "cisco", service: "syslog" },
    "fw",
    undefined,
  ],
])("the syslog line %s is recognised", (line, source, host, timeMs) => {
  const record = one(line);
  expect(record.source).toEqual(source);
  expect(record.host).toBe(host);
  expect(record.timeMs).toBe(timeMs);
});

test("a syslog line gives its parts", () => {
  const record = one('<165>1 2003-10-11T22:14:15.003Z h app 7 ID47 [a@1 x="y ] z"][b] the text');
  expect(fieldsOf(record)).toMatchObject({
    facility: 20,
    severity: 5,
    hostname: "h",
    appname: "app",
    procid: "7",
    msgid: "ID47",
    message: "the text",
  });
});

test("an auditd line gives its fields, decoded where auditd encodes", () => {
  const record = one(
    'node=n1 type=EXECVE msg=audit(1604994496.155:92733): argc=2 a0="arp" a1=2D61206222',
  );
  expect(record.source).toEqual({
    format: "text",
    product: "linux",
    service: "auditd",
    category: "process_creation",
  });
  expect(record).toMatchObject({ host: "n1", timeMs: 1604994496155 });
  expect(record.place.recordId).toBe("92733");
  expect(record.field("a1")).toBe('-a b"');
  const call = one(
    'type=SYSCALL msg=audit(1.2:3): a0=3412 comm="x" key=(null)\u001dARCH=x86_64 SYSCALL=execve AUID="bob"',
  );
  expect(fieldsOf(call)).toMatchObject({
    a0: "3412",
    comm: "x",
    key: "(null)",
    SYSCALL: "execve",
    AUID: "bob",
  });
  const user = one(
    `type=USER_CMD msg=audit(1.2:3): pid=1 msg='cwd="/root" cmd=6C73202D6C exe="/usr/bin/sudo" res=success'`,
  );
  expect(fieldsOf(user)).toMatchObject({
    pid: "1",
    cwd: "/root",
    cmd: "ls -l",
    exe: "/usr/bin/sudo",
    res: "success",
  });
  const title = one("type=PROCTITLE msg=audit(1.2:3): proctitle=617270002D61");
  expect(title.field("proctitle")).toBe("arp -a");
});

test("an event in XML on one line is a Windows record", () => {
  const xml =
    "<Event xmlns='x'><System><Provider Name='P'/><EventID>1</EventID><Channel>C</Channel><Computer>PC1</Computer></System><EventData><Data Name='Image'>a.exe</Data></EventData></Event>";
  const [record] = lines(xml);
  expect(record?.source).toEqual({
    format: "windows-xml",
    product: "windows",
    channel: "C",
    provider: "P",
    eventId: 1,
  });
  expect(record?.field("Image")).toBe("a.exe");
  const [linux] = lines(`Jun 14 15:16:01 h sysmon: ${xml.replace("'P'", "'Linux-Sysmon'")}`);
  expect(linux?.source).toMatchObject({ product: "linux", service: "sysmon", eventId: 1 });
});

test("hostile lines take linear time", () => {
  const started = cpuNow();
  for (const line of [
    `<1>1 - - - - - ${'["'.repeat(200_000)}`,
    `<Event ${'"" '.repeat(300_000)}`,
    `<Event>${"<a>".repeat(300_000)}`,
    `1 - - [11/Jul/2018:08:41:28 +0300] "${'" 20'.repeat(200_000)}`,
    `type=A msg=audit(1.1:1): ${"a=".repeat(400_000)}`,
    `type=A msg=audit(1.1:1): ${"=".repeat(900_000)}`,
    " [".repeat(400_000),
  ])
    for (const record of lines(line)) fieldsOf(record);
  expect(cpuNow() - started).toBeLessThan(5000);
});

test.skipIf(!HAS_CORPORA)("access logs of the public sets are recognised line by line", () => {
  for (const [file, requests] of [
    ["tomcat/scan-1_access_log.txt", 1290],
    ["tomcat/webshell-1_access_log.txt", 111],
    ["iis/tunna-1.log", 2594],
    ["velociraptor/apache-access.log", 28],
    ["velociraptor/iis.log", 4],
  ] as const) {
    const { records } = read(readCorpusFile(join(HUNTING, "weblogs", file)));
    const web = records.filter(({ source }) => source.category === "webserver");
    expect(web.length).toBe(requests);
    expect(web.filter((record) => record.timeMs === undefined).length).toBeLessThan(2);
  }
});

test.skipIf(!HAS_CORPORA)("syslog parts equal those that the public set states", () => {
  const folder = join(HUNTING, "weblogs/loghub/Linux");
  const { records } = read(readCorpusFile(join(folder, "Linux_2k.log")));
  const stated = new TextDecoder()
    .decode(readCorpusFile(join(folder, "Linux_2k.log_structured.csv")))
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => row.split(","));
  expect(records.length).toBe(stated.length);
  const known = records.filter((record, at) => {
    const row = stated[at] ?? [];
    if (record.field("appname") === undefined) return false;
    expect(record.host).toBe(row[4]);
    expect(record.field("appname")).toBe(row[5]);
    expect(record.field("procid") ?? "").toBe(row[6]);
    return true;
  });
  expect(known.length).toBeGreaterThan(1980);
});

test.skipIf(!HAS_CORPORA)("Zeek's own format gives the fields of the same log in JSON", () => {
  const folder = join(HUNTING, "zeek/zed");
  for (const file of corpusFiles("zeek/zed/zeek-default")) {
    const name = file.slice(join(folder, "zeek-default").length, -".log.gz".length);
    const tsv = read(readCorpusFile(file)).records.filter(
      ({ source }) => source.product === "zeek",
    );
    const json = read(readCorpusFile(join(folder, `zeek-json${name}.json.gz`))).records;
    expect(tsv.length).toBe(json.length);
    for (const [at, record] of tsv.entries()) {
      const { line: _, ts: __, ...fields } = fieldsOf(record);
      const { _path, _write_ts: ____, ts: ___, ...wanted } = fieldsOf(json[at]);
      expect(withTimesOf(fields, wanted)).toEqual(wanted);
      expect(record.timeMs).toBe(json[at]?.timeMs);
      expect(record.source.service).toBe(_path ?? json[at]?.source.service);
    }
  }
});

/** Times as the JSON writes them, where they are the same time. */
function withTimesOf(
  fields: Record<string, unknown>,
  wanted: Record<string, unknown>,
): Record<string, unknown> {
  const result = { ...fields };
  for (const [name, value] of Object.entries(fields)) {
    const other = wanted[name];
    if (typeof value !== "number" || typeof other !== "string") continue;
    if (Math.abs(Date.parse(other) / 1000 - value) < 0.001) result[name] = other;
  }
  return result;
}
