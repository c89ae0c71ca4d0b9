import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readUnit } from "../src/read-unit.ts";
import { toUnits } from "../src/unit.ts";
import type { Unit } from "../src/unit.ts";

const SIZE = 150 * 1024 * 1024;

/** Units of a large file that begins so; the rest is a hole. */
function units(head: Uint8Array | string, sizeBytes: number = SIZE) {
  const path = join(mkdtempSync(join(tmpdir(), "tocsin-unit-")), "a.log");
  writeFileSync(path, head);
  truncateSync(path, sizeBytes);
  return toUnits({ path, file: "a.log", sizeBytes });
}

const LINES = "2024-05-13 a line of a log\n".repeat(3000);

test("a large log of lines is divided without a gap, a small one is not", () => {
  const parts = units(LINES);
  expect(parts.length).toBeGreaterThan(2);
  let at = 0;
  for (const { start, end } of parts) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(SIZE);
  expect(units(LINES, 1024 * 1024)).toHaveLength(1);
});

test.each([
  ["W3C columns", `#Software: IIS\n#Fields: date time c-ip\n${LINES}`],
  ["Zeek columns", `#separator \\x09\n#fields\tts\tuid\n${LINES}`],
  ["UTF-16", new Uint8Array(Buffer.from(`\ufeff${LINES}`, "utf16le"))],
])("a large log that begins with %s is read from its beginning by one worker", (_, head) => {
  expect(units(head)).toHaveLength(1);
});

test("a large event log is divided on the grid of its chunks", () => {
  const head = new Uint8Array(70_000);
  head.set(Buffer.from("ElfFile\0"));
  for (const { start } of units(head).slice(1)) expect((start - 4096) % 65_536).toBe(0);
});

test("a file that became shorter since it was looked at is told, and what is left is read", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "tocsin-unit-")), "a.log");
  writeFileSync(path, LINES);
  const [unit] = toUnits({ path, file: "a.log", sizeBytes: LINES.length });
  const left = LINES.indexOf("\n", 5000) + 1;
  truncateSync(path, left);
  const told: (string | undefined)[] = [];
  let records = 0;
  const steps = readUnit(unit as Unit, {
    onRecord: () => void records++,
    onDiagnostic: ({ code, place }) => told.push(code, String(place?.offsetBytes)),
    onDamaged: () => undefined,
  });
  for await (const _step of steps);
  expect(told).toEqual(["HUNT_SHORTER", String(left)]);
  expect(records).toBe(LINES.slice(0, left).split("\n").length - 1);
});
