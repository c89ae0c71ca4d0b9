import { isOpenIoc } from "../openioc/is-openioc.ts";
import type { AdvisoryFormat } from "./format.ts";

/** OpenIOC 1.0 and 1.1. */
export const openioc: AdvisoryFormat = {
  name: "openioc",
  recognises: (content) => content.kind === "xml" && isOpenIoc(content.root),
  async read(content, { name, sha256 }) {
    if (content.kind !== "xml") throw new TypeError("expected XML");
    const { readOpenIoc } = await import("../openioc/read-openioc.ts");
    const campaign = readOpenIoc(content.root, { name, sha256 });
    return { ...campaign, diagnostics: [...content.diagnostics, ...campaign.diagnostics] };
  },
};
