import { Damage } from "../diagnostic.ts";
// Binary XML tokens to nodes. MS-EVEN6 2.2.12; libevtx "Binary XML".
import type { Chunk } from "../log/chunk.ts";
import { NO_DEPENDENCY } from "./dependency.ts";
import type { Instance } from "./instance.ts";
import type { AttributeNode, ContentNode, ElementNode, MarkupPiece } from "./node.ts";
import { decodeUtf16 } from "./text.ts";
import {
  FLAG_MORE,
  TOKEN_ATTRIBUTE,
  TOKEN_CDATA,
  TOKEN_CHAR_REF,
  TOKEN_CLOSE_EMPTY,
  TOKEN_CLOSE_START,
  TOKEN_END,
  TOKEN_ENTITY_REF,
  TOKEN_EOF,
  TOKEN_FRAGMENT,
  TOKEN_OPEN,
  TOKEN_OPTIONAL_SLOT,
  TOKEN_PI_DATA,
  TOKEN_PI_TARGET,
  TOKEN_SLOT,
  TOKEN_TEMPLATE,
  TOKEN_VALUE,
} from "./token.ts";
import { type EvtxValue, readValue, TYPE_ARRAY, TYPE_NULL, widthOf } from "./value.ts";

/** Where a fragment stands, and how instances within it are read. */
export interface FragmentContext {
  readonly depth: number;
  /** In a value of type binary XML: elements have no dependency id there. */
  readonly nested: boolean;
  readonly instanceAt: (chunk: Chunk, at: number, end: number, depth: number) => Instance;
  /** Receives every use of a name, in order of place. */
  readonly names?: NameSite[];
}

/** Where a fragment leads to a name. */
export interface NameSite {
  /** Of the u32 offset of the name, in the chunk. */
  readonly at: number;
  /** The name's text stands right behind the offset. */
  readonly inline: boolean;
  readonly name: string;
}

/** What became of a fragment. */
interface Fragment {
  readonly nodes: readonly ContentNode[];
  /** Where it ended. */
  readonly end: number;
  /** Whether its elements carry dependency ids; undefined if it has none. */
  readonly dependency: boolean | undefined;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * The nodes of a fragment up to its end-of-file token or `end`, and where it ended.
 * @throws {Damage} `EVTX_BINXML`, `EVTX_NAME`, `EVTX_TEMPLATE`, `EVTX_LIMIT`
 */
export function parseFragment(
  chunk: Chunk,
  start: number,
  end: number,
  context: FragmentContext,
): Fragment {
  const reader = new FragmentReader(chunk, start, end, context);
  const nodes = reader.content(context.depth, true);
  return { nodes, end: reader.at, dependency: reader.dependency };
}

class FragmentReader {
  at: number;
  /** Whether elements carry a dependency id; the first element of the fragment shows it. */
  dependency: boolean | undefined;
  readonly #chunk: Chunk;
  readonly #end: number;
  readonly #context: FragmentContext;

  constructor(chunk: Chunk, start: number, end: number, context: FragmentContext) {
    this.#chunk = chunk;
    this.at = start;
    this.#end = end;
    this.#context = context;
  }

  /** Content of an element, its end token included; or of the fragment (`top`). */
  content(depth: number, top: boolean): readonly ContentNode[] {
    if (depth > this.#chunk.settings.maxDepth)
      throw new Damage(
        "EVTX_LIMIT",
        this.at,
        `over ${this.#chunk.settings.maxDepth} open elements`,
      );
    const nodes: ContentNode[] = [];
    for (;;) {
      if (this.at >= this.#end) {
        if (top) return nodes;
        throw new Damage("EVTX_BINXML", this.at, "element is not closed");
      }
      const token = this.#chunk.bytes[this.at] as number;
      const kind = token & ~FLAG_MORE;
      if (kind === TOKEN_OPEN) {
        nodes.push(this.#element(token, depth));
      } else if (kind === TOKEN_END && !top) {
        this.at += 1;
        return nodes;
      } else if (kind === TOKEN_EOF) {
        if (!top) throw new Damage("EVTX_BINXML", this.at, "element is not closed");
        this.at += 1;
        return nodes;
      } else if (kind === TOKEN_FRAGMENT) {
        if (top && nodes.length > 0) return nodes;
        this.at += 4;
      } else if (kind === TOKEN_TEMPLATE) {
        if (top && nodes.length > 0) return nodes;
        const instance = this.#context.instanceAt(this.#chunk, this.at, this.#end, depth + 1);
        this.at = instance.end;
        nodes.push({ kind: "instance", instance });
      } else if (kind === TOKEN_PI_TARGET) {
        nodes.push(this.#instruction());
      } else if (!this.#part(kind, nodes)) {
        throw new Damage("EVTX_BINXML", this.at, `unexpected token 0x${token.toString(16)}`);
      }
    }
  }

  #element(token: number, depth: number): ElementNode {
    const start = this.at;
    this.dependency ??= this.#hasDependency(start);
    this.at += 1;
    const dependency = this.dependency ? this.#u16() : NO_DEPENDENCY;
    this.#u32();
    const name = this.#name();
    const attributes = token & FLAG_MORE ? this.#attributes() : [];
    const close = this.#u8();
    if (close !== TOKEN_CLOSE_START && close !== TOKEN_CLOSE_EMPTY)
      throw new Damage("EVTX_BINXML", this.at - 1, `start tag is not closed`);
    const children = close === TOKEN_CLOSE_START ? this.content(depth + 1, false) : [];
    const dataName =
      name === "Data" ? attributes.find((each) => each.name === "Name")?.parts : undefined;
    const selfClosing = close === TOKEN_CLOSE_EMPTY;
    return {
      kind: "element",
      name,
      attributes,
      children,
      dataName,
      dependency: dependency === NO_DEPENDENCY ? optionalSlot(children) : dependency,
      selfClosing,
    };
  }

  #attributes(): readonly AttributeNode[] {
    this.#u32();
    const attributes: AttributeNode[] = [];
    for (;;) {
      const token = this.#chunk.bytes[this.at] as number;
      if (this.at >= this.#end || (token & ~FLAG_MORE) !== TOKEN_ATTRIBUTE) return attributes;
      this.at += 1;
      const name = this.#name();
      const parts: ContentNode[] = [];
      while (
        this.at < this.#end &&
        this.#part((this.#chunk.bytes[this.at] as number) & ~FLAG_MORE, parts)
      );
      attributes.push({ name, parts });
    }
  }

  /** One piece of text, value, reference or slot; false, and nothing read, if there is none. */
  #part(kind: number, parts: ContentNode[]): boolean {
    const start = this.at;
    this.at += 1;
    switch (kind) {
      case TOKEN_VALUE:
        append(parts, this.#literal());
        return true;
      case TOKEN_CDATA: {
        const text = this.#text();
        append(parts, text, { kind: "cdata", text });
        return true;
      }
      case TOKEN_CHAR_REF: {
        const unit = this.#u16();
        append(parts, characterOf(unit), { kind: "reference", text: `#${unit}` });
        return true;
      }
      case TOKEN_ENTITY_REF: {
        const name = this.#name();
        append(parts, ENTITIES.get(name) ?? `&${name};`, { kind: "reference", text: name });
        return true;
      }
      case TOKEN_SLOT:
      case TOKEN_OPTIONAL_SLOT: {
        const index = this.#u16();
        parts.push({
          kind: "slot",
          index,
          optional: kind === TOKEN_OPTIONAL_SLOT,
          type: this.#u8(),
        });
        return true;
      }
      default:
        this.at = start;
        return false;
    }
  }

  /** Value text. By the specification always a string; other types are read all the same. */
  #literal(): EvtxValue {
    const type = this.#u8();
    if (type === 0x01) return this.#text();
    if (type === TYPE_NULL) return null;
    let size = widthOf(type);
    if (size === 0 || type & TYPE_ARRAY) size = this.#u16();
    const start = this.#take(size);
    return readValue(this.#chunk, type, start, size);
  }

  #text(): string {
    const size = 2 * this.#u16();
    return decodeUtf16(this.#chunk.bytes, this.#take(size), size);
  }

  #instruction(): ContentNode {
    this.at += 1;
    const target = this.#name();
    if (this.#chunk.bytes[this.at] !== TOKEN_PI_DATA || this.at >= this.#end)
      return { kind: "instruction", target, data: "" };
    this.at += 1;
    return { kind: "instruction", target, data: this.#text() };
  }

  /** A name by its offset in the chunk; it stands right here when first used. */
  #name(): string {
    const at = this.at;
    const offset = this.#u32();
    const inline = offset === this.at;
    if (inline) this.#take(this.#chunk.nameSize(offset));
    const name = this.#chunk.name(offset);
    this.#context.names?.push({ at, inline, name });
    return name;
  }

  /**
   * Whether an element start has a dependency id. Fragments outside templates are found both ways
   * (collectors write them), so the place of the name decides: only one reading has a name there.
   */
  #hasDependency(start: number): boolean {
    const expected = !this.#context.nested;
    if (this.#namePlausible(start + (expected ? 7 : 5))) return expected;
    return this.#namePlausible(start + (expected ? 5 : 7)) ? !expected : expected;
  }

  #namePlausible(at: number): boolean {
    const { bytes, view } = this.#chunk;
    if (at + 4 > this.#end) return false;
    const offset = view.getUint32(at, true);
    if (offset < 512 || offset + 10 > bytes.length) return false;
    const length = view.getUint16(offset + 6, true);
    const close = offset + 8 + 2 * length;
    return length > 0 && close + 2 <= bytes.length && view.getUint16(close, true) === 0;
  }

  #u8(): number {
    return this.#chunk.bytes[this.#take(1)] as number;
  }

  #u16(): number {
    return this.#chunk.view.getUint16(this.#take(2), true);
  }

  #u32(): number {
    return this.#chunk.view.getUint32(this.#take(4), true);
  }

  /** Moves on by `size` bytes and gives where they begin. */
  #take(size: number): number {
    const start = this.at;
    if (size > this.#end - start)
      throw new Damage("EVTX_BINXML", start, "binary XML ends within a token");
    this.at = start + size;
    return start;
  }
}

/**
 * The slot whose null leaves out an element with this content (MS-EVEN6 3.1.4.7.2): writers state it as
 * dependency id, too, but the token alone says it. Beside other content a null is only an empty text.
 */
function optionalSlot(children: readonly ContentNode[]): number {
  const [only] = children;
  return children.length === 1 && only?.kind === "slot" && only.optional
    ? only.index
    : NO_DEPENDENCY;
}

/** XML forbids references to halves of a surrogate pair. */
function characterOf(unit: number): string {
  return unit >= 0xd800 && unit <= 0xdfff ? "\ufffd" : String.fromCharCode(unit);
}

/** Adds a constant; text that follows text is one text, whose pieces are kept for XML. */
function append(parts: ContentNode[], value: EvtxValue, piece?: MarkupPiece): void {
  const last = parts.at(-1);
  if (typeof value !== "string" || last?.kind !== "constant" || typeof last.value !== "string") {
    parts.push(
      piece === undefined
        ? { kind: "constant", value }
        : { kind: "constant", value, markup: [piece] },
    );
    return;
  }
  const joined = last.value + value;
  if (piece === undefined && last.markup === undefined) {
    parts[parts.length - 1] = { kind: "constant", value: joined };
    return;
  }
  // The list was made here and nobody else has it yet: a copy for each piece would cost the square.
  const markup = (last.markup ?? [{ kind: "text", text: last.value }]) as MarkupPiece[];
  markup.push(piece ?? { kind: "text", text: value });
  parts[parts.length - 1] = { kind: "constant", value: joined, markup };
}
