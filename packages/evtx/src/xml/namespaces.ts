// Names with a colon, and what they need so that readers which know namespaces take them:
// Namespaces in XML 1.0 (third edition).
import { attributeValue, PREFIXED, withoutColons } from "./text.ts";

/** An attribute: a sound name, and the value as it is written between the quotes. */
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";
/** Characters of a URI reference (RFC 3986), or not ASCII. Readers join namespace and name by one of the others. */
const NAMESPACE = /^[\w\-.~:/?#[\]@!$&'()*+,;=%\u0080-\u{10ffff}]+$/u;

const NONE: ReadonlySet<string> = new Set();

/** The prefixes that are declared where a reader of the text stands. */
export class Prefixes {
  /** Numbers of namespaces: these may be long, and are compared often. */
  readonly #numbers = new Map<string, number>([[XML, 0]]);
  /** Namespaces by prefix, that of the innermost declaration last. */
  readonly #declared = new Map<string, number[]>([["xml", [0]]]);

  /** Begins an element: takes what its attributes declare. Gives the prefixes, for {@link leave}. */
  enter(attributes: readonly XmlAttribute[]): ReadonlySet<string> {
    let prefixes: Set<string> | undefined;
    for (const { name, value } of attributes) {
      const prefix = name.startsWith("xmlns:") ? declaredBy(name, value) : undefined;
      if (prefix === undefined || prefixes?.has(prefix) === true) continue;
      prefixes ??= new Set();
      prefixes.add(prefix);
      const number = this.#numberOf(attributeValue(value));
      const outer = this.#declared.get(prefix);
      if (outer === undefined) this.#declared.set(prefix, [number]);
      else outer.push(number);
    }
    return prefixes ?? NONE;
  }

  /** Ends an element. */
  leave(prefixes: ReadonlySet<string>): void {
    for (const prefix of prefixes) this.#declared.get(prefix)?.pop();
  }

  /** Whether an element that was entered may have the name. */
  allows(name: string): boolean {
    if (!name.includes(":")) return true;
    return this.#spaceOf(PREFIXED.exec(name)?.[1]) !== undefined;
  }

  /**
   * What no two attributes of an element may have in common: the name, with its namespace in place of a prefix.
   * Undefined if the element, which was entered, may have no such attribute.
   */
  identify({ name, value }: XmlAttribute): string | undefined {
    if (name === "xmlns") return value === "" || isNamespace(value) ? name : undefined;
    if (!name.includes(":")) return name;
    const [, prefix, local] = PREFIXED.exec(name) ?? [];
    if (prefix === "xmlns") return declaredBy(name, value) === undefined ? undefined : name;
    const space = this.#spaceOf(prefix);
    return space === undefined ? undefined : `{${space}}${local}`;
  }

  #spaceOf(prefix: string = ""): number | undefined {
    return this.#declared.get(prefix)?.at(-1);
  }

  #numberOf(namespace: string): number {
    const number = this.#numbers.get(namespace) ?? this.#numbers.size;
    this.#numbers.set(namespace, number);
    return number;
  }
}

/** An element's attributes, each with a space before it. What XML has no place for gets another name. */
export function attributeTags(attributes: readonly XmlAttribute[], prefixes: Prefixes): string {
  let xml = "";
  const counts = attributes.length > 1 ? new Map<string, number>() : undefined;
  for (const attribute of attributes) {
    let { name } = attribute;
    let identity = prefixes.identify(attribute);
    // Of two declarations of a prefix the first one counts.
    if (identity === undefined || (name.startsWith("xmlns:") && counts?.has(name) === true))
      identity = name = name === "xmlns" ? "_xmlns" : withoutColons(name);
    if (counts !== undefined) name += freeEnding(identity, counts);
    xml += ` ${name}='${attribute.value}'`;
  }
  return xml;
}

/** The prefix that an attribute declares; undefined if it declares none, or one that may not be declared so. */
function declaredBy(name: string, value: string): string | undefined {
  const [, , prefix] = PREFIXED.exec(name) ?? [];
  return prefix === "xml" || prefix === "xmlns" || !isNamespace(value) ? undefined : prefix;
}

function isNamespace(written: string): boolean {
  const value = attributeValue(written);
  return NAMESPACE.test(value) && value !== XML && value !== XMLNS;
}

/** Nothing, or what follows the name with the next free number: XML allows each but once. */
function freeEnding(identity: string, counts: Map<string, number>): string {
  let ending = "";
  let number = counts.get(identity) ?? 0;
  while (counts.has(identity + ending)) ending = `_${++number}`;
  counts.set(identity, number);
  if (ending !== "") counts.set(identity + ending, 0);
  return ending;
}
