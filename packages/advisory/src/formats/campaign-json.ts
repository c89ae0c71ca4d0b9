import { CAMPAIGN_VERSION } from "@tocsin/model";
import { AdvisoryError } from "../errors.ts";
import type { AdvisoryFormat } from "./format.ts";

/** Campaigns as `tocsin read --format json` writes them. */
export const campaignJson: AdvisoryFormat = {
  name: "campaign-json",
  recognises: (content) => content.kind === "json" && isCampaign(content.json),
  async read(content, { name }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    // The schemas take their time to load.
    const { campaignSchema } = await import("@tocsin/model/schema");
    const result = campaignSchema.safeParse(content.json);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new AdvisoryError(
      "ADVISORY_CAMPAIGN_FILE",
      `${name}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "expected a campaign"}; write the campaign anew by tocsin read --format json`,
    );
  },
};

function isCampaign(json: unknown): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    "version" in json &&
    json.version === CAMPAIGN_VERSION &&
    "documents" in json &&
    "indicators" in json &&
    "techniques" in json
  );
}
