import { checkPrefixes } from "../stix1/check-prefixes.ts";
import { isStix1Json, isStix1Xml } from "../stix1/is-stix1.ts";
import type { AdvisoryFormat } from "./format.ts";

/** STIX 1.x packages with CybOX, as XML and as JSON. */
export const stix1: AdvisoryFormat = {
  name: "stix-1",
  recognises: (content) =>
    (content.kind === "xml" && isStix1Xml(content.root)) ||
    (content.kind === "json" && isStix1Json(content.json)),
  async read(content, { name, sha256 }) {
    const { readStix1Json, readStix1Xml } = await import("../stix1/read-stix1.ts");
    if (content.kind === "json") return readStix1Json(content.json, { name, sha256 });
    if (content.kind !== "xml") throw new TypeError("expected XML or JSON");
    const campaign = readStix1Xml(content.root, { name, sha256 });
    const prefixes = checkPrefixes(content.root, name);
    return {
      ...campaign,
      diagnostics: [...content.diagnostics, ...prefixes, ...campaign.diagnostics],
    };
  },
};
