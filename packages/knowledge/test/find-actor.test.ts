import { expect, test } from "vitest";
import { builtinKnowledge, formatKnowledge, loadKnowledge, namedBy } from "../src/index.ts";
import { actor, part } from "./sample.ts";

const load = (...parts: Parameters<typeof formatKnowledge>[0]) =>
  loadKnowledge(formatKnowledge(parts));
const claimsOf = (knowledge: ReturnType<typeof load>, name: string) =>
  knowledge
    .findActor(name)
    .claims.map(
      ({ name: one, relation, of, source }) => `${one} ${relation} ${of} (${source.title})`,
    );

const FERN = load(
  part("one", { names: [actor("Quiet Fern", ["Old Mill", "APT990"])] }),
  part("two", {
    names: [
      actor("Fern Sleet", [], {
        uuid: "u1",
        aliases: [
          { name: "PLUTONIUM", relation: "formerly", inferred: "by its form" },
          { name: "Quiet Fern", relation: "same" },
          { name: "Grey Harbour", relation: "part-of" },
        ],
        related: [{ relation: "part-of", uuid: "u2" }],
      }),
      actor("Iron Meadow", ["Old Mill"], { uuid: "u2" }),
      { kind: "malware", name: "Quiet Fern" },
    ],
  }),
);

test("findActor gives every claim of every source, and merges none", () => {
  expect(claimsOf(FERN, "quiet-fern")).toEqual([
    "Old Mill same Quiet Fern (ONE)",
    "APT990 same Quiet Fern (ONE)",
    "PLUTONIUM formerly Fern Sleet (TWO)",
    "Quiet Fern same Fern Sleet (TWO)",
    "Grey Harbour part-of Fern Sleet (TWO)",
    "Fern Sleet part-of Iron Meadow (TWO)",
  ]);
});

test("findActor says what is inferred, and whose a name is by its form", () => {
  const { claims } = FERN.findActor("Quiet Fern");
  expect(claims.find(({ name }) => name === "PLUTONIUM")?.note).toBe("by its form");
  expect(claims.find(({ name }) => name === "APT990")?.by).toBe("Mandiant");
  expect(claims.find(({ name }) => name === "Old Mill")?.by).toBeUndefined();
});

test("findActor tells what one source joins and another keeps apart", () => {
  expect(FERN.findActor("Quiet Fern").conflicts).toEqual([
    {
      kind: "kept-apart",
      source: { title: "ONE", version: "1", url: "https://one.example.com/" },
      entry: "Quiet Fern",
      names: ["Old Mill"],
      otherSource: { title: "TWO", version: "1", url: "https://two.example.com/" },
      otherEntry: "Iron Meadow",
    },
  ]);
});

test("findActor tells a name that one source gives to two actors", () => {
  const knowledge = load(part("one", { names: [actor("A B", ["Fern"]), actor("C D", ["FERN"])] }));
  expect(knowledge.findActor("fern").conflicts).toEqual([
    expect.objectContaining({ kind: "several-entries", entries: ["A B", "C D"] }),
  ]);
  expect(knowledge.findActor("A B").conflicts).toEqual([]);
});

test("findActor tells what is used, whichever side says it", () => {
  const knowledge = load(
    part("one", {
      names: [
        actor("Quiet Fern", [], { uuid: "u1", related: [{ relation: "uses", uuid: "u2" }] }),
        { kind: "tool", name: "FernKit", uuid: "u2" },
        { kind: "malware", name: "Mosswipe", related: [{ relation: "used-by", uuid: "u1" }] },
        { kind: "malware", name: "Elsewhere", related: [{ relation: "used-by", uuid: "u2" }] },
      ],
    }),
  );
  expect(knowledge.findActor("quiet fern").used.map(({ software }) => software)).toEqual([
    "FernKit",
    "Mosswipe",
  ]);
});

test.each(["G0999", "g0999"])("findActor takes the ATT&CK id %s", (id) => {
  const knowledge = load(
    part("attack-enterprise", { names: [actor("Quiet Fern", [], { id: "G0999" })] }),
    part("misp", { names: [actor("Fernling", [], { attackIds: ["G0999"] })] }),
  );
  expect(knowledge.findActor(id).entries.map(({ entry }) => entry.name)).toEqual([
    "Quiet Fern",
    "Fernling",
  ]);
});

test("findActor of an unknown name is empty, and near names are told", () => {
  expect(FERN.findActor("Quiet Firn")).toMatchObject({ entries: [], claims: [], conflicts: [] });
  expect(FERN.nearActors("Quiet Firn")).toEqual(["Quiet Fern"]);
  expect(FERN.nearActors("Iron")).toEqual(["Iron Meadow"]);
  expect(FERN.nearActors("x")).toEqual([]);
  expect(FERN.nearActors("x".repeat(5000))).toEqual([]);
});

test("Andariel is what its sources say: apart in some, under Lazarus Group in others", () => {
  const { entries, conflicts } = builtinKnowledge().findActor("andariel");
  const bearers = entries.map(({ entry, source }) => `${source.id}: ${entry.name}`);
  expect(bearers).toEqual([
    "attack-enterprise: Andariel",
    "microsoft-names: Onyx Sleet",
    "misp-microsoft-activity-group: Onyx Sleet",
    "misp-threat-actor: Silent Chollima",
    "misp-threat-actor: Lazarus Group",
  ]);
  const claims = claimsOf(builtinKnowledge(), "andariel");
  expect(claims).toContain("Silent Chollima same Andariel (MITRE ATT&CK)");
  expect(claims).toContain("PLUTONIUM formerly Onyx Sleet (Microsoft)");
  expect(claims).toContain("Andariel part-of Silent Chollima (MISP threat-actor)");
  // ATT&CK's own data say nothing of it being the same as Lazarus Group.
  expect(claims.filter((claim) => /Lazarus.*\(MITRE ATT&CK\)$/.test(claim))).toEqual([]);
  expect(conflicts).toContainEqual(
    expect.objectContaining({
      kind: "several-entries",
      entries: ["Silent Chollima", "Lazarus Group"],
    }),
  );
  expect(conflicts).toContainEqual(
    expect.objectContaining({ kind: "kept-apart", entry: "Onyx Sleet", otherEntry: "APT45" }),
  );
});

test.each([
  ["Black RAT", "not-same"],
  ["GoatRAT", undefined],
  ["Goat-RAT", "not-same"],
  ["snake", "not-same"],
])("the trap of %s is known", (name, relation) => {
  const remarks = builtinKnowledge()
    .findActor(name)
    .remarks.map((one) => one.relation);
  expect(remarks).toContain(relation ?? "not-same");
});

test.each([
  ["Silent Chollima", "CrowdStrike"],
  ["VENOMOUS BEAR", "CrowdStrike"],
  ["Onyx Sleet", "Microsoft"],
  ["Void Blizzard", "Microsoft"],
  ["Void Rabisu", "Trend Micro"],
  ["DEV-0530", "Microsoft"],
  ["APT45", "Mandiant"],
  ["APT-C-26", "360"],
  ["Jumpy Pisces", "Unit 42"],
  ["NICKEL ACADEMY", "Secureworks"],
  ["Nickel Academy", undefined],
  ["Cobalt Strike", undefined],
  ["Andariel", undefined],
])("%s is by its form of %s", (name, by) => {
  expect(namedBy(name)).toBe(by);
});

test("the knowledge of the package is one as long as somebody has it", () => {
  const held = builtinKnowledge();
  expect(builtinKnowledge()).toBe(held);
  expect(builtinKnowledge().nameIndex()).toBe(held.nameIndex());
});
