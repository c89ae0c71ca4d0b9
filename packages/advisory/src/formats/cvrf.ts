import { cvrfVersion, fromCvrf, isCvrf } from "../csaf/from-cvrf.ts";
import { readCsaf } from "../csaf/read-csaf.ts";
import type { AdvisoryFormat } from "./format.ts";

/** CVRF 1.1 and 1.2, the XML before CSAF. */
export const cvrf: AdvisoryFormat = {
  name: "cvrf",
  recognises: (content) => content.kind === "xml" && isCvrf(content.root),
  read(content, { name, sha256 }) {
    if (content.kind !== "xml") throw new TypeError("expected XML");
    const format = `cvrf-${cvrfVersion(content.root)}`;
    const campaign = readCsaf(fromCvrf(content.root), { name, sha256, format }, false);
    return { ...campaign, diagnostics: [...content.diagnostics, ...campaign.diagnostics] };
  },
};
