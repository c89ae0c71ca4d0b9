import { medianOf } from "../race/table.ts";
import { formatSize } from "../size.ts";
import { isMet } from "./goals.ts";
import type { GoalRow } from "./goals.ts";
import { KINDS } from "./kinds.ts";
import type { ExtractorRow } from "./race-extractors.ts";
import { ratesOf } from "./score.ts";
import type { Score } from "./score.ts";

/** A table: its first columns are words, the others figures. */
export interface Table {
  readonly head: readonly string[];
  readonly words: number;
  readonly rows: readonly (readonly string[])[];
}

/** What the figures mean. */
export const ADVISORY_LEGEND: string = `Search: by the extractor's own clock, all texts one after the other, what is made once for all texts made
before. Whole: the process from start to end by the clock; CPU: its user and system time, all threads. Medians of the
runs; peak memory is the largest. Accuracy: precision / recall / F1 of values against the machine-readable answer; for
ours of what is offered as indicators (whole reading), or of all that has the form of a value (search alone), as
for the others. A host of a listed URL may stand beside it; a scheme makes no difference. "-": not looked for, or not to be
judged. txt2stix runs once, for it is slow; it does not undo defanging.
`;

/** Times of the extractors over one work. */
export function timeTable(rows: readonly ExtractorRow[]): Table {
  return {
    head: [
      "extractor",
      "job",
      "search ms",
      "search CPU ms",
      "ms/100 K characters",
      "whole s",
      "rest s",
      "CPU s",
      "peak memory",
    ],
    words: 2,
    rows: rows.map((row) => [`${row.name} ${row.version}`, row.job, ...timesOf(row)]),
  };
}

function timesOf({
  seconds,
  searchMs,
  searchCpuMs,
  characters,
  cpuSeconds,
  peakBytes,
  flaw,
}: ExtractorRow): string[] {
  const whole = medianOf(seconds);
  const search = medianOf(searchMs);
  if (flaw !== undefined || whole === undefined || search === undefined)
    return ["-", "-", "-", "failed", "-", "-", "-"];
  return [
    search.toFixed(0),
    medianOf(searchCpuMs)?.toFixed(0) ?? "-",
    ((search / characters) * 100_000).toFixed(1),
    whole.toFixed(2),
    Math.max(0, whole - search / 1000).toFixed(2),
    cpuSeconds === undefined ? "-" : cpuSeconds.toFixed(2),
    peakBytes === undefined ? "-" : formatSize(peakBytes),
  ];
}

/** Accuracy of the extractors over one work, a column a kind; undefined where the work has no answer. */
export function accuracyTable(rows: readonly ExtractorRow[]): Table | undefined {
  const judged = rows.flatMap(({ scores }) => scores).filter((one) => one.wanted + one.offered > 0);
  const kinds = KINDS.filter((kind) => judged.some((one) => one.kind === kind));
  if (kinds.length === 0) return undefined;
  const wanted = (kind: string): number =>
    Math.max(
      ...rows.flatMap(({ scores }) =>
        scores.filter((one) => one.kind === kind).map((one) => one.wanted),
      ),
    );
  return {
    head: ["extractor", "job", ...kinds.map((kind) => `${kind} (${wanted(kind)})`)],
    words: 2,
    rows: rows.map(({ name, version, job, scores }) => [
      `${name} ${version}`,
      job,
      ...kinds.map((kind) => formatScore(scores.find((one) => one.kind === kind))),
    ]),
  };
}

function formatScore(score: Score | undefined): string {
  if (score === undefined || !score.isSought) return "-";
  const { recall, precision, f1 } = ratesOf(score);
  // None is asked for: how many false ones there are says more than a share of nothing.
  if (recall === undefined) return `${score.offered - score.right} false`;
  return [precision, recall, f1]
    .map((rate) => (rate === undefined ? "-" : rate.toFixed(3)))
    .join(" / ");
}

/** The goals and what came of them. */
export function goalTable(rows: readonly GoalRow[]): Table {
  return {
    head: ["tocsin read", "goal", "median s", "CPU s", "peak memory", "met"],
    words: 2,
    rows: rows.map((row) => {
      const { name, maxSeconds, maxBytes, seconds, cpuSeconds, peakBytes, flaw } = row;
      const memory = maxBytes === undefined ? "" : `, ${maxBytes / 1e6} MB`;
      return [
        name,
        `${maxSeconds} s${memory}`,
        flaw === undefined ? (medianOf(seconds)?.toFixed(2) ?? "-") : "failed",
        medianOf(cpuSeconds)?.toFixed(2) ?? "-",
        peakBytes === undefined ? "-" : `${(peakBytes / 1e6).toFixed(0)} MB`,
        isMet(row) ? "yes" : "no",
      ];
    }),
  };
}

/** A table for a terminal. */
export function formatTable({ head, words, rows }: Table): string {
  const cells = [head, ...rows];
  const widths = head.map((_, n) => Math.max(...cells.map((row) => (row[n] ?? "").length)));
  const lines = cells.map((row) =>
    row
      .map((cell, n) => (n < words ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

/** The same as Markdown. */
export function formatMarkdownTable({ head, words, rows }: Table): string {
  const rule = head.map((_, n) => (n < words ? "---" : "---:"));
  return [head, rule, ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`)
    .join("");
}

/** What was wrong, a line each. */
export function formatFlaws(
  rows: readonly {
    readonly name: string;
    readonly job?: string;
    readonly flaw: string | undefined;
  }[],
): string {
  return rows
    .filter(({ flaw }) => flaw !== undefined)
    .map(({ name, job, flaw }) => `* ${name}${job === undefined ? "" : ` (${job})`}: ${flaw}\n`)
    .join("");
}
