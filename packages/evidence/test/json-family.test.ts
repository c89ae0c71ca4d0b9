import { basename } from "node:path";
import { expect, test } from "vitest";
import { corpusFiles, HAS_CORPORA, readCorpusFile } from "./corpora.ts";
import { fieldsOf, read } from "./reading.ts";

test.each([
  [
    {
      eventVersion: "1.08",
      eventSource: "s3.amazonaws.com",
      eventName: "GetObject",
      eventTime: "2024-05-06T07:08:09Z",
    },
    "aws",
    "cloudtrail",
  ],
  [{ ts: 1714979289, uid: "C1", "id.orig_h": "192.0.2.1", conn_state: "SF" }, "zeek", "conn"],
  [{ _path: "dns", ts: "2024-05-06T07:08:09.000Z", uid: "C1" }, "zeek", "dns"],
  [
    { timestamp: "2024-05-06T07:08:09.000000+0000", flow_id: 1, event_type: "alert" },
    "suricata",
    "alert",
  ],
  [
    { protoPayload: { methodName: "x" }, logName: "l", timestamp: "2024-05-06T07:08:09Z" },
    "gcp",
    "gcp.audit",
  ],
  [
    {
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      requestReceivedTimestamp: "2024-05-06T07:08:09.000000Z",
    },
    "kubernetes",
    "audit",
  ],
  [
    {
      eventType: "user.session.start",
      actor: {},
      published: "2024-05-06T07:08:09.000Z",
      displayMessage: "x",
    },
    "okta",
    "okta",
  ],
  [
    { Workload: "Exchange", Operation: "x", UserType: 0, CreationTime: "2024-05-06T07:08:09" },
    "m365",
    "audit",
  ],
  [
    { action: "repo.create", actor: "a", _document_id: "d", "@timestamp": 1714979289000 },
    "github",
    "audit",
  ],
  [
    { time: "2024-05-06T07:08:09Z", category: "SignInLogs", operationName: "Sign-in activity" },
    "azure",
    "signinlogs",
  ],
  [{ __REALTIME_TIMESTAMP: "1714979289000000", MESSAGE: "x", _HOSTNAME: "h" }, "linux", undefined],
  [{ timestamp: 1714979289, eventType: "other" }, undefined, undefined],
])("the JSON record %j is of product %s and service %s", (value, product, service) => {
  const [record] = read(JSON.stringify(value), "json-lines").records;
  expect(record?.source.format).toBe("json");
  expect(record?.source.product).toBe(product);
  expect(record?.source.service).toBe(service);
  expect(record?.timeMs).toBe(Date.UTC(2024, 4, 6, 7, 8, 9));
});

test("Zeek's addresses have Zeek's names where an exporter has changed them", () => {
  const [record] = read(
    '{"@stream":"conn","ts":1588205199.82437,"id_orig_h":"10.0.1.6","id_resp_p":53}',
    "json-lines",
  ).records;
  expect(record?.field("id.orig_h")).toBe("10.0.1.6");
  expect(record?.field("id.resp_p")).toBe(53);
  expect(record?.field("id_orig_h")).toBe("10.0.1.6");
  expect(record?.timeMs).toBe(1588205199824);
});

test("auditd within a collector's record is read as auditd", () => {
  const message =
    'type=AUOMS_EXECVE audit(1652292621.986:84138): syscall=execve exe="/usr/bin/java"';
  const [record] = read(
    JSON.stringify({ Computer: "U5", SyslogMessage: message }),
    "json-lines",
  ).records;
  expect(record?.source).toMatchObject({ product: "linux", service: "auditd" });
  expect(record?.host).toBe("U5");
  expect(fieldsOf(record)).toMatchObject({ exe: "/usr/bin/java", SyslogMessage: message });
});

test.each([
  [1714979289, 1714979289000],
  [1714979289.5, 1714979289500],
  ["1714979289123", 1714979289123],
  [1714979289123456, 1714979289123],
  ["2024-05-06T07:08:09+02:00", 1714972089000],
  ["2024-05-06 07:08:09,250", 1714979289250],
  ["2024-05-06T07:08:09.123456789Z", 1714979289123],
  ["/Date(1714979289123)/", 1714979289123],
  ["0001-01-01T00:00:00Z", -62135596800000],
  ["yesterday", undefined],
  [5, undefined],
  [true, undefined],
])("the time %j is %s", (time, expected) => {
  const [record] = read(JSON.stringify({ timestamp: time }), "json-lines").records;
  expect(record?.timeMs).toBe(expected);
});

test.skipIf(!HAS_CORPORA)("Suricata's nested events have every field that its checks name", () => {
  let checked = 0;
  for (const file of corpusFiles("suricata/verify")) {
    if (basename(file) !== "checks.json") continue;
    const { checks } = JSON.parse(new TextDecoder().decode(readCorpusFile(file))) as {
      checks: { match: Record<string, unknown>; event: unknown }[];
    };
    for (const { match, event } of checks) {
      const [record] = read(JSON.stringify(event), "json-lines").records;
      for (const [name, value] of Object.entries(match)) {
        if (typeof value === "object") continue;
        const got = record?.field(name.replaceAll(/\[\d+\]/g, ""));
        const all: unknown[] = Array.isArray(got) ? got : [got];
        expect(all).toContain(value);
        checked++;
      }
    }
  }
  expect(checked).toBeGreaterThan(2000);
});
