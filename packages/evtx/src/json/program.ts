import type { ValueMemo } from "./memo.ts";
import { type JsonText, textWords } from "./text.ts";

/** What follows the constant text of an {@link Op}. */
export const OP = {
  nothing: 0,
  value: 1,
  document: 2,
  attributes: 3,
  object: 4,
  group: 5,
} as const;

/** Constant JSON text, and then perhaps something of the record. */
export interface Op {
  readonly before: JsonText;
  readonly what: (typeof OP)[keyof typeof OP];
  readonly slot: number;
  readonly memo: ValueMemo;
  /** For `value`: several values stand under `#text`. */
  readonly unnamed: boolean;
  /** A null in this slot leaves all of it out; -1 if none does. */
  readonly guard: number;
  /** A comma goes before it, unless it is the first in its object. */
  readonly comma: boolean;
  readonly element: ElementOps | undefined;
  /** For `object`: its members; none of them is the value null. For `group`: what the guard is for. */
  readonly ops: Program;
  /** For `document`: keys of the object that its members join. */
  readonly keys: ReadonlySet<string> | undefined;
}

/** An element whose attributes may all be null. */
export interface ElementOps {
  readonly attributes: readonly AttributeOp[];
  /** Closes the attributes. */
  readonly close: JsonText;
  /** Leads to the content where there are attributes; without content it is not there. */
  readonly content: JsonText;
  /** Ends the element where there are attributes. */
  readonly end: JsonText;
  readonly closeAndEnd: JsonText;
  /** Leads to the content where there are none. */
  readonly bare: JsonText;
  /** The content: members, or one value; empty where it is null. */
  readonly ops: Program;
  readonly members: boolean;
}

export interface AttributeOp {
  /** Name with colon, and the value if it is constant, with what leads to the first attribute. */
  readonly first: JsonText;
  /** The same with the comma that goes before others. */
  readonly next: JsonText;
  /** -1 for a constant. */
  readonly slot: number;
  readonly memo: ValueMemo;
}

/**
 * Ops in a row, as the writer runs them: their figures and texts lie one behind the other in one array, so that
 * reading them does not wait for memory. What is rare is looked up in the ops.
 *
 * One op: what it is and its flags, its slot, its guard, where the next one begins, and its text as its size in
 * bytes and its words; behind those of attributes their number, for each the slot and both texts, then the
 * texts `closeAndEnd` and `bare`.
 */
export class Program {
  readonly ops: readonly Op[];
  readonly code: Int32Array;
  /** Elements that it opens, and bytes of its texts: what running it costs at most, besides the values. */
  readonly elements: number;
  readonly textBytes: number;

  constructor(ops: readonly Op[], elements: number) {
    this.ops = ops;
    this.elements = elements;
    this.textBytes = ops.reduce((sum, op) => sum + textBytesOf(op), 0);
    const code: number[] = [];
    for (const [index, op] of ops.entries()) {
      const start = code.length;
      const flags = (op.unnamed ? FLAG_UNNAMED : 0) | (op.comma ? FLAG_COMMA : 0);
      code.push(op.what | flags | (index << INDEX_SHIFT), op.slot, op.guard, 0);
      addText(code, op.before);
      if (op.element !== undefined) addElement(code, op.element);
      code[start + 3] = code.length;
    }
    this.code = Int32Array.from(code);
  }
}

/** Bits of the first figure of an op. */
export const WHAT_MASK = 15;
const FLAG_UNNAMED = 16;
export const FLAG_COMMA = 32;
/** Above the flags stands the place of the op in {@link Program.ops}. */
export const INDEX_SHIFT = 8;

function textBytesOf({ before, element }: Op): number {
  if (element === undefined) return before.sizeBytes;
  const { attributes, close, content, end, bare } = element;
  return [before, close, content, end, bare, ...attributes.map(({ first }) => first)].reduce(
    (sum, text) => sum + text.sizeBytes,
    0,
  );
}

function addText(code: number[], text: JsonText): void {
  code.push(text.sizeBytes, ...textWords(text));
}

function addElement(code: number[], element: ElementOps): void {
  code.push(element.attributes.length);
  for (const { slot, first, next } of element.attributes) {
    code.push(slot);
    addText(code, first);
    addText(code, next);
  }
  addText(code, element.closeAndEnd);
  addText(code, element.bare);
}
