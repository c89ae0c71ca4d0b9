import { archive } from "./archive.ts";
import { attackFlow } from "./attack-flow.ts";
import { campaignFile } from "./campaign-file.ts";
import { campaignJson } from "./campaign-json.ts";
import { csaf } from "./csaf.ts";
import { cvrf } from "./cvrf.ts";
import { docx } from "./docx.ts";
import { email } from "./email.ts";
import type { AdvisoryFormat } from "./format.ts";
import { html } from "./html.ts";
import { list } from "./list.ts";
import { misp } from "./misp.ts";
import { navigator } from "./navigator.ts";
import { openioc } from "./openioc.ts";
import { pdf } from "./pdf.ts";
import { rules } from "./rules.ts";
import { stix } from "./stix.ts";
import { stix1 } from "./stix1.ts";
import { text } from "./text.ts";

/** All formats, the most particular first; the last takes any text. */
export const ADVISORY_FORMATS: readonly AdvisoryFormat[] = [
  pdf,
  campaignFile,
  campaignJson,
  misp,
  csaf,
  attackFlow,
  navigator,
  stix,
  stix1,
  openioc,
  cvrf,
  rules,
  archive,
  docx,
  email,
  html,
  list,
  text,
];
