import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** Compares with the file under `test/cases`; `UPDATE=1` rewrites it, and the diff is read. */
export function expectGolden(name: string, text: string): void {
  const url = new URL(`cases/${name}`, import.meta.url);
  if (process.env["UPDATE"] === "1") writeFileSync(url, text);
  expect(text).toBe(readFileSync(url, "utf8"));
}
