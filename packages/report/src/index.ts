export { formatAnswerHtml } from "./html/page.ts";
export { formatAnswerJson, formatFindingLine, toSafeJson } from "./json.ts";
export { sanitizeText } from "./sanitize.ts";
export type { TextOptions } from "./sheet.ts";
export { formatAnswerText } from "./text-answer.ts";
export { formatCampaignText } from "./text-campaign.ts";
export { formatFindingText } from "./text-finding.ts";
