import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { builtinKnowledge, foldName, formatKnowledge, loadKnowledge } from "../src/index.ts";
import { actor, part } from "./sample.ts";

const KNOWN = loadKnowledge(
  formatKnowledge([
    part("attack-enterprise", {
      names: [
        actor("Quiet Fern", ["APT990", "DarkFern", "Lazar", "Play"]),
        { kind: "tool", name: "FernKit" },
        { kind: "malware", name: "Trojan.Fern" },
      ],
      techniques: [
        { id: "T9001", name: "Fern Spread", domain: "enterprise", tactics: [] },
        { id: "T9002", name: "Ferning", domain: "enterprise", tactics: [] },
      ],
    }),
    part("other", {
      names: [
        { kind: "tool", name: "Quiet Fern" },
        { kind: "malware", name: "fernkit" },
        { kind: "malware", name: "Quiet" },
        { kind: "malware", name: "Mosslock Ransomware", type: "ransomware" },
        { kind: "malware", name: "PLAY Ransomware", type: "ransomware" },
        actor("海莲草"),
        actor("fern@338"),
      ],
    }),
  ]),
);
const index = KNOWN.nameIndex();
const found = (text: string) =>
  index
    .findNames(text)
    .map(({ name, kind, isCommonWord }) => `${name}|${kind}${isCommonWord ? "|common" : ""}`);

test.each<[string, string[]]>([
  ["Seen: QUIET FERN.", ["QUIET FERN|actor"]],
  [
    "Quiet-Fern, Quiet_Fern, quietfern",
    ["Quiet-Fern|actor", "Quiet_Fern|actor", "quietfern|actor"],
  ],
  ["Quiet\n    Fern's", ["Quiet\n    Fern|actor"]],
  ["Quiet  Fern", ["Quiet|malware"]],
  ["APT 990 and apt-990 and APT990", ["APT 990|actor", "apt-990|actor", "APT990|actor"]],
  ["APT9901, xAPT990, APT99", []],
  // A blank where the name has only a capital must stand before a capital.
  ["Dark Fern; DARK FERN", ["Dark Fern|actor", "DARK FERN|actor"]],
  ["in the dark fern", []],
  ["Lazar그룹은", ["Lazar|actor"]],
  ["海莲草组织", ["海莲草|actor"]],
  // Ordinary words only as they are written.
  ["they play; PLAY; Play", ["Play|actor|common"]],
  ["Play ransomware", ["Play ransomware|malware"]],
  ["Mosslock was seen", ["Mosslock|malware"]],
  // Several words in small letters.
  ["a quiet fern", ["quiet fern|actor|common"]],
  // Parts of values are no names.
  ["fernkit.example.com, a@quietfern.example, https://x.example/FernKit", []],
  [String.raw`C:\tools\FernKit.exe and /opt/FernKit and FernKit.exe and fernkit[.]example`, []],
  ["FernKit/Quiet Fern (FernKit)", ["FernKit|tool", "Quiet Fern|actor", "FernKit|tool"]],
  ["FernKit. Then", ["FernKit|tool"]],
  ["use_FernKit FernKit_x", []],
  ["Trojan.Fern", ["Trojan.Fern|malware"]],
  ["fern@338", ["fern@338|actor"]],
  ["Fern Spread", []],
  ["", []],
])("in %j the names are %j", (text, names) => {
  expect(found(text)).toEqual(names);
});

test("techniques are found when they are asked for, and one word is not enough for them", () => {
  const hits = index.findNames("Fern Spread, fern spread, Ferning", { kinds: ["technique"] });
  expect(
    hits.map(({ techniques, isCommonWord }) => [techniques[0]?.technique.id, isCommonWord]),
  ).toEqual([
    ["T9001", false],
    ["T9001", true],
    ["T9002", true],
  ]);
});

test("a hit has every entry of the kinds asked for, and says whether it is spelt so", () => {
  const [hit] = index.findNames("FernKit");
  expect(hit?.entries.map(({ source, entry }) => `${source.id} ${entry.kind}`)).toEqual([
    "attack-enterprise tool",
    "other malware",
  ]);
  expect(hit?.isExact).toBe(true);
  expect(index.findNames("FERNKIT")[0]?.isExact).toBe(false);
  expect(index.findNames("FernKit", { kinds: ["actor"] })).toEqual([]);
});

test("every known name is found where it stands alone", () => {
  const known = builtinKnowledge();
  const missed: string[] = [];
  for (const { names = [] } of known.parts)
    for (const { kind, name, aliases = [] } of names)
      for (const one of [name, ...aliases.map((alias) => alias.name)]) {
        const hits = known.nameIndex().findNames(`by ${one} and`, { kinds: [kind] });
        if (!hits.some((hit) => foldName(one).startsWith(foldName(hit.name)))) missed.push(one);
      }
  // Single letters; names that are hosts or have two signs between their words.
  expect(
    missed.filter(
      (name) => foldName(name).length > 1 && !/[.:%/\\（]|[^\p{L}\p{N}]{2}/u.test(name),
    ),
  ).toEqual([]);
  expect(missed.length).toBeLessThan(80);
});

test("hits are in order, do not overlap, and stand where they say", () => {
  const words = fc.constantFrom(
    "Quiet",
    "Fern",
    "APT",
    "990",
    "FernKit",
    "dark",
    "Play",
    "ransomware",
    "海莲草",
    ".",
    "@",
    "\n",
    " ",
    "-",
    "_",
    "/",
    "x",
  );
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 30 }),
      fc.string({ unit: "binary" }),
      (parts, noise) => {
        const text = parts.join("") + noise + parts.join(" ");
        let end = 0;
        for (const hit of index.findNames(text)) {
          expect(hit.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(hit.start, hit.end)).toBe(hit.name);
          expect(hit.entries.length).toBeGreaterThan(0);
          end = hit.end;
        }
      },
    ),
  );
});

test.each([
  ["one long word", "a".repeat(400_000)],
  ["many short ones", "a-".repeat(200_000)],
  ["one name over and over", "FernKit/".repeat(50_000)],
  ["a name without blanks", "APT990".repeat(60_000)],
  ["beginnings of names", "Quiet ".repeat(60_000)],
])("finding in %s takes a time linear in it", (_, text) => {
  const time = (input: string): number => {
    const start = cpuNow();
    index.findNames(input);
    return cpuNow() - start;
  };
  time(text);
  expect(time(text)).toBeLessThan(3000);
});
