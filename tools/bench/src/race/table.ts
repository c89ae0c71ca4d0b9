import { formatSize } from "../size.ts";
import type { Absent } from "./entrant.ts";
import type { Row } from "./run-race.ts";

const HEAD = [
  "contestant",
  "job",
  "threads",
  "records",
  "best s",
  "median s",
  "records/s",
  "MB/s a core",
  "peak memory",
  "to evtx_dump",
] as const;
/** The first columns are words, the others numbers. */
const WORDS = 2;
/** Whose speed at JSON lines, on as many threads, is 1. */
export const YARDSTICK = "evtx_dump";

/** The rows of one input as a table for a terminal. */
export function formatRows(rows: readonly Row[]): string {
  const cells = [[...HEAD], ...rows.map((row) => toCells(row, rows))];
  const widths = HEAD.map((_, n) => Math.max(...cells.map((row) => (row[n] ?? "").length)));
  const lines = cells.map((row) =>
    row
      .map((cell, n) => (n < WORDS ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return `${[...lines, ...flawsOf(rows)].join("\n")}\n`;
}

/** The same as Markdown. */
export function formatMarkdown(rows: readonly Row[]): string {
  const rule = HEAD.map((_, n) => (n < WORDS ? "---" : "---:"));
  const lines = [line(HEAD), line(rule), ...rows.map((row) => line(toCells(row, rows)))];
  const flaws = flawsOf(rows);
  return `${[...lines, ...(flaws.length > 0 ? ["", ...flaws.map((flaw) => `* ${flaw}`)] : [])].join("\n")}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** What the figures mean. */
export const LEGEND: string = `Times are of whole processes, start-up and output to the null device included; ${YARDSTICK} reads one file
a process. MB/s a core: payload (records with their headers) by processor time, all threads together.
To ${YARDSTICK}: records/s, by the median, as a multiple of its JSON lines on as many threads; none where it
needs more processes, whose start would be all that is compared.
`;

/** Rivals that did not run. */
export function formatAbsent(absent: readonly Absent[]): string {
  return absent.map(({ name, why }) => `${name}: missing, ${why}\n`).join("");
}

/** Seconds of the middle run; of the faster one of the two in the middle. */
export function medianOf(seconds: readonly number[]): number | undefined {
  return seconds.toSorted((a, b) => a - b)[Math.floor((seconds.length - 1) / 2)];
}

/**
 * Speed as a multiple of the yardstick's in the same race; undefined if either did not finish well, or
 * if one started more processes: that would compare the starting of processes.
 */
export function ratioOf(row: Row, rows: readonly Row[]): number | undefined {
  const other = rows.find(
    ({ name, threads, input, processes }) =>
      name === YARDSTICK &&
      threads === row.threads &&
      input === row.input &&
      processes === row.processes,
  );
  const mine = rateOf(row);
  const theirs = other === undefined ? undefined : rateOf(other);
  return mine === undefined || theirs === undefined ? undefined : mine / theirs;
}

function rateOf(row: Row): number | undefined {
  const median = medianOf(row.seconds);
  return median === undefined || row.flaw !== undefined ? undefined : row.records / median;
}

function toCells(row: Row, rows: readonly Row[]): string[] {
  const { cpuSeconds, peakBytes } = row;
  const head = [`${row.name} ${row.version}`, row.job, String(row.threads), whole(row.records)];
  const rate = rateOf(row);
  if (rate === undefined) return [...head, "-", "-", "failed", "-", "-", "-"];
  return [
    ...head,
    Math.min(...row.seconds).toFixed(2),
    (medianOf(row.seconds) ?? 0).toFixed(2),
    whole(rate),
    cpuSeconds === undefined || cpuSeconds === 0 || row.processes > 1
      ? "-"
      : (row.payloadBytes / 1e6 / cpuSeconds).toFixed(1),
    peakBytes === undefined ? "-" : formatSize(peakBytes),
    formatRatio(ratioOf(row, rows)),
  ];
}

function flawsOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ name, job, threads, flaw }) =>
    flaw === undefined ? [] : [`${name} (${job}, ${threads}): ${flaw}`],
  );
}

function formatRatio(ratio: number | undefined): string {
  if (ratio === undefined) return "-";
  return ratio < 0.1 ? ratio.toPrecision(1) : ratio.toFixed(2);
}

/** `1,234,567`. */
function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
