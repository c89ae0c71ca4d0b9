import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  findNameClaims,
  findObservables,
  findSectors,
  findSought,
  findVulnerabilities,
  readLayout,
  screenObservables,
} from "@tocsin/advisory";
import { normalizeObservable, OBSERVABLE_TYPES } from "@tocsin/model";
import type { ObservableType } from "@tocsin/model";
import type { Case, Suite } from "../suite.ts";

interface Value {
  readonly type: string;
  readonly value: string;
}

interface Expected extends Value {
  readonly span: readonly [number, number];
  readonly also?: readonly string[];
  readonly status?: string;
}

interface NameClaim {
  readonly name: string;
  readonly relation: string;
  readonly of: string;
}

interface ExtractionCase {
  readonly id: string;
  readonly text: string;
  readonly expect: readonly Expected[];
  readonly any_of?: readonly (readonly Value[])[];
  readonly reject?: readonly (Value & { readonly level: "never" | "not-indicator" })[];
  readonly allow?: readonly Value[];
  readonly judges: readonly string[];
  readonly hard?: boolean;
  readonly names?: readonly NameClaim[];
  readonly sectors?: readonly string[];
  readonly information?: readonly { readonly sector: string; readonly sought: string }[];
}

interface Found extends Value {
  readonly span: readonly [number, number];
  readonly isOffered: boolean;
  readonly status?: string;
}

/** A case that takes longer has a loop worse than linear. */
const LIMIT_MS = 100;
const WITHOUT_CASE: ReadonlySet<string> = new Set(["email", "filename", "registry-key"]);
const TYPES: ReadonlySet<string> = new Set(OBSERVABLE_TYPES);

function key(type: string, value: string): string {
  const isObservable = TYPES.has(type);
  const normal = isObservable ? normalizeObservable(type as ObservableType, value)?.value : value;
  const text = normal ?? value;
  return `${type} ${WITHOUT_CASE.has(type) ? text.toLowerCase() : text}`;
}

/** Everything found, the first place of each value; offered if one of its places offers it. */
function findAll(text: string): Map<string, Found> {
  const layout = readLayout(text);
  const extracted = findObservables(text);
  const found = new Map<string, Found>();
  for (const one of screenObservables(text, extracted, layout)) {
    const name = key(one.type, one.value);
    const before = found.get(name);
    const isOffered = one.role === "indicator" || before?.isOffered === true;
    found.set(name, { ...one, span: before?.span ?? one.span, isOffered });
  }
  const statuses = new Map(
    findVulnerabilities(layout, extracted.identifiers).map((one) => [one.id, one.status]),
  );
  for (const one of extracted.identifiers) {
    const name = key(one.type, one.value);
    const status = statuses.get(one.value);
    if (!found.has(name))
      found.set(name, { ...one, isOffered: false, ...(status !== undefined && { status }) });
  }
  return found;
}

function judge(one: ExtractionCase): string | undefined {
  const started = performance.now();
  const found = findAll(one.text);
  const ms = performance.now() - started;
  if (ms > LIMIT_MS) return `took ${ms.toFixed(0)} ms`;
  return judgeValues(one, found) ?? judgeNames(one) ?? judgeSectors(one);
}

function judgeValues(one: ExtractionCase, found: ReadonlyMap<string, Found>): string | undefined {
  const known = new Set<string>();
  for (const expected of one.expect) {
    const names = [expected.value, ...(expected.also ?? [])].map((v) => key(expected.type, v));
    for (const name of names) known.add(name);
    const hit = names.map((name) => found.get(name)).find((value) => value !== undefined);
    if (hit === undefined) return `${expected.type} ${expected.value} is not found`;
    if (hit.span[0] !== expected.span[0] || hit.span[1] !== expected.span[1])
      return `${expected.value} is placed at ${hit.span.join("-")}, expected ${expected.span.join("-")}`;
    if (expected.status !== undefined && hit.status !== expected.status)
      return `${expected.value} is ${hit.status ?? "without status"}, expected ${expected.status}`;
  }
  for (const group of one.any_of ?? []) {
    const names = group.map((value) => key(value.type, value.value));
    for (const name of names) known.add(name);
    if (!names.some((name) => found.has(name))) return `none of ${names.join(", ")} is found`;
  }
  for (const rejected of one.reject ?? []) {
    const name = key(rejected.type, rejected.value);
    known.add(name);
    const hit = found.get(name);
    if (hit !== undefined && rejected.level === "never") return `${name} must not be found`;
    if (hit?.isOffered === true) return `${name} is offered as an indicator`;
  }
  for (const value of one.allow ?? []) known.add(key(value.type, value.value));
  for (const [name, value] of found) {
    if (one.judges.includes(value.type) && !known.has(name)) return `${name} is a false find`;
  }
  return undefined;
}

function writeClaim(claim: NameClaim): string {
  return `${claim.name} ${claim.relation} ${claim.of}`.toLowerCase();
}

function judgeNames(one: ExtractionCase): string | undefined {
  if (one.names === undefined) return undefined;
  const found = new Set(findNameClaims(one.text).map(writeClaim));
  const expected = new Set(one.names.map(writeClaim));
  return difference("claim", expected, found);
}

function judgeSectors(one: ExtractionCase): string | undefined {
  if (one.sectors === undefined) return undefined;
  const layout = readLayout(one.text);
  const sectors = new Set(findSectors(layout).map(({ name }) => name));
  const sought = new Set(
    findSought(layout).map(({ sector, information }) => `${sector ?? ""}: ${information}`),
  );
  const wanted = new Set((one.information ?? []).map((item) => `${item.sector}: ${item.sought}`));
  return (
    difference("sector", new Set(one.sectors), sectors) ?? difference("information", wanted, sought)
  );
}

function difference(
  what: string,
  expected: ReadonlySet<string>,
  found: ReadonlySet<string>,
): string | undefined {
  for (const name of expected) if (!found.has(name)) return `${what} ${name} is not found`;
  for (const name of found) if (!expected.has(name)) return `${what} ${name} is a false find`;
  return undefined;
}

/** Short texts with the values that must and must not come out; hard ones are counted apart. */
export const suite: Suite = {
  name: "extraction-cases",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "extraction");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, file), "utf8")) as ExtractionCase;
      yield { id: one.id, contested: one.hard === true, run: () => judge(one) };
    }
  },
};
