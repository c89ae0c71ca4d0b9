import { OBSERVABLE_TYPES } from "@tocsin/model";
import type { Campaign } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePattern, patternToVariants, readStix } from "../src/index.ts";
import { readSimple } from "../src/read-simple.ts";
import { toPattern } from "../src/write-pattern.ts";
import { arbitraryCampaign } from "./arbitrary-campaign.ts";
import { bundleDocument } from "./sample.ts";

const id = (type: string, n = 1): string =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

type Content = Readonly<Record<string, unknown>>;

function make(type: string, more: Content = {}, n = 1): Content {
  return { type, spec_version: "2.1", id: id(type, n), ...more };
}

function relate(type: string, source: string, target: string, more: Content = {}): Content {
  return make(
    "relationship",
    { relationship_type: type, source_ref: source, target_ref: target, ...more },
    `${type}${source}${target}`.split("").reduce((sum, one) => sum + one.charCodeAt(0), 0),
  );
}

function read(...objects: readonly Content[]): Campaign {
  return readStix({ type: "bundle", id: id("bundle"), objects }, bundleDocument).campaign;
}

const C2 = make("indicator", {
  pattern: "[domain-name:value = 'c2.example']",
  pattern_type: "stix",
});

test("readStix takes first and last seen of an indicator from its sightings", () => {
  const campaign = read(
    C2,
    make("sighting", {
      sighting_of_ref: id("indicator"),
      first_seen: "2024-02-01T00:00:00Z",
      last_seen: "2024-02-03T00:00:00Z",
    }),
    make("sighting", { sighting_of_ref: id("indicator"), last_seen: "2024-01-05T00:00:00Z" }, 2),
  );
  expect(campaign.indicators).toMatchObject([
    { firstSeen: "2024-01-05T00:00:00Z", lastSeen: "2024-02-03T00:00:00Z" },
  ]);
});

test.each([
  [
    { kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "command-and-control" }] },
    "command-and-control",
  ],
  [{ labels: ["Phishing"] }, "phishing"],
  [{ indicator_types: ["malicious-activity"] }, undefined],
  // Two roles at once are none.
  [{ labels: ["phishing", "exfiltration"] }, undefined],
])("readStix reads the role of an indicator with %j as %s", (more, role) => {
  expect(read({ ...C2, ...more }).indicators[0]?.role).toBe(role);
});

test("readStix gives an indicator the role of the infrastructure and the techniques it indicates", () => {
  const campaign = read(
    C2,
    make("infrastructure", { name: "Servers", infrastructure_types: ["command-and-control"] }),
    make("attack-pattern", { name: "T1071.001 - Web Protocols" }),
    relate("indicates", id("indicator"), id("infrastructure")),
    relate("indicates", id("indicator"), id("attack-pattern")),
  );
  expect(campaign.indicators).toMatchObject([
    {
      role: "command-and-control",
      roleEvidence: { text: "command-and-control", basis: "stated" },
      techniques: ["T1071.001"],
    },
  ]);
});

test("readStix reads tactics and use of a technique", () => {
  const campaign = read(
    make("intrusion-set", { name: "Group" }),
    make("attack-pattern", {
      name: "PowerShell",
      external_references: [{ source_name: "mitre-attack", external_id: "T1059.001" }],
      kill_chain_phases: [
        { kill_chain_name: "mitre-attack", phase_name: "execution" },
        { kill_chain_name: "lockheed-martin-cyber-kill-chain", phase_name: "installation" },
      ],
    }),
    relate("uses", id("intrusion-set"), id("attack-pattern"), { description: "They ran it." }),
  );
  expect(campaign.techniques).toMatchObject([
    { id: "T1059.001", name: "PowerShell", tactics: ["execution"], use: "They ran it." },
  ]);
});

test("readStix reads what malware and hostile infrastructure consist of as indicators, all else as context", () => {
  const file = make("file", { name: "a.exe", hashes: { MD5: "a".repeat(32) } });
  const campaign = read(
    make("malware", { name: "OneRAT", is_family: false, sample_refs: [id("file")] }),
    make("infrastructure", { name: "S", infrastructure_types: ["command-and-control"] }),
    make("infrastructure", { name: "V", infrastructure_types: ["botnet"] }, 2),
    file,
    make("ipv4-addr", { value: "192.0.2.1" }),
    make("ipv4-addr", { value: "192.0.2.2" }, 2),
    relate("consists-of", id("infrastructure"), id("ipv4-addr")),
    relate("consists-of", id("infrastructure", 2), id("ipv4-addr", 2)),
  );
  expect(campaign.indicators).toMatchObject([
    { observable: { type: "md5" }, malware: ["OneRAT"], labels: ["malware-sample"] },
    { observable: { value: "192.0.2.1" }, role: "command-and-control" },
  ]);
  expect(campaign.context.map(({ observable }) => observable.value)).toEqual([
    "a.exe",
    "192.0.2.2",
  ]);
});

test("readStix does not repeat an indicator's value as context", () => {
  const campaign = read(
    C2,
    make("observed-data", { object_refs: [id("domain-name")] }),
    make("domain-name", { value: "c2.example" }),
    make("domain-name", { value: "other.example" }, 2),
    relate("based-on", id("indicator"), id("observed-data")),
  );
  expect(campaign.context.map(({ observable }) => observable.value)).toEqual(["other.example"]);
});

test("readStix keeps where actors come from apart from whom they target", () => {
  const campaign = read(
    make("intrusion-set", { name: "Group" }),
    make("location", { country: "AA", name: "Home" }),
    make("location", { country: "BB", name: "Abroad" }, 2),
    relate("originates-from", id("intrusion-set"), id("location")),
    relate("targets", id("intrusion-set"), id("location", 2)),
  );
  expect(campaign.countries.map(({ text }) => text)).toEqual(["Abroad"]);
});

test("readStix tells what notes and opinions say", () => {
  const { diagnostics } = read(
    C2,
    make("note", {
      abstract: "Check",
      content: "It is a sinkhole.",
      object_refs: [id("indicator")],
    }),
    make("opinion", { opinion: "disagree", explanation: "Old.", object_refs: [id("indicator")] }),
  );
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["STIX_NOTE", `${id("note")} says: Check: It is a sinkhole.`],
    ["STIX_NOTE", `${id("opinion")} says: disagree: Old.`],
  ]);
});

test("readStix takes the English title of a report in another language, of that version only", () => {
  const report = make("report", {
    name: "보고서",
    lang: "ko",
    modified: "2024-01-01T00:00:00.000Z",
  });
  const contents = { "en-US": { name: "A report" } };
  const translation = make("language-content", { object_ref: id("report"), contents });
  expect(read(report, translation).title).toBe("A report");
  expect(read(report, { ...translation, object_modified: "2023-01-01T00:00:00.000Z" }).title).toBe(
    "보고서",
  );
});

test("readStix keeps the ids of frameworks apart from techniques", () => {
  const campaign = read(
    make("attack-pattern", {
      name: "SQL Injection",
      external_references: [{ source_name: "capec", external_id: "CAPEC-66" }],
    }),
    make("vulnerability", {
      name: "CVE-2024-0001",
      external_references: [{ source_name: "cwe", external_id: "CWE-79" }],
    }),
    make("course-of-action", {
      name: "Policies",
      external_references: [{ source_name: "mitre-attack", external_id: "M1036" }],
    }),
    make("x-mitre-tactic", {
      name: "Execution",
      external_references: [{ source_name: "mitre-attack", external_id: "TA0002" }],
    }),
  );
  expect(campaign.techniques).toEqual([]);
  expect(campaign.frameworks.map(({ framework, id: own, name }) => [framework, own, name])).toEqual(
    [
      ["capec", "CAPEC-66", "SQL Injection"],
      ["cwe", "CWE-79", undefined],
      ["attack-mitigation", "M1036", "Policies"],
      ["attack-tactic", "TA0002", "Execution"],
    ],
  );
  expect(campaign.diagnostics.map(({ code }) => code)).toEqual(["STIX_NO_INDICATOR"]);
});

test.each([
  ["file", { hashes: { SSDEEP: "3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C" } }, "ssdeep"],
  ["email-message", { is_multipart: false, subject: "Invoice" }, "email-subject"],
  ["x509-certificate", { serial_number: "36:f7:d4" }, "certificate-serial"],
  ["x509-certificate", { hashes: { "SHA-256": "a".repeat(64) } }, "certificate-sha256"],
  [
    "network-traffic",
    { extensions: { "http-request-ext": { request_header: { "User-Agent": ["Curl"] } } } },
    "user-agent",
  ],
  ["process", { extensions: { "windows-service-ext": { service_name: "svc" } } }, "service-name"],
])("readStix reads a %s with %j as %s", (type, more, expected) => {
  expect(read(make(type, more)).context.map(({ observable }) => observable.type)).toEqual([
    expected,
  ]);
});

test("readStix reads more than 100,000 objects", () => {
  const objects = Array.from({ length: 100_001 }, (_, n) => make("mutex", { name: `m${n}` }, n));
  expect(read(...objects).context).toHaveLength(100_001);
});

test("readStix reads a network of one address as the address", () => {
  const pattern = "[ipv4-addr:value = '192.0.2.1/32']";
  expect(read({ ...C2, pattern }).indicators[0]?.observable).toEqual({
    type: "ipv4",
    value: "192.0.2.1",
  });
});

test("a simple pattern read fast gives what the whole reading gives", () => {
  let simple = 0;
  fc.assert(
    fc.property(arbitraryCampaign, ({ indicators }) => {
      for (const { observable } of indicators) {
        if (observable === undefined) continue;
        const fast = readSimple(toPattern(observable));
        if (fast === undefined) continue;
        const whole = patternToVariants(parsePattern(toPattern(observable)));
        simple++;
        expect("refused" in whole ? [] : whole.observables).toEqual([fast]);
      }
    }),
  );
  expect(simple).toBeGreaterThan(OBSERVABLE_TYPES.length);
});
