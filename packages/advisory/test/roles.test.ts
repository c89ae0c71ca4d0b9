import type { Campaign, Indicator } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function read(text: string): Promise<Campaign> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

async function readOne(text: string, value: string): Promise<Indicator> {
  const { indicators } = await read(text);
  const found = indicators.find(({ observable }) => observable?.value === value);
  if (found === undefined) throw new Error(`${value} is not among the indicators`);
  return found;
}

const HOST = "evil.example.net";
const MARKED = "evil[.]example[.]net";
const DIGEST = "9e107d9d372bb6826bd81d3542a419d6";

const STATED: readonly (readonly [
  text: string,
  value: string,
  role: string | undefined,
  evidence?: string | undefined,
])[] = [
  [`The implant beacons to ${MARKED}.`, HOST, "command-and-control"],
  [`It was seen at ${MARKED}, used as its C2 server.`, HOST, "command-and-control"],
  [`Lures sent in May led to ${MARKED}.`, HOST, "phishing"],
  [`The archive was uploaded: stolen data went to ${MARKED}.`, HOST, "exfiltration"],
  [`The second payload was downloaded from ${MARKED}.`, HOST, "payload-delivery"],
  [`The hosts were scanned from 203.0.113.9 for weeks.`, "203.0.113.9", "scanning"],
  [`A mail registered ${MARKED} in March.`, HOST, undefined],
  [`## C2 servers\n\n- ${MARKED}\n`, HOST, "command-and-control", "C2 servers"],
  [
    `Some text. The malware was downloaded from these hosts:\n\n- ${MARKED}\n`,
    HOST,
    "payload-delivery",
    "The malware was downloaded from these hosts:",
  ],
  [`## Indicators\n\n- Phishing: ${MARKED}\n`, HOST, "phishing"],
  [
    `## Indicators\n\n| IOC | Role |\n|---|---|\n| ${MARKED} | Exfiltration |\n`,
    HOST,
    "exfiltration",
    "Role: Exfiltration",
  ],
  [
    `## Indicators\n\n| C2 domain | Phishing domain |\n|---|---|\n| a.example.org | ${MARKED} |\n`,
    HOST,
    "phishing",
    "Phishing domain",
  ],
  [`## Indicators\n\n- ${DIGEST} web shell\n`, DIGEST, "web-shell"],
  [`It drops ${DIGEST} in the folder of the user.`, DIGEST, "dropped-file"],
  [
    `## Indicators\n\n- HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Pane\n`,
    "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Pane",
    "persistence",
  ],
];

test.each(STATED)(
  "a value has the role that the words around it say: %j",
  async (text = "", value = "", role, evidence) => {
    const found = await readOne(text, value);
    expect(found.role).toBe(role);
    expect(found.roleEvidence === undefined).toBe(role === undefined);
    expect(found.roleEvidence?.text ?? "").toContain(evidence ?? "");
  },
);

test("a role that follows from the form of a value is inferred", async () => {
  const key = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Pane";
  expect((await readOne(`## Indicators\n\n- ${key}\n`, key)).roleEvidence).toMatchObject({
    basis: "inferred",
  });
});

test("a value keeps the role of the place that says it most plainly and all its citations", async () => {
  const text = `## C2 servers\n\n- ${MARKED}\n\n## Table of indicators\n\n| IOC | Role | First seen |\n|---|---|---|\n| ${MARKED} | Phishing | 2022-06 |\n`;
  const found = await readOne(text, HOST);
  expect(found).toMatchObject({ role: "phishing", firstSeen: "2022-06" });
  expect(found.citations.map(({ line }) => line)).toEqual([3, 9]);
});

const CONTEXT: readonly (readonly [text: string, value: string, role: string | undefined])[] = [
  [
    `This malware used the following legitimate domains to test internet connectivity.\n\n- ${MARKED}\n`,
    HOST,
    "connectivity-check",
  ],
  [`It uses ${MARKED} to check the internet connection.`, HOST, "connectivity-check"],
  [`## Legitimate services abused by the actors\n\n- ${MARKED}\n`, HOST, "abused-service"],
  [`## Victims\n\n- ${MARKED}\n`, HOST, "victim"],
  [
    `## Indicators\n\n| IOC | Description |\n|---|---|\n| ${MARKED} | Connectivity check |\n`,
    HOST,
    "connectivity-check",
  ],
  [`See [the report](https://blog.example.com/a).`, "https://blog.example.com/a", "reference"],
  [`Questions? E-mail us: press@example.com.`, "press@example.com", "contact"],
  [`// Jane Q. Doe <jane@example.com>\n\nText.`, "jane@example.com", "contact"],
  [`rule A {\n  meta:\n    hash = "${DIGEST}"\n  condition: true\n}\n`, DIGEST, "rule-sample"],
];

test.each(CONTEXT)(
  "a value that the words call harmless is context: %j",
  async (text, value, role) => {
    const { indicators, context } = await read(text);
    expect(indicators.map(({ observable }) => observable?.value)).not.toContain(value);
    expect(context.find(({ observable }) => observable.value === value)).toMatchObject({
      role,
      reason: expect.stringMatching(/./) as string,
    });
  },
);

test("an address with a path of its own on an abused service is an indicator", async () => {
  const text =
    "## Legitimate services abused by the actors\n\n- hxxps://files[.]example[.]net/u/771/payload\n";
  const { indicators } = await read(text);
  expect(indicators.map(({ observable }) => observable?.value)).toContain(
    "https://files.example.net/u/771/payload",
  );
});

test("a value called a check of the connection once is context though it is printed again without a word", async () => {
  const text = `The hosts below check the internet connection:\n\n- ${MARKED}\n\nAnd there was ${MARKED} again.\n`;
  expect((await read(text)).context).toMatchObject([{ observable: { value: HOST } }]);
});

const TABLE = `## Indicators

| IOC | Description | First observed | Last observed | Confidence | Malware | ATT&CK |
|---|---|---|---|---|---|---|
| 192.0.2.1 | C2 | June 2021 | 2022-06-13 10:11 UTC | High | PaneGlass, PaneLoad | T1071.001 |
| 192.0.2.2 * | scanner † | 13/06/2022 | 03/04/2022 | medium | N/A | |
| 192.0.2.3 | | 2022 | n/a | 35 | | T1190, T1105 |

\\* This address may be legitimate. Vet it before blocking.
† seen only in the first wave
`.replace("\\*", "*");

test("a row of a table gives dates, confidence, malware and techniques of its value", async () => {
  const { indicators } = await read(TABLE);
  expect(indicators).toMatchObject([
    {
      observable: { value: "192.0.2.1" },
      role: "command-and-control",
      description: "C2",
      firstSeen: "2021-06",
      lastSeen: "2022-06-13T10:11:00Z",
      confidence: 85,
      malware: ["PaneGlass", "PaneLoad"],
      techniques: ["T1071.001"],
    },
    {
      observable: { value: "192.0.2.2" },
      role: "scanning",
      description: "scanner; seen only in the first wave",
      firstSeen: "2022-06-13",
      confidence: 50,
      malware: [],
      caution: "This address may be legitimate.",
    },
    {
      observable: { value: "192.0.2.3" },
      firstSeen: "2022",
      confidence: 35,
      techniques: ["T1190", "T1105"],
    },
  ]);
  for (const at of [0, 2]) expect(indicators[at]).not.toHaveProperty("caution");
  // Day and month could be changed for each other.
  expect(indicators[1]).not.toHaveProperty("lastSeen");
});

test("a caution above a list stands with the values of that list and of no other", async () => {
  const { indicators } = await read(
    "## Indicators\n\nInvestigate these addresses before taking action such as blocking. They are old:\n\n- 192.0.2.1\n- 192.0.2.2\n\nThese hosts are used by the actors now and then:\n\n- 192.0.2.3\n",
  );
  expect(indicators.map(({ caution }) => caution)).toEqual([
    "Investigate these addresses before taking action such as blocking.",
    "Investigate these addresses before taking action such as blocking.",
    undefined,
  ]);
});

test("a document of any text is read without an error", async () => {
  const part = fc.constantFrom(
    "| IOC | Role | First seen |\n|---|---|---|\n",
    "| evil[.]example[.]net* | C2 | June 2021 |\n",
    "* vet before blocking\n",
    "## Victims\n",
    "The C2 servers:\n",
    "- 192.0.2.1 †\n",
    "† note\n",
    "drops a file named kill.bat",
    "C2サーバevil.example.netに接続します。",
    "**_`",
    "\n",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }), async (parts) => {
      const { indicators, context } = await read(`x${parts.join("")}`);
      for (const { citations, role, roleEvidence } of indicators) {
        expect(citations.length).toBeGreaterThan(0);
        expect(role === undefined).toBe(roleEvidence === undefined);
      }
      for (const { reason } of context) expect(reason).not.toBe("");
    }),
    { numRuns: 200 },
  );
});
