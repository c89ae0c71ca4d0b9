import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { locateCorpora } from "./corpora.ts";
import { runSuite } from "./run-suite.ts";
import type { SuiteResult } from "./run-suite.ts";
import type { Suite } from "./suite.ts";
import { formatTable } from "./table.ts";

/** What the program needs of the world. */
export interface Program {
  readonly suites: readonly Suite[];
  /** Used when `--corpora` is not given; absent data is then no mistake. */
  readonly defaultFolder: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const USAGE = `usage: npm run conformance -- [options]
  --corpora DIR   the folder with hunting/ and advisory/, or one of these (default: TOCSIN_CORPORA,
                  else ../shared/corpora beside the repository)
  --suite NAME    only this suite; may be repeated
  --json FILE     write the result as JSON
  --verbose       list every case that failed, with its whole reason
Exit 0 whatever the score, 2 wrong use, 4 the result could not be written.
`;

/**
 * Runs the suites as the arguments say.
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], program: Program): Promise<number> {
  const options = parseOptions(args);
  if (typeof options === "string") return misuse(options, program);
  if (options.help === true) {
    program.print(USAGE);
    return 0;
  }
  const names = program.suites.map(({ name }) => name);
  const unknown = options.suite?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return misuse(`no suite "${unknown}"; there are: ${names.join(", ")}`, program);
  }
  if (options.corpora !== undefined && !existsSync(options.corpora)) {
    return misuse(`--corpora: ${resolve(options.corpora)} does not exist`, program);
  }
  const folder = options.corpora ?? program.defaultFolder;
  if (!existsSync(folder)) program.print(`No corpora: ${resolve(folder)} is absent.\n`);
  const corpora = locateCorpora(folder, [...new Set(program.suites.map(({ corpus }) => corpus))]);
  const results: SuiteResult[] = [];
  try {
    for (const suite of program.suites) {
      if (options.suite !== undefined && !options.suite.includes(suite.name)) continue;
      if (corpora.only !== undefined && suite.corpus !== corpora.only) continue;
      results.push(await runSuite(suite, corpora.root));
    }
  } finally {
    corpora.release();
  }
  program.print(formatTable(results, { verbose: options.verbose === true }));
  return options.json === undefined ? 0 : writeResult(options.json, results, program);
}

interface Options {
  readonly corpora?: string | undefined;
  readonly suite?: string[] | undefined;
  readonly json?: string | undefined;
  readonly verbose?: boolean | undefined;
  readonly help?: boolean | undefined;
}

/** Gives the options, or what is wrong with them. */
function parseOptions(args: readonly string[]): Options | string {
  try {
    return parseArgs({
      args: [...args],
      options: {
        corpora: { type: "string" },
        suite: { type: "string", multiple: true },
        json: { type: "string" },
        verbose: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function misuse(message: string, program: Program): number {
  program.printError(`conformance: ${message}\n\n${USAGE}`);
  return 2;
}

function writeResult(file: string, results: readonly SuiteResult[], program: Program): number {
  const suites = results
    .filter(({ cases }) => cases > 0)
    .map(({ name, corpus, cases, passed, contested, failed }) => ({
      name,
      corpus,
      cases,
      passed,
      contested,
      failed: failed.map(({ id, why }) => ({ id, why })),
    }));
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ suites }, undefined, 2)}\n`);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    program.printError(`conformance: --json: ${resolve(file)} could not be written: ${reason}\n`);
    return 4;
  }
}
