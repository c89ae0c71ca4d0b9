// The shapes that `evtx_dump` of the Rust crate evtx writes: without options, and with --separate-json-attributes.
import { documentsOf, textOf, valueOf } from "../binxml/content.ts";
import { dependsOnNull } from "../binxml/dependency.ts";
import type { Instance } from "../binxml/instance.ts";
import type { ContentNode, ElementNode } from "../binxml/node.ts";
import type { EvtxScalar, EvtxValue } from "../binxml/value.ts";
import { Damage } from "../diagnostic.ts";

/** JSON as this package gives it. */
export type EvtxJson = null | EvtxScalar | readonly EvtxJson[] | EvtxJsonObject;

/** An element with attributes or children: `#attributes`, `#text`, and children by name. */
export interface EvtxJsonObject {
  readonly [name: string]: EvtxJson;
}

type Target = Record<string, EvtxJson>;

/** How a record becomes JSON. */
export interface EvtxJsonOptions {
  /**
   * Where attributes stand. `attributes`: in the element, under `#attributes`, with its text under `#text`.
   * `separate`: beside it, under its name and `_attributes`; an element that has nothing else is not there.
   * Default `attributes`.
   */
  readonly shape?: "attributes" | "separate";
}

/** What holds for all of a record while it is rendered. */
interface Rendering {
  readonly separate: boolean;
  /** Elements that are open. */
  depth: number;
  /** What ended the work; each open element keeps what it has and hands it on. */
  damage?: Damage;
}

/** The document as one object, `{ Event: … }`. Throws `Damage` at a limit; `target` has what came before. */
export function renderDocument(
  document: readonly Instance[],
  target: Target,
  { shape = "attributes" }: EvtxJsonOptions = {},
): void {
  renderInstances(document, target, { separate: shape === "separate", depth: 0 });
}

function renderInstances(
  document: readonly Instance[],
  target: Target,
  rendering: Rendering,
): void {
  for (const instance of document) {
    instance.chunk.countNode();
    for (const root of instance.template.roots) renderChild(root, instance, target, rendering);
  }
}

/** Adds what a node stands for to the object of its parent. Text is not its business. */
function renderChild(
  node: ContentNode,
  instance: Instance,
  target: Target,
  rendering: Rendering,
): void {
  if (node.kind === "element") renderElement(node, instance, target, rendering);
  else if (node.kind === "slot" || node.kind === "instance")
    renderInstances(documentsOf(node, instance), target, rendering);
}

function renderElement(
  element: ElementNode,
  instance: Instance,
  target: Target,
  rendering: Rendering,
): void {
  instance.chunk.countNode();
  instance.chunk.countValue(element.name.length);
  const { maxDepth } = instance.chunk.settings;
  // Nested templates may each be as deep as this; together they would be deeper than the stack.
  if (rendering.depth >= maxDepth)
    throw new Damage("EVTX_LIMIT", 0, `over ${maxDepth} open elements`);
  if (rendering.depth > 0 && dependsOnNull(element, instance)) return;
  const isData = element.name === "Data";
  const name = (element.dataName && textOf(valueOf(element.dataName, instance))) || undefined;
  const attributes = isData ? undefined : renderAttributes(element, instance);
  rendering.depth++;
  const { text, object } = renderContent(element, instance, attributes, rendering);
  rendering.depth--;
  const content = object ?? text;
  if (isData) putData(target, name, content);
  else {
    const key = freeKey(target, element.name, rendering);
    const beside = rendering.separate && attributes !== undefined;
    if (beside) put(target, `${key}_attributes`, attributes);
    if (!beside || content !== null) put(target, key, content);
  }
  if (rendering.damage !== undefined) throw rendering.damage;
}

function renderAttributes(element: ElementNode, instance: Instance): Target | undefined {
  let attributes: Target | undefined;
  for (const { name, parts } of element.attributes) {
    instance.chunk.countValue(name.length);
    const value = valueOf(parts, instance);
    if (value === null) continue;
    attributes ??= {};
    put(attributes, name, value);
  }
  return attributes;
}

/** An object if the element has attributes (in the shape where they stand in it) or children, else its text. */
function renderContent(
  element: ElementNode,
  instance: Instance,
  attributes: Target | undefined,
  rendering: Rendering,
): { readonly text: EvtxValue; readonly object: Target | undefined } {
  let object: Target | undefined;
  let bare = true;
  if (attributes !== undefined && !rendering.separate) object = { "#attributes": attributes };
  const texts: ContentNode[] = [];
  let text: EvtxValue = null;
  try {
    for (const child of element.children) {
      if (child.kind === "constant" || (child.kind === "slot" && !isDocument(child, instance)))
        texts.push(child);
      else if (child.kind !== "instruction") {
        renderChild(child, instance, (object ??= {}), rendering);
        bare = false;
      }
    }
    text = valueOf(texts, instance);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    rendering.damage = error;
  }
  if (object !== undefined && Object.keys(object).length === 0) object = undefined;
  const blank = text === null || (typeof text === "string" && text.trim() === "");
  if (object !== undefined && (bare ? text !== null : !blank))
    put(object, freeKey(object, "#text", rendering), text);
  return { text, object };
}

function isDocument(node: ContentNode, instance: Instance): boolean {
  return documentsOf(node, instance).length > 0;
}

/**
 * `Data`: several of one name are one list, as is an array. Those without a name stand under `#text` of
 * `Data`, where a list of one item is the item.
 */
function putData(target: Target, name: string | undefined, content: EvtxJson): void {
  const key = name ?? "Data";
  if (!Object.hasOwn(target, key)) {
    const wrapped = name === undefined && (typeof content !== "object" || Array.isArray(content));
    put(target, key, wrapped ? { "#text": onlyItem(content) } : content);
    return;
  }
  let lists = gathered.get(target);
  if (lists === undefined) gathered.set(target, (lists = new Map<string, EvtxJson[]>()));
  let list = lists.get(key);
  if (list === undefined) {
    list = itemsOf(target[key]);
    lists.set(key, list);
    put(target, key, name === undefined ? { "#text": list } : list);
  }
  for (const item of itemsOf(content)) list.push(item);
}

/** Lists under construction, by the object they stand in and their key. */
const gathered = new WeakMap<Target, Map<string, EvtxJson[]>>();

function onlyItem(content: EvtxJson): EvtxJson {
  if (!Array.isArray(content)) return content;
  const [first] = content as readonly EvtxJson[];
  return content.length === 1 && first !== undefined ? first : content;
}

function itemsOf(value: EvtxJson | undefined): EvtxJson[] {
  if (Array.isArray(value)) return [...(value as readonly EvtxJson[])];
  if (value !== null && typeof value === "object") {
    const text = (value as EvtxJsonObject)["#text"];
    if (text !== undefined && Object.keys(value).length === 1) return itemsOf(text);
  }
  return [value ?? ""];
}

/** The name, or for a repeated element the name with the next free number: `Header`, `Header_1`. */
function freeKey(target: Target, name: string, { separate }: Rendering): string {
  // An element of attributes alone has only the key beside its own.
  const taken = (key: string): boolean =>
    Object.hasOwn(target, key) || (separate && Object.hasOwn(target, `${key}_attributes`));
  if (!taken(name)) return name;
  let counts = repeats.get(target);
  if (counts === undefined) repeats.set(target, (counts = new Map<string, number>()));
  let number = counts.get(name) ?? 1;
  while (taken(`${name}_${number}`)) number++;
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
