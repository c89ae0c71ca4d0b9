import { armCampaign } from "@tocsin/hunt/arm";
import { readCampaign } from "../campaign.ts";
import { type CommandBody, valueOf } from "../command.ts";
import { deliver } from "../deliver.ts";
import { CommandError } from "../error.ts";
import { parseWindow } from "../time-window.ts";
import type { Armoury } from "./hunt-answer.ts";
import { exitCodeOf, huntAnswer, withRules } from "./hunt-answer.ts";
import { rulesOf } from "./hunt-rules.ts";

/** `tocsin check`: from advisories and evidence to the answer. */
export const runCheck: CommandBody = async (invocation, io) => {
  parseWindow(valueOf(invocation, "since"), valueOf(invocation, "until"));
  if ((invocation.values["evidence"]?.length ?? 0) === 0)
    throw new CommandError(
      "CLI_USAGE",
      "--evidence is missing: the logs to hunt in",
      "Name files or folders: tocsin check ADVISORY --evidence FOLDER",
    );
  const { campaign, failed } = await readCampaign(invocation, io);
  const own = { campaigns: [campaign], ...armCampaign(campaign) };
  const arm = (): Armoury => withRules(own, rulesOf(invocation, io));
  const answer = await huntAnswer(arm, invocation, io);
  const format = valueOf(invocation, "format") ?? "text";
  await deliver(answer, campaign, { format, out: valueOf(invocation, "out") }, io);
  return exitCodeOf(answer, failed);
};
