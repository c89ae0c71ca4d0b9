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

test.each<[string[], number, RegExp, RegExp]>([
  [["--help"], 0, /tocsin COMMAND/, /^$/],
  [["--version"], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
  [["records", "--help"], 0, /Examples:\n/, /^$/],
  [["doctor"], 0, /evidence +EVTX; JSON/, /^$/],
  [[], 2, /COMMAND/, /^$/],
  [["record"], 2, /^$/, /did you mean records\?/],
  [["records"], 2, /^$/, /PATH is missing/],
  [["records", "no-such-file"], 2, /^$/, /no-such-file does not exist/],
  [["records", "x", "--limt", "1"], 2, /^$/, /did you mean --limit\?/],
  [["records", "x", "--limit", "0"], 2, /^$/, /no whole number/],
  [["records", "x", "--since", "yesterday"], 2, /^$/, /ISO 8601/],
  [["records", "x", "--since", "2024-02-02", "--until", "2024-02-01"], 2, /^$/, /later than/],
])("tocsin %j ends with %i", (args, status, stdout, stderr) => {
  const got = tocsin(...args);
  expect(got.status).toBe(status);
  expect(got.stdout).toMatch(stdout);
  expect(got.stderr).toMatch(stderr);
  expect(got.stderr).not.toMatch(/\n\s+at /);
});

test("records leaves out what is no log, says so without control characters, and ends with 3", () => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-"));
  writeFileSync(
    join(folder, "tool\u001b[31m.evtx"),
    new Uint8Array([0x4d, 0x5a, 0, 0, 0, 3, 0, 0]),
  );
  const { status, stdout, stderr } = tocsin("records", folder);
  expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
  expect(stderr).toMatch(/is no log that this version reads/);
  expect(stderr).not.toContain("\u001b");
});
