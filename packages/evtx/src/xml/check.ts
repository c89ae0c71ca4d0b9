// Whether text is well-formed content (XML 1.0, production 43) without references that need a DTD, and without
// prefixes that it does not declare itself.
import { Prefixes, type XmlAttribute } from "./namespaces.ts";
import { legalText, NAME_HERE } from "./text.ts";

const SPACE = /[\t\n\r ]+/y;
const MARKUP = /[<&]/g;
const REFERENCE = /&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\dA-Fa-f]{1,6});/y;
const ATTRIBUTE_VALUE = /[\t\n\r ]*=[\t\n\r ]*(?:'([^<']*)'|"([^<"]*)")/y;

/** What is open where a place in the text stands. */
interface Open {
  readonly elements: { readonly name: string; readonly declared: ReadonlySet<string> }[];
  readonly prefixes: Prefixes;
}

/**
 * True if `text` can stand within an element as it is: balanced elements, sound references, no declarations.
 * Linear in its length. `maxDepth`: most elements open at once.
 */
export function isXmlContent(text: string, maxDepth: number): boolean {
  // Behind text that ends in `]`, the beginning could complete a `]]>`.
  if (legalText(text) !== text || text.startsWith(">") || text.startsWith("]>")) return false;
  const open: Open = { elements: [], prefixes: new Prefixes() };
  let at = 0;
  while (at < text.length) {
    MARKUP.lastIndex = at;
    const next = MARKUP.exec(text)?.index ?? text.length;
    if (text.slice(at, next).includes("]]>")) return false;
    if (next === text.length) break;
    const end = text[next] === "&" ? referenceEnd(text, next) : markupEnd(text, next, open);
    if (end < 0 || open.elements.length > maxDepth) return false;
    at = end;
  }
  return open.elements.length === 0;
}

/** Where the markup that begins at `at` ends, or -1. Elements opened or closed are booked in `open`. */
function markupEnd(text: string, at: number, open: Open): number {
  if (text.startsWith("<!--", at)) {
    const end = text.indexOf("--", at + 4);
    return end >= 0 && text[end + 2] === ">" ? end + 3 : -1;
  }
  if (text.startsWith("<![CDATA[", at)) return after(text, "]]>", at + 9);
  if (text.startsWith("<?", at)) {
    const target = nameAt(text, at + 2);
    const from = at + 2 + target.length;
    if (target === "" || target.includes(":") || target.toLowerCase() === "xml") return -1;
    return text.startsWith("?>", from) || spaceAt(text, from) > 0 ? after(text, "?>", from) : -1;
  }
  if (text.startsWith("</", at)) {
    const name = nameAt(text, at + 2);
    let end = at + 2 + name.length;
    end += spaceAt(text, end);
    const element = open.elements.pop();
    if (element === undefined || element.name !== name || text[end] !== ">") return -1;
    open.prefixes.leave(element.declared);
    return end + 1;
  }
  return startTagEnd(text, at, open);
}

function startTagEnd(text: string, start: number, open: Open): number {
  const name = nameAt(text, start + 1);
  if (name === "") return -1;
  let at = start + 1 + name.length;
  const attributes: XmlAttribute[] = [];
  for (;;) {
    const space = spaceAt(text, at);
    at += space;
    const isEmpty = text.startsWith("/>", at);
    if (isEmpty || text[at] === ">") {
      const declared = open.prefixes.enter(attributes);
      if (!areAllowed(name, attributes, open.prefixes)) return -1;
      if (isEmpty) open.prefixes.leave(declared);
      else open.elements.push({ name, declared });
      return isEmpty ? at + 2 : at + 1;
    }
    const attribute = space > 0 ? nameAt(text, at) : "";
    if (attribute === "") return -1;
    at += attribute.length;
    ATTRIBUTE_VALUE.lastIndex = at;
    const found = ATTRIBUTE_VALUE.exec(text);
    const value = found?.[1] ?? found?.[2] ?? "";
    if (found === null || !soundReferences(value)) return -1;
    attributes.push({ name: attribute, value });
    at += found[0].length;
  }
}

/** Whether an element that was entered may have its name and attributes, each but once. */
function areAllowed(
  name: string,
  attributes: readonly XmlAttribute[],
  prefixes: Prefixes,
): boolean {
  const seen = new Set<string>();
  for (const attribute of attributes) {
    const identity = prefixes.identify(attribute);
    if (identity === undefined || seen.has(identity)) return false;
    seen.add(identity);
  }
  return prefixes.allows(name);
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
