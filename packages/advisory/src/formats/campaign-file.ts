import { isCampaignFile } from "../campaign-file/is-campaign-file.ts";
import type { AdvisoryFormat } from "./format.ts";

/** Campaigns in YAML that a person wrote or corrected. */
export const campaignFile: AdvisoryFormat = {
  name: "campaign-file",
  recognises: (content) => content.kind === "text" && isCampaignFile(content.text),
  async read(content, { name, sha256 }) {
    if (content.kind !== "text") throw new TypeError("expected text");
    // Asked for by such files alone: it takes time to load.
    const { readCampaignFile } = await import("../campaign-file/read-campaign-file.ts");
    const { campaign } = await readCampaignFile({ name, sha256, text: content.text });
    return campaign;
  },
};
