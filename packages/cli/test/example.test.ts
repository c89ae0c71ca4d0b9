import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { machineNode } from "../../../scripts/places.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const EXAMPLE = join(ROOT, "examples", "andariel");

interface Expected {
  readonly findings: readonly {
    readonly detection: string;
    readonly host?: string;
    readonly count: number;
  }[];
}

interface Found {
  readonly count: number;
  readonly host?: string;
  readonly detection: { readonly title: string; readonly observable?: { readonly value: string } };
}

/** Runs the arguments of `npm run try`, with the JSON of the answer on stdout. */
function check(node: string): string {
  const { args } = JSON.parse(readFileSync(join(EXAMPLE, "try.json"), "utf8")) as {
    args: string[];
  };
  const out = mkdtempSync(join(tmpdir(), "tocsin-example-"));
  const at = args.indexOf("--out");
  const own = [...args.slice(0, at + 1), out, "--format", "json"];
  const { stdout, stderr, status } = spawnSync(
    node,
    [join(ROOT, "packages/cli/dist/main.js"), ...own],
    {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 1e8,
    },
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  return stdout;
}

let answer = "";
beforeAll(() => {
  answer = check(process.execPath);
});

test("the example gives what its story tells, with the right numbers, and nothing else", () => {
  const { findings } = JSON.parse(answer) as { findings: Found[] };
  const found = new Map<string, number>();
  for (const { detection, host, count } of findings) {
    const key = `${detection.observable?.value ?? detection.title} | ${host ?? ""}`;
    // One detection may find a host's records by several sets of values.
    found.set(key, (found.get(key) ?? 0) + count);
  }
  const expected = JSON.parse(readFileSync(join(EXAMPLE, "expected.json"), "utf8")) as Expected;
  const wanted = expected.findings.map(
    ({ detection, host, count }) => [`${detection} | ${host ?? ""}`, count] as const,
  );
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
});

test("the example's verdict is a hit on the hosts of the story, and no evidence was left out", () => {
  const { verdict, ledger, rules } = JSON.parse(answer);
  expect(verdict.value).toBe("hit");
  expect(verdict.limits.length).toBeGreaterThan(0);
  expect(ledger).toMatchObject({ damaged: 0, partial: false });
  expect(ledger.files.every(({ status }: { status: string }) => status === "read")).toBe(true);
  expect(rules.refused).toEqual([]);
});

test("the built command gives the same bytes on the machine's own Node", () => {
  // `engines` says 20.11 or later; what the machine has may be this one or an older one.
  expect(check(machineNode())).toBe(answer);
});
