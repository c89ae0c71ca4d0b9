// A record as XML, as EvtRender (EvtRenderEventXml) and `wevtutil qe /f:xml` write it. MS-EVEN6 2.2.12.
import { documentsOf, textOf, valueOf } from "../binxml/content.ts";
import { dependsOnNull } from "../binxml/dependency.ts";
import type { Instance } from "../binxml/instance.ts";
import type { AttributeNode, ContentNode, ElementNode } from "../binxml/node.ts";
import { TYPE_ARRAY, TYPE_BINXML, TYPE_NULL, TYPE_XML } from "../binxml/value.ts";
import { Damage } from "../diagnostic.ts";
import { isXmlContent } from "./check.ts";
import { attributeTags, Prefixes, type XmlAttribute } from "./namespaces.ts";
import {
  attributeMarkup,
  elementMarkup,
  escapeAttribute,
  escapeText,
  instruction,
  soundName,
  withoutColons,
} from "./text.ts";
import { type EvtxXmlOptions, slotText } from "./value.ts";

/** Items of the arrays among the children of an element, by slot. */
type Arrays = ReadonlyMap<number, readonly string[]>;

/** XML under construction. */
export class XmlWriter {
  readonly options: EvtxXmlOptions;
  text = "";
  /** Names of the elements that are open. */
  readonly open: string[] = [];
  readonly prefixes: Prefixes = new Prefixes();

  constructor(options: EvtxXmlOptions) {
    this.options = options;
  }

  /** What was written; elements that a limit left open are closed. */
  finish(): string {
    while (this.open.length > 0) this.text += `</${this.open.pop()}>`;
    return this.text;
  }
}

/** Writes a document. Throws `Damage` at a limit; the writer has what came before. */
export function renderXml(document: readonly Instance[], out: XmlWriter): void {
  for (const instance of document)
    for (const root of instance.template.roots) renderNode(root, instance, out, undefined, 0);
}

/** `arrays` and `item`: which item of the arrays in its parent this node stands for. */
function renderNode(
  node: ContentNode,
  instance: Instance,
  out: XmlWriter,
  arrays: Arrays | undefined,
  item: number,
): void {
  const { chunk } = instance;
  if (node.kind === "element") {
    renderElement(node, instance, out);
    return;
  }
  chunk.countNode();
  if (node.kind === "instruction") {
    chunk.countValue(2 * (node.target.length + node.data.length));
    out.text += instruction(node.target, node.data);
  } else if (node.kind === "constant") {
    const text = textOf(node.value);
    chunk.countValue(2 * text.length);
    out.text += node.markup === undefined ? escapeText(text) : elementMarkup(node.markup);
  } else if (node.kind === "instance" || instance.type(node.index) === TYPE_BINXML) {
    renderXml(documentsOf(node, instance), out);
  } else if (arrays?.has(node.index) === true) {
    out.text += escapeText(arrays.get(node.index)?.[item] ?? "");
  } else {
    const text = wholeText(instance, node.index, out.options);
    const inline =
      instance.type(node.index) === TYPE_XML && isXmlContent(text, chunk.settings.maxDepth);
    out.text += inline ? text : escapeText(text);
  }
}

function renderElement(element: ElementNode, instance: Instance, out: XmlWriter): void {
  instance.chunk.countNode();
  const { maxDepth } = instance.chunk.settings;
  if (out.open.length >= maxDepth)
    throw new Damage("EVTX_LIMIT", 0, `over ${maxDepth} open elements`);
  // The outermost element stands once, whatever it holds: none would be no XML, two no document.
  const outermost = out.open.length === 0;
  if (!outermost && isLeftOut(element, instance)) return;
  const arrays = outermost ? undefined : arraysOf(element, instance, out.options);
  let times = 1;
  if (arrays !== undefined)
    for (const { length } of arrays.values()) times = Math.max(times, length);
  for (let item = 0; item < times; item++) renderTags(element, instance, out, arrays, item);
}

function renderTags(
  element: ElementNode,
  instance: Instance,
  out: XmlWriter,
  arrays: Arrays | undefined,
  item: number,
): void {
  const { chunk } = instance;
  if (item > 0) chunk.countNode();
  chunk.countValue(4 * element.name.length);
  const attributes = attributesOf(element, instance, out);
  const { prefixes } = out;
  const declared = prefixes.enter(attributes);
  const whole = soundName(element.name);
  const name = prefixes.allows(whole) ? whole : withoutColons(whole);
  const start = `<${name}${attributeTags(attributes, prefixes)}`;
  if (element.selfClosing) {
    out.text += `${start}/>`;
  } else {
    out.text += `${start}>`;
    out.open.push(name);
    for (const child of element.children) renderNode(child, instance, out, arrays, item);
    out.open.pop();
    out.text += `</${name}>`;
  }
  prefixes.leave(declared);
}

/**
 * MS-EVEN6 2.2.12.3 and 3.1.4.7.2: left out if the slot it depends on, or an optional slot that it holds
 * directly, is null.
 */
function isLeftOut(element: ElementNode, instance: Instance): boolean {
  if (dependsOnNull(element, instance)) return true;
  for (const child of element.children)
    if (child.kind === "slot" && child.optional && instance.type(child.index) === TYPE_NULL)
      return true;
  return false;
}

/** The arrays that an element holds directly: it is written once for each item. MS-EVEN6 3.1.4.7.5 */
function arraysOf(
  { children }: ElementNode,
  instance: Instance,
  options: EvtxXmlOptions,
): Arrays | undefined {
  let arrays: Map<number, readonly string[]> | undefined;
  for (const child of children) {
    if (child.kind !== "slot" || (instance.type(child.index) & TYPE_ARRAY) === 0) continue;
    const text = slotText(instance, child.index, options);
    arrays ??= new Map();
    arrays.set(child.index, typeof text === "string" ? [text] : text);
  }
  return arrays;
}

/** An attribute without text is not written: MS-EVEN6 2.2.12.2. */
function attributesOf(
  { attributes }: ElementNode,
  instance: Instance,
  out: XmlWriter,
): readonly XmlAttribute[] {
  const written: XmlAttribute[] = [];
  for (const attribute of attributes) {
    const value = attributeText(attribute, instance, out);
    if (value === "") continue;
    instance.chunk.countValue(2 * attribute.name.length);
    written.push({ name: soundName(attribute.name), value });
  }
  return written;
}

function attributeText({ parts }: AttributeNode, instance: Instance, out: XmlWriter): string {
  const { chunk } = instance;
  let xml = "";
  for (const part of parts) {
    chunk.countNode();
    if (part.kind === "constant") {
      const text = textOf(part.value);
      chunk.countValue(2 * text.length);
      xml += part.markup === undefined ? escapeAttribute(text) : attributeMarkup(part.markup);
    } else if (part.kind === "slot" && instance.type(part.index) !== TYPE_BINXML) {
      xml += escapeAttribute(wholeText(instance, part.index, out.options));
    } else {
      xml += escapeAttribute(textOf(valueOf([part], instance)));
    }
  }
  return xml;
}

/** The text of a slot; of an array, where nothing can be repeated, its items with commas between them. */
function wholeText(instance: Instance, slot: number, options: EvtxXmlOptions): string {
  const text = slotText(instance, slot, options);
  return typeof text === "string" ? text : text.join(",");
}
