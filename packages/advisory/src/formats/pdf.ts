import { isPdf, readPdf } from "@tocsin/documents";
import { readWithParts } from "../read-with-parts.ts";
import type { AdvisoryFormat } from "./format.ts";

/** PDF, with the files that stand inside it. It is told from its bytes: junk before its head may look like text. */
export const pdf: AdvisoryFormat = {
  name: "pdf",
  recognises: (_, { bytes }) => isPdf(bytes),
  async read(_, input, context) {
    return readWithParts(await readPdf(input.name, input.bytes), input, context);
  },
};
