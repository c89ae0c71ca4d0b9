// The `#attributes` shape, as `evtx_dump` of the Rust crate evtx writes it without options.
import { documentsOf, textOf, valueOf } from "./content.ts";
import type { Instance } from "./instance.ts";
import type { ContentNode, ElementNode } from "./node.ts";
import type { EvtxScalar, EvtxValue } from "./value.ts";

/** JSON as this package gives it. */
export type EvtxJson = null | EvtxScalar | readonly EvtxJson[] | EvtxJsonObject;

/** An element with attributes or children: `#attributes`, `#text`, and children by name. */
export interface EvtxJsonObject {
  readonly [name: string]: EvtxJson;
}

type Target = Record<string, EvtxJson>;

/** The document as one object, `{ Event: … }`. Throws `Damage` at a limit; `target` has what came before. */
export function renderDocument(document: readonly Instance[], target: Target): void {
  for (const instance of document)
    for (const root of instance.template.roots) renderChild(root, instance, target);
}

/** Adds what a node stands for to the object of its parent. Text is not its business. */
function renderChild(node: ContentNode, instance: Instance, target: Target): void {
  if (node.kind === "element") renderElement(node, instance, target);
  else if (node.kind === "slot" || node.kind === "instance")
    renderDocument(documentsOf(node, instance), target);
}

function renderElement(element: ElementNode, instance: Instance, target: Target): void {
  instance.chunk.countNode();
  const isData = element.name === "Data";
  const name = (element.dataName && textOf(valueOf(element.dataName, instance))) || undefined;
  const attributes = isData ? undefined : renderAttributes(element, instance);
  const { text, object } = renderContent(element, instance, attributes);
  const content = object ?? text;
  if (isData && name === undefined) putUnnamed(target, content);
  else put(target, freeKey(target, name ?? element.name), content);
}

function renderAttributes(element: ElementNode, instance: Instance): Target | undefined {
  let attributes: Target | undefined;
  for (const { name, parts } of element.attributes) {
    const value = valueOf(parts, instance);
    if (value === null) continue;
    attributes ??= {};
    put(attributes, name, value);
  }
  return attributes;
}

/** An object if the element has attributes or children, else its text. */
function renderContent(
  element: ElementNode,
  instance: Instance,
  attributes: Target | undefined,
): { readonly text: EvtxValue; readonly object: Target | undefined } {
  let object: Target | undefined;
  if (attributes !== undefined) object = { "#attributes": attributes };
  const texts: ContentNode[] = [];
  for (const child of element.children) {
    if (child.kind === "constant" || (child.kind === "slot" && !isDocument(child, instance)))
      texts.push(child);
    else if (child.kind !== "instruction") renderChild(child, instance, (object ??= {}));
  }
  const text = valueOf(texts, instance);
  const blank = text === null || (typeof text === "string" && text.trim() === "");
  const bare =
    object === undefined || (attributes !== undefined && Object.keys(object).length === 1);
  if (object !== undefined && (bare ? text !== null : !blank)) put(object, "#text", text);
  return { text, object };
}

function isDocument(node: ContentNode, instance: Instance): boolean {
  return documentsOf(node, instance).length > 0;
}

/** Unnamed `Data`: one is its value, several are one array under `#text`. */
function putUnnamed(target: Target, content: EvtxJson): void {
  const value = Array.isArray(content) ? { "#text": content as readonly EvtxJson[] } : content;
  if (!Object.hasOwn(target, "Data")) {
    put(target, "Data", value);
    return;
  }
  const before = target["Data"];
  let list = aggregates.get(target);
  if (list === undefined) {
    list = before === undefined ? [] : flatten(before);
    aggregates.set(target, list);
    put(target, "Data", { "#text": list });
  }
  for (const each of flatten(value)) list.push(each);
}

/** Arrays under construction, by the object they stand in. */
const aggregates = new WeakMap<Target, EvtxJson[]>();

function flatten(value: EvtxJson): EvtxJson[] {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const text = (value as EvtxJsonObject)["#text"];
    if (Array.isArray(text)) return [...(text as readonly EvtxJson[])];
  }
  return [value ?? ""];
}

/** The name, or for a repeated element the name with the next free number: `Header`, `Header_1`. */
function freeKey(target: Target, name: string): string {
  if (!Object.hasOwn(target, name)) return name;
  let counts = repeats.get(target);
  if (counts === undefined) repeats.set(target, (counts = new Map<string, number>()));
  let number = counts.get(name) ?? 1;
  while (Object.hasOwn(target, `${name}_${number}`)) number++;
  counts.set(name, number + 1);
  return `${name}_${number}`;
}

/** Next number by name, so that a thousand equal names do not cost a million look-ups. */
const repeats = new WeakMap<Target, Map<string, number>>();

/** Names come from the evidence: `__proto__` must be a key like any other. */
function put(target: Target, key: string, value: EvtxJson): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else target[key] = value;
}
