import { isStix } from "../is-stix.ts";
import type { AdvisoryFormat } from "./format.ts";

/** STIX 2.0 and 2.1 bundles. */
export const stix: AdvisoryFormat = {
  name: "stix",
  recognises: (content) => content.kind === "json" && isStix(content.json),
  async read(content, { name, sha256 }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    const { readStixDocument } = await import("../read-stix.ts");
    return readStixDocument(content.json, { name, sha256 });
  },
};
