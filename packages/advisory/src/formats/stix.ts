import { isStix, readStixDocument } from "../read-stix.ts";
import type { AdvisoryFormat } from "./format.ts";

/** STIX 2.0 and 2.1 bundles. */
export const stix: AdvisoryFormat = {
  name: "stix",
  recognises: (content) => content.kind === "json" && isStix(content.json),
  read(content, { name, sha256 }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    return readStixDocument(content.json, { name, sha256 });
  },
};
