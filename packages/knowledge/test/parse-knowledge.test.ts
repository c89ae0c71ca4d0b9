import fc from "fast-check";
import { expect, test } from "vitest";
import {
  builtinParts,
  formatKnowledge,
  KNOWLEDGE_LIMITS,
  KnowledgeError,
  loadKnowledge,
  mergeParts,
  parseKnowledge,
  pruneRelations,
} from "../src/index.ts";
import { actor, part } from "./sample.ts";

const PART = part("fern", {
  names: [actor("Quiet Fern", ["Old Mill"], { id: "G0999", ties: ["S9001"] })],
  techniques: [{ id: "T9001", name: "Fern Spread", domain: "mobile", tactics: ["impact"] }],
  terms: [{ kind: "sector", name: "Finance" }],
  lists: [
    {
      id: "l",
      name: "L",
      version: "1",
      group: "reserved",
      type: "network",
      entries: ["192.0.2.0/24"],
    },
  ],
});

test("knowledge that was written is read as it was", () => {
  expect(parseKnowledge(formatKnowledge([PART]))).toEqual([PART]);
  expect(formatKnowledge(parseKnowledge(formatKnowledge([PART])))).toBe(formatKnowledge([PART]));
  expect(parseKnowledge(formatKnowledge(builtinParts()))).toEqual(builtinParts());
});

const whole = (parts: unknown, version: unknown = "1") =>
  JSON.stringify({ format: "tocsin-knowledge", version, parts });

test.each([
  ["no JSON", "{", "KNOWLEDGE_JSON", /no JSON/],
  ["another JSON", "[]", "KNOWLEDGE_FORM", /tocsin-knowledge/],
  ["another version", whole([], "2"), "KNOWLEDGE_VERSION", /form "2"/],
  ["a part without source", whole([{}]), "KNOWLEDGE_FORM", /parts\[0\]\.source/],
  ["a part that is none", whole([7]), "KNOWLEDGE_FORM", /parts\[0\]: expected an object, got 7/],
  [
    "an unknown property",
    whole([{ ...PART, evil: 1 }]),
    "KNOWLEDGE_FORM",
    /no property of another name, got "evil"/,
  ],
  [
    "an unknown kind",
    whole([{ ...PART, names: [{ kind: "god", name: "x" }] }]),
    "KNOWLEDGE_FORM",
    /names\[0\]\.kind: expected one of actor/,
  ],
  [
    "a name too long",
    whole([{ ...PART, names: [{ kind: "actor", name: "x".repeat(101) }] }]),
    "KNOWLEDGE_LIMIT",
    /101 characters; expected at most 100/,
  ],
  [
    "too many ties",
    whole([{ ...PART, names: [{ kind: "actor", name: "x", ties: Array(1001).fill("S0001") }] }]),
    "KNOWLEDGE_LIMIT",
    /1001 entries/,
  ],
  ["too many parts", whole(Array(201).fill(PART)), "KNOWLEDGE_LIMIT", /201 parts/],
  [
    "a text too long",
    " ".repeat(KNOWLEDGE_LIMITS.maxText + 1),
    "KNOWLEDGE_LIMIT",
    /expected at most 32000000/,
  ],
])("%s is refused with its code and place", (_, text, code, message) => {
  expect(() => loadKnowledge(text)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test("parseKnowledge of anything throws nothing but its own error", () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, text) => {
      for (const input of [
        text,
        json,
        `{"format":"tocsin-knowledge","version":"1","parts":[${json}]}`,
      ])
        expect(errorOf(() => parseKnowledge(input))).toSatisfy(
          (error) => error === undefined || error instanceof KnowledgeError,
        );
    }),
  );
});

test("a later part takes the place of what it has, and leaves the rest", () => {
  const later = part("fern", { names: [actor("Fern Two")] }, "2");
  const tool = { kind: "tool" as const, name: "FernKit" };
  const first = { ...PART, names: [...(PART.names ?? []), tool] };
  const [merged] = mergeParts([first, later]);
  expect(merged?.source.version).toBe("2");
  expect(merged?.names?.map(({ name }) => name)).toEqual(["FernKit", "Fern Two"]);
  expect(merged?.techniques).toEqual(PART.techniques);
});

test("lists are replaced one by one, and parts stand in the order of their ids", () => {
  const list = (id: string, version: string) => ({ ...PART.lists![0]!, id, version });
  const merged = mergeParts([
    part("z", { lists: [list("a", "1"), list("b", "1")] }),
    part("a", {}),
    part("z", { lists: [list("a", "2")] }),
  ]);
  expect(merged.map(({ source }) => source.id)).toEqual(["a", "z"]);
  expect(merged[1]?.lists?.map(({ id, version }) => id + version)).toEqual(["a2", "b1"]);
});

test("relations to nobody are left out", () => {
  const related = [
    { relation: "similar", uuid: "u2" },
    { relation: "similar", uuid: "nobody" },
  ];
  const [pruned] = pruneRelations([
    part("x", { names: [actor("A", [], { uuid: "u1", related }), actor("B", [], { uuid: "u2" })] }),
  ]);
  expect(pruned?.names?.[0]?.related).toEqual([related[0]]);
  expect(pruneRelations([part("x", { names: [actor("A", [], { related })] })])[0]?.names).toEqual([
    actor("A"),
  ]);
});
