import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compilePlan, correlate, correlationFields, createCorrelator } from "@tocsin/match";
import type { CorrelationEvent } from "@tocsin/match";
import { plainRecord } from "@tocsin/model";
import type { Correlation, FieldValue, Scalar } from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import type { SigmaSet } from "@tocsin/sigma";
import type { Case, Suite } from "../suite.ts";

interface ExpectedMatch {
  readonly rule: string;
  readonly group: Readonly<Record<string, unknown>>;
  readonly first?: number;
  readonly referenced?: boolean;
}

interface Reading {
  readonly expect?: readonly number[];
  readonly expect_error?: boolean;
  readonly expect_correlations?: readonly ExpectedMatch[];
  readonly expect_standalone?: Readonly<Record<string, readonly number[]>>;
}

interface SigmaCase extends Reading {
  readonly id: string;
  readonly rule: string;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  readonly contested?: boolean;
  readonly alternatives?: readonly Reading[];
}

function flatten(value: unknown, path: string, into: Record<string, FieldValue>): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path === "" ? key : `${path}.${key}`, into);
  else into[path] = value as FieldValue;
}

/** What our engine makes of a case. */
function observe(
  set: SigmaSet,
  one: SigmaCase,
): { hits: Map<string, number[]>; found: string[]; streamed: string[] } {
  const plan = compilePlan(set.detections);
  const wanted = correlationFields(set.correlations);
  const hits = new Map<string, number[]>(set.detections.map(({ id }) => [id, []]));
  const events: CorrelationEvent<number>[] = [];
  for (const [index, event] of one.events.entries()) {
    const fields: Record<string, FieldValue> = {};
    flatten(event, "", fields);
    const timeMs = Date.parse((event["time"] as string | undefined) ?? "1970-01-01T00:00:00Z");
    const record = plainRecord(fields, {
      place: { file: one.id, line: index + 1 },
      source: { format: "json", category: "conformance" },
      timeMs,
    });
    plan.run(record, ({ id }) => {
      hits.get(id)?.push(index);
      const asked: Record<string, readonly Scalar[]> = {};
      for (const name of wanted.get(id) ?? []) {
        const value = record.field(name);
        if (value !== undefined && value !== null)
          asked[name] = typeof value === "object" ? value : [value];
      }
      events.push({ rule: id, timeMs, fields: asked, origin: index });
    });
  }
  const found = correlate(set.correlations, events).map(({ correlation, group, completing }) =>
    keyOfMatch(correlation, group, completing.origin),
  );
  return { hits, found, streamed: streamMatches(set.correlations, events) };
}

/** What the streaming way finds, if the events come last first. */
function streamMatches(
  correlations: readonly Correlation[],
  events: readonly CorrelationEvent<number>[],
): string[] {
  const found: string[] = [];
  const correlator = createCorrelator<number>(correlations, {
    onMatch: ({ correlation, group, completing }) =>
      found.push(keyOfMatch(correlation, group, completing.origin)),
    onDiagnostic: ({ message }) => found.push(message),
  });
  // Those of one moment keep their order: it says which of them completes a match.
  for (const event of events.toSorted((a, b) => b.timeMs - a.timeMs)) correlator.push(event);
  correlator.end();
  return found;
}

function keyOfMatch(correlation: Correlation, group: readonly string[], first: number): string {
  const named = Object.fromEntries(correlation.groupBy.map((name, i) => [name, group[i]]));
  return keyOf(correlation.name ?? correlation.id, named, first);
}

function keyOf(rule: string, group: Readonly<Record<string, unknown>>, first: number): string {
  const pairs = Object.entries(group).map(
    ([name, value]) => `${name}=${String(value).toLowerCase()}`,
  );
  return `${rule} {${pairs.sort().join(", ")}} first ${first}`;
}

function judgeReading(reading: Reading, one: SigmaCase): string | undefined {
  const options = one.placeholders === undefined ? {} : { placeholders: one.placeholders };
  const set = loadSigma([{ file: "rule.yml", text: one.rule }], options);
  const refusals = [...set.diagnostics, ...compilePlan(set.detections).refused].filter(
    ({ severity }) => severity === "error",
  );
  const reasons = refusals.map(({ message }) => message).join("; ");
  if (reading.expect_error === true)
    return refusals.length > 0 ? undefined : "the rule is taken, expected a refusal";
  if (refusals.length > 0) return `refused: ${reasons}`;
  const { hits, found, streamed } = observe(set, one);
  const [plainly, streaming] = [found, streamed].map((keys) => keys.toSorted().join("; "));
  if (plainly !== streaming) return `streaming finds ${streaming}, the plain way ${plainly}`;
  if (reading.expect !== undefined) {
    const got = JSON.stringify([...hits.values()][0] ?? []);
    if (got !== JSON.stringify(reading.expect))
      return `matches ${got}, expected ${JSON.stringify(reading.expect)}`;
  }
  // The base rules stand in the order in which they are named here.
  for (const [index, [name, expected]] of Object.entries(
    reading.expect_standalone ?? {},
  ).entries()) {
    const detection = set.detections[index];
    const got =
      detection === undefined || set.silent.has(detection.id) ? [] : hits.get(detection.id);
    if (JSON.stringify(got) !== JSON.stringify(expected))
      return `${name} alone reports ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`;
  }
  if (reading.expect_correlations === undefined) return undefined;
  return judgeCorrelations(reading.expect_correlations, found);
}

function judgeCorrelations(
  expected: readonly ExpectedMatch[],
  found: readonly string[],
): string | undefined {
  // A pair may match several times; its first match is what is judged.
  const firsts = new Map<string, string>();
  for (const key of found) {
    const pair = key.replace(/ first \d+$/, "");
    if (!firsts.has(pair)) firsts.set(pair, key);
  }
  for (const { rule, group, first, referenced } of expected) {
    const pair = keyOf(rule, group, 0).replace(/ first 0$/, "");
    const got = firsts.get(pair);
    firsts.delete(pair);
    if (referenced === true) continue;
    const wanted = first === undefined ? undefined : keyOf(rule, group, first);
    if (got === undefined || (wanted !== undefined && got !== wanted))
      return `${got ?? `no match of ${pair}`}, expected ${wanted ?? pair}`;
  }
  const [extra] = firsts.values();
  return extra === undefined ? undefined : `unexpected ${extra}`;
}

function judge(one: SigmaCase): string | undefined {
  const why = judgeReading(one, one);
  if (why === undefined || one.contested !== true) return why;
  // Another reading of the specification is as good; docs/sigma.md says which one was chosen.
  const other = (one.alternatives ?? []).some(
    (reading) => judgeReading(reading, one) === undefined,
  );
  return other ? undefined : why;
}

/** Small cases of Sigma's semantics, one a file. */
export const suite: Suite = {
  name: "sigma-cases",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "hunting", "sigma", "conformance");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, file), "utf8")) as SigmaCase;
      yield { id: one.id, contested: one.contested === true, run: () => judge(one) };
    }
  },
};
