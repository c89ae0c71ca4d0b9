import { type CommandBody, valueOf } from "../command.ts";
import { deliver } from "../deliver.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import type { Armoury } from "./hunt-answer.ts";
import { exitCodeOf, huntAnswer, withRules } from "./hunt-answer.ts";
import { rulesOf } from "./hunt-rules.ts";

const NOTHING = {
  campaigns: [],
  detections: [],
  correlations: [],
  silent: new Set<string>(),
  refused: [],
};

/** `tocsin hunt`: rules over evidence, without an advisory. */
export const runHunt: CommandBody = async (invocation, io) => {
  for (const name of ["rules", "evidence"])
    if ((invocation.values[name]?.length ?? 0) === 0)
      throw new CommandError(
        "CLI_USAGE",
        `--${name} is missing`,
        "Name files or folders: tocsin hunt --rules FOLDER --evidence FOLDER",
      );
  const arm = (): Armoury => {
    const rules = rulesOf(invocation, io);
    if (rules.files > 0) return withRules(NOTHING, rules);
    throw new CommandError(
      "CLI_INPUT",
      "there is no rule file among what --rules names",
      "Give Sigma rules: .yml or .yaml",
    );
  };
  const answer = await huntAnswer(arm, invocation, io);
  const format = valueOf(invocation, "format") ?? "text";
  await deliver(answer, undefined, { format, out: valueOf(invocation, "out") }, io);
  return answer.findings.length > 0 ? EXIT.found : exitCodeOf(answer, 0);
};
