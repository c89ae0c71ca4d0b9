import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeId, normalizeObservable, OBSERVABLE_TYPES, scopeTakes } from "@tocsin/model";
import type { EvidenceRecord, Observable, Variant } from "@tocsin/model";
import { expect, test } from "vitest";
import { bearsObservable, evaluate } from "../../../packages/match/src/index.ts";
import { loadSigma } from "../../../packages/sigma/src/index.ts";
import { parsePattern, patternToVariants } from "../../../packages/stix/src/index.ts";
import {
  ANDARIEL,
  type Entry,
  expectedFindings,
  INDICATORS,
  playScenario,
  RULES,
  simulate,
} from "../src/index.ts";
import { readFile } from "./evidence-records.ts";

const RULE_FOLDER = join(import.meta.dirname, "../../../examples/andariel/rules");
const SOURCES = readdirSync(RULE_FOLDER)
  .toSorted()
  .map((file) => ({ file, text: readFileSync(join(RULE_FOLDER, file), "utf8") }));
const ENTRIES = playScenario(ANDARIEL);
const FILES = simulate(ANDARIEL);
const DAMAGE: string[] = [];
const PAIRS = pair();

/** Each event of the play with the record that the readers make of it. */
function pair(): readonly (readonly [Entry, EvidenceRecord])[] {
  return [...FILES].flatMap(([file, bytes]) => {
    const records = readFile(file, bytes, DAMAGE);
    const entries = ENTRIES.filter((entry) => entry.file === file);
    if (records.length !== entries.length) throw new Error(`${file} has ${records.length} records`);
    return entries.flatMap((entry, i) => {
      const record = records[i];
      return record === undefined ? [] : [[entry, record] as const];
    });
  });
}

/** What the matcher finds, in the words of the story's tags. */
function tagsOf(matches: (record: EvidenceRecord) => boolean): readonly string[] {
  return PAIRS.filter(([, record]) => matches(record)).map(([entry]) => describe(entry));
}

function isTaken(variants: readonly Variant[], record: EvidenceRecord): boolean {
  return variants.some(
    ({ scope, predicate }) => scopeTakes(scope, record.source) && evaluate(predicate, record),
  );
}

function taggedWith(tag: string): readonly string[] {
  return PAIRS.filter(([entry]) => entry.tags.some((each) => each === tag)).map(([entry]) =>
    describe(entry),
  );
}

function describe({ file, timeMs, body }: Entry): string {
  const id = typeof body === "string" ? body : String(body.eventId);
  return `${file} ${new Date(timeMs).toISOString()} ${id}`;
}

function textsOf(record: EvidenceRecord): string[] {
  return [...record.fields()].flatMap(([, value]) => [value].flat().map(String));
}

test("the evidence reads without any diagnostic and is as large as promised", () => {
  expect(DAMAGE).toEqual([]);
  expect(PAIRS.length).toBeGreaterThanOrEqual(8000);
  const sizeBytes = [...FILES.values()].reduce((sum, { length }) => sum + length, 0);
  expect(sizeBytes).toBeLessThanOrEqual(1_500_000);
});

test("records have the time and computer of the event they were written from", () => {
  const wrong = PAIRS.filter(
    ([{ timeMs, host, body }, record]) =>
      record.host !== host ||
      (record.timeMs ?? timeMs) !== timeMs ||
      (typeof body !== "string" && record.source.eventId !== body.eventId),
  );
  expect(wrong.map(([entry]) => describe(entry))).toEqual([]);
});

test("every event lies in the week, and every address in a range for documentation", () => {
  const allowed = /^(?:10\.20\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|127\.0\.0\.1$)/;
  const strange = new Set<string>();
  for (const [{ timeMs }, record] of PAIRS) {
    expect(timeMs).toBeGreaterThanOrEqual(Date.UTC(2024, 4, 13));
    expect(timeMs).toBeLessThan(Date.UTC(2024, 4, 20));
    for (const text of textsOf(record))
      for (const [address] of text.matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g))
        if (!allowed.test(address)) strange.add(address);
  }
  expect([...strange]).toEqual([]);
});

test.for(
  INDICATORS.filter(({ kind }) => kind === "indicator").map((each) => [each.key, each] as const),
)(
  "indicator %s is borne by the records its story tags, and by no other",
  ([key, { finds, pattern }]) => {
    const observable = toObservable(pattern, finds);
    const found = tagsOf((record) =>
      textsOf(record).some((text) => bearsObservable(observable, text)),
    );
    expect(found).toEqual(taggedWith(key));
    expect(found.length > 0).toBe(key !== "unseenSha256");
  },
);

/** The observable that the pattern's path stands for. */
function toObservable(pattern: string, value: string): Observable {
  const paths: readonly (readonly [string, Observable["type"]])[] = [
    ["ipv4-addr:", "ipv4"],
    ["domain-name:", "domain"],
    ["SHA-256", "sha256"],
    ["MD5", "md5"],
    ["file:name", "filename"],
    ["directory:", "filepath"],
    ["windows-registry-key:", "registry-key"],
    ["User-Agent", "user-agent"],
  ];
  const type = paths.find(([path]) => pattern.includes(path))?.[1] ?? OBSERVABLE_TYPES[0];
  const observable = normalizeObservable(type, value);
  if (observable === undefined) throw new Error(`${value} is no ${type}`);
  return observable;
}

test("the pattern of the tunnel holds for its command line only", () => {
  const { pattern = "" } = INDICATORS.find(({ key }) => key === "tunnel") ?? {};
  const reading = patternToVariants(parsePattern(pattern));
  const variants = "variants" in reading ? reading.variants : [];
  expect(variants.length).toBeGreaterThan(0);
  expect(tagsOf((record) => isTaken(variants, record))).toEqual(taggedWith("tunnel"));
});

test("the rules are ours: ids from their names, titles as the story has them, none refused", () => {
  const { detections, diagnostics } = loadSigma(SOURCES);
  expect(diagnostics).toEqual([]);
  const byFile = SOURCES.map(({ file }) => file.replace(".yml", ""));
  expect(byFile).toEqual(Object.keys(RULES).toSorted());
  for (const { id, title, origin } of detections) {
    const name = origin?.file?.replace(".yml", "") ?? "";
    expect([id, title]).toEqual([
      makeId("sigma-rule", "andariel", name),
      RULES[name as keyof typeof RULES],
    ]);
  }
});

test.for(Object.entries(RULES))(
  "rule %s finds the records its story tags, and no other",
  ([name, title]) => {
    const { detections } = loadSigma(SOURCES);
    const variants = detections.find((each) => each.title === title)?.variants ?? [];
    const found = tagsOf((record) => isTaken(variants, record));
    expect(found).toEqual(taggedWith(name));
    expect(found.length).toBeGreaterThan(0);
  },
);

test("a week without the intrusion asks for no finding", () => {
  const scenario = { ...ANDARIEL, intrusion: false };
  expect(expectedFindings(scenario)).toEqual([]);
  expect(playScenario(scenario).length).toBeGreaterThan(12_000);
});

test("another seed gives another week with the same findings", () => {
  const scenario = { ...ANDARIEL, seed: "another" };
  expect(expectedFindings(scenario)).toEqual(expectedFindings(ANDARIEL));
  expect(simulate(scenario).get("HMS-DC01/System.evtx")).not.toEqual(
    FILES.get("HMS-DC01/System.evtx"),
  );
});
