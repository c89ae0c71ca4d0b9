import type { AdvisoryFormat } from "./format.ts";
import { misp } from "./misp.ts";
import { stix } from "./stix.ts";
import { text } from "./text.ts";

/** All formats, the most particular first; the last takes any text. */
export const ADVISORY_FORMATS: readonly AdvisoryFormat[] = [misp, stix, text];
