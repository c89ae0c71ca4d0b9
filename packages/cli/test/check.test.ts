import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const SCHEMA = fileURLToPath(new URL("../../model/schemas/answer-3.schema.json", import.meta.url));

const WARNING = `# Warning about an invented group

The actors use evil[.]example and 192.0.2[.]66. They exploit CVE-2021-44228 and use T1059.001.

## Indicators of compromise

- evil[.]example
- 192.0.2[.]66
`;
const LOG = "2024-05-13T10:00:00Z client 10.0.0.5 asked for a.evil.example\nall quiet\n";
const RULE = `title: Somebody was quiet
logsource:
    category: test
detection:
    words:
        - 'all quiet'
    condition: words
`;

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = mkdtempSync(join(tmpdir(), "tocsin-check-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

function tocsin(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  expect(stderr).not.toMatch(/\n\s+at /);
  return { status, stdout, stderr };
}

const CASE = { "warning.md": WARNING, "logs/dns.log": LOG };

test("check finds what the warning names, writes both files and ends with 1", () => {
  const cwd = folder(CASE);
  const { status, stdout, stderr } = tocsin(
    cwd,
    "check",
    "warning.md",
    "--evidence",
    "logs",
    "--out",
    "out",
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toMatch(/^HIT\n/);
  expect(stdout).not.toContain("\u001b");
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  const answer = JSON.parse(readFileSync(join(cwd, "out/answer.json"), "utf8"));
  expect(answer.findings).toHaveLength(1);
  expect(answer.findings[0]).toMatchObject({
    detection: { kind: "indicator", observable: { type: "domain", value: "evil.example" } },
    occurrences: [{ place: { file: "logs/dns.log", line: 1 } }],
    citations: [{ document: "warning.md" }, { document: "warning.md" }],
  });
  const ajv = new Ajv2020({ strict: false });
  expect(ajv.validate(JSON.parse(readFileSync(SCHEMA, "utf8")), answer)).toBe(true);
  expect(readFileSync(join(cwd, "out/answer.html"), "utf8")).toMatch(/^<!doctype html>/i);
});

test("check gives the same bytes twice", () => {
  const cwd = folder(CASE);
  const args = ["check", "warning.md", "--evidence", "logs", "--format", "json"];
  expect(tocsin(cwd, ...args).stdout).toBe(tocsin(cwd, ...args).stdout);
});

test("explain tells a finding of the answer by the beginning of its id", () => {
  const cwd = folder(CASE);
  const { stdout } = tocsin(
    cwd,
    "check",
    "warning.md",
    "--evidence",
    "logs",
    "--out",
    ".",
    "--format",
    "jsonl",
  );
  const { id } = JSON.parse(stdout);
  expect(tocsin(cwd, "explain", id.slice(0, 8))).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/domain evil\.example[^]*because +line = /),
  });
  expect(tocsin(cwd, "explain", "zzz")).toMatchObject({ status: 2 });
});

test("hunt runs rules without a warning, and names a rule that it refuses", () => {
  const cwd = folder({
    ...CASE,
    "rules/good.yml": RULE.replace("category: test", "product: any"),
    "rules/bad.yml": RULE.replace("words:", "words|containz:"),
  });
  const { status, stderr, stdout } = tocsin(cwd, "hunt", "--rules", "rules", "--evidence", "logs");
  expect(status).toBe(3);
  expect(stderr).toMatch(/rules\/bad\.yml:\d+:\d+: there is no selection "words"/);
  expect(stdout).toMatch(/1 refused/);
});

test("read tells a warning as text, as JSON and as STIX", () => {
  const cwd = folder(CASE);
  expect(tocsin(cwd, "read", "warning.md")).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(
      /Warning about an invented group[^]*CVE-2021-44228[^]*evil\.example/,
    ),
  });
  const campaign = JSON.parse(tocsin(cwd, "read", "warning.md", "--format", "json").stdout);
  expect(campaign.indicators).toHaveLength(2);
  const bundle = JSON.parse(tocsin(cwd, "read", "warning.md", "--format", "stix").stdout);
  expect(bundle).toMatchObject({ type: "bundle" });
});

test.each<[string, Readonly<Record<string, string | Uint8Array>>, string[], number, RegExp]>([
  ["an empty advisory", { a: "" }, ["check", "a", "--evidence", "."], 4, /a: .*empty/],
  ["a PDF", { a: "%PDF-1.7\n1 0 obj" }, ["read", "a"], 4, /PDF/],
  ["JSON that breaks off", { a: '{"type":"bundle","objects":[' }, ["read", "a"], 4, /line 1/],
  ["a missing advisory", {}, ["read", "nowhere"], 2, /nowhere does not exist/],
  [
    "missing evidence",
    CASE,
    ["check", "warning.md", "--evidence", "nowhere"],
    2,
    /nowhere does not exist/,
  ],
  [
    "missing rules",
    CASE,
    ["check", "warning.md", "--evidence", "logs", "--rules", "nowhere"],
    2,
    /nowhere/,
  ],
  ["no evidence at all", CASE, ["check", "warning.md"], 2, /--evidence is missing/],
  [
    "a time that is none",
    CASE,
    ["check", "warning.md", "--evidence", "logs", "--since", "x"],
    2,
    /ISO 8601/,
  ],
  ["an answer that is none", { "answer.json": "{}" }, ["explain", "a"], 2, /no answer/],
])("the command tells %s and ends as documented", (_, files, args, status, stderr) => {
  const got = tocsin(folder(files), ...args);
  expect(got.status).toBe(status);
  expect(got.stderr).toMatch(stderr);
});

test("one advisory that cannot be read does not keep the others from being hunted", () => {
  const cwd = folder({ ...CASE, "broken.json": "{" });
  const got = tocsin(cwd, "check", "broken.json", "warning.md", "--evidence", "logs");
  expect(got.status).toBe(1);
  expect(got.stderr).toMatch(/broken\.json/);
});

test("a bundle with a broken pattern names it and hunts with the others", () => {
  const indicator = (n: number, pattern: string) => ({
    type: "indicator",
    spec_version: "2.1",
    id: `indicator--00000000-0000-4000-8000-00000000000${n}`,
    created: "2024-01-01T00:00:00.000Z",
    modified: "2024-01-01T00:00:00.000Z",
    name: `indicator ${n}`,
    pattern,
    pattern_type: "stix",
    valid_from: "2024-01-01T00:00:00Z",
  });
  const bundle = {
    type: "bundle",
    id: "bundle--00000000-0000-4000-8000-000000000009",
    objects: [
      indicator(1, "[domain-name:value = 'evil.example']"),
      indicator(2, "[domain-name:value = "),
    ],
  };
  const cwd = folder({ "w.json": JSON.stringify(bundle), "logs/dns.log": LOG });
  const got = tocsin(cwd, "check", "w.json", "--evidence", "logs");
  expect(got.status).toBe(1);
  expect(got.stderr).toMatch(/indicator--00000000-0000-4000-8000-000000000002|indicator 2/);
});

test("evidence that is damaged, forbidden or of another kind stands in the ledger, and the rest is hunted", () => {
  const cwd = folder({
    "warning.md": WARNING,
    "logs/dns.log": LOG,
    "logs/cut.log.gz": gzipSync(LOG.repeat(5000)).subarray(0, 300),
    "logs/image.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]),
    "logs/broken.jsonl": '{"a":1}\n{"a":\n',
    "logs/locked/x.log": "x",
  });
  chmodSync(join(cwd, "logs/locked"), 0o000);
  const got = tocsin(cwd, "check", "warning.md", "--evidence", "logs", "--format", "json");
  chmodSync(join(cwd, "logs/locked"), 0o700);
  expect(got.status).toBe(1);
  const { ledger } = JSON.parse(got.stdout);
  const status = Object.fromEntries(
    ledger.files.map((file: { file: string; status: string }) => [file.file, file.status]),
  );
  expect(status).toMatchObject({
    "logs/dns.log": "read",
    "logs/cut.log.gz": "partly",
    "logs/image.png": "skipped",
    "logs/broken.jsonl": "partly",
  });
  // The user root may read everything.
  const isRoot = process.getuid?.() === 0;
  expect(status["logs/locked"] ?? "read by root").toBe(isRoot ? "read by root" : "failed");
});

test("a result that cannot be written is told with a remedy and ends with 4", () => {
  const cwd = folder({ ...CASE, taken: "a file, no folder" });
  const got = tocsin(cwd, "check", "warning.md", "--evidence", "logs", "--out", "taken");
  expect(got.status).toBe(4);
  expect(got.stderr).toMatch(/taken.*could not be written[^]*--out/);
});

test.skipIf(process.platform === "win32")(
  "Ctrl-C ends a check with the partial answer, marked as such",
  async () => {
    const cwd = folder({ "warning.md": WARNING });
    mkdirSync(join(cwd, "logs"));
    for (let n = 0; n < 12; n++) writeFileSync(join(cwd, "logs", `${n}.log`), LOG.repeat(60_000));
    const child = spawn(
      process.execPath,
      [MAIN, "check", "warning.md", "--evidence", "logs", "--format", "json", "--workers", "1"],
      { cwd },
    );
    let stdout = "";
    child.stdout.on("data", (piece: Buffer) => {
      stdout += piece.toString();
    });
    setTimeout(() => child.kill("SIGINT"), 900);
    const status = await once(child, "close").then(([code]) => code);
    const answer = JSON.parse(stdout);
    expect(answer.partial).toBe(true);
    expect([1, 3]).toContain(status);
  },
);

test("read gives a campaign that its schema takes", () => {
  const cwd = folder(CASE);
  const campaign = JSON.parse(tocsin(cwd, "read", "warning.md", "--format", "json").stdout);
  const schema = fileURLToPath(
    new URL("../../model/schemas/campaign-2.schema.json", import.meta.url),
  );
  const ajv = new Ajv2020({ strict: false });
  expect(ajv.validate(JSON.parse(readFileSync(schema, "utf8")), campaign)).toBe(true);
  expect(campaign).toMatchObject({
    title: "Warning about an invented group",
    vulnerabilities: [{ id: "CVE-2021-44228", status: "exploited" }],
    techniques: [{ id: "T1059.001" }],
  });
});
