import { expect, test } from "vitest";
import { formatActor } from "../src/commands/actor-text.ts";
import { runIn, folder } from "./support.ts";

const actor = (...args: readonly string[]) => {
  const cwd = folder({});
  return runIn(cwd, ["actor", ...args], { TOCSIN_DATA: cwd });
};

test("actor tells who calls Andariel what, and who disagrees", () => {
  const { status, stdout, stderr } = actor("andariel");
  expect([status, stderr]).toEqual([0, ""]);
  for (const line of [
    "5 entries bear this name, in 4 sources.",
    "Andariel G0138 in MITRE ATT&CK (version 18.1)\n  also        Silent Chollima, PLUTONIUM, Onyx Sleet",
    "  formerly    PLUTONIUM\n",
    "CrowdStrike     Silent Chollima, Black Chollima",
    "MISP threat-actor gives the name to 2 actors: Silent Chollima and Lazarus Group.",
    "  - APT45 in MISP threat-actor\n",
    "- Andariel is a part of Lazarus Group. ",
    "What ATT&CK has on Andariel (G0138)",
    "gh0st RAT (S0032), Rifdoor (S0433)",
  ])
    expect(stdout).toContain(line);
});

test("actor takes words as one name, quoted or not, and ids", () => {
  const { stdout } = actor("Silent", "Chollima");
  expect(stdout).toBe(actor("Silent Chollima").stdout);
  expect(actor("G0138").stdout).toContain("Andariel G0138 in MITRE ATT&CK");
});

test("actor of an unknown name shows near names and exits 0", () => {
  const { status, stdout } = actor("Andariell");
  expect(status).toBe(0);
  expect(stdout).toContain(
    "No source has an actor of that name.\n\nSpelt nearly so:\n  - Andariel\n",
  );
});

test("actor of a name that is known with the word group as well says so", () => {
  expect(actor("lazarus").stdout).toContain("See also, as a name of its own: Lazarus Group\n");
  expect(actor("lazarus group").stdout).toContain("See also, as a name of its own: Lazarus\n");
});

test("actor of the name of malware says so, with its trap", () => {
  expect(actor("dtrack").stdout).toContain("Malware and tools of that name");
  expect(actor("black rat").stdout).toContain("Black RAT is not BlackRemote.");
});

test("actor as JSON has every claim with its source", () => {
  const json = JSON.parse(actor("andariel", "--format", "json").stdout);
  expect(json).toMatchObject({ version: "1", name: "andariel", near: [] });
  expect(json.entries).toHaveLength(5);
  expect(json.claims).toContainEqual(
    expect.objectContaining({ name: "PLUTONIUM", relation: "formerly", of: "Onyx Sleet" }),
  );
  for (const { source } of json.claims) expect(source.url).toMatch(/^https:/);
  expect(json.attack[0].techniques).toHaveLength(12);
});

test("what is asked for is made harmless on the screen", () => {
  const { stdout } = actor("\u001b[31mevil\u202e");
  expect(stdout).toContain(String.raw`\x1b[31mevil\u{202e}`);
  expect(stdout).not.toContain("\u001b");
});

test("no line is wider than the terminal", () => {
  const source = {
    id: "x",
    title: "X",
    version: "1",
    licence: "CC0-1.0",
    url: "https://example.com/",
  };
  const aliases = Array.from({ length: 40 }, (_, i) => ({
    name: `Quiet Fern ${i}`,
    relation: "same" as const,
  }));
  const entry = { kind: "actor" as const, name: "Quiet Fern", aliases };
  const text = formatActor(
    {
      answer: {
        name: "Quiet Fern",
        entries: [{ entry, source }],
        claims: [],
        conflicts: [],
        used: [],
        remarks: [],
      },
      software: [],
      near: [],
      attack: [],
    },
    { columns: 80 },
  );
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});
