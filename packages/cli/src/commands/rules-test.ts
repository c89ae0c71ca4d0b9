import { HuntError } from "@tocsin/hunt";
import { formatPlace } from "@tocsin/model";
import { sanitizeText, toSafeJson } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { mappingOf } from "../mapping.ts";
import { collectTests, type Collection } from "./rules-test-collect.ts";
import { runTest, type TestResult } from "./rules-test-run.ts";
import { formatResult } from "./rules-test-text.ts";
import { tellTrouble } from "./trouble.ts";

/** Version of the JSON that `tocsin rules test` writes. */
const TEST_VERSION = "1";

/** `tocsin rules test`: rules against events with expected matches, by the plan that hunts. */
export const runRulesTest: CommandBody = async (invocation, io) => {
  const trouble = tellTrouble(io);
  const { tests, find } = collect(
    invocation.operands,
    invocation.values["rules"] ?? [],
    trouble.add,
  );
  if (tests.length === 0)
    io.err("tocsin: there is no test among what is named; docs/rules.md has their form\n");
  const format = valueOf(invocation, "format") ?? "text";
  const mapping = mappingOf(invocation);
  const results: TestResult[] = [];
  for (const test of tests) {
    if (io.signal.aborted) break;
    const result = await runTest(test, find(test), { signal: io.signal, mapping });
    results.push(result);
    if (format === "jsonl") await io.out(`${toSafeJson(toPlain(result))}\n`);
    else if (format === "text") await io.out(formatResult(result, io));
  }
  const counts = countOutcomes(results);
  if (format === "json")
    await io.out(
      `${toSafeJson({ version: TEST_VERSION, counts, tests: results.map(toPlain) }, 2)}\n`,
    );
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

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly broken: number;
}

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

function toPlain({ test, outcome, reasons, detection, matched, events, misses }: TestResult) {
  return {
    outcome,
    name: test.name,
    place: sanitizeText(formatPlace(test.place)),
    rule: { wanted: test.rule, id: detection?.id, title: detection?.title },
    events,
    matched,
    reasons,
    misses,
  };
}
