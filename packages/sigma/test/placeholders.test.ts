import fc from "fast-check";
import { expect, test } from "vitest";
import { loadSigma, readPlaceholders } from "../src/index.ts";

function read(text: string) {
  const { placeholders, diagnostics } = readPlaceholders(text, "p.yml");
  const told = diagnostics.map(
    ({ code, message, place }) => `${place?.line}:${place?.column} ${code} ${message}`,
  );
  return { placeholders, told };
}

test.each([
  ["YAML", "Admins: [joe, 'svc-*']\nJump.Hosts: h1\nport_1: 22\n"],
  ["YAML with percent signs", `"%Admins%": [joe, "svc-*"]\n'%Jump.Hosts%': [h1]\n'%port_1%': 22\n`],
  ["JSON", '{"Admins": ["joe", "svc-*"], "%Jump.Hosts%": "h1", "port_1": [22]}'],
])("placeholders are read from %s", (_, text) => {
  expect(read(text)).toEqual({
    placeholders: { Admins: ["joe", "svc-*"], "Jump.Hosts": ["h1"], port_1: [22] },
    told: [],
  });
});

test.each([
  ["a list", "- a\n", /^1:1 SIGMA_PLACEHOLDER_FILE expected a map/],
  ["nothing", "", /SIGMA_PLACEHOLDER_FILE expected one document, got 0/],
  ["an empty map", "{}\n", /^1:1 SIGMA_PLACEHOLDER_FILE it gives no placeholder/],
  ["two documents", "a: b\n---\na: c\n", /expected one document, got 2/],
  ["a name with a blank", "ok: x\na b: x\n", /^2:\d+ SIGMA_PLACEHOLDER_FILE "a b" is no name/],
  ["a name of one percent sign", "'%': x\n", /"%" is no name/],
  ["a name twice", "'%a%': x\na: y\n", /^2:\d+ SIGMA_PLACEHOLDER_FILE "a" is given already/],
  ["a key twice", "a: x\na: y\n", /^2:1 SIGMA_YAML a key stands twice/],
  ["no values", "a: []\n", /^1:\d+ SIGMA_PLACEHOLDER_FILE "a" has no values/],
  ["null", "a:\n", /null is no text or number/],
  ["yes or no", "a: [x, true]\n", /^1:8 SIGMA_PLACEHOLDER_FILE true is no text or number/],
  ["a map", "a:\n  - b: c\n", /^2:5 SIGMA_PLACEHOLDER_FILE \{"b":"c"\} is no text/],
  ["an empty text", "a: ''\n", /^1:1 SIGMA_PLACEHOLDER_FILE the value is an empty text/],
  ["a number too long", "a: 12345678901234567890\n", /cannot be kept exactly/],
  ["a text too long", `a: ${"x".repeat(10_001)}\n`, /^1:1 SIGMA_LIMIT the value has 10001/],
  ["what is no YAML", "a: [\n", /SIGMA_YAML/],
])("placeholders with %s are refused with their place", (_, text, message) => {
  const { placeholders, told } = read(text);
  expect(placeholders).toBeUndefined();
  expect(told.join("\n")).toMatch(message);
});

test("each name that is wrong is told, and none is used", () => {
  expect(read("a: []\nb: x\nc: false\n")).toMatchObject({
    placeholders: undefined,
    told: [/^1:/, /^3:/].map((one) => expect.stringMatching(one) as string),
  });
});

test("bare percent signs, which YAML refuses, are told how to be written", () => {
  const { diagnostics } = readPlaceholders("%Admins%: joe\n", "p.yml");
  expect(diagnostics[0]?.remedy).toContain('"%name%" in quotes');
});

test("more values than are kept are refused", () => {
  const many = JSON.stringify({ a: Array.from({ length: 100_001 }, (_, index) => index) });
  expect(read(many).told).toEqual([expect.stringContaining("SIGMA_LIMIT over 100000 values")]);
});

test("reading placeholders never throws, and what is read has values that a rule can take", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.string(), fc.jsonValue()).map((map) => JSON.stringify(map)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { placeholders, diagnostics } = readPlaceholders(text, "p.yml");
      expect(placeholders === undefined).toBe(diagnostics.length > 0);
      for (const values of Object.values(placeholders ?? {})) {
        expect(values.length).toBeGreaterThan(0);
        for (const value of values) expect(["string", "number"]).toContain(typeof value);
      }
    }),
  );
});

test("a rule takes what was read", () => {
  const { placeholders = {} } = readPlaceholders("'%Admins%': [joe, ann]\n", "p.yml");
  const text = `title: t
id: 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d
logsource: {category: x}
detection:
  sel:
    User|expand: '%Admins%'
  condition: sel
`;
  expect(loadSigma([{ file: "r.yml", text }]).diagnostics[0]).toMatchObject({
    code: "SIGMA_PLACEHOLDER",
    remedy: "Give them (--placeholders FILE), or take the modifier expand away",
  });
  const { detections } = loadSigma([{ file: "r.yml", text }], { placeholders });
  expect(detections[0]?.variants[0]?.predicate).toMatchObject({
    kind: "or",
    of: [{ test: { value: "joe" } }, { test: { value: "ann" } }],
  });
});
