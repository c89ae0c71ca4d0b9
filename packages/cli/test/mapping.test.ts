import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function tocsin(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function folder(files: Readonly<Record<string, string>>): (name: string) => string {
  const path = mkdtempSync(join(tmpdir(), "tocsin-mapping-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return (name) => join(path, name);
}

const FILES = {
  "export.jsonl": `${JSON.stringify({ kind: "start", exe: "C:\\a\\evil.exe", at: "2024-05-06T07:08:09Z", pc: "PC7" })}\n`,
  "rule.yml": String.raw`title: Evil started
id: 0f4c1b9e-8f0f-4f9e-9d1c-1d9f2f7c3a11
status: test
level: high
logsource:
    product: windows
    category: process_creation
detection:
    sel:
        Image|endswith: \evil.exe
    condition: sel
`,
  "map.yml": `mappings:
  - when:
      equals: {kind: start}
    logsource: {product: windows, category: process_creation}
    fields: {Image: exe}
    time: at
    host: pc
`,
  "bad.yml": "mappings:\n  - when: {has: exe}\n    feilds: {Image: exe}\n",
};

test("records --mapping shows records in the user's words", () => {
  const at = folder(FILES);
  const { status, stdout } = tocsin("records", at("export.jsonl"), "--mapping", at("map.yml"));
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    source: { format: "json", product: "windows", category: "process_creation" },
    host: "PC7",
    time: "2024-05-06T07:08:09.000Z",
    fields: { Image: "C:\\a\\evil.exe", exe: "C:\\a\\evil.exe" },
  });
});

test("hunt finds in a mapped export what it does not find without the mapping", () => {
  const at = folder(FILES);
  const hunt = ["hunt", "--rules", at("rule.yml"), "--evidence", at("export.jsonl")];
  expect(tocsin(...hunt).stdout).not.toContain("PC7");
  const mapped = tocsin(...hunt, "--mapping", at("map.yml"), "--format", "jsonl");
  expect(mapped.status).toBe(1);
  expect(mapped.stdout).toContain("Evil started");
  expect(mapped.stdout).toContain("PC7");
});

test("a mapping that is wrong stops the command, with line and column", () => {
  const at = folder(FILES);
  const { status, stderr } = tocsin("records", at("export.jsonl"), "--mapping", at("bad.yml"));
  expect(status).toBe(2);
  expect(stderr).toContain('bad.yml:3:5: "feilds" is not known here');
  const missing = tocsin("records", at("export.jsonl"), "--mapping", at("none.yml"));
  expect(missing.status).toBe(2);
  expect(missing.stderr).toContain("none.yml: cannot be read");
});
