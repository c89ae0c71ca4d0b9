import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "@tocsin/model";
import { expect, test } from "vitest";
import { HuntError, readRecords } from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora");
const DIRTY = join(CORPORA, "hunting/evtx/dirty");

function read(path: string, window: { since?: number; until?: number } = {}) {
  const diagnostics: Diagnostic[] = [];
  const onDiagnostic = (one: Diagnostic) => void diagnostics.push(one);
  const records = [...readRecords({ evidence: [path], onDiagnostic, ...window })];
  return { records, codes: diagnostics.map(({ code }) => code) };
}

test("a path that does not exist is a named error", () => {
  expect(() => read("no-such-path")).toThrow(HuntError);
});

test("a link within a folder is not followed, and each file left out is told", () => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-hunt-"));
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "sub", "empty.evtx"), "");
  symlinkSync(tmpdir(), join(folder, "away"), "junction");
  expect(read(folder)).toEqual({ records: [], codes: ["HUNT_OUTSIDE", "HUNT_FORMAT"] });
});

// Needs the public corpora; without them there is no real event log here.
test.skipIf(!existsSync(DIRTY))("a log is read whole, and windowed by event time", () => {
  const path = join(DIRTY, "Application_no_crc32.evtx");
  const { ok } = JSON.parse(readFileSync(`${path}.expected.json`, "utf8")) as { ok: number };
  const { records } = read(path);
  expect(records.length).toBeGreaterThanOrEqual(ok);
  expect(records[0]?.source).toMatchObject({ format: "evtx", product: "windows" });
  const times = records.map(({ timeMs }) => timeMs ?? 0).toSorted((a, b) => a - b);
  const since = times.at(-1) ?? 0;
  const within = read(path, { since }).records;
  expect(within.length).toBe(times.filter((time) => time >= since).length);
});
