import { medianOf } from "../race/table.ts";
import { formatSize } from "../size.ts";
import type { HuntRow } from "./run-hunts.ts";

const HEAD = [
  "contestant",
  "job",
  "threads",
  "records",
  "rules",
  "refused",
  "median s",
  "start s",
  "cpu s",
  "records/s",
  "after start",
  "records/s a core",
  "peak memory",
  "matches",
  "ours to it",
] as const;
/** The first columns are words, the others numbers. */
const WORDS = 2;

/** Who stands for us where we are set against another: the whole command, on as many threads. */
const CHAMPION = "tocsin hunt";

export const HUNT_LEGEND: string = `Times are of whole processes, start-up, loading of rules and output to the null device included; start: until
the first record, where a contestant tells it; after start: records/s without it. Records/s a core: by processor time, all threads together. Peak
memory: of one process, or of the largest of each lane summed. Ours to it: records/s of \`${CHAMPION}\` on as
many threads over the same input with the same rules, as a multiple of the row's. Matches are pairs of rule and
record; the whole command joins copies of a record and tells findings, so it has none.
`;

/** Rows of one table, as Markdown. */
export function formatHuntMarkdown(rows: readonly HuntRow[]): string {
  const rule = HEAD.map((_, n) => (n < WORDS ? "---" : "---:"));
  const flaws = flawsOf(rows);
  return [
    line(HEAD),
    line(rule),
    ...rows.map((row) => line(toCells(row, rows))),
    ...(flaws.length > 0 ? ["", ...flaws.map((flaw) => `* ${flaw}`)] : []),
    "",
  ].join("\n");
}

/** The same for a terminal. */
export function formatHuntRows(rows: readonly HuntRow[]): string {
  const cells = [[...HEAD], ...rows.map((row) => toCells(row, rows))];
  const widths = HEAD.map((_, n) => Math.max(...cells.map((row) => (row[n] ?? "").length)));
  const pad = (cell: string, n: number): string =>
    n < WORDS ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0);
  return `${[...cells.map((row) => row.map(pad).join("  ").trimEnd()), ...flawsOf(rows)].join("\n")}\n`;
}

/** Records by the second of the clock; undefined if it did not finish well. */
function rateOf({ seconds, records, flaw }: HuntRow): number | undefined {
  const median = medianOf(seconds);
  return median === undefined || flaw !== undefined ? undefined : records / median;
}

/** Our whole command as a multiple of a row; undefined if either is not there. */
export function ratioTo(row: HuntRow, rows: readonly HuntRow[]): number | undefined {
  const mine = rows.find(
    ({ name, threads, input, ruleFiles }) =>
      name === CHAMPION &&
      threads === row.threads &&
      input === row.input &&
      ruleFiles === row.ruleFiles,
  );
  const ours = mine === undefined ? undefined : rateOf(mine);
  const theirs = rateOf(row);
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

/** How time grows from half of the rules to all of them, by contestant; whole time, and without the start. */
export interface Growth {
  readonly name: string;
  readonly threads: number;
  readonly input: string;
  readonly whole: number;
  readonly running: number | undefined;
}

export function growthsOf(rows: readonly HuntRow[], all: number, half: number): readonly Growth[] {
  return rows.flatMap((row) => {
    const other = rows.find(
      ({ name, threads, input, ruleFiles }) =>
        name === row.name && threads === row.threads && input === row.input && ruleFiles === half,
    );
    const big = medianOf(row.seconds);
    const small = other === undefined ? undefined : medianOf(other.seconds);
    if (row.ruleFiles !== all || row.flaw !== undefined || other?.flaw !== undefined) return [];
    if (big === undefined || small === undefined) return [];
    const starts = [row.startSeconds, other?.startSeconds];
    const [bigStart, smallStart] = starts;
    const running =
      bigStart === undefined || smallStart === undefined
        ? undefined
        : (big - bigStart) / (small - smallStart);
    const { name, threads, input } = row;
    return [{ name, threads, input, whole: big / small, running }];
  });
}

export function formatGrowths(growths: readonly Growth[]): string {
  return growths
    .map(({ name, threads, input, whole, running }) => {
      const alone = running === undefined ? "" : `, without the start ${running.toFixed(2)}`;
      return `${name} (${threads}), ${input}: time of all rules to time of half of them ${whole.toFixed(2)}${alone}\n`;
    })
    .join("");
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function toCells(row: HuntRow, rows: readonly HuntRow[]): string[] {
  const { cpuSeconds, peakBytes, startSeconds } = row;
  const head = [`${row.name} ${row.version}`, row.job, String(row.threads), whole(row.records)];
  const rules = [row.rules ?? row.ruleFiles, row.refused].map((n) =>
    n === undefined ? "-" : whole(n),
  );
  const rate = rateOf(row);
  if (rate === undefined) return [...head, ...rules, "failed", ...Array<string>(8).fill("-")];
  const ratio = ratioTo(row, rows);
  return [
    ...head,
    ...rules,
    (medianOf(row.seconds) ?? 0).toFixed(2),
    startSeconds === undefined ? "-" : startSeconds.toFixed(2),
    cpuSeconds === undefined ? "-" : cpuSeconds.toFixed(2),
    whole(rate),
    startSeconds === undefined
      ? "-"
      : whole(row.records / ((medianOf(row.seconds) ?? 0) - startSeconds)),
    cpuSeconds === undefined || cpuSeconds === 0 ? "-" : whole(row.records / cpuSeconds),
    peakBytes === undefined ? "-" : formatSize(peakBytes),
    row.matches === undefined ? "-" : whole(row.matches),
    ratio === undefined ? "-" : ratio.toFixed(2),
  ];
}

function flawsOf(rows: readonly HuntRow[]): string[] {
  return rows.flatMap(({ name, job, threads, flaw }) =>
    flaw === undefined ? [] : [`${name} (${job}, ${threads}): ${flaw}`],
  );
}

/** `1,234,567`. */
function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
