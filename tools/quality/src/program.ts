import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Area, Measure } from "./area.ts";
import { corporaRoot } from "./corpora.ts";

/** What the program needs of the world. */
export interface Program {
  readonly areas: readonly Area[];
  /** Used when `--corpora` is not given; absent data is then no mistake. */
  readonly defaultFolder: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const USAGE = `usage: npm run quality -- AREA [options]
  --corpora DIR   the folder with hunting/ and advisory/, or one of these (default: TOCSIN_CORPORA,
                  else ../shared/corpora beside the repository)
  --json FILE     write the measures as JSON
  --verbose       list everything that is named as worst
Exit 0 whatever the measures, 2 wrong use, 4 could not measure or write.
`;

const MAX_LISTED = 5;
const MAX_LINE = 160;

/**
 * Measures one area as the arguments say.
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], program: Program): Promise<number> {
  const parsed = parseOptions(args);
  if (typeof parsed === "string") return misuse(parsed, program);
  const { values, positionals } = parsed;
  if (values.help === true) {
    program.print(USAGE);
    return 0;
  }
  const known = program.areas.map(({ name }) => name).join(", ");
  const area = program.areas.find(({ name }) => name === positionals[0]);
  if (area === undefined || positionals.length !== 1) {
    const given = positionals.length === 0 ? "none" : positionals.join(" ");
    return misuse(`expected one area, got ${given}; there are: ${known}`, program);
  }
  if (values.corpora !== undefined && !existsSync(values.corpora)) {
    return misuse(`--corpora: ${resolve(values.corpora)} does not exist`, program);
  }
  const folder = values.corpora ?? program.defaultFolder;
  if (!existsSync(folder)) program.print(`No corpora: ${resolve(folder)} is absent.\n`);
  const measures: Measure[] = [];
  try {
    for await (const measure of await area.measure(corporaRoot(folder))) measures.push(measure);
    program.print(formatMeasures(area.name, measures, values.verbose === true));
    if (values.json !== undefined) writeMeasures(values.json, measures);
    return 0;
  } catch (error) {
    program.printError(`quality: ${area.name}: ${messageOf(error)}\n`);
    return 4;
  }
}

interface Parsed {
  readonly values: {
    readonly corpora?: string | undefined;
    readonly json?: string | undefined;
    readonly verbose?: boolean | undefined;
    readonly help?: boolean | undefined;
  };
  readonly positionals: readonly string[];
}

/** Gives the options, or what is wrong with them. */
function parseOptions(args: readonly string[]): Parsed | string {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        corpora: { type: "string" },
        json: { type: "string" },
        verbose: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return messageOf(error);
  }
}

function misuse(message: string, program: Program): number {
  program.printError(`quality: ${message}\n\n${USAGE}`);
  return 2;
}

function formatMeasures(area: string, measures: readonly Measure[], verbose: boolean): string {
  if (measures.length === 0) return `${area}: not found, nothing was measured\n`;
  const width = Math.max(...measures.map(({ name }) => name.length));
  const lines: string[] = [];
  for (const { name, value, n, worst } of measures) {
    lines.push(`${name.padEnd(width)}  ${formatValue(value).padStart(8)}  n = ${n}`);
    const listed = verbose ? worst : worst.slice(0, MAX_LISTED);
    for (const line of listed) lines.push(`    ${toLine(line, verbose)}`);
    if (worst.length > listed.length) lines.push(`    and ${worst.length - listed.length} more`);
  }
  return `${lines.join("\n")}\n`;
}

function formatValue(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(4);
}

/** What is quoted of a document must not steer a terminal. */
function toLine(text: string, verbose: boolean): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return verbose || line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE - 3)}...`;
}

function writeMeasures(file: string, measures: readonly Measure[]): void {
  const plain = measures.map(({ name, value, n, worst }) => ({ name, value, n, worst }));
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ measures: plain }, undefined, 2)}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
