import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inspectPattern, parsePattern } from "@tocsin/stix";
import type { PatternInspection } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

/** One of the three, by the case. */
interface InspectCase {
  readonly id: string;
  readonly pattern: string;
  readonly comparisons?: Readonly<Record<string, readonly unknown[]>>;
  readonly obs_ops?: readonly string[];
  readonly qualifiers?: readonly string[];
}

/** The comparisons as the cases write them: a path of keys and indexes, the operator, the literal. */
function writeComparisons({ comparisons }: PatternInspection): unknown {
  const byType = [...comparisons].map(([type, tests]) => [
    type,
    tests.map(({ path, operator, value }) => [
      path.map((step) => (typeof step === "string" ? step : step.index)),
      operator,
      value,
    ]),
  ]);
  return Object.fromEntries(byType) as unknown;
}

function judge(one: InspectCase): string | undefined {
  const inspection = inspectPattern(parsePattern(one.pattern));
  return (
    compare("comparisons", one.comparisons, writeComparisons(inspection)) ??
    compare("operators", one.obs_ops?.toSorted(), inspection.operators.toSorted()) ??
    compare("qualifiers", one.qualifiers?.toSorted(), inspection.qualifiers.toSorted())
  );
}

function compare(what: string, expected: unknown, found: unknown): string | undefined {
  if (expected === undefined) return undefined;
  const [want, got] = [expected, found].map((value) => JSON.stringify(value));
  return want === got ? undefined : `${what} ${got}, expected ${want}`;
}

/** What a pattern is made of. */
export const suite: Suite = {
  name: "stix-pattern-inspect",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "stix", "pattern-inspect");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, file), "utf8")) as InspectCase;
      yield { id: one.id, run: () => judge(one) };
    }
  },
};
