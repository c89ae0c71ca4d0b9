import { builtinKnowledge } from "@tocsin/knowledge";
import type { Knowledge } from "@tocsin/knowledge";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { readAdvisory } from "../src/index.ts";
import { readText } from "../src/read-text.ts";

function read(text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

const ACTORS: readonly (readonly [text: string, actors: readonly string[]])[] = [
  ["In May 2024 Berserk Bear attacked operators of power grids.", ["Berserk Bear"]],
  ["### Xenotime\n\nThis group attacks plants.", ["Xenotime"]],
  ["The actors MERCURY and DEV-1084 destroyed the files.", ["MERCURY", "DEV-1084"]],
  ["Former members of the Conti gang attack hospitals.", ["Conti"]],
  // The name is a group's by ATT&CK, and a list of ransomware has it too.
  ["LAPSUS attacked a maker of chips.", ["LAPSUS"]],
  ["The Dukes attacked. The group known as Dukes attacked again.", ["The Dukes"]],
  // Asides, titles and links.
  ["The attack is similar to those of Berserk Bear in 2019.", []],
  ["Unlike Xenotime, the attackers left the safety systems alone.", []],
  ["Many groups such as Xenotime and Berserk Bear attack plants.", []],
  ['It is told in "How Xenotime Attacked The Plant And Stopped Turbines" in full.', []],
  ["[Xenotime attacks plants again with new malware](https://news.example.com/x)", []],
  ["The attack is told at https://news.example.com/Xenotime-attack-group.", []],
  ["# A\n\n## References\n\n- Berserk Bear attacks grids", []],
  // Words of a language and metals.
  ["The mercury rose while the attack went on, and the bear slept.", []],
  ["Mercury poisoned the operators of the plant after the attack.", []],
];

test.each(ACTORS)("known actors are read from %j", async (text, actors) => {
  expect((await read(text)).actors.map(({ name }) => name)).toEqual(actors);
});

const SOFTWARE: readonly (readonly [text: string, software: readonly string[]])[] = [
  ["After the break-in they brought HyperBro.", ["malware HyperBro"]],
  ["They used AdFind, nltest and Rubeus.", ["tool AdFind", "tool nltest", "tool Rubeus"]],
  ["They used Remcos malware.", ["tool Remcos"]],
  ["They installed Atera for remote access.", ["tool Atera"]],
  ["The implant anchor_dns speaks DNS.", ["malware anchor_dns"]],
  [
    "They deployed Goat RAT, Nestdoor, NukeSped, DurianBeacon and TigerRAT.",
    [
      "malware DurianBeacon",
      "malware Goat RAT",
      "malware Nestdoor",
      "malware NukeSped",
      "malware TigerRAT",
    ],
  ],
  // One known name in a list tells nothing of the others.
  ["They passed Berlin, NukeSped, Paris and Rome.", ["malware NukeSped"]],
  // A product that is named for its flaw is the victim's.
  ["They exploited a flaw in Kaseya VSA.", []],
  ["Administrators should block AdFind and HyperBro.", []],
  ["The traffic resembles that of HyperBro.", []],
  ["ET MALWARE HyperBro beacon seen", []],
  ["## Detections\n\n- HyperBro", []],
  ["The shiny Umbreon is a figure of a game.", []],
  ["They ran the payload with Python in the shadow of the first stage.", []],
  // A group's backdoor does not bear the group's name.
  ["Another ScarCruft backdoor was seen.", []],
  [
    "They used malware known as BlackEnergy, Industroyer, and KillDisk.",
    ["malware BlackEnergy", "malware Industroyer", "malware KillDisk"],
  ],
];

test.each(SOFTWARE)("known software is read from %j", async (text, software) => {
  const found = (await read(text)).software.map(({ kind, name }) => `${kind} ${name}`);
  expect(found.toSorted()).toEqual(software.toSorted());
});

test("names that the knowledge base gives beside that of the document stay out of the campaign", async () => {
  const text =
    "Andariel attacked plants with Black RAT malware. Onyx Sleet attacked hospitals with BlackRemote malware.";
  const { actors, software } = await read(text);
  expect(actors.map(({ name, aliases }) => [name, aliases])).toEqual([
    ["Andariel", []],
    ["Onyx Sleet", []],
  ]);
  expect(software.map(({ name, aliases }) => [name, aliases])).toEqual([
    ["Black RAT", []],
    ["BlackRemote", []],
  ]);
});

test("names of software differ by the word for its kind alone when both stand in the text", async () => {
  const { software } = await read("They used RedLine malware. The RedLine Stealer sent passwords.");
  expect(software).toMatchObject([{ name: "RedLine Stealer", aliases: ["RedLine"] }]);
});

test("brackets give another name of what stands before them when the sentence compares", async () => {
  const { software } = await read(
    "The PaneGlass malware overlaps with SiltDrop (aka MudDrop). The SiltDrop malware is older.",
  );
  expect(software.map(({ name, aliases }) => [name, ...aliases].join(" = "))).toEqual([
    "PaneGlass",
    "SiltDrop = MudDrop",
  ]);
});

test("the knowledge that is given is the one that is read by", () => {
  const none: Knowledge = {
    ...builtinKnowledge(),
    nameIndex: () => ({ size: 0, findNames: () => [] }),
  };
  const document = { name: "a", sha256: "", text: "After the break-in they brought HyperBro." };
  expect(readText(document).software).toHaveLength(1);
  expect(readText({ ...document, knowledge: none }).software).toEqual([]);
});

test("a text of names is read without an error whatever stands between them", () => {
  const words = fc.constantFrom(
    ...'Andariel|APT45|Conti|DLL Side-Loading|Process Injection: |\n|. |# | group| ransomware|(|aka |) |, |"|- |known as |[|](https://x.example/)|similar to '.split(
      "|",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(words, fc.string({ maxLength: 4 })), { maxLength: 60 }),
      (parts) => {
        const text = parts.join("");
        const { actors, software, techniques } = readText({ name: "a", sha256: "", text });
        for (const { citations } of [...actors, ...software, ...techniques])
          expect(citations.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 300 },
  );
});

test("many known names in one line take time in proportion", () => {
  const text = "Andariel attacked with HyperBro, AdFind and Process Injection malware. ".repeat(
    2000,
  );
  const start = cpuNow();
  expect(readText({ name: "a", sha256: "", text }).software.length).toBeGreaterThan(0);
  expect(cpuNow() - start).toBeLessThan(10_000);
});
