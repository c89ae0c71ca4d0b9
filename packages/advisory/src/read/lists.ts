import type { CitedText, Reference } from "@tocsin/model";
import type { ScreenedObservable } from "../screen/screen-observables.ts";
import { citeLine, citePlace, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";

const MITIGATIONS =
  /\b(?:mitigations?|recommendations?|recommended (?:actions?|mitigations?)|remediation|hardening|defensive measures|protective measures|countermeasures|how to protect|actions to take)\b/i;
const LINK = /\[([^\]\n]{1,300})\]\(\s{0,3}<?(https?:\/\/[^\s)>]{1,2000})>?[^)\n]{0,200}\)/g;
const MAX_MITIGATIONS = 300;
const MAX_REFERENCES = 1000;

/** The points of lists under headings on mitigations, and of lists that such a line introduces. */
export function findMitigations(source: TextSource): CitedText[] {
  const found: CitedText[] = [];
  for (const line of source.layout) {
    if (line.kind !== "list" || found.length >= MAX_MITIGATIONS) continue;
    const isUnder = line.headings.some((heading) => MITIGATIONS.test(heading));
    if (!isUnder && !MITIGATIONS.test(line.intro)) continue;
    const text = plainText(line.text);
    if (text.split(/\s+/).length >= 2) found.push({ text, citations: [citeLine(source, line)] });
  }
  return found;
}

/** Takes the marks of a list and of emphasis off. */
function plainText(line: string): string {
  return line
    .replace(/^\s{0,40}(?:[-*+•▪◦‣·–]|\d{1,3}[.)])\s+/, "")
    .replaceAll(LINK, "$1")
    .replaceAll(/\*{1,3}|`{1,2}|(?<!\w)_{1,2}|_{1,2}(?!\w)/g, "")
    .trim()
    .slice(0, 1000);
}

/** Links with their titles, and plain addresses that are references. */
export function findReferences(
  source: TextSource,
  screened: readonly ScreenedObservable[],
): Reference[] {
  const found = new Map<string, Reference>();
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "code" || !line.text.includes("](")) continue;
    for (const { 1: title = "", 2: url = "", index } of line.text.slice(0, 50_000).matchAll(LINK)) {
      const before = found.get(url);
      const citations = joinCitations(before?.citations ?? [], [citeLine(source, line, index)]);
      found.set(url, { url, title: before?.title ?? plainText(title), citations });
    }
  }
  for (const value of screened) {
    if (found.size >= MAX_REFERENCES) break;
    const isLink =
      value.type === "url" &&
      value.role === "context" &&
      !value.isDefanged &&
      /^https?:/.test(value.value);
    if (!isLink || !/reference|site of|service that many|named in prose/.test(value.reason ?? ""))
      continue;
    const raw = source.text.slice(value.span[0], value.span[1]);
    const key = found.has(raw) ? raw : value.value;
    const before = found.get(key) ?? { url: key, citations: [] };
    const citations = joinCitations(before.citations, [citePlace(source, value.span[0])]);
    found.set(key, { ...before, citations });
  }
  return [...found.values()];
}
