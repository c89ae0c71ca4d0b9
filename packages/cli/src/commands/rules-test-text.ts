import { formatPlace } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import { formatMiss, formatTree, markOf, type TreeStyle } from "./explain-text.ts";
import type { Miss } from "./rules-test-nearest.ts";
import type { TestResult } from "./rules-test-result.ts";

/** One test: passed in one line; else with its reasons, and why expected matches did not come. */
export function formatResult(result: TestResult, style: TreeStyle): string {
  const { test, outcome, rule, reasons, misses } = result;
  const title = sanitizeText(rule?.title ?? test.rule);
  const head = `${markOf(outcome === "passed", style)} ${outcome}  ${title}: ${sanitizeText(test.name)} (${sanitizeText(formatPlace(test.place))})\n`;
  if (outcome === "passed") return head;
  return (
    head +
    reasons.map((reason) => `    ${sanitizeText(reason)}\n`).join("") +
    misses.map((miss) => formatOne(miss, style)).join("")
  );
}

function formatOne({ index, place, rule, explained }: Miss, style: TreeStyle): string {
  const { readings } = explained;
  const fitting = readings.filter(({ cause }) => cause !== undefined);
  const of = rule === undefined ? "" : ` comes nearest to "${sanitizeText(rule.title)}"`;
  const head = `    event ${index} (${sanitizeText(place)})${of}\n`;
  // Readings that differ only by their source say the same.
  const causes = fitting.map(({ cause }) =>
    cause === undefined ? "" : formatTree(cause, style, "      "),
  );
  if (fitting.length > 0) return head + [...new Set(causes)].join("");
  return (
    head +
    readings
      .map(
        ({ needs, scope }) =>
          `      is no record of ${sanitizeText(needs)}: ${scope.map(formatMiss).join("; ")}\n`,
      )
      .join("")
  );
}
