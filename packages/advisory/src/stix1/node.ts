import type { XmlElement } from "@tocsin/documents";

/**
 * One node of a STIX 1 document, the same whether it was XML or JSON: `cybox:Object_Reference` and
 * `object_reference` are both `objectreference`. A list of JSON becomes a node with a child for each item,
 * named in the singular, as XML writes it.
 */
export interface Node {
  readonly key: string;
  /** Attributes of XML and simple members of JSON, by their key. `type` of `xsi:type` stands under `xsitype`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  /** Text right inside; of JSON the member `value`. */
  readonly text: string;
  readonly line?: number;
}

/** Deeper JSON is not read; XML is bounded where it is parsed. */
const MAX_DEPTH = 200;
const MAX_NODES = 2_000_000;

/** The node of an XML element and all below it. */
export function nodeOfXml(element: XmlElement): Node {
  // The same few names stand at every object.
  const keys = new Map<string, string>();
  const keyOf = (name: string): string => {
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = toKey(name);
    if (keys.size < MAX_KEYS) keys.set(name, key);
    return key;
  };
  return readXml(element, keyOf);
}

const MAX_KEYS = 1000;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

function readXml(element: XmlElement, keyOf: (name: string) => string): Node {
  const names = Object.keys(element.attributes);
  const attributes: Record<string, string> = {};
  for (const name of names)
    if (!name.startsWith("xmlns")) attributes[keyOf(name)] = element.attributes[name] ?? "";
  return {
    key: keyOf(element.name),
    attributes: names.length === 0 ? NO_ATTRIBUTES : attributes,
    children: element.children.map((child) => readXml(child, keyOf)),
    text: element.text,
    line: element.line,
  };
}

/** The node of a STIX 1 package in JSON. `isCut` says that a limit ended it. */
export function nodeOfJson(json: unknown): { readonly node: Node; readonly isCut: boolean } {
  const budget = { left: MAX_NODES, isCut: false };
  return { node: readJson("stixpackage", json, budget, 0), isCut: budget.isCut };
}

function readJson(
  key: string,
  json: unknown,
  budget: { left: number; isCut: boolean },
  depth: number,
): Node {
  budget.left--;
  if (budget.left < 0 || depth > MAX_DEPTH) {
    budget.isCut = true;
    return { key, attributes: {}, children: [], text: "" };
  }
  if (Array.isArray(json)) {
    const items: readonly unknown[] = json;
    const one = toSingular(key);
    const children = items.map((item) => readJson(one, item, budget, depth + 1));
    return { key, attributes: {}, children, text: "" };
  }
  if (typeof json !== "object" || json === null)
    return { key, attributes: {}, children: [], text: toText(json) };
  const attributes: Record<string, string> = {};
  const children: Node[] = [];
  let text = "";
  for (const [name, value] of Object.entries(json as Readonly<Record<string, unknown>>)) {
    const member = toKey(name);
    if (typeof value !== "object" || value === null) {
      attributes[member] = toText(value);
      if (member === "value") text = toText(value);
    }
    // A list of plain values under `value` is one text in XML, its items parted by a mark.
    if (member === "value" && Array.isArray(value)) text = value.map(toText).join("##comma##");
    children.push(readJson(member, value, budget, depth + 1));
  }
  return { key, attributes, children, text };
}

function toText(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
}

/** Letters and digits in lower case, without the prefix; `xsi:type` keeps it, for CybOX has a `type` of its own. */
function toKey(name: string): string {
  if (/^xsi:type$/i.test(name)) return "xsitype";
  return name
    .slice(name.indexOf(":") + 1)
    .replaceAll(/[_\s-]/g, "")
    .toLowerCase();
}

function toSingular(key: string): string {
  if (key.endsWith("ies")) return `${key.slice(0, -3)}y`;
  if (key === "hashes") return "hash";
  return key.endsWith("s") && !key.endsWith("ss") ? key.slice(0, -1) : key;
}

/** The first child of that key. */
export function child(node: Node | undefined, key: string): Node | undefined {
  return node?.children.find((one) => one.key === key);
}

/** All children of one of the keys. */
export function childrenOf(node: Node | undefined, ...keys: readonly string[]): Node[] {
  return node?.children.filter((one) => keys.includes(one.key)) ?? [];
}

/** All nodes of a key below a node, not those inside another that is found; `stop` bounds where it looks. */
export function* below(
  node: Node,
  key: string,
  stop: (node: Node) => boolean = () => false,
): Generator<Node> {
  for (const one of node.children) {
    if (one.key === key) yield one;
    else if (!stop(one)) yield* below(one, key, stop);
  }
}

/** Text of a node, blanks levelled; undefined of an empty one. */
export function textOf(node: Node | undefined): string | undefined {
  const text = node?.text.replaceAll(/\s+/g, " ").trim() ?? "";
  return text === "" ? undefined : text;
}

/** Text of a member that JSON writes as a plain value or an object, XML as an element or an attribute. */
export function memberText(node: Node | undefined, key: string): string | undefined {
  return textOf(child(node, key)) ?? (node?.attributes[key]?.trim() || undefined);
}

/** The kind of a CybOX object: `address` of `AddressObj:AddressObjectType`. */
export function objectKind(node: Node): string {
  const type = node.attributes["xsitype"] ?? "";
  return type
    .slice(type.indexOf(":") + 1)
    .replace(/ObjectType$/i, "")
    .toLowerCase();
}
