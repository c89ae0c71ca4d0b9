import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { findRules, readAdvisory, readLayout, readRules } from "../src/index.ts";
import { isRuleFile, readRuleFile } from "../src/rules/read-rule-file.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const ANDARIEL = join(CORPORA, "advisory/rules/signature-base/yara/apt_nk_andariel_jul24.yar");
const DOCUMENT = { name: "x.yar", sha256: "0".repeat(64) };
const SHA256 = "cd5d3ebeaf1d4dbef7378b4bcfeaecfb4fae6874f33aa2bdaf6f0a711efe6e8f";

const YARA = `/*
   Quiet Fern { not a rule }
*/
import "pe"
import "math"

private rule Kiln_Part : loader windows {
   meta:
      author = "Example Team"
      date = "2024/03/01"
      modified = "2024-03-05"
      description = "A part with a \\"quote\\" and CVE-2024-11111, T1059.001"
      reference = "https://example.com/report."
      hash1 = "${SHA256.toUpperCase()}"
   strings:
      $a = "closing } brace // no comment"
      $b = { 4D 5A [2-4] ( 90 | 91 ) } // a hex string }
      $c = /a{2,3}"[}]/ nocase
      $d = "http://c2.example.net/gate"
   condition:
      pe.is_pe and all of them /* } */
}
rule Kiln_Whole
{
   condition:
      Kiln_Part
}
`;

test("YARA rules come out whole, whatever braces stand in strings, expressions and comments", () => {
  const rules = findRules(YARA);
  expect(rules.map(({ name }) => name)).toEqual(["Kiln_Part", "Kiln_Whole"]);
  expect(rules[0]?.text).toMatch(/^import "pe"\nprivate rule Kiln_Part[^]*them \/\* \} \*\/\n\}$/);
  expect(rules[1]?.text).toBe("rule Kiln_Whole\n{\n   condition:\n      Kiln_Part\n}");
  expect(YARA.slice(...(rules[1]?.span ?? [0, 0]))).toBe(rules[1]?.text);
  expect(rules[0]?.meta).toMatchObject({
    description: 'A part with a "quote" and CVE-2024-11111, T1059.001',
    authors: ["Example Team"],
    dates: ["2024/03/01", "2024-03-05"],
    references: ["https://example.com/report."],
    hashes: [SHA256.toUpperCase()],
  });
});

test("a YARA file gives rules, authors, dates, references and numbers; its samples are context, its strings nothing", () => {
  const campaign = readRuleFile(YARA, DOCUMENT);
  expect(campaign).toMatchObject({
    documents: [{ format: "yara" }],
    issuers: [{ name: "Example Team" }],
    published: "2024-03-01",
    modified: "2024-03-05",
    references: [{ url: "https://example.com/report" }],
    techniques: [{ id: "T1059.001" }],
    vulnerabilities: [{ id: "CVE-2024-11111", status: "mentioned" }],
    context: [
      {
        observable: { type: "sha256", value: SHA256 },
        role: "rule-sample",
        reason: "a sample of the rule Kiln_Part",
      },
    ],
    indicators: [],
  });
  expect(campaign.rules[1]?.citations).toEqual([
    { document: "x.yar", line: 23, passage: "rule Kiln_Whole { condition: Kiln_Part }" },
  ]);
});

const SIGMA = `title: Kiln Service
id: 00000000-0000-4000-8000-000000000001
status: test
description: |
  Finds the service
  of the kiln
references:
  - https://example.com/report
author: Ann Example, Bob Example
date: 2024-03-01
modified: 2024/03/05
tags:
  - attack.persistence
  - attack.t1543.003
  - cve.2024-11111
logsource:
  product: windows
detection:
  selection:
    ServiceName: kiln

  condition: selection
level: high
`;

test("a Sigma file gives its title, authors, dates, references, technique and CVE", () => {
  expect(readRuleFile(SIGMA, { ...DOCUMENT, name: "x.yml" })).toMatchObject({
    title: "Kiln Service",
    summary: "Finds the service of the kiln",
    documents: [{ format: "sigma" }],
    issuers: [{ name: "Ann Example" }, { name: "Bob Example" }],
    published: "2024-03-01",
    modified: "2024-03-05",
    references: [{ url: "https://example.com/report" }],
    techniques: [{ id: "T1543.003" }],
    vulnerabilities: [{ id: "CVE-2024-11111" }],
    rules: [{ language: "sigma", name: "Kiln Service", text: SIGMA.trimEnd() }],
  });
});

const SNORT = `# local rules
alert tcp $HOME_NET any -> [192.0.2.1,192.0.2.2] $HTTP_PORTS (msg:"EX kiln \\"beacon\\" (stage 1)"; content:"|3B 29|evil.example.net;)"; http_uri; reference:cve,2024-11111; reference:url,example.com/report; reference:md5,d41d8cd98f00b204e9800998ecf8427e; metadata:created_at 2024_03_01; sid:1000001; rev:1;)
alert dns any any -> any any (msg:"EX kiln name"; \\
    dns.query; content:"kiln.example.net"; sid:1000002;)
`;

test("Snort and Suricata rules are told apart; their contents are no indicators", () => {
  const campaign = readRuleFile(SNORT, { ...DOCUMENT, name: "x.rules" });
  expect(campaign.rules.map(({ language, name }) => `${language} ${name}`)).toEqual([
    'snort EX kiln "beacon" (stage 1)',
    "suricata EX kiln name",
  ]);
  expect(campaign.rules[1]?.text).toMatch(/^alert dns[^]*sid:1000002;\)$/);
  expect(campaign).toMatchObject({
    published: "2024-03-01",
    vulnerabilities: [{ id: "CVE-2024-11111" }],
    references: [{ url: "https://example.com/report" }],
    context: [{ observable: { type: "md5" }, role: "rule-sample" }],
    indicators: [],
  });
});

test("rules in fences of Markdown are found with their line", () => {
  const text = `# Report\n\nText.\n\n\`\`\`yara\n${YARA}\`\`\`\n\nMore text.\n\n\`\`\`yaml\n${SIGMA}\`\`\`\nEnd\n`;
  const rules = readRules({ document: "r.md", text, layout: readLayout(text) });
  expect(rules.map(({ name, citations }) => `${name} ${citations[0]?.line ?? 0}`)).toEqual([
    "Kiln_Part 12",
    "Kiln_Whole 28",
    "Kiln Service 38",
  ]);
  expect(rules[2]?.text).toBe(SIGMA.trimEnd());
});

test("a rule that a page's head and foot interrupt comes out without them", () => {
  const text =
    'rule Split {\n strings:\n  $a = "x"\nTLP:CLEAR\nPage 3 of 22\n\f\n condition:\n  $a\n}\nText.';
  expect(findRules(text).map((rule) => rule.text)).toEqual([
    'rule Split {\n strings:\n  $a = "x"\n\f\n condition:\n  $a\n}',
  ]);
});

test("a string that a page wraps over two lines does not lose the rule", () => {
  const text =
    'rule Wrapped {\n strings:\n  $a = "first half of a\n long string"\n condition:\n  $a\n}\n';
  expect(findRules(text)).toHaveLength(1);
});

test.each([
  ["a rule without a condition", "rule x {\n meta: a = 1\n}"],
  ["a rule without an end", "rule x {\n condition: true\n"],
  ["prose about rules", "The rule applies { condition: x } to all.\nrule of thumb"],
  ["YAML that is no Sigma", "title: Report\nauthor: A\nlogsource: none\ntext: b\n"],
  ["an alert in prose", "alert users (all of them) about it"],
  ["a firewall rule without msg", "alert tcp any any -> any any (sid:1;)"],
])("%s is no rule", (_, text) => {
  expect(findRules(text)).toEqual([]);
});

test("a broken rule does not hide the next one", () => {
  const rules = findRules(`rule Broken {\n condition: true\n\n${YARA}`);
  expect(rules.map(({ name }) => name)).toEqual(["Kiln_Part", "Kiln_Whole"]);
});

test.each([YARA, SIGMA, `---\n${SIGMA}`, SNORT])(
  "a file of rules is recognised by its content (%#)",
  async (text) => {
    const bytes = new TextEncoder().encode(text);
    const { rules } = await readAdvisory({ ...DOCUMENT, name: "x.bin", bytes });
    expect(rules.length).toBeGreaterThan(0);
  },
);

test("a report that quotes a rule is no file of rules", () => {
  expect(isRuleFile(`# Report\n\nWe saw this.\n\n${YARA}`)).toBe(false);
  // A head of a report may look like the first keys of a Sigma rule.
  const sigma = "title: a\nlogsource:\n  product: windows\ndetection:\n  x: 1\n  condition: x\n";
  const report = `author: Somebody\ndate: 2024-01-01\n\n${"They used it [T1078]. ".repeat(30)}\n\n${sigma}`;
  expect(isRuleFile(sigma)).toBe(true);
  expect(isRuleFile(report)).toBe(false);
});

test("any text is searched without an error, and every rule stands where its span says", () => {
  const pieces = fc.constantFrom(
    "rule a {",
    "}",
    "{",
    '"',
    "/*",
    "*/",
    "//",
    "\n",
    "condition:",
    "alert tcp any any -> any any (",
    'msg:"a";',
    "sid:1;)",
    "title: a\n",
    "detection:\n",
    " condition: x\n",
    "logsource:\n",
    "\\",
    "/",
    "=",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 60 }),
      (parts) => {
        const text = parts.join("");
        for (const { span, language } of findRules(text)) {
          const stands = text.slice(...span);
          expect(stands.length).toBe(span[1] - span[0]);
          expect(language !== "yara" || stands.endsWith("}")).toBe(true);
        }
        isRuleFile(text);
      },
    ),
  );
});

test.each([
  "rule a {\n",
  "rule a { /*\n",
  'rule a { "\n',
  "alert tcp any any -> any any (\n",
  "title: a\ndetection:\n",
  "title: a\n title: b\n",
  'import "pe"\n',
  "rule a : b",
  "alert tcp [",
  "rule ",
])("a text of nothing but %j takes time that grows with its length", (piece) => {
  const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
  const started = cpuNow();
  findRules(text);
  expect(cpuNow() - started).toBeLessThan(3000);
});

test.skipIf(!existsSync(ANDARIEL))(
  "the published rules on Andariel come out by name with their reference",
  () => {
    const text = readFileSync(ANDARIEL, "utf8");
    const { rules, references, indicators } = readRuleFile(text, DOCUMENT);
    const names = [...text.matchAll(/^rule (\w+)/gm)].map((match) => match[1]);
    expect(rules.map(({ name }) => name)).toEqual(names);
    expect(rules).toHaveLength(22);
    expect(references.map(({ url }) => url)).toEqual([
      "https://www.cisa.gov/news-events/cybersecurity-advisories/aa24-207a",
    ]);
    expect(indicators).toEqual([]);
  },
);
