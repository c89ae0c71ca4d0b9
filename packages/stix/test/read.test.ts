import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Campaign } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readStix } from "../src/index.ts";
import { corpus, corpusIsThere, listCases, readJson } from "./corpus.ts";
import { bundleDocument } from "./sample.ts";

const id = (type: string, n: number): string =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

function read(...objects: readonly Readonly<Record<string, unknown>>[]): Campaign {
  return readStix({ type: "bundle", id: id("bundle", 1), objects }, bundleDocument).campaign;
}

function indicator(n: number, pattern: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    type: "indicator",
    spec_version: "2.1",
    id: id("indicator", n),
    pattern,
    pattern_type: "stix",
    ...more,
  };
}

function codes(campaign: Campaign): string[] {
  return campaign.diagnostics.map(({ code }) => code);
}

test("readStix goes on behind a broken pattern and names its object", () => {
  const campaign = read(
    indicator(1, "[file:name = ]"),
    indicator(2, "[domain-name:value = 'c2.example']"),
  );
  expect(campaign.indicators.map((one) => one.observable?.value)).toEqual(["c2.example"]);
  expect(campaign.diagnostics).toEqual([
    expect.objectContaining({
      code: "STIX_PATTERN_BROKEN",
      message: expect.stringContaining(id("indicator", 1)),
    }),
  ]);
});

test("readStix makes an indicator of each alternative and cites the object", () => {
  const campaign = read(
    indicator(1, "[domain-name:value = 'a.example' OR ipv4-addr:value = '192.0.2.1']", {
      name: "C2",
      confidence: 70,
      valid_from: "2024-01-01T01:00:00+01:00",
      indicator_types: ["malicious-activity"],
    }),
  );
  expect(campaign.indicators).toHaveLength(2);
  expect(new Set(campaign.indicators.map((one) => one.id)).size).toBe(2);
  expect(campaign.indicators[0]).toMatchObject({
    confidence: 70,
    labels: ["malicious-activity"],
    validFrom: "2024-01-01T00:00:00.000Z",
    citations: [{ document: "bundle.json", object: id("indicator", 1) }],
  });
});

test("readStix keeps other patterns as patterns and their values as context", () => {
  const campaign = read(
    indicator(1, "[domain-name:value = 'a.example'] FOLLOWEDBY [file:name = 'a.exe']"),
    indicator(2, "title: x", { pattern_type: "sigma" }),
    indicator(3, "?", { pattern_type: "other" }),
  );
  expect(campaign.indicators.map((one) => one.pattern?.language)).toEqual(["stix", "sigma"]);
  expect(campaign.context.map((one) => one.observable.value)).toEqual(["a.example", "a.exe"]);
  expect(codes(campaign)).toEqual(["STIX_PATTERN_LANGUAGE"]);
});

test("readStix takes the latest version and leaves out what is revoked", () => {
  const campaign = read(
    indicator(1, "[domain-name:value = 'new.example']", { modified: "2024-02-01T00:00:00Z" }),
    indicator(1, "[domain-name:value = 'old.example']", { modified: "2024-01-01T00:00:00Z" }),
    indicator(2, "[domain-name:value = 'gone.example']", { revoked: true }),
  );
  expect(campaign.indicators.map((one) => one.observable?.value)).toEqual(["new.example"]);
  expect(codes(campaign)).toEqual(["STIX_DUPLICATE", "STIX_REVOKED"]);
});

test("readStix mends digest names that lack their quotes and says so", () => {
  const campaign = read(indicator(1, `[file:hashes.SHA-256 = '${"a".repeat(64)}']`));
  expect(campaign.indicators.map((one) => one.observable?.type)).toEqual(["sha256"]);
  expect(codes(campaign)).toEqual(["STIX_PATTERN_REPAIRED"]);
});

test("readStix reads all indicators that share an id by mistake", () => {
  const campaign = read(
    indicator(1, "[domain-name:value = 'a.example']"),
    indicator(1, "[domain-name:value = 'b.example']"),
  );
  expect(campaign.indicators.map((one) => one.observable?.value)).toEqual([
    "a.example",
    "b.example",
  ]);
  expect(codes(campaign)).toEqual(["STIX_DUPLICATE"]);
});

test("readStix takes the strictest of all markings", () => {
  const campaign = read(
    {
      type: "report",
      id: id("report", 1),
      name: "R",
      object_marking_refs: ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"],
    },
    indicator(1, "[domain-name:value = 'a.example']", {
      object_marking_refs: ["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"],
    }),
  );
  expect(campaign.tlp).toBe("AMBER+STRICT");
});

test.each([
  ["exploits", undefined, "exploited"],
  ["targets", "The group exploited it in 2023.", "exploited"],
  ["targets", "The group may exploit it.", "mentioned"],
  ["targets", undefined, "mentioned"],
  ["related-to", undefined, "mentioned"],
])("readStix reads a vulnerability that an actor %s with %j as %s", (type, description, status) => {
  const campaign = read(
    { type: "threat-actor", id: id("threat-actor", 1), name: "Group" },
    { type: "vulnerability", id: id("vulnerability", 1), name: "CVE-2021-44228" },
    {
      type: "relationship",
      id: id("relationship", 1),
      relationship_type: type,
      source_ref: id("threat-actor", 1),
      target_ref: id("vulnerability", 1),
      ...(description !== undefined && { description }),
    },
  );
  expect(campaign.vulnerabilities).toMatchObject([{ id: "CVE-2021-44228", status }]);
});

test("readStix ties indicators to the malware they indicate", () => {
  const campaign = read(
    { type: "malware", id: id("malware", 1), name: "OneRAT", is_family: true },
    indicator(1, "[domain-name:value = 'a.example']"),
    {
      type: "relationship",
      id: id("relationship", 1),
      relationship_type: "indicates",
      source_ref: id("indicator", 1),
      target_ref: id("malware", 1),
    },
    { type: "x-other", id: id("x-other", 1) },
  );
  expect(campaign.indicators[0]?.malware).toEqual(["OneRAT"]);
  expect(codes(campaign)).toEqual(["STIX_OBJECT_IGNORED"]);
});

test("readStix keeps observed values as context and no indicators", () => {
  const campaign = read({ type: "ipv4-addr", id: id("ipv4-addr", 1), value: "192.0.2.1" });
  expect(campaign.context).toMatchObject([{ observable: { type: "ipv4", value: "192.0.2.1" } }]);
  expect(codes(campaign)).toEqual(["STIX_NO_INDICATOR"]);
});

test("readStix stops at its limits and says so", () => {
  const objects = Array.from({ length: 5 }, (_, n) =>
    indicator(n, `[domain-name:value = 'a${n}.example']`),
  );
  const few = readStix({ type: "bundle", objects }, bundleDocument, { maxObjects: 2 }).campaign;
  expect(few.indicators).toHaveLength(2);
  expect(codes(few)).toEqual(["STIX_LIMIT"]);
  const less = readStix({ type: "bundle", objects }, bundleDocument, { maxValues: 2 }).campaign;
  expect(less.indicators).toHaveLength(2);
  expect(codes(less)).toEqual(["STIX_LIMIT"]);
});

test.each([[null], [7], ["text"], [[]], [{}], [{ objects: 3 }], [{ objects: [null, {}, []] }]])(
  "readStix says that %j is no bundle",
  (json) => {
    expect(codes(readStix(json, bundleDocument).campaign)).toContain("STIX_BUNDLE");
  },
);

test("readStix never throws on arbitrary objects", () => {
  const types = [
    "report",
    "indicator",
    "relationship",
    "threat-actor",
    "malware",
    "identity",
    "file",
  ];
  const names = ["name", "pattern", "aliases", "labels", "sectors", "objects", "hashes", "goals"];
  const object = fc
    .tuple(
      fc.constantFrom(...types, "observed-data", "vulnerability", "attack-pattern", "location"),
      fc.nat(5),
      fc.dictionary(fc.constantFrom(...names, "extensions", "external_references"), fc.jsonValue()),
    )
    .map(([type, n, more]) => ({ ...more, type, id: id(type, n) }));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(object)), (json) => {
      expect(readStix(json, bundleDocument).campaign.version).toBe("2");
    }),
  );
});

interface Truth {
  readonly title: string;
  readonly indicators?: Readonly<Record<string, readonly string[]>>;
  readonly twin_indicators?: Readonly<Record<string, readonly string[]>>;
  readonly techniques?: readonly string[];
}

/** A lone trailing slash makes no difference to the truth. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\/$/, "");
}

const KINDS = ["domain", "ipv4", "url", "md5", "sha1", "sha256", "email"];

test.skipIf(!corpusIsThere).each([
  ["talos", "twin.json"],
  ["unit42", "report.json"],
])("readStix finds every value of the %s bundles", (set, name) => {
  let expected = 0;
  const missed: string[] = [];
  for (const one of listCases(corpus("documents", set))) {
    const path = corpus("documents", set, one, name);
    if (!existsSync(path)) continue;
    const json = readJson(path);
    if (!JSON.stringify(json).includes('"indicator--')) continue;
    const truth = readJson(corpus("documents", set, one, "truth.json")) as Truth;
    const { campaign } = readStix(json, { ...bundleDocument, name });
    const found = new Set(
      [...campaign.indicators, ...campaign.context].flatMap(({ observable }) =>
        observable === undefined ? [] : [plain(observable.value)],
      ),
    );
    for (const technique of campaign.techniques) found.add(technique.id.toLowerCase());
    const values = KINDS.flatMap(
      (kind) => (truth.twin_indicators ?? truth.indicators)?.[kind] ?? [],
    );
    for (const value of [...values, ...(truth.techniques ?? [])]) {
      expected++;
      if (!found.has(plain(value))) missed.push(join(one, value));
    }
  }
  expect(expected).toBeGreaterThan(1000);
  expect(missed).toEqual([]);
});

test.skipIf(!corpusIsThere)("readStix reads the MagicRAT bundle well", () => {
  const json = readJson(corpus("documents", "talos", "talos-lazarus-magicrat", "twin.json"));
  const { campaign } = readStix(json, bundleDocument);
  expect(campaign).toMatchObject({
    title: "MagicRAT: Lazarus’ latest gateway into victim networks",
    tlp: "GREEN",
    issuers: [{ name: "Talos" }],
    actors: [{ name: "Lazarus Group" }],
    software: [{ name: "MagicRAT", kind: "malware" }],
    references: [{ url: "https://blog.talosintelligence.com/2022/09/lazarus-magicrat.html" }],
    diagnostics: [],
  });
  expect(campaign.indicators).toHaveLength(21);
  expect(campaign.indicators.every(({ observable }) => observable !== undefined)).toBe(true);
});
