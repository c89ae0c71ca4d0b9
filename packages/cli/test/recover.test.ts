import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { log, overwrite } from "../../evtx/test/recover-logs.ts";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function tocsin(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = mkdtempSync(join(tmpdir(), "tocsin-recover-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

function places(stdout: string): { readonly recordId: string; readonly recovered?: true }[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).place);
}

/** What a dump may hold: no log by its beginning, a log within. */
function dump(): Uint8Array {
  const inner = log(20);
  const bytes = new Uint8Array(300_000 + inner.length).fill(0x90);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]);
  bytes.set(inner, 123_457);
  return bytes;
}

test("records gives old records of a log on demand, each with its mark, and says how many", () => {
  const path = folder({ "a.evtx": overwrite(log(60, undefined, undefined, 100), log(5)) });
  const plain = tocsin("records", path);
  expect(places(plain.stdout).map(({ recordId }) => recordId)).toEqual(["1", "2", "3", "4", "5"]);
  expect(plain.stdout).not.toContain("recovered");
  const got = places(tocsin("records", path, "--recover").stdout);
  const marked = got.filter(({ recovered }) => recovered === true);
  expect(marked.length).toBeGreaterThan(50);
  expect(got.length - marked.length).toBe(5);
  expect(tocsin("records", path, "--recover").stderr).toContain(
    `${marked.length} of ${got.length} records were recovered`,
  );
});

test.each([
  ["a memory dump", "memory.raw", dump()],
  ["a packed one", "memory.raw.gz", gzipSync(dump())],
])("records --recover carves %s", (_, name, bytes) => {
  const path = folder({ [name]: bytes });
  expect(tocsin("records", path).stdout).toBe("");
  const { status, stdout } = tocsin("records", path, "--recover");
  expect(places(stdout).map(({ recovered }) => recovered)).toEqual(
    Array.from({ length: 20 }, () => true),
  );
  expect(status).toBe(0);
});

test("records --recover still says of a file without records that it is no log", () => {
  const path = folder({ "tool.exe": new Uint8Array([0x4d, 0x5a, 0, 0, 0, 3, 0, 0]) });
  const { status, stderr } = tocsin("records", path, "--recover");
  expect(stderr).toMatch(/is no log that this version reads/);
  expect(status).toBe(3);
});

test("hunt --recover finds in an image what hunt alone does not, marks it and counts it", () => {
  const rule = `title: Value 7
id: 5c9f7ba5-6d7f-4d0e-8a7a-0e9d0f6a7b11
status: test
level: high
logsource:
  product: windows
detection:
  selection:
    Command: value 7 of Command
  condition: selection
`;
  const path = folder({ "memory.raw": dump() });
  const rules = folder({ "rule.yml": rule });
  const args = ["hunt", "--rules", rules, "--evidence", path];
  expect(tocsin(...args, "--format", "json").stdout).not.toContain('"recovered"');
  const answer = JSON.parse(tocsin(...args, "--recover", "--format", "json").stdout);
  expect(answer.findings).toHaveLength(1);
  expect(answer.findings[0].occurrences[0].place).toMatchObject({ recordId: "7", recovered: true });
  expect(answer.ledger).toMatchObject({ records: 20, recovered: 20 });
  expect(answer.ledger.files[0]).toMatchObject({ format: "evtx-carved", recovered: 20 });
  const text = tocsin(...args, "--recover").stdout;
  expect(text).toMatch(/20 recovered/);
  const lines = tocsin(...args, "--recover", "--format", "jsonl").stdout;
  expect(JSON.parse(lines).occurrences[0].place.recovered).toBe(true);
});
