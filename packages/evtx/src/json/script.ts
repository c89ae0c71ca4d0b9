// JSON of a template as a script: the constant text between its values, made once. Only the forms that
// templates really have become scripts; every other template says so, and `json/render.ts` renders its records.
import { NO_DEPENDENCY } from "../binxml/dependency.ts";
import type { AttributeNode, ContentNode, ElementNode } from "../binxml/node.ts";
import type { Template } from "../binxml/template.ts";
import { type EvtxValue, TYPE_BINXML } from "../binxml/value.ts";
import { ValueMemo } from "./memo.ts";
import { type ElementOps, type Op, OP, Program } from "./program.ts";
import type { EvtxJsonOptions } from "./render.ts";
import { jsonText } from "./text.ts";

/** What writes the members that the roots of a template are. */
export interface Script {
  readonly ops: Program;
  /** The one key that they give; undefined if they give several. */
  readonly key: string | undefined;
  /** Open elements at most. */
  readonly height: number;
  /**
   * Slots that the roots depend on. The outermost element of a record stays whatever they hold; that of a
   * document within goes with a null.
   */
  readonly guards: readonly number[];
}

/** The script of a template in a shape; undefined if it has a form that is not scripted. */
export function makeScript(
  template: Template,
  shape: NonNullable<EvtxJsonOptions["shape"]>,
): Script | undefined {
  const maker = new ScriptMaker(shape === "separate");
  const keys = new Set<string>();
  const guards: number[] = [];
  for (const root of template.roots) {
    if (root.kind === "instruction") continue;
    if (root.kind !== "element" || !maker.always(root, keys)) return undefined;
    if (isGuarded(root)) guards.push(root.dependency);
  }
  const [key] = keys;
  if (key === undefined) return undefined;
  const { height } = maker;
  return { ops: maker.ops(), key: keys.size === 1 ? key : undefined, height, guards };
}

const EMPTY = jsonText("");
const NO_OPS = new Program([], 0);
const NOTHING = {
  what: OP.nothing,
  slot: 0,
  memo: new ValueMemo(),
  unnamed: false,
  guard: -1,
  comma: false,
  ops: NO_OPS,
  element: undefined,
  keys: undefined,
} as const;

class ScriptMaker {
  height = 0;
  /** Elements so far, those of ops within ops not counted. */
  elements = 0;
  /** A member is there in every record. */
  certain = false;
  readonly #separate: boolean;
  readonly #ops: Op[] = [];
  #text = "";
  /** Text before the first op. */
  #firstText = "";
  #depth: number;

  constructor(separate: boolean, depth: number = 0) {
    this.#separate = separate;
    this.#depth = depth;
  }

  ops(): Program {
    if (this.#text !== "") this.#add(NOTHING);
    return new Program(this.#ops, this.elements);
  }

  /** The members of an object; false if they cannot be scripted. */
  #members(nodes: readonly ContentNode[], keys: Set<string>): boolean {
    for (const [index, node] of nodes.entries()) {
      if (node.kind === "instruction") continue;
      if (node.kind === "slot" && node.type === TYPE_BINXML) {
        // What may be nothing comes last, or its neighbours would not know of commas.
        if (!this.certain || index !== nodes.length - 1) return false;
        this.#add({ ...NOTHING, what: OP.document, slot: node.index, keys });
      } else if (node.kind !== "element" || !this.#member(node, keys)) return false;
    }
    return true;
  }

  #member(element: ElementNode, keys: Set<string>): boolean {
    if (isGuarded(element)) {
      const inner = this.#inner();
      if (!inner.#element(element, keys)) return false;
      this.height = Math.max(this.height, inner.height);
      const program = inner.ops();
      const [only] = program.ops;
      const comma = keys.size > 1;
      const guard = element.dependency;
      if (program.ops.length === 1 && only?.what === OP.value)
        this.#push({ ...only, guard, comma });
      else this.#push({ ...NOTHING, before: EMPTY, what: OP.group, ops: program, guard, comma });
      return true;
    }
    return this.always(element, keys);
  }

  /** A member that is there in every record; false if it cannot be scripted. */
  always(element: ElementNode, keys: Set<string>): boolean {
    if (this.certain) this.#text += ",";
    else if (keys.size > 0) this.#push({ ...NOTHING, before: EMPTY, comma: true });
    this.certain = true;
    return this.#element(element, keys);
  }

  #inner(): ScriptMaker {
    return new ScriptMaker(this.#separate, this.#depth);
  }

  #element(element: ElementNode, keys: Set<string>): boolean {
    this.elements++;
    this.height = Math.max(this.height, ++this.#depth);
    const done = this.#named(element, keys);
    this.#depth--;
    return done;
  }

  #named(element: ElementNode, keys: Set<string>): boolean {
    const isData = element.name === "Data";
    const given = constantText(isData ? (element.dataName ?? []) : []);
    if (given === undefined) return false;
    const key = isData && given !== "" ? given : element.name;
    if (!this.#take(key, keys)) return false;
    if (isData || element.attributes.length === 0) {
      this.#text += `${JSON.stringify(key)}:`;
      return this.#content(element.children, isData && given === "");
    }
    return this.#withAttributes(element, key);
  }

  /** Whether an object may have a member of this key at this place. */
  #take(key: string, keys: Set<string>): boolean {
    const beside = `${key}_attributes`;
    // Objects put numbers before other keys, whatever their order was; `#text` is what JSON adds.
    if (keys.has(key) || /^\d+$|^#|^__proto__$/u.test(key)) return false;
    if (this.#separate && (keys.has(beside) || key.endsWith("_attributes"))) return false;
    keys.add(key);
    return true;
  }

  #withAttributes(element: ElementNode, key: string): boolean {
    const attributes: AttributeText[] = [];
    const names = new Set<string>();
    for (const attribute of element.attributes) {
      const op = attributeText(attribute);
      if (op === undefined || !this.#take(attribute.name, names)) return false;
      attributes.push(op);
    }
    const { children } = element;
    const members = children.some((child) => child.kind === "element");
    const parts = this.#partsOf(JSON.stringify(key), members);
    const constants = attributes.map((each) => each.constant);
    if (members && !constants.includes(undefined)) {
      // The attributes are always there: all but the members is constant text.
      this.#text += parts.open + constants.join(",") + parts.close + parts.content;
      const inner = this.#inner();
      if (!inner.#members(children, new Set()) || !inner.certain) return false;
      this.#join(inner);
      this.#text += parts.end;
      return true;
    }
    const inner = this.#inner();
    const done = members
      ? inner.#members(children, new Set()) && inner.certain
      : inner.#content(children, false);
    if (!done) return false;
    this.height = Math.max(this.height, inner.height);
    const isNull = inner.#text === "null" && inner.#ops.length === 0;
    if (isNull && !constants.includes(undefined)) {
      this.#text += parts.open + constants.join(",") + parts.close + parts.end;
      return true;
    }
    const elementOps: ElementOps = {
      attributes: attributes.map(({ head, constant, slot }) => ({
        first: jsonText(parts.open + (constant ?? head)),
        next: jsonText(`,${constant ?? head}`),
        slot: constant === undefined ? slot : -1,
        memo: new ValueMemo(),
      })),
      close: jsonText(parts.close),
      content: jsonText(parts.content),
      end: jsonText(parts.end),
      closeAndEnd: jsonText(parts.close + parts.end),
      bare: jsonText(`${JSON.stringify(key)}:${members ? "{" : ""}`),
      ops: isNull ? NO_OPS : inner.ops(),
      members,
    };
    this.#add({ ...NOTHING, what: OP.attributes, element: elementOps });
    return true;
  }

  /** The text around attributes and content of an element, by shape. */
  #partsOf(key: string, members: boolean): Record<"open" | "close" | "content" | "end", string> {
    if (this.#separate)
      return {
        open: `${key.slice(0, -1)}_attributes":{`,
        close: "}",
        content: `,${key}:${members ? "{" : ""}`,
        end: members ? "}" : "",
      };
    return {
      open: `${key}:{"#attributes":{`,
      close: "}",
      content: members ? "," : ',"#text":',
      end: "}",
    };
  }

  /** What stands behind a key. */
  #content(children: readonly ContentNode[], unnamed: boolean): boolean {
    const nodes = children.filter((child) => child.kind !== "instruction");
    const first = nodes[0];
    if (first === undefined) this.#text += "null";
    else if (nodes.length === 1 && first.kind === "constant")
      this.#text +=
        unnamed && first.value !== null ? `{"#text":${jsonOf(first.value)}}` : jsonOf(first.value);
    else if (nodes.length === 1 && first.kind === "slot")
      this.#add({ ...NOTHING, what: OP.value, slot: first.index, unnamed, memo: new ValueMemo() });
    else if (nodes.some((node) => node.kind === "element")) {
      const inner = this.#inner();
      if (!inner.#members(nodes, new Set())) return false;
      if (inner.certain) {
        this.#text += "{";
        this.#join(inner);
        this.#text += "}";
      } else {
        this.height = Math.max(this.height, inner.height);
        this.#add({ ...NOTHING, what: OP.object, ops: inner.ops() });
      }
    } else return false;
    return true;
  }

  /** Takes over what another has made. */
  #join(inner: ScriptMaker): void {
    this.height = Math.max(this.height, inner.height);
    this.elements += inner.elements;
    const [first] = inner.#ops;
    // Constant text in front of the first op becomes one with ours, unless the op may be left out.
    if (first !== undefined && first.guard < 0 && !first.comma) {
      this.#text += inner.#firstText;
      this.#add(first);
      this.#ops.push(...inner.#ops.slice(1));
    } else for (const op of inner.#ops) this.#push(op);
    this.#text += inner.#text;
  }

  /** Adds an op with its own text. */
  #push(op: Op): void {
    if (this.#text !== "") this.#add(NOTHING);
    this.#ops.push(op);
  }

  #add(op: Omit<Op, "before">): void {
    if (this.#ops.length === 0) this.#firstText = this.#text;
    this.#ops.push({ ...op, before: jsonText(this.#text) });
    this.#text = "";
  }
}

function isGuarded({ dependency }: ElementNode): boolean {
  return dependency !== NO_DEPENDENCY;
}

/** An attribute on its way to an op: name with colon; that with the value, where it is constant. */
interface AttributeText {
  readonly head: string;
  readonly constant: string | undefined;
  readonly slot: number;
}

function attributeText({ name, parts }: AttributeNode): AttributeText | undefined {
  const part = parts[0];
  if (parts.length !== 1 || part === undefined) return undefined;
  const head = `${JSON.stringify(name)}:`;
  if (part.kind === "slot") return { head, constant: undefined, slot: part.index };
  if (part.kind !== "constant" || part.value === null) return undefined;
  return { head, constant: head + jsonOf(part.value), slot: 0 };
}

function jsonOf(value: EvtxValue): string {
  return JSON.stringify(value);
}

/** Text of parts that are all constants; undefined if they are not. */
function constantText(parts: readonly ContentNode[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind !== "constant") return undefined;
    text += part.value === null ? "" : String(part.value);
  }
  return text;
}
