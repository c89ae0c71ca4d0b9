import { isMisp, readMisp } from "../misp/read-misp.ts";
import type { AdvisoryFormat } from "./format.ts";

/** MISP events as JSON. */
export const misp: AdvisoryFormat = {
  name: "misp",
  recognises: (content) => content.kind === "json" && isMisp(content.json),
  read(content, { name, sha256 }) {
    if (content.kind !== "json") throw new TypeError("expected JSON");
    return readMisp(content.json, { name, sha256 });
  },
};
