import { expect, test } from "vitest";
import { builtinKnowledge, formatKnowledge, loadKnowledge } from "../src/index.ts";
import { part } from "./sample.ts";

const known = builtinKnowledge();

test.each([
  ["T1190", "T1190"],
  ["t1059.001", "T1059.001"],
  ["T1002", "T1560"],
  // Replaced twice.
  ["T1073", "T1574.001"],
  // Deprecated, with nothing in its place.
  ["T1108", undefined],
])("%s is today %s", (id, current) => {
  const found = known.techniqueById(id);
  expect(found?.technique.id).toBe(id.toUpperCase());
  expect(found?.current?.id).toBe(current);
});

test("techniques of all matrices are known, and others are not", () => {
  expect(known.techniqueById("T1398")?.technique.domain).toBe("mobile");
  expect(known.techniqueById("T0800")?.technique.domain).toBe("ics");
  expect(known.techniqueById("T9999")).toBeUndefined();
  expect(known.techniqueById("")).toBeUndefined();
});

test.each([
  ["scheduled task", ["T1053.005"]],
  // Enterprise and mobile.
  ["Scheduled Task/Job", ["T1053", "T1603"]],
  ["Malware", ["T1587.001", "T1588.001"]],
  // Revoked alone: found, with what it is today.
  ["Data Compressed", ["T1002"]],
  ["no such technique", []],
])("%s is the name of %j", (name, ids) => {
  expect(known.techniqueByName(name).map(({ technique }) => technique.id)).toEqual(ids);
});

test("a ring of replacements ends", () => {
  const ring = loadKnowledge(
    formatKnowledge([
      part("attack-enterprise", {
        techniques: ["T9001", "T9002"].map((id, i) => ({
          id,
          name: id,
          domain: "enterprise",
          tactics: [],
          isRevoked: true,
          replacedBy: ["T9002", "T9001"][i]!,
        })),
      }),
    ]),
  );
  expect(ring.techniqueById("T9001")).toMatchObject({ technique: { id: "T9001" } });
  expect(ring.techniqueById("T9001")?.current).toBeUndefined();
});

test("software, terms and entries are found by name and id", () => {
  expect(known.softwareByName("cobalt-strike").map(({ entry }) => entry.id ?? "")).toContain(
    "S0154",
  );
  expect(known.entriesById("g0138").map(({ entry }) => entry.name)).toEqual(["Andariel"]);
  expect(known.termsByName("TA0001").map(({ term }) => term.name)).toEqual(["Initial Access"]);
  expect(known.termsByName("initial-access")).toHaveLength(1);
  expect(known.terms("tactic")).toHaveLength(14);
  expect(known.terms("sector").length).toBeGreaterThan(100);
});
