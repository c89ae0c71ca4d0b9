import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { isAttackFlow } from "../src/attack-flow/is-attack-flow.ts";
import { readAttackFlow } from "../src/attack-flow/read-attack-flow.ts";
import { readAdvisory } from "../src/index.ts";

const DOCUMENT = { name: "flow.json", sha256: "0".repeat(64) };
const STEPS = ["T1566.001 before T1204.002", "T1204.002 before T1021", "T1204.002 before T1486"];

type Part = Record<string, unknown>;

function action(id: string, technique: string | undefined, more: Part = {}): Part {
  return {
    type: "attack-action",
    id: `attack-action--${id}`,
    name: `Action ${id}`,
    technique_id: technique,
    ...more,
  };
}

/** Mail → (or) → click → condition → encrypt; click → asset → spread. */
const BUNDLE = {
  type: "bundle",
  id: "bundle--1",
  objects: [
    {
      type: "attack-flow",
      id: "attack-flow--1",
      created: "2024-05-01T10:00:00Z",
      name: "Quiet Fern at Example Corp",
      description: "From a mail to encrypted files.",
      scope: "incident",
      external_references: [{ source_name: "Report", url: "https://example.com/report" }],
    },
    action("1", "T1566.001", {
      tactic_id: "TA0001",
      description: "A mail with a file.",
      effect_refs: ["attack-operator--1"],
    }),
    {
      type: "attack-operator",
      id: "attack-operator--1",
      operator: "OR",
      effect_refs: ["attack-action--2"],
    },
    action("2", "T1204.002", {
      tactic_id: "TA0002",
      effect_refs: ["attack-condition--1"],
      asset_refs: ["attack-asset--1"],
    }),
    {
      type: "attack-condition",
      id: "attack-condition--1",
      description: "No backup",
      on_true_refs: ["attack-action--3"],
      on_false_refs: ["attack-action--4"],
    },
    action("3", "T1486", {
      tactic_id: "TA0040",
      effect_refs: ["attack-action--1x", "attack-action--4"],
    }),
    action("4", undefined),
    { type: "attack-asset", id: "attack-asset--1", name: "Share" },
    {
      type: "relationship",
      id: "relationship--1",
      relationship_type: "related-to",
      source_ref: "attack-asset--1",
      target_ref: "attack-action--5",
    },
    action("5", "T1021"),
    {
      type: "vulnerability",
      id: "vulnerability--00000000-0000-4000-8000-000000000001",
      name: "CVE-2024-11111",
    },
    {
      type: "malware",
      id: "malware--00000000-0000-4000-8000-000000000002",
      name: "BlackKiln",
      is_family: true,
    },
    {
      type: "indicator",
      id: "indicator--00000000-0000-4000-8000-000000000003",
      pattern: "[ipv4-addr:value = '192.0.2.1']",
      pattern_type: "stix",
      valid_from: "2024-05-01T00:00:00Z",
    },
  ],
};

function steps(json: unknown): string[] {
  return readAttackFlow(json, DOCUMENT).order.map(
    ({ before, after }) => `${before} before ${after}`,
  );
}

test("an Attack Flow gives techniques with tactics and use, and all else of the bundle", () => {
  const campaign = readAttackFlow(BUNDLE, DOCUMENT);
  expect(campaign).toMatchObject({
    title: "Quiet Fern at Example Corp",
    summary: "From a mail to encrypted files.",
    published: "2024-05-01T10:00:00.000Z",
    documents: [{ name: "flow.json", format: "attack-flow" }],
    references: [{ url: "https://example.com/report", title: "Report" }],
    vulnerabilities: [{ id: "CVE-2024-11111" }],
    software: [{ name: "BlackKiln" }],
    indicators: [{ observable: { type: "ipv4", value: "192.0.2.1" } }],
  });
  expect(campaign.techniques[0]).toEqual({
    id: "T1566.001",
    name: "Action 1",
    tactics: ["initial-access"],
    use: "A mail with a file.",
    citations: [
      {
        document: "flow.json",
        object: "attack-action--1",
        passage: "T1566.001: Action 1: A mail with a file.",
      },
    ],
  });
  expect(campaign.frameworks.map(({ id }) => id)).toEqual(["TA0001", "TA0002", "TA0040"]);
});

test("a vulnerability joined to an action of exploitation was exploited, one beside another action is mentioned", () => {
  const statusWith = (technique: string): string | undefined => {
    const objects = [
      action("1", technique),
      { type: "vulnerability", id: "vulnerability--1", name: "CVE-2024-11111" },
      {
        type: "relationship",
        id: "relationship--1",
        relationship_type: "related-to",
        source_ref: "vulnerability--1",
        target_ref: "attack-action--1",
      },
    ];
    return readAttackFlow({ type: "bundle", objects }, DOCUMENT).vulnerabilities[0]?.status;
  };
  expect([statusWith("T1190"), statusWith("T1566")]).toEqual(["exploited", "mentioned"]);
});

test("addresses that infrastructure is called by are context", () => {
  const objects = [
    action("1", "T1105"),
    { type: "infrastructure", id: "infrastructure--1", name: "Host 192.0.2.9" },
  ];
  expect(readAttackFlow({ type: "bundle", objects }, DOCUMENT).context).toMatchObject([
    {
      observable: { type: "ipv4", value: "192.0.2.9" },
      reason: "infrastructure of the flow, not an indicator",
    },
  ]);
});

test("steps are joined through operators, conditions and assets, and end at the next action", () => {
  expect(steps(BUNDLE).toSorted()).toEqual(STEPS.toSorted());
});

test("a flow that leads back to its start gives each step once", () => {
  const objects = [
    action("1", "T1003", { effect_refs: ["attack-action--2"] }),
    action("2", "T1021", { effect_refs: ["attack-action--1", "attack-action--2"] }),
  ];
  expect(steps({ type: "bundle", objects })).toEqual([
    "T1003 before T1021",
    "T1021 before T1021",
    "T1021 before T1003",
  ]);
});

test("an id in the place of the tactic or without its letter is read as the technique", () => {
  const objects = [
    action("1", undefined, { tactic_id: "T1003.001" }),
    action("2", "1598.003"),
    action("3", "none"),
  ];
  const { techniques } = readAttackFlow({ type: "bundle", objects }, DOCUMENT);
  expect(techniques.map(({ id }) => id)).toEqual(["T1003.001", "T1598.003"]);
});

const OLD_FILE = {
  version: "0.1.0",
  schema: { page_template: "attack_flow_page", templates: [] },
  objects: [
    {
      id: "p",
      template: "attack_flow_page",
      children: ["a"],
      properties: [
        ["name", "Old"],
        ["description", null],
        [
          "external_references",
          [
            [
              "0123456789abcdef0123456789abcdef",
              [
                ["source_name", "R"],
                ["url", "https://example.com/r"],
              ],
            ],
          ],
        ],
      ],
    },
    {
      id: "a",
      template: "action",
      children: ["an"],
      properties: [
        ["name", "Mail"],
        ["tactic_id", "TA0001"],
        ["technique_id", "T1566"],
      ],
    },
    { id: "an", template: "@__builtin__anchor", children: ["s1"], properties: [] },
    {
      id: "l1",
      template: "@__builtin__line_vertical_elbow",
      children: ["s1", "h1", "t1"],
      properties: [],
    },
    { id: "s1", template: "@__builtin__line_source", children: [] },
    { id: "h1", template: "@__builtin__line_handle", children: [] },
    { id: "t1", template: "@__builtin__line_target", children: [] },
    { id: "o", template: "or", children: ["on1", "on2"], properties: [["text", "OR"]] },
    { id: "on1", template: "@__builtin__anchor", children: ["t1"] },
    { id: "on2", template: "@__builtin__anchor", children: ["s2"] },
    {
      id: "l2",
      template: "@__builtin__line_vertical_elbow",
      children: ["s2", "t2"],
      properties: [],
    },
    { id: "s2", template: "@__builtin__line_source", children: [] },
    { id: "t2", template: "@__builtin__line_target", children: [] },
    {
      id: "b",
      template: "action",
      children: ["bn"],
      properties: [
        ["name", "Click"],
        ["technique_id", "T1204"],
      ],
    },
    { id: "bn", template: "@__builtin__anchor", children: ["t2"] },
    {
      id: "00000000-0000-4000-8000-000000000009",
      template: "malware",
      children: [],
      properties: [["name", "BlackKiln"]],
    },
  ],
};
const NEW_FILE = {
  schema: "attack_flow_v2",
  objects: [
    {
      id: "flow",
      instance: "f",
      properties: [
        ["name", "New"],
        ["created", { time: "2025-07-28T11:00:00-04:00", zone: "x" }],
      ],
      objects: [],
    },
    {
      id: "action",
      instance: "a",
      properties: [
        ["name", "Mail"],
        [
          "ttp",
          [
            ["tactic", "TA0001"],
            ["technique", "T1566"],
          ],
        ],
      ],
      anchors: { "0": "an" },
    },
    { id: "horizontal_anchor", instance: "an", latches: ["x1"] },
    { id: "dynamic_line", instance: "l", source: "x1", target: "x2" },
    { id: "generic_latch", instance: "x1" },
    { id: "generic_latch", instance: "x2" },
    {
      id: "action",
      instance: "b",
      properties: [
        ["name", "Click"],
        [
          "ttp",
          [
            ["tactic", "TA0002"],
            ["technique", "T1204"],
          ],
        ],
      ],
      anchors: { "0": "bn" },
    },
    { id: "horizontal_anchor", instance: "bn", latches: ["x2"] },
    {
      id: "ipv4_addr",
      instance: "00000000-0000-4000-8000-000000000009",
      properties: [["value", "192.0.2.1"]],
      anchors: {},
    },
  ],
};

test("a file of the builder before version 3 gives the flow", () => {
  const campaign = readAttackFlow(OLD_FILE, DOCUMENT);
  expect(campaign).toMatchObject({
    title: "Old",
    software: [{ name: "BlackKiln" }],
    references: [{ url: "https://example.com/r" }],
  });
  expect(steps(OLD_FILE)).toEqual(["T1566 before T1204"]);
});

test("a file of the builder since version 3 gives the flow", () => {
  const campaign = readAttackFlow(NEW_FILE, DOCUMENT);
  expect(campaign).toMatchObject({
    title: "New",
    published: "2025-07-28T15:00:00.000Z",
    context: [{ observable: { type: "ipv4", value: "192.0.2.1" } }],
  });
  expect(steps(NEW_FILE)).toEqual(["T1566 before T1204"]);
});

test.each([BUNDLE, OLD_FILE, NEW_FILE])(
  "a flow is recognised before STIX by its objects (%#)",
  async (json) => {
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    const campaign = await readAdvisory({ ...DOCUMENT, bytes });
    expect(campaign.documents[0]?.format).toBe("attack-flow");
  },
);

test("a bundle without a flow is left to STIX", () => {
  expect(
    isAttackFlow({
      type: "bundle",
      objects: [{ type: "attack-pattern", id: "attack-pattern--1" }],
    }),
  ).toBe(false);
});

test("a web of thousands of conditions is followed within bounds", () => {
  const count = 3000;
  const all = Array.from({ length: count }, (_, i) => `attack-condition--${i}`);
  const objects = [
    action("1", "T1003", { effect_refs: all }),
    ...all.map((id) => ({ type: "attack-condition", id, on_true_refs: all })),
  ];
  const started = cpuNow();
  expect(steps({ type: "bundle", objects })).toEqual([]);
  expect(cpuNow() - started).toBeLessThan(5000);
});

test("reading never throws on any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      readAttackFlow(value, DOCUMENT);
      readAttackFlow(
        { type: "bundle", objects: [action("1", "T1003", { effect_refs: value }), value] },
        DOCUMENT,
      );
      readAttackFlow(
        {
          schema: "attack_flow_v2",
          objects: [{ id: "action", instance: "a", properties: value, anchors: value }, value],
        },
        DOCUMENT,
      );
      readAttackFlow(
        {
          schema: { page_template: "attack_flow_page" },
          objects: [{ id: "a", template: "action", properties: value, children: value }, value],
        },
        DOCUMENT,
      );
    }),
  );
});
