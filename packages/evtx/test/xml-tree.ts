// A strict reader of XML content, for tests: it throws at whatever XML 1.0 and Namespaces in XML 1.0
// do not allow.

/** An element: attributes as read, children in order, text pieces as strings. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

// Looser than the specification in rare blocks, exact for ASCII.
const NAME =
  /[:A-Z_a-z\u00c0-\u02ff\u0370-\u1fff\u200c-\u218f\u2c00-\ud7ff\uf900-\ufffd\u{10000}-\u{effff}][-:.0-9A-Z_a-z\u00b7-\ud7ff\uf900-\ufffd\u{10000}-\u{effff}]*/uy;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/** What is bound before anything is declared. */
const BOUND: Namespaces = new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);
const DECLARING: Namespaces = new Map([["xmlns", "http://www.w3.org/2000/xmlns/"]]);
const RESERVED = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/u;

/** Namespaces by prefix. */
type Namespaces = ReadonlyMap<string, string>;

/** All that stands at the top: elements, and texts between them. */
export function readXml(source: string): readonly (XmlElement | string)[] {
  for (const character of source) requireLegal(character, source);
  const reader = new Reader(source);
  const nodes = reader.content(BOUND);
  if (reader.at < source.length) throw reader.wrong("end tag without element");
  return nodes;
}

/** All text within an element. */
export function textWithin(node: XmlElement | string): string {
  return typeof node === "string" ? node : node.children.map(textWithin).join("");
}

function requireLegal(character: string, source: string): void {
  const code = character.codePointAt(0) as number;
  const legal =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x1_0000;
  if (!legal) throw new Error(`illegal character U+${code.toString(16)} in ${source.slice(0, 80)}`);
}

class Reader {
  at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  wrong(what: string): Error {
    return new Error(`${what} at ${this.at}: ${this.#source.slice(this.at, this.at + 60)}`);
  }

  content(bound: Namespaces): (XmlElement | string)[] {
    const nodes: (XmlElement | string)[] = [];
    const add = (text: string): void => {
      if (typeof nodes.at(-1) === "string") nodes.push(`${nodes.pop() as string}${text}`);
      else if (text !== "") nodes.push(text);
    };
    while (this.at < this.#source.length && !this.#starts("</")) {
      if (this.#skip("<![CDATA[")) add(this.#until("]]>"));
      else if (this.#skip("<?")) this.#instruction();
      else if (this.#skip("<")) nodes.push(this.#element(bound));
      else if (this.#skip("&")) add(this.#reference());
      else {
        const end = /[<&]|$/g;
        end.lastIndex = this.at;
        const stop = end.exec(this.#source)?.index ?? this.#source.length;
        const text = this.#source.slice(this.at, stop);
        if (text.includes("]]>")) throw this.wrong("]]> in text");
        this.at = stop;
        add(text);
      }
    }
    return nodes;
  }

  #element(outer: Namespaces): XmlElement {
    const name = this.#name();
    const attributes = new Map<string, string>();
    while (this.#skip(" ")) {
      const attribute = this.#name();
      if (attributes.has(attribute)) throw this.wrong(`second attribute ${attribute}`);
      if (!this.#skip("='")) throw this.wrong("no ='");
      const value = this.#until("'");
      if (value.includes("<")) throw this.wrong("< in attribute");
      const nested = new Reader(value);
      attributes.set(attribute, nested.content(BOUND).map(textWithin).join(""));
    }
    const bound = this.#bind(name, attributes, outer);
    if (this.#skip("/>")) return { name, attributes, children: [] };
    if (!this.#skip(">")) throw this.wrong("start tag not closed");
    const children = this.content(bound);
    if (!this.#skip(`</${name}>`)) throw this.wrong(`no end tag of ${name}`);
    return { name, attributes, children };
  }

  /** Namespaces in XML 1.0, sections 3 to 6. */
  #bind(name: string, attributes: ReadonlyMap<string, string>, outer: Namespaces): Namespaces {
    const bound = new Map(outer);
    for (const [key, value] of attributes) {
      const [prefix = "", local = ""] = key === "xmlns" ? ["xmlns"] : key.split(":");
      if (prefix !== "xmlns") continue;
      if (/^xml(?:ns)?$/u.test(local)) throw this.wrong(`declares the prefix ${local}`);
      if (RESERVED.test(value) || /[ }]/u.test(value)) throw this.wrong(`namespace ${value}`);
      if (local !== "" && value === "") throw this.wrong(`${local} without namespace`);
      bound.set(local, value);
    }
    this.#expand(name, bound);
    const seen = new Set<string>();
    for (const key of attributes.keys()) {
      const isDeclaration = key.startsWith("xmlns:");
      const expanded = this.#expand(key, isDeclaration ? DECLARING : bound);
      if (seen.has(expanded)) throw this.wrong(`second attribute ${expanded}`);
      seen.add(expanded);
    }
    return bound;
  }

  #expand(name: string, bound: Namespaces): string {
    if (!name.includes(":")) return name;
    const [prefix = "", local = "", ...more] = name.split(":");
    const namespace = bound.get(prefix);
    if (prefix === "" || namespace === undefined) throw this.wrong(`unbound prefix of ${name}`);
    NAME.lastIndex = 0;
    if (more.length > 0 || !NAME.test(local)) throw this.wrong(`no local name in ${name}`);
    return `{${namespace}}${local}`;
  }

  #instruction(): void {
    const target = this.#name();
    if (target.includes(":")) throw this.wrong("colon in a target");
    if (/^xml$/i.test(target)) throw this.wrong("XML declaration");
    if (!this.#skip(" ")) throw this.wrong("no space after target");
    this.#until("?>");
  }

  #reference(): string {
    const body = this.#until(";");
    const code = /^#(\d+)$/.exec(body)?.[1] ?? /^#x([\da-f]+)$/i.exec(body)?.[0].replace("#", "0");
    const text = code === undefined ? ENTITIES[body] : String.fromCodePoint(Number(code));
    if (text === undefined) throw this.wrong(`unknown entity ${body}`);
    requireLegal(text, this.#source);
    return text;
  }

  #name(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.#source)?.[0];
    if (name === undefined) throw this.wrong("no name");
    this.at += name.length;
    return name;
  }

  #until(end: string): string {
    const stop = this.#source.indexOf(end, this.at);
    if (stop < 0) throw this.wrong(`no ${end}`);
    const text = this.#source.slice(this.at, stop);
    this.at = stop + end.length;
    return text;
  }

  #starts(text: string): boolean {
    return this.#source.startsWith(text, this.at);
  }

  #skip(text: string): boolean {
    if (!this.#starts(text)) return false;
    this.at += text.length;
    return true;
  }
}
