import { mergeCampaigns } from "@tocsin/advisory";
import { formatCampaignText, toSafeJson } from "@tocsin/report";
import { writeStix } from "@tocsin/stix";
import { readAdvisories } from "../advisories.ts";
import { type CommandBody, valueOf } from "../command.ts";
import { EXIT } from "../exit-code.ts";

/** `tocsin read`: what a warning says. */
export const runRead: CommandBody = async (invocation, io) => {
  const { campaigns, failed } = await readAdvisories(invocation.operands, io);
  const campaign = mergeCampaigns(campaigns);
  switch (valueOf(invocation, "format") ?? "text") {
    case "json":
      await io.out(`${toSafeJson(campaign, 2)}\n`);
      break;
    case "stix":
      await io.out(`${toSafeJson(writeStix(campaign), 2)}\n`);
      break;
    default:
      await io.out(
        formatCampaignText(campaign, { columns: Math.min(100, io.columns), color: io.color }),
      );
  }
  const broken = campaign.diagnostics.some(({ severity }) => severity === "error");
  return failed > 0 || broken ? EXIT.incomplete : EXIT.nothing;
};
