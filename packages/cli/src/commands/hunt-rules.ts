import { HuntError, readRules } from "@tocsin/hunt";
import type { RuleSet } from "@tocsin/hunt";
import type { Invocation } from "../command.ts";
import { CommandError } from "../error.ts";
import type { Io } from "../io.ts";
import { ruleOptionsOf } from "../rule-options.ts";

/** The rules named on the command line; a folder without any is told. @throws {CommandError} `CLI_INPUT` */
export function rulesOf(invocation: Invocation, io: Io): RuleSet {
  const paths = invocation.values["rules"] ?? [];
  try {
    const rules = readRules(paths, ruleOptionsOf(invocation, io));
    if (paths.length > 0 && rules.files === 0)
      io.err("tocsin: --rules names no file of rules (.yml or .yaml); none are used\n");
    tellTranslated(rules, io);
    return rules;
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
}

/** Rules of older and other forms are hunted like any other; their authors may want to know. */
function tellTranslated({ diagnostics }: RuleSet, io: Io): void {
  const count = diagnostics.filter(({ code }) => code === "SIGMA_TRANSLATED").length;
  if (count === 0) return;
  const words = count === 1 ? "1 rule of an older form was" : `${count} rules of older forms were`;
  io.err(`tocsin: ${words} translated; tocsin rules lint lists them\n`);
}
