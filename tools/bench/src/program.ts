import { parseAdvisoryOptions, runAdvisoryRaces } from "./advisory/command.ts";
import { UsageError } from "./command.ts";
import type { World } from "./command.ts";
import { runHuntCommand } from "./hunt/command.ts";
import { parseHuntOptions } from "./hunt/options.ts";
import { parseRaceOptions, runRaces } from "./race/command.ts";
import { installRivals } from "./rivals/install.ts";
import { describeTile, makeTile, parseTileOptions } from "./tile/command.ts";

const USAGE = `usage: npm run bench -- COMMAND [options]
  tile --out FILE [--size 2GiB] [--from DIR]... [--dense]
      makes an event log of at least this size from the valid chunks of real ones, and FILE.json with
      what reading it must give. --dense: only chunks that are at least 90 % full
  evtx [--file TILED | --size 2GiB] [--rivals DIR] [--runs 5] [--only tile|samples] [--markdown]
       [--json FILE]
      races the reader against others, over a tiled file (made and removed if not given) and over the
      samples; every count is held to the expected one
  hunt [--dir DIR] [--rivals DIR] [--runs 5] [--threads 1|2] [--rules DIR]... [--small]
       [--records 1000000] [--events 500000] [--files 4] [--markdown FILE] [--json FILE]
      races all rules for Windows over event logs and JSON lines; the work is made once and kept in DIR.
      --small: only over one record of each kind
  hunt --verify              the plan against the plain evaluator, record by record
  hunt --differences FILE    rivals against the plan, rule by rule, with a record of each difference
  hunt --profile slow-rules  the rules that cost most
  advisory [--rivals DIR] [--runs 5] [--only extractors|goals] [--markdown FILE] [--json FILE]
      races the reading of warnings against extractors of indicators over the same texts, accuracy and
      time, and holds whole commands to the goals on speed and memory
  rivals --into DIR
      installs the others, with cargo, npm and python
`;

/**
 * Runs a command as the arguments say.
 * @returns the exit code: 0 done, 2 wrong use, 4 could not work, 130 ended by Ctrl-C
 */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  const [command, ...rest] = args;
  try {
    if (command === "tile") {
      const options = parseTileOptions(rest, world.corpora);
      world.print(describeTile(options.out, await makeTile(options, world)));
      return 0;
    }
    if (command === "evtx") return await runRaces(parseRaceOptions(rest), world);
    if (command === "hunt") return await runHuntCommand(parseHuntOptions(rest), world);
    if (command === "advisory") return await runAdvisoryRaces(parseAdvisoryOptions(rest), world);
    if (command === "rivals") return installRivals(rest, world);
    if (command === "--help" || command === "-h") {
      world.print(USAGE);
      return 0;
    }
    throw new UsageError(command === undefined ? "no command" : `no command "${command}"`);
  } catch (error) {
    if (world.signal.aborted) return 130;
    const message = error instanceof Error ? error.message : String(error);
    const misuse = error instanceof UsageError || isParseArgsError(error);
    world.printError(`bench: ${message}\n${misuse ? `\n${USAGE}` : ""}`);
    return misuse ? 2 : 4;
  }
}

function isParseArgsError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
}
