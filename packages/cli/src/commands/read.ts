import { setFlagsFromString } from "node:v8";
import { formatCampaignText, formatPassages, sanitizeText, toSafeJson } from "@tocsin/report";
import { readCampaign } from "../campaign.ts";
import type { CampaignRead } from "../campaign.ts";
import { type CommandBody, type Invocation, valueOf } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";

/** `tocsin read`: what a warning says. */
export const runRead: CommandBody = async (invocation, io) => {
  // Of a large bundle most stays: looked through earlier, it takes 40 MB less of 310 and no more time.
  setFlagsFromString("--heap-growing-percent=60");
  const read = await readCampaign(invocation, io);
  const query = valueOf(invocation, "show");
  if (query !== undefined) await show(query, read, io);
  else await io.out(await render(invocation, read, io));
  const broken = read.campaign.diagnostics.some(({ severity }) => severity === "error");
  return read.failed > 0 || broken ? EXIT.incomplete : EXIT.nothing;
};

async function render(
  invocation: Invocation,
  { campaign, reading }: CampaignRead,
  io: Io,
): Promise<string> {
  switch (valueOf(invocation, "format") ?? "text") {
    case "json":
      return `${toSafeJson(campaign, 2)}\n`;
    case "stix": {
      const { writeStix } = await import("@tocsin/stix");
      return `${toSafeJson(writeStix(campaign), 2)}\n`;
    }
    case "yaml": {
      const { writeCampaignFile } = await import("@tocsin/advisory/campaign-file");
      return writeCampaignFile(campaign, reading);
    }
    default:
      return formatCampaignText(campaign, { columns: Math.min(100, io.columns), color: io.color });
  }
}

/** The passages on one thing; that there are none is said on stderr. */
async function show(query: string, { campaign }: CampaignRead, io: Io): Promise<void> {
  const options = { columns: Math.min(100, io.columns), color: io.color };
  const { text, entries } = formatPassages(campaign, query, options);
  if (entries > 0) await io.out(text);
  else io.err(`tocsin: the warning says nothing of ${sanitizeText(JSON.stringify(query))}\n`);
}
