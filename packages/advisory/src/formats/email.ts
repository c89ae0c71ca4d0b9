import { readWithParts } from "../read-with-parts.ts";
import type { AdvisoryFormat } from "./format.ts";
import { TEXT_LIMITS } from "./limits.ts";

const HEAD_LINE = /^[A-Za-z][A-Za-z0-9-]{0,60}:(?:\s|$)/;
const MAX_HEAD = 64 * 1024;

/** Mail messages with their attachments, and pages saved as one file. */
export const email: AdvisoryFormat = {
  name: "email",
  recognises: (content) => content.kind === "text" && isEmail(content.text),
  async read(_, input, context) {
    // Asked for by mail alone: it takes time to load.
    const { readEmail } = await import("@tocsin/documents/email");
    return readWithParts(await readEmail(input.name, input.bytes, TEXT_LIMITS), input, context);
  },
};

/** Whether a text begins with the head lines of a message, up to the first empty line. */
function isEmail(text: string): boolean {
  const names = new Set<string>();
  const lines = text
    .slice(0, MAX_HEAD)
    .replace(/^From [^\n]{0,500}\n/, "")
    .split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (line === "") break;
    if (i > 0 && /^[ \t]/.test(line)) continue;
    if (!HEAD_LINE.test(line)) return false;
    names.add(line.slice(0, line.indexOf(":")).toLowerCase());
  }
  if (names.has("mime-version") && names.has("content-type")) return true;
  const marks = [
    "content-type",
    "date",
    "delivered-to",
    "message-id",
    "received",
    "return-path",
    "to",
  ];
  return names.has("from") && names.has("subject") && marks.some((mark) => names.has(mark));
}
