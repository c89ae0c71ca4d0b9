import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { matchPattern, parsePattern, StixError } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

interface MatchCase {
  readonly id: string;
  readonly pattern: string;
  readonly pattern_version: "2.0" | "2.1";
  readonly observations: readonly unknown[];
  readonly matches: boolean | null;
  readonly error: "ParseException" | "MatcherException" | null;
}

type Verdict = "matches" | "does not match" | "is no pattern" | "cannot be matched";

/** Some cases have a qualifier twice, which the syntax cases refuse and the grammar takes. */
function match(one: MatchCase): Verdict {
  try {
    const options = { version: one.pattern_version, allowRepeatedQualifiers: true };
    const { matches } = matchPattern(parsePattern(one.pattern, options), one.observations);
    return matches ? "matches" : "does not match";
  } catch (error) {
    if (!(error instanceof StixError)) throw error;
    if (error.code === "STIX_PATTERN") return "is no pattern";
    if (error.code === "STIX_MATCH") return "cannot be matched";
    throw error;
  }
}

function toVerdict({ error, matches }: MatchCase): Verdict {
  if (error === "ParseException") return "is no pattern";
  if (error === "MatcherException") return "cannot be matched";
  return matches === true ? "matches" : "does not match";
}

function judge(one: MatchCase): string | undefined {
  const before = JSON.stringify(one.observations);
  const found = match(one);
  const expected = toVerdict(one);
  if (found !== expected) return `${one.pattern} ${found}, expected: ${expected}`;
  return JSON.stringify(one.observations) === before ? undefined : "the observations were changed";
}

/** Patterns against observed data: does it match, does it not, or what is wrong. */
export const suite: Suite = {
  name: "stix-patterns",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "stix", "pattern-match");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, file), "utf8")) as MatchCase;
      yield { id: one.id, run: () => judge(one) };
    }
  },
};
