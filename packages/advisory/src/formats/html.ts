import { readDocumentText } from "../read-document.ts";
import type { AdvisoryFormat } from "./format.ts";
import { TEXT_LIMITS } from "./limits.ts";

const SAMPLE = 4096;
const ELEMENT =
  /<(?:html|head|body|title|meta|div|p|table|tr|td|ul|ol|li|h[1-6]|article|main|section|span|a|br|pre)[\s/>]/gi;

/** Pages of agencies and vendors, saved or exported. */
export const html: AdvisoryFormat = {
  name: "html",
  recognises: (content, { name }) => content.kind === "text" && isHtml(content.text, name),
  async read(content, input, { knowledge }) {
    if (content.kind !== "text") throw new TypeError("expected text");
    // Asked for by pages alone: it takes time to load.
    const { readHtml } = await import("@tocsin/documents/html");
    return readDocumentText(readHtml(input.name, content.text, TEXT_LIMITS), input, knowledge);
  },
};

function isHtml(text: string, name: string): boolean {
  const start = text.slice(0, SAMPLE);
  if (/^\s{0,1000}<!doctype\s+html[\s>]|<html[\s>]/i.test(start)) return true;
  if (!/^\s{0,1000}<[!A-Za-z]/.test(start)) return false;
  const elements = start.match(ELEMENT)?.length ?? 0;
  return elements >= (/\.x?html?$/i.test(name) ? 1 : 3);
}
