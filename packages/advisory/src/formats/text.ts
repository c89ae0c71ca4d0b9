import { readText } from "../read-text.ts";
import type { AdvisoryFormat } from "./format.ts";

/** Markdown and plain text: what is nothing else. */
export const text: AdvisoryFormat = {
  name: "text",
  recognises: (content) => content.kind === "text",
  read(content, { name, sha256 }, { knowledge }) {
    if (content.kind !== "text") throw new TypeError("expected text");
    return readText({ name, sha256, text: content.text, knowledge });
  },
};
