import type { Campaign } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";
import { readSeenInItem } from "../src/read/roles/seen-dates.ts";

function read(text: string, name = "a.md"): Promise<Campaign> {
  return readAdvisory({ name, bytes: new TextEncoder().encode(text), sha256: "ab".repeat(32) });
}

const VULNERABILITIES: readonly (readonly [text: string, statuses: readonly string[]])[] = [
  [
    "They exploited CVE-2024-11111. They did not exploit CVE-2024-22222.",
    ["exploited", "not-observed"],
  ],
  ["The group never leveraged CVE-2024-11111.", ["not-observed"]],
  ["They did not use CVE-2024-11111 but exploited CVE-2024-22222.", ["not-observed", "exploited"]],
  ["They may exploit CVE-2024-11111 and exploited CVE-2024-22222.", ["possible", "exploited"]],
  [
    "They exploited CVE-2024-11111 and attempted to exploit CVE-2024-22222.",
    ["exploited", "attempted"],
  ],
  ["They may have scanned for and exploited CVE-2024-11111.", ["researched"]],
  // Of two things in a sentence the denied one may be another.
  ["They exploited CVE-2024-11111 on servers that do not use MFA.", ["exploited"]],
  ["They not only exploited CVE-2024-11111.", ["exploited"]],
  ["Also patch CVE-2024-11111, being exploited in the wild by other groups.", ["mentioned"]],
  ["CVE-2024-11111 was exploited by other threat actors in 2021.", ["mentioned"]],
  ["The group exploited CVE-2024-11111, which other groups have exploited since.", ["exploited"]],
  ["CVE-2024-11111 is exploited by this and other groups.", ["exploited"]],
];

test.each(VULNERABILITIES)(
  "a vulnerability is judged by what is denied in %j",
  async (text, all) => {
    const { vulnerabilities } = await read(text);
    expect(vulnerabilities.map(({ status }) => status)).toEqual(all);
    expect(vulnerabilities.some(({ isKnownExploited }) => isKnownExploited)).toBe(false);
  },
);

test("a vulnerability that others exploit is known as exploited only if the catalogue is named", async () => {
  const { vulnerabilities } = await read(
    "Patch CVE-2024-11111, being exploited in the wild by other groups and in the KEV catalog.",
  );
  expect(vulnerabilities).toMatchObject([{ status: "mentioned", isKnownExploited: true }]);
});

const PRODUCTS: readonly (readonly [text: string, product: string | undefined])[] = [
  ["Grey Stork may exploit CVE-2023-11114.", undefined],
  ["Grey Stork has exploited the vulnerability CVE-2023-11114.", undefined],
  ["Grey Stork exploits CVE-2023-11114.", undefined],
  ["The group Grey Stork is back. It came by CVE-2023-11114 (Grey Stork).", undefined],
  ["Grey Stork used a flaw in FortiOS (CVE-2023-11114).", "FortiOS"],
  ["FortiOS is affected by the flaw CVE-2023-11114.", "FortiOS"],
  ["They used the FortiOS exploit CVE-2023-11114.", "FortiOS"],
];

test.each(PRODUCTS)("a name that acts is no product in %j", async (text, product) => {
  const { vulnerabilities } = await read(text);
  expect(vulnerabilities.map((one) => one.product)).toEqual([product]);
});

const ACTORS: readonly (readonly [text: string, actors: readonly string[]])[] = [
  ["The agencies warn that Grey Stork has compromised several networks.", ["Grey Stork"]],
  ["We assess that Grey Stork is targeting shipyards.", ["Grey Stork"]],
  ["The agencies warn that Russia has compromised several networks.", []],
  ["The agencies warn that Microsoft has conducted a review.", []],
  ["Actors: Grey Stork (a.k.a. APT99)", ["Grey Stork = same APT99"]],
  ["Threat actors: Grey Stork, Blue Heron; Red Kite", ["Grey Stork", "Blue Heron", "Red Kite"]],
  ["Groups: Domain Admins, Backup Operators", []],
  ["Attribution: High confidence", []],
  ["Attribution: Evidence suggests a state.", []],
  ["The operators are a group Example Labs refers to as Grey Stork.", ["Grey Stork"]],
  [
    "The group Grey Stork, which Example Labs tracks as Fern Storm, overlaps with APT98.",
    ["Grey Stork = same Fern Storm, overlaps APT98"],
  ],
  ["They are a group, also called Grey Stork by others.", ["Grey Stork"]],
  ["The activity overlaps with activity of Lazarus Group. In 2017 an unrelated group used it.", []],
  [
    "The group Grey Stork overlaps with APT98, Lazarus Group, and Kimsuky.",
    ["Grey Stork = overlaps APT98, overlaps Lazarus Group, overlaps Kimsuky"],
  ],
  [
    "The actor APT99 overlaps with Lazarus Group.\n\nLazarus sent mails in this campaign.",
    ["APT99 = overlaps Lazarus Group", "Lazarus"],
  ],
];

test.each(ACTORS)("the actors and their other names are told in %j", async (text, told) => {
  const { actors } = await read(`${text}\n\nMore of the text stands here.`);
  const found = actors.map(({ name, aliases }) => {
    const others = aliases.map((alias) => `${alias.relation} ${alias.name}`).join(", ");
    return others === "" ? name : `${name} = ${others}`;
  });
  expect(found.toSorted()).toEqual(told.toSorted());
});

test("the actors of a page are told by their label when the name is emphasised", async () => {
  const html = "<html><body><p>Actors: <em>Grey Stork</em> (a.k.a. APT99)</p></body></html>";
  const { actors } = await read(html, "a.html");
  expect(actors).toMatchObject([{ name: "Grey Stork", aliases: [{ name: "APT99" }] }]);
});

const TECHNIQUES: readonly (readonly [
  text: string,
  techniques: readonly string[],
  denied: readonly string[],
])[] = [
  ["The actors did not use Process Injection (T1055).", [], ["T1055"]],
  ["There is no evidence of T1003, T1005 or T1006.", [], ["T1003", "T1005", "T1006"]],
  ["T1078 was not observed.", [], ["T1078"]],
  ["They did not use T1055 but T1059.", ["T1059"], ["T1055"]],
  ["They did not use T1055.\n\nThen they used T1055.", ["T1055"], []],
  ["They did not use malware and relied on PowerShell (T1059.001).", ["T1059.001"], []],
  ["Victims did not use multifactor authentication (T1078).", ["T1078"], []],
  ["The EDR did not detect Process Injection (T1055).", ["T1055"], []],
  ["The use of T1055 was not detected by the product.", ["T1055"], []],
  ["The actors did not use Process Injection.", [], []],
  ["The actors used Process Injection.", ["T1055"], []],
  // A link says a technique by its target alone, also beside the id of another.
  [
    "They used [phishing](https://attack.mitre.org/techniques/T1566/) and T1190.",
    ["T1566", "T1190"],
    [],
  ],
  ["[Spearphishing](https://attack.mitre.org/techniques/T1566/) (T1566.002)", ["T1566.002"], []],
];

test.each(TECHNIQUES)("techniques are told from denied ones in %j", async (text, ids, denied) => {
  const { techniques, diagnostics } = await read(text);
  expect(techniques.map(({ id }) => id)).toEqual(ids);
  const notes = diagnostics.filter(({ code }) => code === "ADVISORY_DENIED");
  expect(notes).toHaveLength(denied.length === 0 ? 0 : 1);
  for (const id of denied) expect(notes[0]?.message).toContain(id);
});

test.each(["Mitre", "MITRE ATT&CK", "Technique", "See"])(
  "a technique is not named %s by the word before its link",
  async (word) => {
    const { techniques } = await read(
      `- ${word} [T1190](https://attack.mitre.org/techniques/T1190/)\n`,
    );
    expect(techniques.map(({ id, name }) => [id, name === word])).toEqual([["T1190", false]]);
  },
);

const VET = "Some belong to shared hosting: vet before blocking.";
const INTRODUCED: readonly string[] = [
  `# R\n\nThese were used for command and control. ${VET}\n\n- 203.0.113.9\n- 198.51.100.7\n`,
  `# R\n\nThese were used for command and control. ${VET}\n\n| Address | Note |\n|---|---|\n| 203.0.113.9 | a |\n| 198.51.100.7 | b |\n`,
  `Report\n\nThese were used for command and control. ${VET}\n\n203.0.113.9\n198.51.100.7\n`,
  "They came in May.\n\nC2 infrastructure:\n    203.0.113.9 (in the north)\n    198.51.100.7 on port 443\n",
  "They came in May.\n\n  C2 infrastructure:\n\n\t203.0.113.9 (in the north)\n\t198.51.100.7 on port 443\n",
];

test.each(INTRODUCED)("what stands above a list gives its values their role: %j", async (text) => {
  const { indicators } = await read(text, "a.txt");
  expect(indicators.map(({ observable, role }) => [observable?.value, role])).toEqual([
    ["203.0.113.9", "command-and-control"],
    ["198.51.100.7", "command-and-control"],
  ]);
});

test("a paragraph that only stands above a list gives its values no role", async () => {
  const { indicators } = await read(
    "# Indicators\n\nThe group used command and control. It was long ago.\n\n- 203.0.113.9\n",
  );
  expect(indicators.map(({ role }) => role)).toEqual([undefined]);
});

const SOFTWARE: readonly (readonly [text: string, software: readonly string[]])[] = [
  ["They ran a tool called QuiteNew. It is a backdoor called QuiteNew.", ["malware QuiteNew"]],
  ["It is a backdoor called QuiteNew. They ran a tool called QuiteNew.", ["malware QuiteNew"]],
  ["The Mimikatz malware ran. They used a tool called Mimikatz.", ["tool Mimikatz"]],
  [
    "They ran the tool called QuiteNew. The QuiteNew Loader malware ran.",
    ["malware QuiteNew Loader"],
  ],
  ["They ran the Carbanak malware. The Carbanak RAT was new.", ["malware Carbanak"]],
];

test.each(SOFTWARE)("software of one name is one entry of one kind in %j", async (text, told) => {
  const { software } = await read(text);
  expect(software.map(({ kind, name }) => `${kind} ${name}`)).toEqual(told);
});

test.each(["Table 2: IOCs", "Figure 1. The chain", "Table 3"])(
  "the title of a page is what kind of document it is rather than the caption %j",
  async (caption) => {
    const { title } = await read(
      `<html><body><h1>Cybersecurity Advisory</h1><h3>${caption}</h3><p>The actors used PlugX malware.</p></body></html>`,
      "a.html",
    );
    expect(title).toBe("Cybersecurity Advisory");
  },
);

test("the first line of a text gives a title without the targets of its links", async () => {
  const { title } = await read(
    "Herons attack the [makers](https://example.com/makers) of lenses\n",
  );
  expect(title).toBe("Herons attack the makers of lenses");
});

const ITEMS: readonly (readonly [item: string, seen: readonly (readonly string[])[]])[] = [
  [
    "203.0.113.9 (first seen 2022-06-01, last seen 2023-01)",
    [["203.0.113.9", "2022-06-01", "2023-01"]],
  ],
  ["203.0.113.9: first seen: June 13, 2022", [["203.0.113.9", "2022-06-13", ""]]],
  [
    "First seen 2022-06: 203.0.113.9, 198.51.100.7",
    [
      ["203.0.113.9", "2022-06", ""],
      ["198.51.100.7", "2022-06", ""],
    ],
  ],
  [
    "203.0.113.9 (first seen 2022-06-01), 198.51.100.7 (first seen 2022-07, last seen 2023-01)",
    [
      ["203.0.113.9", "2022-06-01", ""],
      ["198.51.100.7", "2022-07", "2023-01"],
    ],
  ],
  ["203.0.113.9 (first seen 03/04/2022)", [["203.0.113.9", "", ""]]],
];

test.each(ITEMS)("an item of a list says when its values were seen: %j", async (item, seen) => {
  const { indicators } = await read(`## Indicators\n\n- ${item}\n`);
  const found = indicators.map(({ observable, firstSeen = "", lastSeen = "" }) => [
    observable?.value,
    firstSeen,
    lastSeen,
  ]);
  expect(found).toEqual(seen);
});

test("an item of a list never makes the reading of its dates fail", () => {
  const words = fc.constantFrom("first seen ", "last seen ", "2022-06-01", ") ", "(", ", ", "x");
  fc.assert(
    fc.property(
      fc.array(words).map((all) => all.join("")),
      fc.nat(200),
      (text, at) => {
        for (const date of Object.values(readSeenInItem(text, at)))
          expect(date).toMatch(/^\d{4}(?:-\d{2}){0,2}/);
      },
    ),
  );
});
