// The XML of Windows events, into the `#attributes` shape in which such events also come as JSON.
// No document types, no entities but the five of XML and character references.
import type { JsonObject } from "./wrappers.ts";

interface Element {
  readonly name: string;
  readonly object: Record<string, unknown>;
  text: string;
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 20_000;
const ATTRIBUTE = /([\w:.-]{1,256})\s{0,64}=\s{0,64}(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/**
 * Reads elements from text. What is not well formed ends the reading: elements that are open count as
 * closed. Undefined if the text has no element.
 */
export function parseXml(text: string): JsonObject | undefined {
  const root: Element = { name: "", object: emptyObject(), text: "" };
  const stack: Element[] = [root];
  let count = 0;
  let at = text.indexOf("<");
  while (at >= 0 && count < MAX_ELEMENTS) {
    const end = markupEnd(text, at);
    if (end < 0) break;
    const top = stack.at(-1) ?? root;
    if (text.startsWith("<![CDATA[", at)) top.text += text.slice(at + 9, end - 3);
    else if (text[at + 1] === "/") {
      if (stack.length > 1) closeElement(stack);
    } else if (text[at + 1] !== "!" && text[at + 1] !== "?") {
      if (stack.length >= MAX_DEPTH) break;
      count++;
      const empty = text[end - 2] === "/";
      stack.push(openElement(text.slice(at + 1, empty ? end - 2 : end - 1)));
      if (empty) closeElement(stack);
    }
    at = text.indexOf("<", end);
    const inner = stack.at(-1);
    if (inner !== undefined && stack.length > 1)
      inner.text += decodeEntities(text.slice(end, at < 0 ? text.length : at));
  }
  while (stack.length > 1) closeElement(stack);
  return count === 0 ? undefined : root.object;
}

function markupEnd(text: string, at: number): number {
  if (text.startsWith("<![CDATA[", at)) return endOf(text, "]]>", at + 9);
  if (text.startsWith("<!--", at)) return endOf(text, "-->", at + 4);
  for (let here = at + 1; here < text.length; here++) {
    const c = text.charAt(here);
    if (c === ">") return here + 1;
    if (c !== '"' && c !== "'") continue;
    here = text.indexOf(c, here + 1);
    if (here < 0) break;
  }
  return -1;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function openElement(tag: string): Element {
  const name = /^[^\s/>]{0,256}/.exec(tag)?.[0] ?? "";
  let attributes: Record<string, unknown> | undefined;
  for (const [, key = "", double, single] of tag.slice(name.length).matchAll(ATTRIBUTE)) {
    attributes ??= emptyObject();
    attributes[key] = decodeEntities(double ?? single ?? "");
  }
  const object = emptyObject();
  if (attributes !== undefined) object["#attributes"] = attributes;
  return { name: name.slice(name.indexOf(":") + 1), object, text: "" };
}

function closeElement(stack: Element[]): void {
  const element = stack.pop();
  const parent = stack.at(-1)?.object;
  if (element === undefined || parent === undefined) return;
  const { name, object, text } = element;
  const keys = Object.keys(object);
  const leaf = keys.length === 0 || (keys.length === 1 && keys[0] === "#attributes");
  if (leaf && text !== "") object["#text"] = text;
  const value = keys.length > 0 ? object : text === "" ? null : text;
  if (name === "Data" && keys.length === 0) addToList(parent, name, text);
  else if (!Object.hasOwn(parent, name)) parent[name] = name === "Data" ? [value] : value;
  else addToList(parent, name, value);
}

function addToList(parent: Record<string, unknown>, name: string, value: unknown): void {
  const before = Object.hasOwn(parent, name) ? parent[name] : [];
  if (Array.isArray(before)) before.push(value);
  parent[name] = Array.isArray(before) ? before : [before, value];
}

function emptyObject(): Record<string, unknown> {
  // Names come from the evidence: without a prototype `__proto__` is a key like any other.
  return Object.create(null) as Record<string, unknown>;
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi,
    (all, dec, hex, name) => {
      if (typeof name === "string") return NAMED[name] ?? all;
      const code = typeof dec === "string" ? Number(dec) : Number.parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
