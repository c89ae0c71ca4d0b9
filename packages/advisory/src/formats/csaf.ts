import { isCsaf } from "../csaf/csaf-view.ts";
import { readCsaf } from "../csaf/read-csaf.ts";
import type { AdvisoryFormat } from "./format.ts";

/** CSAF 2.0 and 2.1 documents. */
export const csaf: AdvisoryFormat = {
  name: "csaf",
  recognises: (content) => content.kind === "json" && isCsaf(content.json),
  read(content, { name, sha256 }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    return readCsaf(content.json, { name, sha256 });
  },
};
