import { Frame } from "../binxml/frame.ts";
import type { Template } from "../binxml/template.ts";
import { TYPE_ARRAY, TYPE_BINXML, TYPE_STRING } from "../binxml/value.ts";
import type { Chunk } from "../log/chunk.ts";
import type { EvtxRecord } from "../record.ts";
import type { JsonBytes } from "./bytes.ts";
import type { ValueMemo } from "./memo.ts";
import {
  type AttributeOp,
  type ElementOps,
  FLAG_COMMA,
  INDEX_SHIFT,
  OP,
  type Op,
  type Program,
  WHAT_MASK,
} from "./program.ts";
import { makeScript, type Script } from "./script.ts";
import { jsonText } from "./text.ts";
import { writeTexts, writeValue } from "./value.ts";

const NULL = jsonText("null");
const TEXT_OPEN = jsonText('{"#text":');
const CLOSE = jsonText("}");
const COMMA = 0x2c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
/** Size of the largest value: a descriptor has 16 bits for it. */
const MOST_VALUE_BYTES = 0xffff;
/** Documents within documents; those deeper down are rare, and rendered by the other way. */
const MOST_NESTED = 4;

/** Runs the scripts of templates on records, as `json/render.ts` would render them. */
export class ScriptRunner {
  readonly #shape: "attributes" | "separate";
  readonly #json: JsonBytes;
  readonly #frames: readonly Frame[] = Array.from({ length: MOST_NESTED }, () => new Frame());
  #chunk: Chunk | undefined;
  #valueBytes = 0;
  #nodes = 0;

  constructor(json: JsonBytes, shape: "attributes" | "separate") {
    this.#json = json;
    this.#shape = shape;
  }

  /** Writes a record; false if it is not of a form that is scripted: what was written is then of no use. */
  write(record: EvtxRecord): boolean {
    const { chunk } = record;
    chunk.begin(record);
    const frame = this.#frames[0] as Frame;
    if (!frame.open(chunk, record.contentStart, record.contentEnd)) return false;
    const script = this.#scriptOf(frame.template as Template);
    const { maxDepth } = chunk.settings;
    if (script === undefined || script.height > maxDepth) return false;
    this.#chunk = chunk;
    this.#valueBytes = chunk.settings.maxValueBytes;
    this.#nodes = chunk.settings.maxNodes;
    this.#json.reserve(2);
    this.#json.byte(BRACE_OPEN);
    if (!this.#run(script.ops, 0, maxDepth - script.height)) return false;
    this.#json.reserve(2);
    this.#json.byte(BRACE_CLOSE);
    return true;
  }

  /**
   * Runs a script on the values of the frame at `level`; false where the record has a form that it does not
   * foresee, or costs too much.
   * @param room elements that may yet be opened
   */
  #run(program: Program, level: number, room: number): boolean {
    const json = this.#json;
    const chunk = this.#chunk as Chunk;
    const frame = this.#frames[level] as Frame;
    const { bytes } = chunk;
    const { descriptors, count } = frame;
    const { code } = program;
    this.#nodes -= program.elements + program.ops.length;
    this.#valueBytes -= program.textBytes;
    if (this.#nodes < 0 || this.#valueBytes < 0) return false;
    for (let at = 0; at < code.length;) {
      const head = code[at] as number;
      const slot = code[at + 1] as number;
      const guard = code[at + 2] as number;
      const text = at + 4;
      at = code[at + 3] as number;
      if (guard >= 0 && (guard >= count || bytes[descriptors + 4 * guard + 2] === 0)) continue;
      if ((head & FLAG_COMMA) !== 0) this.#comma();
      const rest = json.inlined(code, text);
      const what = head & WHAT_MASK;
      if (what === OP.nothing) continue;
      const op = program.ops[head >> INDEX_SHIFT] as Op;
      if (what === OP.value) {
        const type = slot < count ? (bytes[descriptors + 4 * slot + 2] as number) : 0;
        if (type === TYPE_STRING && !op.unnamed && this.#valueBytes > MOST_VALUE_BYTES) {
          const start = frame.offsets[slot] as number;
          const size = (frame.offsets[slot + 1] as number) - start;
          this.#valueBytes -= size;
          json.utf16(bytes, chunk.view, start, size);
          continue;
        }
        const written = this.#value(slot, op.memo, op.unnamed, level, room);
        if (written === undefined) return false;
        if (!written) json.literal(NULL);
      } else if (!this.#rare(op, code, rest, level, room)) return false;
    }
    return true;
  }

  #rare(op: Op, code: Int32Array, rest: number, level: number, room: number): boolean {
    switch (op.what) {
      case OP.attributes:
        return this.#attributes(op.element as ElementOps, code, rest, level, room);
      case OP.document:
        return this.#document(op, level, room);
      case OP.group:
        return this.#run(op.ops, level, room);
      default:
        return this.#object(op.ops, level, room);
    }
  }

  /** Type of a slot's value, 0 for null. */
  #typeOf(slot: number, level: number): number {
    const frame = this.#frames[level] as Frame;
    if (slot >= frame.count) return 0;
    return (this.#chunk as Chunk).bytes[frame.descriptors + 4 * slot + 2] as number;
  }

  /** A comma, unless the object has just begun. */
  #comma(): void {
    const json = this.#json;
    json.reserve(1);
    const last = json.out[json.at - 1];
    // A comma is there already behind the attributes of the object.
    if (last !== BRACE_OPEN && last !== COMMA) json.byte(COMMA);
  }

  /** An object, or null if none of its members is there. */
  #object(ops: Program, level: number, room: number): boolean {
    const json = this.#json;
    const before = json.at;
    json.reserve(1);
    json.byte(BRACE_OPEN);
    if (!this.#run(ops, level, room)) return false;
    if (json.at === before + 1) {
      json.at = before;
      json.literal(NULL);
    } else json.literal(CLOSE);
    return true;
  }

  /** Writes the value of a slot. False, and nothing written, for null; undefined if it is beyond scripts. */
  #value(
    slot: number,
    memo: ValueMemo,
    unnamed: boolean,
    level: number,
    room: number,
  ): boolean | undefined {
    const frame = this.#frames[level] as Frame;
    const chunk = this.#chunk as Chunk;
    if (slot >= frame.count) return false;
    const type = chunk.bytes[frame.descriptors + 4 * slot + 2] as number;
    if (type === 0) return false;
    const start = frame.offsets[slot] as number;
    const size = (frame.offsets[slot + 1] as number) - start;
    this.#valueBytes -= size;
    if (this.#valueBytes < 0) return undefined;
    const json = this.#json;
    if (type === TYPE_BINXML) {
      json.reserve(2);
      json.byte(BRACE_OPEN);
      if (!this.#nested(start, size, undefined, level, room)) return undefined;
      json.reserve(2);
      json.byte(BRACE_CLOSE);
      return true;
    }
    return unnamed
      ? this.#unnamed(type, memo, start, size)
      : writeValue(json, chunk, type, start, size, memo);
  }

  /** The value of a `Data` without a name; of an array of one item, the item. */
  #unnamed(type: number, memo: ValueMemo, start: number, size: number): boolean | undefined {
    const json = this.#json;
    const before = json.at;
    json.literal(TEXT_OPEN);
    if (type === (TYPE_ARRAY | TYPE_STRING)) {
      const first = json.at;
      if (writeTexts(json, this.#chunk as Chunk, start, size) === 1) {
        // Without the brackets.
        json.out.copyWithin(first, first + 1, json.at - 1);
        json.at -= 2;
      }
    } else if ((type & TYPE_ARRAY) !== 0) return undefined;
    else if (!writeValue(json, this.#chunk as Chunk, type, start, size, memo)) {
      json.at = before;
      return false;
    }
    json.literal(CLOSE);
    return true;
  }

  /** The members of the document in a slot; nothing for null. */
  #document(op: Op, level: number, room: number): boolean {
    const frame = this.#frames[level] as Frame;
    const { slot } = op;
    if (slot >= frame.count) return true;
    const type = (this.#chunk as Chunk).bytes[frame.descriptors + 4 * slot + 2];
    if (type === 0) return true;
    if (type !== TYPE_BINXML) return false;
    const start = frame.offsets[slot] as number;
    this.#json.reserve(1);
    this.#json.byte(COMMA);
    return this.#nested(start, (frame.offsets[slot + 1] as number) - start, op.keys, level, room);
  }

  #nested(
    start: number,
    size: number,
    keys: ReadonlySet<string> | undefined,
    level: number,
    room: number,
  ): boolean {
    const frame = this.#frames[level + 1];
    if (frame === undefined || !frame.open(this.#chunk as Chunk, start, start + size)) return false;
    const script = this.#scriptOf(frame.template as Template);
    if (script === undefined || script.height > room) return false;
    if (keys !== undefined && (script.key === undefined || keys.has(script.key))) return false;
    for (const slot of script.guards) if (this.#typeOf(slot, level + 1) === 0) return false;
    return this.#run(script.ops, level + 1, room - script.height);
  }

  /** @param from where in the program the attributes of the element stand */
  #attributes(
    element: ElementOps,
    code: Int32Array,
    from: number,
    level: number,
    room: number,
  ): boolean {
    const json = this.#json;
    const { attributes } = element;
    let some = false;
    let at = from + 1;
    for (let left = code[from] as number; left > 0; left--) {
      const slot = code[at] as number;
      const first = at + 1;
      const next = afterText(code, first);
      at = afterText(code, next);
      if (slot >= 0 && this.#typeOf(slot, level) === 0) continue;
      const before = json.at;
      json.inlined(code, some ? next : first);
      if (slot >= 0) {
        const { memo } = attributes[attributes.length - left] as AttributeOp;
        const written = this.#value(slot, memo, false, level, -1);
        if (written === undefined) return false;
        if (!written) {
          json.at = before;
          continue;
        }
      }
      some = true;
    }
    if (!some) {
      json.inlined(code, afterText(code, at));
      return this.#bare(element, level, room);
    }
    const isEmpty = element.ops.code.length === 0;
    if (isEmpty) {
      json.inlined(code, at);
      return true;
    }
    json.literal(element.close);
    if (!this.#content(element, level, room)) return false;
    json.literal(element.end);
    return true;
  }

  /** What stands behind the key of an element whose attributes are all null. */
  #bare({ ops, members }: ElementOps, level: number, room: number): boolean {
    const json = this.#json;
    const [only] = ops.ops;
    if (only === undefined) json.literal(NULL);
    else if (members || ops.ops.length > 1 || only.what !== OP.value) {
      if (!this.#run(ops, level, room)) return false;
      if (members) json.literal(CLOSE);
    } else {
      const written = this.#value(only.slot, only.memo, only.unnamed, level, room);
      if (written !== true) {
        if (written === undefined) return false;
        json.literal(NULL);
      }
    }
    return true;
  }

  /** The content of an element that has attributes. */
  #content(element: ElementOps, level: number, room: number): boolean {
    const json = this.#json;
    const before = json.at;
    json.literal(element.content);
    const [only] = element.ops.ops;
    if (element.members || only?.what !== OP.value) return this.#run(element.ops, level, room);
    // A document here would join the attributes.
    const written = this.#value(only.slot, only.memo, false, level, -1);
    if (written === false) json.at = before;
    return written !== undefined;
  }

  #scriptOf(template: Template): Script | undefined {
    const { scripts } = template;
    let script = scripts[this.#shape];
    if (script === undefined) {
      script = makeScript(template, this.#shape) ?? null;
      scripts[this.#shape] = script;
    }
    return script ?? undefined;
  }
}

/** Where in a program the text at `from` ends. */
function afterText(code: Int32Array, from: number): number {
  return from + 1 + (((code[from] as number) + 3) >> 2);
}
