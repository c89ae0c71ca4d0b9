import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { AdvisoryError, mergeCampaigns } from "@tocsin/advisory";
import { TLP_LABELS } from "@tocsin/model";
import type { Campaign, Tlp } from "@tocsin/model";
import { readAdvisories } from "./advisories.ts";
import { type Invocation, valueOf } from "./command.ts";
import { CommandError } from "./error.ts";
import type { Io } from "./io.ts";

/** The campaign of an invocation. */
export interface CampaignRead {
  /** With the corrections of `--corrections`. */
  readonly campaign: Campaign;
  /** What the documents say without them. */
  readonly reading: Campaign;
  /** Documents that could not be read. */
  readonly failed: number;
}

/**
 * Reads the advisories of an invocation as one campaign, lays the corrections over it and holds its marking
 * against the audience it is meant for.
 * @throws {CommandError} `CLI_INPUT`, `CLI_ADVISORY`, `CLI_TLP`
 */
export async function readCampaign(invocation: Invocation, io: Io): Promise<CampaignRead> {
  const { campaigns, failed } = await readAdvisories(invocation.operands, io);
  const reading = mergeCampaigns(campaigns);
  const path = valueOf(invocation, "corrections");
  const campaign = path === undefined ? reading : await correct(reading, path);
  holdMarking(campaign.tlp, valueOf(invocation, "audience"));
  return { campaign, reading, failed };
}

/** What reads such files takes time to load, and is seldom asked for. */
async function correct(reading: Campaign, path: string): Promise<Campaign> {
  const { applyCorrections, readCampaignFile } = await import("@tocsin/advisory/campaign-file");
  try {
    const bytes = readFileSync(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const text = new TextDecoder().decode(bytes);
    return applyCorrections(
      reading,
      await readCampaignFile({ name: basename(path), sha256, text }),
    );
  } catch (cause) {
    const isKnown = cause instanceof AdvisoryError || (cause as NodeJS.ErrnoException).syscall;
    if (!isKnown) throw cause;
    throw new CommandError(
      "CLI_INPUT",
      `--corrections ${path}: ${(cause as Error).message}`,
      "Write a campaign file by tocsin read ADVISORY --format yaml and correct that",
      { cause },
    );
  }
}

/** A warning must not reach more people than its marking allows. */
function holdMarking(tlp: Tlp | undefined, audience: string | undefined): void {
  if (audience === undefined || tlp === undefined) return;
  if (TLP_LABELS.indexOf(tlp) <= TLP_LABELS.findIndex((label) => label === audience)) return;
  throw new CommandError(
    "CLI_TLP",
    `the warning is marked TLP:${tlp}; expected at most TLP:${audience} for this audience`,
    "Nothing was written. Leave the restricted document out, or ask its publisher",
  );
}
