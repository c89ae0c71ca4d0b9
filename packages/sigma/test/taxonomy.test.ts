import type { EvidenceRecord, FieldValue } from "@tocsin/model";
import { plainRecord, scopeTakes } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "../../match/src/index.ts";
import { isKnownLogsource, knownFields, loadSigma } from "../src/index.ts";
import { toVariants } from "../src/logsource.ts";
import { readingsOf } from "../src/taxonomy/index.ts";
import { WINDOWS_CATEGORIES } from "../src/taxonomy/windows-categories.ts";
import { toRule } from "./support.ts";

function variants(logsource: string, detection: string) {
  const head = `logsource:\n${logsource.replaceAll(/^/gm, "    ")}`;
  const { detections, diagnostics } = loadSigma([{ file: "a.yml", text: toRule(detection, head) }]);
  expect(diagnostics).toEqual([]);
  return detections[0]?.variants ?? [];
}

/** An event of the Security log. */
function security(eventId: number, fields: Record<string, FieldValue>): EvidenceRecord {
  const source = { format: "evtx", product: "windows", channel: "Security", eventId };
  return plainRecord(fields, { place: { file: "a.evtx" }, source });
}

function matches(logsource: string, detection: string, record: EvidenceRecord): boolean {
  return variants(logsource, detection).some(
    ({ scope, predicate }) => scopeTakes(scope, record.source) && evaluate(predicate, record),
  );
}

const PROCESS = "product: windows\ncategory: process_creation";
const CONNECTION = "product: windows\ncategory: network_connection";

test.each([
  ["Low", "S-1-16-4096"],
  ["Medium", "S-1-16-8192"],
  ["High", "S-1-16-12288"],
  ["SYSTEM", "S-1-16-16384"],
])("integrity level %s is %s in event 4688", (level, sid) => {
  const detection = `sel:\n    IntegrityLevel: ${level}`;
  expect(matches(PROCESS, detection, security(4688, { MandatoryLabel: sid }))).toBe(true);
  expect(matches(PROCESS, detection, security(4688, { MandatoryLabel: "S-1-16-0" }))).toBe(false);
});

test("a rule that names the SID of a level itself is understood in event 4688", () => {
  const detection = "sel:\n    IntegrityLevel: S-1-16-12288";
  expect(matches(PROCESS, detection, security(4688, { MandatoryLabel: "S-1-16-12288" }))).toBe(
    true,
  );
});

test.each([
  [
    "User|contains: [AUTHORI, AUTORI]",
    { SubjectUserSid: "S-1-5-18", SubjectUserName: "PC1$" },
    true,
  ],
  ["User|contains: AUTHORI", { SubjectUserSid: "S-1-5-20" }, true],
  ["User|endswith: SYSTEM", { SubjectUserSid: "S-1-5-20", SubjectUserName: "PC1$" }, false],
  ["User|contains: AUTHORI", { SubjectUserSid: "S-1-5-21-1", SubjectUserName: "bob" }, false],
  ["User: bob", { SubjectUserSid: "S-1-5-21-1", SubjectUserName: "bob" }, true],
])("event 4688 is asked for %s", (selection, fields, expected) => {
  expect(matches(PROCESS, `sel:\n    ${selection}`, security(4688, fields))).toBe(expected);
});

test("event 4688 answers for the process, its parent and its session", () => {
  const record = security(4688, {
    NewProcessName: String.raw`C:\Windows\System32\cmd.exe`,
    ParentProcessName: String.raw`C:\a.exe`,
    NewProcessId: "0x10",
    ProcessId: "0x20",
    SubjectLogonId: "0x3e7",
    CommandLine: "cmd /c x",
  });
  const detection = String.raw`sel:
    Image|endswith: \cmd.exe
    ParentImage: C:\a.exe
    ParentProcessId: "0x20"
    ProcessId: "0x10"
    LogonId: "0x3e7"
    CommandLine|contains: " /c "`;
  expect(matches(PROCESS, detection, record)).toBe(true);
});

const FILTERED = security(5156, {
  Application: String.raw`\device\harddiskvolume12\Windows\System32\rundll32.exe`,
  Direction: "%%14593",
  DestAddress: "198.51.100.7",
  DestPort: "443",
  Protocol: "6",
});

test.each([
  [String.raw`Image|endswith: \rundll32.exe`, true],
  [String.raw`Image: C:\Windows\System32\rundll32.exe`, true],
  [String.raw`Image|startswith: c:\windows` + "\\", true],
  [String.raw`Image|startswith: D:\other` + "\\", false],
  [String.raw`Image: '?:\Windows\*'`, false],
  ["Initiated: 'true'", true],
  ["Initiated: 'false'", false],
  ["DestinationPort: 443", true],
  ["DestinationIp|cidr: 198.51.100.0/24", true],
  ["Protocol: TCP", true],
  ["Protocol: udp", false],
])("event 5156 is asked for %s", (selection, expected) => {
  expect(matches(CONNECTION, `sel:\n    ${selection}`, FILTERED)).toBe(expected);
});

test("a rule that asks what event 5156 cannot tell is not run on it", () => {
  const detection = `sel:
    Image|endswith: \\rundll32.exe
not:
    DestinationHostname: good.example
condition: sel and not not`
    .replaceAll("not:", "flt:")
    .replace("not not", "not flt");
  expect(matches(CONNECTION, detection, FILTERED)).toBe(false);
  expect(variants(CONNECTION, detection).some(({ scope }) => scope.eventIds?.includes(5156))).toBe(
    false,
  );
});

test("a variant that changes no name has the rule's own predicate", () => {
  const [sysmon, security4688, own] = variants(PROCESS, "sel:\n    CommandLine: a");
  expect(security4688?.predicate).toBe(sysmon?.predicate);
  expect(own?.predicate).toBe(sysmon?.predicate);
});

test.each([
  ["windows", "process_creation", undefined],
  ["windows", "registry_event", undefined],
  ["linux", "process_creation", undefined],
  ["macos", "file_event", undefined],
  [undefined, "webserver", undefined],
  [undefined, "dns", undefined],
  ["linux", undefined, "auth"],
  ["m365", undefined, "threat_management"],
  ["django", "application", undefined],
  ["zeek", undefined, "x509"],
  ["kubernetes", "application", "audit"],
])("%s/%s/%s is known, with a source in words", (product, category, service) => {
  const logsource = {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
  };
  expect(isKnownLogsource(logsource)).toBe(true);
  for (const { scope } of readingsOf(logsource)) expect(scope.needs).toMatch(/\w{3}/);
  expect(readingsOf(logsource)).toBe(readingsOf({ ...logsource }));
});

test("a logsource that is not known is taken as it is written", () => {
  const logsource = { product: "acme", service: "door" };
  expect(isKnownLogsource(logsource)).toBe(false);
  expect(readingsOf(logsource)).toEqual([
    { scope: { product: "acme", service: "door", needs: "acme door logs" } },
  ]);
});

test("names of objects' prototypes are no logsources", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    for (const product of ["windows", "linux", "zeek", undefined]) {
      const logsource = { ...(product !== undefined && { product }), category: name };
      expect(isKnownLogsource(logsource)).toBe(false);
      expect(knownFields(logsource)).toBeUndefined();
      expect(readingsOf(logsource).length).toBe(1);
    }
  }
});

test("every category of Windows has words and, where a rule may ask for it, fields", () => {
  const categories = Object.keys(WINDOWS_CATEGORIES).filter((name) => name !== "antivirus");
  for (const category of categories) {
    expect(readingsOf({ product: "windows", category }).length).toBeGreaterThan(0);
    expect(knownFields({ product: "windows", category })?.has("EventID")).toBe(true);
  }
});

test.each([
  [{ product: "windows", category: "process_creation" }, "OriginalFileName", "Orginal"],
  [{ product: "linux", category: "file_event" }, "TargetFilename", "FileName"],
  [{ product: "linux", service: "auditd" }, "a42", "b1"],
  [{ category: "proxy" }, "c-uri", "uri"],
  [{ product: "zeek", service: "dns" }, "qtype_name", "QueryName"],
  [{ product: "windows", service: "bits-client" }, "LocalName", "TargetFilename"],
])("knownFields of %j has %s and not %s", (logsource, known, unknown) => {
  expect(knownFields(logsource)?.has(known)).toBe(true);
  expect(knownFields(logsource)?.has(unknown)).toBe(false);
});

test("knownFields is undefined where fields cannot be listed", () => {
  expect(knownFields({ product: "windows", service: "security" })).toBeUndefined();
  expect(knownFields({ product: "aws", service: "cloudtrail" })).toBeUndefined();
  expect(knownFields({ product: "acme" })).toBeUndefined();
});

test("any logsource has readings, and toVariants never fails", () => {
  const part = fc.option(fc.constantFrom("windows", "linux", "sysmon", "dns", "", "\0", "//"), {
    nil: undefined,
  });
  fc.assert(
    fc.property(part, part, part, (product, category, service) => {
      const logsource = {
        ...(product !== undefined && { product }),
        ...(category !== undefined && { category }),
        ...(service !== undefined && { service }),
      };
      expect(toVariants(logsource, { kind: "constant", value: true }).length).toBeGreaterThan(0);
    }),
  );
});
