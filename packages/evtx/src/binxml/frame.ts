import { Damage } from "../diagnostic.ts";
import type { Chunk } from "../log/chunk.ts";
import { type Template, templateAt } from "./template.ts";
import {
  FLAG_MORE,
  FRAGMENT_HEADER_BYTES,
  TOKEN_FRAGMENT,
  TOKEN_OPEN,
  TOKEN_PI_TARGET,
  TOKEN_TEMPLATE,
} from "./token.ts";
import {
  isFigure,
  isReal,
  isWholeSid,
  TYPE_ARRAY,
  TYPE_BINXML,
  TYPE_BOOL,
  TYPE_NULL,
  TYPE_SID,
  TYPE_STRING,
  TYPE_XML,
} from "./value.ts";

/**
 * The values of the template instance that a document consists of, located in one pass and without an
 * object for it. Knows only the form that all but a few documents have: one instance, sound, nothing behind
 * it. For every other document it says no, and the reader of any form (`document.ts`) has its turn.
 */
export class Frame {
  template: Template | undefined;
  /** Byte offset of the first descriptor in the chunk. */
  descriptors = 0;
  count = 0;
  /** How many of the values are binary XML. */
  documents = 0;
  /** Byte offsets of the values in the chunk; [count] is the end of the last. */
  offsets: Int32Array = new Int32Array(64);

  /** Locates the instance of the document at `at`; false if the document has another form. */
  open(chunk: Chunk, at: number, end: number): boolean {
    const { bytes, view } = chunk;
    if (chunk.finder !== undefined) return false;
    const start = bytes[at] === TOKEN_FRAGMENT ? at + FRAGMENT_HEADER_BYTES : at;
    if (start + 14 > end || bytes[start] !== TOKEN_TEMPLATE) return false;
    const definition = view.getUint32(start + 6, true);
    const template = resolve(chunk, definition);
    if (template === undefined || template.flaws.length > 0) return false;
    let next = start + 10;
    if (definition === next) next += template.sizeBytes;
    if (next + 4 > end) return false;
    const count = view.getUint32(next, true);
    next += 4;
    if (count > (end - next) >> 2) return false;
    if (count >= this.offsets.length) this.offsets = new Int32Array(2 * count);
    const { offsets } = this;
    let value = next + 4 * count;
    let documents = 0;
    for (let slot = 0, from = next; slot < count; slot++, from += 4) {
      // u16 size, u8 type, u8 zero
      const descriptor = view.getUint32(from, true);
      offsets[slot] = value;
      const type = (descriptor >>> 16) & 0xff;
      if (type === TYPE_BINXML) documents++;
      value += descriptor & 0xffff;
    }
    offsets[count] = value;
    if (value > end || (value < end && goesOn(bytes[value] as number))) return false;
    this.template = template;
    this.descriptors = next;
    this.count = count;
    this.documents = documents;
    return true;
  }

  /**
   * Whether the text of some value may be neither UTF-16LE nor what {@link isFigure} says of numbers, identifiers, times
   * and truth values: text of 8 bits, and what is told as the digits of its bytes.
   */
  hidesText(chunk: Chunk): boolean {
    const { bytes, view } = chunk;
    for (let slot = 0, from = this.descriptors; slot < this.count; slot++, from += 4) {
      const type = view.getUint8(from + 2);
      if (IS_TELLING[type] === 1) continue;
      const at = this.offsets[slot] as number;
      if (type !== TYPE_SID || !isWholeSid(bytes, at, this.offsets[slot + 1] as number))
        return true;
    }
    return false;
  }
}

/** By type: whether all its values are UTF-16LE or figures, those of its arrays too. */
const IS_TELLING = Uint8Array.from({ length: 256 }, (_, type) => {
  if (type === TYPE_BINXML || type === TYPE_XML) return 1;
  const scalar = type & ~TYPE_ARRAY;
  // Nothing in an array is bytes of no type.
  if (type === TYPE_NULL || scalar === TYPE_STRING) return 1;
  const isTelling = scalar === TYPE_BOOL || isReal(scalar) || isFigure(scalar);
  return isTelling && scalar !== TYPE_SID ? 1 : 0;
});

/** Whether a token begins another part of the document; others are its end or padding. */
function goesOn(token: number): boolean {
  return (
    token === TOKEN_FRAGMENT ||
    token === TOKEN_TEMPLATE ||
    token === TOKEN_PI_TARGET ||
    (token & ~FLAG_MORE) === TOKEN_OPEN
  );
}

function resolve(chunk: Chunk, at: number): Template | undefined {
  const known = chunk.templates.get(at);
  if (known !== undefined) return known instanceof Damage ? undefined : known;
  try {
    return templateAt(chunk, at, 0);
  } catch (error) {
    // The reader of any form meets it again, and reports it.
    if (error instanceof Damage) return undefined;
    throw error;
  }
}
