import { readDocx, zipKind } from "@tocsin/documents";
import { readWithParts } from "../read-with-parts.ts";
import type { AdvisoryFormat } from "./format.ts";
import { TEXT_LIMITS } from "./limits.ts";

/** Word documents, with the Office files embedded in them. */
export const docx: AdvisoryFormat = {
  name: "docx",
  recognises: (content, { bytes }) => content.kind === "bytes" && zipKind(bytes) === "docx",
  read: (_, input, context) =>
    readWithParts(readDocx(input.name, input.bytes, TEXT_LIMITS), input, context),
};
