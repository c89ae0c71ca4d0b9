import { HuntError } from "@tocsin/hunt";
import { formatPlace, RULE_TEST_VERSION } from "@tocsin/model";
import type { RuleTestResult, RuleTests } from "@tocsin/model";
import { toSafeJson } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { mappingOf } from "../mapping.ts";
import { placeholdersOf } from "../rule-options.ts";
import { collectTests, type Collection } from "./rules-test-collect.ts";
import type { TestResult } from "./rules-test-result.ts";
import { runTest } from "./rules-test-run.ts";
import { formatResult } from "./rules-test-text.ts";
import { tellTrouble } from "./trouble.ts";

/** `tocsin rules test`: rules against events with expected matches, by the plan that hunts. */
export const runRulesTest: CommandBody = async (invocation, io) => {
  const trouble = tellTrouble(io);
  const mapping = mappingOf(invocation);
  const { tests, find } = collect(
    invocation.operands,
    invocation.values["rules"] ?? [],
    placeholdersOf(invocation),
    trouble.add,
  );
  if (tests.length === 0)
    io.err("tocsin: there is no test among what is named; docs/rules.md has their form\n");
  const format = valueOf(invocation, "format") ?? "text";
  const results: TestResult[] = [];
  for (const test of tests) {
    if (io.signal.aborted) break;
    const result = await runTest(test, find(test), { signal: io.signal, mapping });
    results.push(result);
    if (format === "jsonl") await io.out(`${toSafeJson(toPlain(result))}\n`);
    else if (format === "text") await io.out(formatResult(result, io));
  }
  const counts = countOutcomes(results);
  if (format === "json") {
    const tests = results.map(toPlain);
    const whole: RuleTests = { version: RULE_TEST_VERSION, counts, tests };
    await io.out(`${toSafeJson(whole, 2)}\n`);
  }
  if (format === "text") await io.out(summarize(counts, io));
  const unread = trouble.end();
  if (counts.failed > 0) return EXIT.found;
  const whole = counts.broken === 0 && unread === 0 && tests.length > 0 && !io.signal.aborted;
  return whole ? EXIT.nothing : EXIT.incomplete;
};

/** @throws {CommandError} `CLI_INPUT` */
function collect(...args: Parameters<typeof collectTests>): Collection {
  try {
    return collectTests(...args);
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
}

type Counts = RuleTests["counts"];

function countOutcomes(results: readonly TestResult[]): Counts {
  const count = (outcome: TestResult["outcome"]): number =>
    results.filter((one) => one.outcome === outcome).length;
  return { passed: count("passed"), failed: count("failed"), broken: count("broken") };
}

function summarize({ passed, failed, broken }: Counts, io: Io): string {
  const stopped = io.signal.aborted ? "; stopped before the end" : "";
  const rest = broken === 0 ? "" : `, ${broken} could not be run`;
  return `${passed} passed, ${failed} failed${rest}${stopped}\n`;
}

function toPlain(result: TestResult): RuleTestResult {
  const { test, outcome, reasons, rule, matched, matches, events, misses } = result;
  return {
    version: RULE_TEST_VERSION,
    outcome,
    name: test.name,
    place: formatPlace(test.place),
    rule: { wanted: test.rule, ...(rule !== undefined && { id: rule.id, title: rule.title }) },
    events,
    matched,
    ...(matches !== undefined && { matches }),
    reasons,
    misses,
  };
}
