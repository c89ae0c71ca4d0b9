// Whether text is well-formed content (XML 1.0, production 43) without references that need a DTD.
import { legalText, NAME_HERE } from "./text.ts";

const SPACE = /[\t\n\r ]+/y;
const MARKUP = /[<&]/g;
const REFERENCE = /&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\dA-Fa-f]{1,6});/y;
const ATTRIBUTE_VALUE = /[\t\n\r ]*=[\t\n\r ]*(?:'([^<']*)'|"([^<"]*)")/y;

/**
 * True if `text` can stand within an element as it is: balanced elements, sound references, no declarations.
 * Linear in its length. `maxDepth`: most elements open at once.
 */
export function isXmlContent(text: string, maxDepth: number): boolean {
  // Behind text that ends in `]`, the beginning could complete a `]]>`.
  if (legalText(text) !== text || text.startsWith(">") || text.startsWith("]>")) return false;
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    MARKUP.lastIndex = at;
    const next = MARKUP.exec(text)?.index ?? text.length;
    if (text.slice(at, next).includes("]]>")) return false;
    if (next === text.length) break;
    const end = text[next] === "&" ? referenceEnd(text, next) : markupEnd(text, next, open);
    if (end < 0 || open.length > maxDepth) return false;
    at = end;
  }
  return open.length === 0;
}

/** Where the markup that begins at `at` ends, or -1. Elements opened or closed are booked in `open`. */
function markupEnd(text: string, at: number, open: string[]): number {
  if (text.startsWith("<!--", at)) {
    const end = text.indexOf("--", at + 4);
    return end >= 0 && text[end + 2] === ">" ? end + 3 : -1;
  }
  if (text.startsWith("<![CDATA[", at)) return after(text, "]]>", at + 9);
  if (text.startsWith("<?", at)) {
    const target = nameAt(text, at + 2);
    const from = at + 2 + target.length;
    if (target === "" || target.toLowerCase() === "xml") return -1;
    return text.startsWith("?>", from) || spaceAt(text, from) > 0 ? after(text, "?>", from) : -1;
  }
  if (text.startsWith("</", at)) {
    const name = nameAt(text, at + 2);
    let end = at + 2 + name.length;
    end += spaceAt(text, end);
    return name !== "" && text[end] === ">" && open.pop() === name ? end + 1 : -1;
  }
  return startTagEnd(text, at, open);
}

function startTagEnd(text: string, start: number, open: string[]): number {
  const name = nameAt(text, start + 1);
  if (name === "") return -1;
  let at = start + 1 + name.length;
  const seen = new Set<string>();
  for (;;) {
    const space = spaceAt(text, at);
    at += space;
    if (text[at] === ">") {
      open.push(name);
      return at + 1;
    }
    if (text.startsWith("/>", at)) return at + 2;
    const attribute = space > 0 ? nameAt(text, at) : "";
    if (attribute === "" || seen.has(attribute)) return -1;
    seen.add(attribute);
    at += attribute.length;
    ATTRIBUTE_VALUE.lastIndex = at;
    const value = ATTRIBUTE_VALUE.exec(text);
    if (value === null || !soundReferences(value[1] ?? value[2] ?? "")) return -1;
    at += value[0].length;
  }
}

function soundReferences(value: string): boolean {
  for (let at = value.indexOf("&"); at >= 0; at = value.indexOf("&", at))
    if ((at = referenceEnd(value, at)) < 0) return false;
  return true;
}

/** Where the reference at `at` ends; -1 if there is none, or it leads to no legal character. */
function referenceEnd(text: string, at: number): number {
  REFERENCE.lastIndex = at;
  const found = REFERENCE.exec(text)?.[0];
  if (found === undefined) return -1;
  if (found[1] === "#") {
    const code = found[2] === "x" ? parseInt(found.slice(3), 16) : parseInt(found.slice(2), 10);
    if (code > 0x10_ffff) return -1;
    const character = String.fromCodePoint(code);
    if (legalText(character) !== character) return -1;
  }
  return at + found.length;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}

function nameAt(text: string, at: number): string {
  NAME_HERE.lastIndex = at;
  return NAME_HERE.exec(text)?.[0] ?? "";
}

function spaceAt(text: string, at: number): number {
  SPACE.lastIndex = at;
  return SPACE.exec(text)?.[0].length ?? 0;
}
