import type { SuiteResult } from "./run-suite.ts";

const HEAD = ["suite", "corpus", "cases", "passed", "percent", "contested", "time"];
const MAX_LISTED = 10;
const MAX_LINE = 160;

/**
 * The table for people, then the ids that failed with their reasons.
 * `cases`, `passed` and `percent` leave contested cases out; `contested` is passed / all of those.
 */
export function formatTable(
  results: readonly SuiteResult[],
  options: { readonly verbose?: boolean } = {},
): string {
  const rows = [HEAD, ...results.map(toRow)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => pad(cell, column, widths)).join("  "));
  const details = results.flatMap((result) => toDetails(result, options.verbose === true));
  return [...lines.map((line) => line.trimEnd()), ...details, ""].join("\n");
}

function toRow(result: SuiteResult): string[] {
  const { name, corpus, contested, contestedPassed, ms } = result;
  if (result.cases === 0) return [name, corpus, "not found", "", "", "", ""];
  const cases = result.cases - contested;
  const passed = result.passed - contestedPassed;
  return [
    name,
    corpus,
    String(cases),
    String(passed),
    cases === 0 ? "" : formatPercent(passed, cases),
    contested === 0 ? "" : `${contestedPassed} / ${contested}`,
    `${(ms / 1000).toFixed(1)} s`,
  ];
}

/** Rounded down, so that 100.0 means every one. */
function formatPercent(passed: number, cases: number): string {
  return `${(Math.floor((passed / cases) * 1000) / 10).toFixed(1)} %`;
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}

function toDetails(result: SuiteResult, verbose: boolean): string[] {
  const lines: string[] = [];
  if (result.failed.length > 0) lines.push("", `${result.name}: failed`);
  const listed = verbose ? result.failed : result.failed.slice(0, MAX_LISTED);
  for (const { id, why, contested } of listed) {
    const line = `  ${id}${contested ? " (contested)" : ""}: ${why}`;
    lines.push(verbose || line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE - 3)}...`);
  }
  const more = result.failed.length - listed.length;
  if (more > 0) lines.push(`  and ${more} more (--verbose lists all)`);
  if (result.notes !== undefined) lines.push("", `${result.name}: notes`);
  for (const note of result.notes ?? []) lines.push(`  ${note}`);
  if (result.slow.length > 0) lines.push("", `${result.name}: slow`);
  for (const { id, ms } of result.slow) lines.push(`  ${id}: ${(ms / 1000).toFixed(1)} s`);
  return lines;
}
