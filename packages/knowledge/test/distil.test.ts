import type { Diagnostic } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { distil, KnowledgeError } from "../src/index.ts";

const UUID = "00000000-0000-4000-8000-00000000000";

function read(json: unknown, name = "source.json") {
  const diagnostics: Diagnostic[] = [];
  const text = typeof json === "string" ? json : JSON.stringify(json);
  const distilled = distil({ name, text, sha256: "ab".repeat(32) }, (one) => diagnostics.push(one));
  return { distilled, part: distilled.part, diagnostics };
}

const VALUE = {
  value: "Quiet Fern",
  uuid: `${UUID}1`,
  meta: {
    synonyms: ["Old Mill", "G0999", "Subgroup: Grey Harbour", "Old Mill"],
    country: "XX",
    refs: ["https://example.com"],
  },
  related: [
    { "dest-uuid": `${UUID}2`, type: "similar", tags: [] },
    { "dest-uuid": `${UUID}2`, type: "targets" },
  ],
};
const ENTRY = {
  kind: "actor",
  name: "Quiet Fern",
  uuid: `${UUID}1`,
  aliases: [
    { name: "Old Mill", relation: "same" },
    { name: "Grey Harbour", relation: "part-of" },
  ],
  attackIds: ["G0999"],
  origin: "XX",
  related: [{ relation: "similar", uuid: `${UUID}2` }],
};

test("a MISP cluster of the repository's form is read", () => {
  const { part, diagnostics } = read({
    name: "Threat Actor",
    type: "threat-actor",
    version: 350,
    values: [VALUE],
  });
  expect(part?.source).toMatchObject({ id: "misp-threat-actor", version: "350" });
  expect(part?.names).toEqual([ENTRY]);
  expect(diagnostics).toEqual([]);
});

test("a MISP cluster of the flat form gives the same", () => {
  const { meta, related, ...rest } = VALUE;
  const { part } = read({
    source: "MISP galaxy, clusters/threat-actor.json",
    name: "Threat Actor",
    commit: "abc",
    version: 350,
    values: [
      { ...rest, ...meta, related: related.map(({ type }) => ({ type, uuid: `${UUID}2` })) },
    ],
  });
  expect(part?.names).toEqual([ENTRY]);
  expect(part?.source.commit).toBe("abc");
});

test("a name of 360.net is parted from its number", () => {
  const { part } = read({
    name: "360",
    type: "360net-threat-actor",
    version: 1,
    values: [{ value: "静蕨 - APT-C-990", uuid: `${UUID}3` }],
  });
  expect(part?.names?.[0]).toMatchObject({
    name: "静蕨",
    aliases: [{ name: "APT-C-990", relation: "same" }],
  });
});

test.each(["malpedia", "tidal-groups", "constructor"])("the cluster %s is not taken", (type) => {
  const { distilled } = read({ name: "X", type, version: 1, values: [VALUE] });
  expect(distilled.part).toBeUndefined();
  expect("reason" in distilled && distilled.reason.length).toBeGreaterThan(10);
});

test("an entry without a usable name is told and left out", () => {
  const { part, diagnostics } = read({
    name: "Tool",
    type: "tool",
    version: 1,
    values: [{ value: "$$$" }, { value: "x".repeat(101) }, {}, { value: "FernKit" }],
  });
  expect(part?.names?.map(({ name }) => name)).toEqual(["FernKit"]);
  expect(diagnostics.map(({ code }) => code)).toEqual(Array(3).fill("KNOWLEDGE_ENTRY"));
});

test("sectors and countries become terms", () => {
  const sector = { name: "Sector", type: "sector", version: 6 };
  const { part } = read({
    ...sector,
    values: [{ value: "Unknown" }, { value: "Finance", meta: { synonyms: ["Financial"] } }],
  });
  expect(part?.terms).toEqual([{ kind: "sector", name: "Finance", aliases: ["Financial"] }]);
});

test("Microsoft's table tells former names by their form, and says that it infers", () => {
  const { part } = read([
    {
      "Threat actor name": "Fern Sleet",
      "Origin/Threat": "Nowhere",
      "Other names": "PLUTONIUM, Old Mill, Storm-9999, PLUTONIUM,",
    },
  ]);
  const [entry] = part?.names ?? [];
  expect(entry?.aliases?.map(({ name, relation }) => [name, relation])).toEqual([
    ["PLUTONIUM", "formerly"],
    ["Old Mill", "same"],
    ["Storm-9999", "formerly"],
  ]);
  expect(entry?.aliases?.map(({ inferred }) => inferred !== undefined)).toEqual([
    true,
    false,
    true,
  ]);
  expect(part?.source.version).toBe("sha256:abababababab");
});

test("Microsoft's first table states the previous name: nothing is inferred", () => {
  const { part } = read([
    {
      "New name": "Fern Sleet",
      "Previous name": "QUIETIUM",
      "Origin/Threat": "Nowhere",
      "Other names": ["Old Mill"],
    },
  ]);
  expect(part?.names?.[0]?.aliases).toEqual([
    { name: "QUIETIUM", relation: "formerly" },
    { name: "Old Mill", relation: "same" },
  ]);
});

const reference = (id: string) => [{ source_name: "mitre-attack", external_id: id }];
const BUNDLE = {
  type: "bundle",
  objects: [
    { type: "x-mitre-collection", x_mitre_version: "99.1", modified: "2030-01-02T00:00:00Z" },
    {
      type: "intrusion-set",
      id: `intrusion-set--${UUID}1`,
      name: "Quiet Fern",
      aliases: ["Quiet Fern", "Old Mill"],
      external_references: reference("G0999"),
      x_mitre_version: "1.0",
    },
    { type: "tool", id: "tool--a", name: "FernKit", external_references: reference("S9001") },
    {
      type: "campaign",
      id: "campaign--a",
      name: "Op Fern",
      first_seen: "2029-01-01T00:00:00Z",
      external_references: reference("C0999"),
    },
    {
      type: "attack-pattern",
      id: "attack-pattern--a",
      name: "Fern Spread",
      x_mitre_domains: ["enterprise-attack"],
      external_references: reference("T9001"),
      kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "impact" }],
    },
    {
      type: "attack-pattern",
      id: "attack-pattern--b",
      name: "Fern Drop",
      revoked: true,
      x_mitre_domains: ["enterprise-attack"],
      external_references: reference("T9000"),
    },
    { type: "attack-pattern", id: "attack-pattern--c", name: "No id" },
    {
      type: "x-mitre-tactic",
      id: "x-mitre-tactic--a",
      name: "Impact",
      x_mitre_shortname: "impact",
      external_references: reference("TA0040"),
    },
    ...[
      ["intrusion-set", `${UUID}1`, "uses", "tool--a"],
      ["intrusion-set", `${UUID}1`, "uses", "attack-pattern--a"],
      ["campaign", "a", "attributed-to", `intrusion-set--${UUID}1`],
      ["attack-pattern", "b", "revoked-by", "attack-pattern--a"],
    ].map(([type, id, relationship_type, target_ref]) => ({
      type: "relationship",
      source_ref: `${type}--${id}`,
      relationship_type,
      target_ref,
    })),
  ],
};

test("an ATT&CK bundle is read, with what its relationships say", () => {
  const { part, diagnostics } = read(BUNDLE);
  expect(part?.source).toMatchObject({
    id: "attack-enterprise",
    version: "99.1",
    date: "2030-01-02",
  });
  expect(part?.names).toEqual([
    {
      kind: "actor",
      name: "Quiet Fern",
      id: "G0999",
      uuid: `${UUID}1`,
      aliases: [{ name: "Old Mill", relation: "same" }],
      ties: ["S9001"],
      techniques: ["T9001"],
    },
    { kind: "tool", name: "FernKit", id: "S9001" },
    { kind: "campaign", name: "Op Fern", id: "C0999", ties: ["G0999"], first: "2029-01-01" },
  ]);
  expect(part?.techniques).toEqual([
    { id: "T9001", name: "Fern Spread", domain: "enterprise", tactics: ["impact"] },
    {
      id: "T9000",
      name: "Fern Drop",
      domain: "enterprise",
      tactics: [],
      isRevoked: true,
      replacedBy: "T9001",
    },
  ]);
  expect(part?.terms).toEqual([{ kind: "tactic", name: "Impact", id: "TA0040", short: "impact" }]);
  expect(diagnostics).toHaveLength(1);
});

test("tables of ATT&CK give what the bundle gives", () => {
  const head = { version: "99.1", domain: "enterprise" };
  const groups = [
    {
      id: "G0999",
      stix_id: `intrusion-set--${UUID}1`,
      name: "Quiet Fern",
      aliases: ["Old Mill"],
      software: ["S9001"],
      techniques: ["T9001"],
    },
  ];
  const techniques = [
    { id: "T9000", name: "Fern Drop", tactics: [], revoked: true, replaced_by: "T9001" },
  ];
  const bundle = read(BUNDLE).part;
  expect(read({ ...head, groups }).part?.names).toEqual(bundle?.names?.slice(0, 1));
  expect(read({ ...head, techniques }).part?.techniques).toEqual(bundle?.techniques?.slice(1));
});

test("a warning list is read by the name of its file or folder, and cut where the whole would harm", () => {
  const list = (entries: readonly string[], type = "hostname") => ({
    name: "A list",
    type,
    version: 3,
    matching_attributes: ["hostname"],
    list: entries,
  });
  const hosts = read(
    list(["https://IP.example.com/x", "*.example.org", "not a host", "ip.example.com"]),
    "lists/whats-my-ip/list.json",
  );
  expect(hosts.part?.lists?.[0]).toMatchObject({
    id: "whats-my-ip",
    version: "3",
    entries: [".example.org", "ip.example.com"],
  });
  const resolvers = read(list(["8.8.8.8", "192.0.2.7"], "cidr"), "public-dns-v4.json");
  expect(resolvers.part?.lists?.[0]?.entries).toEqual(["8.8.8.8"]);
  expect(read(list([]), "vpn-ipv4.json").part).toBeUndefined();
});

test.each([
  ["not json", "KNOWLEDGE_JSON"],
  ["{}", "KNOWLEDGE_UNKNOWN"],
  ["[]", "KNOWLEDGE_UNKNOWN"],
  ['{"type":"bundle","objects":[]}', "KNOWLEDGE_UNKNOWN"],
])("%s is refused with %s", (text, code) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code }));
});

function outcomeOf(text: string): string {
  try {
    const { distilled } = read(text);
    return distilled.part === undefined ? "reason" : "part";
  } catch (error) {
    return error instanceof KnowledgeError ? error.code : String(error);
  }
}

test("distil of anything gives a part, a reason or its own error", () => {
  const keys = fc.constantFrom(
    "type",
    "name",
    "values",
    "value",
    "meta",
    "synonyms",
    "related",
    "objects",
    "list",
    "version",
    "matching_attributes",
    "domain",
    "groups",
    "techniques",
    "aliases",
    "id",
    "source",
    "__proto__",
  );
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.constantFrom("bundle", "threat-actor", "enterprise", "G0001", "Quiet Fern"),
    ),
    list: fc.array(tie("tree"), { maxLength: 4 }),
    object: fc.dictionary(keys, tie("tree"), { maxKeys: 8 }),
    tree: fc.oneof({ maxDepth: 5 }, tie("leaf"), tie("list"), tie("object")),
  }));
  fc.assert(
    fc.property(tree, (json) => {
      expect(outcomeOf(JSON.stringify(json) ?? "null")).toMatch(
        /^(?:part|reason|KNOWLEDGE_[A-Z]+)$/,
      );
    }),
    { numRuns: 500 },
  );
});
