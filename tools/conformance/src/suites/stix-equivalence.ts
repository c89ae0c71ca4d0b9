import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { arePatternsEquivalent, parsePattern } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

interface EqualCase {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly equivalent: boolean;
  readonly version: "2.0" | "2.1" | null;
}

function judge(one: EqualCase): string | undefined {
  const options = one.version === null ? {} : { version: one.version };
  const a = parsePattern(one.a, options);
  const b = parsePattern(one.b, options);
  if (arePatternsEquivalent(a, b) !== arePatternsEquivalent(b, a)) return "the order matters";
  if (arePatternsEquivalent(a, b) === one.equivalent) return undefined;
  return `${one.a} and ${one.b} are ${one.equivalent ? "not held" : "held"} to be the same`;
}

/** Pairs of patterns that mean the same, and pairs that do not. */
export const suite: Suite = {
  name: "stix-equivalence",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "stix", "pattern-equal");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, file), "utf8")) as EqualCase;
      yield { id: one.id, run: () => judge(one) };
    }
  },
};
