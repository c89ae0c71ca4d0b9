import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function read(text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

const ACTORS: readonly (readonly [text: string, actors: readonly string[]])[] = [
  [
    'GLASS HERON (also known as UNC9911 and "Brittle Stork") attacks makers of lenses.',
    ["GLASS HERON: UNC9911, Brittle Stork"],
  ],
  ["We attribute this activity to GLASS HERON with high confidence.", ["GLASS HERON: "]],
  ["GLASS HERON is a state-sponsored espionage group.", ["GLASS HERON: "]],
  ["**GLASS HERON**, tracked as UNC9911, is an actor.", ["GLASS HERON: UNC9911"]],
  ["We do not think APT28 is responsible.", []],
  ["There is no evidence that APT28 was involved.", []],
  ["The tooling is similar to that of APT28 in 2018.", []],
  ["Cisco Secure Firewall (formerly Next-Generation Firewall) stops what threat actors do.", []],
  ["Cisco Secure Endpoint and Microsoft Defender detect the group.", []],
  ["Unknown actors and Malicious actors were seen.", []],
  ["Severe Hail hit the harbour.", []],
];

test.each(ACTORS)("actors are read from %j", async (text, actors) => {
  const found = (await read(text)).actors.map(
    ({ name, aliases }) => `${name}: ${aliases.map((alias) => alias.name).join(", ")}`,
  );
  expect(found).toEqual(actors);
});

const MALWARE: readonly (readonly [text: string, malware: readonly string[]])[] = [
  ["They use the backdoor PANEGLASS and the loader SILTDROP.", ["PANEGLASS", "SILTDROP"]],
  ["The group uses the malware SILTDROP.", ["SILTDROP"]],
  ["They use malware called **Siltdrop**.", ["Siltdrop"]],
  ["The Quartzling ransomware and the PaneGlass backdoor were seen.", ["Quartzling", "PaneGlass"]],
  ["SILTDROP is a modular loader.", ["SILTDROP"]],
  ["The note is similar to REvil in 2021.", []],
  ["SILTDROP malware was used; it is comparable to Conti ransomware.", ["SILTDROP"]],
  ["SmokeLoader ran. Smoke Loader malware came later.", ["SmokeLoader = Smoke Loader"]],
  ["A Russian-speaking malware author used APT malware.", []],
  ["Trojanized malware in a 30-plus-country ransomware wave.", []],
  ["It is Dll-Sideloading malware.", []],
];

test.each(MALWARE)("malware is read from %j", async (text, malware) => {
  const found = (await read(text)).software.map(({ name, aliases }) =>
    [name, ...aliases].join(" = "),
  );
  expect(found).toEqual(malware);
});

const TECHNIQUES: readonly (readonly [text: string, name: string | undefined])[] = [
  ["| T1190 | Exploit Public-Facing Application |", "Exploit Public-Facing Application"],
  [
    "| Initial Access | T1190 | Exploit Public-Facing Application |",
    "Exploit Public-Facing Application",
  ],
  ["They used Exploit Public-Facing Application [T1190].", "Exploit Public-Facing Application"],
  ["- **Spearphishing Attachment** (T1566.001)", "Spearphishing Attachment"],
  ["- T1078: Valid Accounts", "Valid Accounts"],
  ["They ran Cobalt Strike [T1071].", "Application Layer Protocol"],
];

test.each(TECHNIQUES)("the name of a technique is read from %j", async (text, name) => {
  expect((await read(text)).techniques[0]?.name).toBe(name);
});

const PRODUCTS: readonly (readonly [text: string, product: string | undefined])[] = [
  ["They exploited CVE-2024-21762 in FortiOS.", "FortiOS"],
  ["| CVE-2023-46604 | Apache ActiveMQ |", "Apache ActiveMQ"],
  [
    "| CVE | Vendor | Product | CVSS |\n|---|---|---|---|\n| CVE-2023-1 | a | b | 9 |\n| CVE-2023-0001 | Citrix | NetScaler | 9.8 |",
    "Citrix NetScaler",
  ],
  ["A flaw in Apache ActiveMQ (CVE-2023-46604) was used.", "Apache ActiveMQ"],
  ["They exploited CVE-2023-46604 in Ukraine.", undefined],
  ["They exploited CVE-2023-46604 in March 2024.", undefined],
];

test.each(PRODUCTS)("the product of a vulnerability is read from %j", async (text, product) => {
  expect((await read(text)).vulnerabilities[0]?.product).toBe(product);
});
