import { isRuleFile, readRuleFile } from "../rules/read-rule-file.ts";
import type { AdvisoryFormat } from "./format.ts";

/** Files of YARA, Sigma, Snort and Suricata rules. */
export const rules: AdvisoryFormat = {
  name: "rules",
  recognises: (content) => content.kind === "text" && isRuleFile(content.text),
  read(content, { name, sha256 }) {
    if (content.kind !== "text") throw new TypeError("expected text");
    return readRuleFile(content.text, { name, sha256 });
  },
};
