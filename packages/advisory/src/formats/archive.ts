import { readArchive, zipKind } from "@tocsin/documents";
import { readWithParts } from "../read-with-parts.ts";
import type { AdvisoryFormat } from "./format.ts";

/** ZIP files with several documents: each is read by its own format, and they become one campaign. */
export const archive: AdvisoryFormat = {
  name: "archive",
  recognises: (content, { bytes }) => content.kind === "bytes" && zipKind(bytes) === "archive",
  read: (_, input, context) => readWithParts(readArchive(input.name, input.bytes), input, context),
};
