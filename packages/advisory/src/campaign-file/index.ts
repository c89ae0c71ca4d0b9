export { applyCorrections } from "./apply-corrections.ts";
export { readCampaignFile } from "./read-campaign-file.ts";
export type { CampaignFileContent } from "./read-campaign-file.ts";
export { writeCampaignFile } from "./write-campaign-file.ts";
