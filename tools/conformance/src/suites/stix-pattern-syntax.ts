import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatPattern, parsePattern, StixError } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

interface SyntaxCase {
  readonly id: string;
  readonly pattern: string;
  readonly pattern_version: "2.0" | "2.1";
  readonly valid: boolean;
}

/** What is taken must come back from its own text. */
function judge({ pattern, pattern_version: version, valid }: SyntaxCase): string | undefined {
  try {
    const node = parsePattern(pattern, { version });
    if (!valid) return `${pattern} is taken, expected a refusal`;
    const text = formatPattern(node);
    const again = JSON.stringify(parsePattern(text));
    return again === JSON.stringify(node) ? undefined : `${pattern} comes back as ${text}`;
  } catch (error) {
    if (!(error instanceof StixError)) throw error;
    return valid ? `${pattern} is refused: ${error.message}` : undefined;
  }
}

/** Patterns that are well formed, and patterns that are not. */
export const suite: Suite = {
  name: "stix-pattern-syntax",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "stix", "pattern-syntax");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, file), "utf8")) as SyntaxCase;
      yield { id: one.id, run: () => judge(one) };
    }
  },
};
