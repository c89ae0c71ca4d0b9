// Finds where a record holds its EventRecordID among the values of its template: MS-EVEN6 2.2.12.
// Written apart from the reader, so that a mistake in one does not hide in the other; the survey then
// lets the reader confirm every place.
import { RECORD } from "./layout.ts";

const NAME = "EventRecordID";
const TEMPLATE_TOKEN = 0x0c;
const UINT64 = 0x0a;
const DEFINITION_HEADER_BYTES = 24;

/** Finds the ids of one chunk; definitions are searched once. */
export interface IdFinder {
  /** Byte offset in the chunk of the eight bytes; undefined where the record has no such value. */
  find(recordAt: number): number | undefined;
}

/** @param bytes a chunk whose records have sound frames */
export function createIdFinder(bytes: Uint8Array): IdFinder {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const slots = new Map<number, number | undefined>();
  return {
    find(recordAt) {
      const end = recordAt + view.getUint32(recordAt + RECORD.size, true) - 4;
      // Fragment header, then: token, u8, u32 id, u32 offset of the definition.
      const token = recordAt + RECORD.content + 4;
      if (token + 14 > end || bytes[token] !== TEMPLATE_TOKEN) return undefined;
      const definition = view.getUint32(token + 6, true);
      if (definition + DEFINITION_HEADER_BYTES > bytes.length) return undefined;
      const size = view.getUint32(definition + 20, true);
      if (definition + DEFINITION_HEADER_BYTES + size > bytes.length) return undefined;
      if (!slots.has(definition)) slots.set(definition, slotOf(view, definition, size));
      const slot = slots.get(definition);
      if (slot === undefined) return undefined;
      const inline = definition === token + 10;
      return valueAt(view, token + 10 + (inline ? DEFINITION_HEADER_BYTES + size : 0), slot, end);
    },
  };
}

/** Number of the slot that is the content of element EventRecordID of a definition. */
function slotOf(view: DataView, definition: number, size: number): number | undefined {
  const start = definition + DEFINITION_HEADER_BYTES;
  const end = start + size - 4;
  // An open element: token, u16 dependency, u32 size, u32 offset of the name, perhaps the name itself;
  // then, as it has no attributes, close of the start tag, slot token, u16 number, u8 type.
  for (let at = start; at + 11 <= end; at++) {
    if (view.getUint8(at) !== 0x01) continue;
    const name = view.getUint32(at + 7, true);
    if (!isNameAt(view, name)) continue;
    const close = at + 11 + (name === at + 11 ? 10 + 2 * NAME.length : 0);
    if (close + 5 > start + size || view.getUint8(close) !== 0x02) continue;
    const token = view.getUint8(close + 1);
    if ((token === 0x0d || token === 0x0e) && view.getUint8(close + 4) === UINT64)
      return view.getUint16(close + 2, true);
  }
  return undefined;
}

/** A name: u32 next, u16 hash, u16 length, text. */
function isNameAt(view: DataView, at: number): boolean {
  if (at + 8 + 2 * NAME.length > view.byteLength) return false;
  if (view.getUint16(at + 6, true) !== NAME.length) return false;
  for (let n = 0; n < NAME.length; n++)
    if (view.getUint16(at + 8 + 2 * n, true) !== NAME.codePointAt(n)) return false;
  return true;
}

/** Place of a value: u32 count, for each u16 size, u8 type, u8 zero; then the values. */
function valueAt(view: DataView, at: number, slot: number, end: number): number | undefined {
  const count = at + 4 <= end ? view.getUint32(at, true) : 0;
  const descriptors = at + 4;
  if (slot >= count || descriptors + 4 * count > end) return undefined;
  const descriptor = descriptors + 4 * slot;
  if (view.getUint16(descriptor, true) !== 8 || view.getUint8(descriptor + 2) !== UINT64)
    return undefined;
  let place = descriptors + 4 * count;
  for (let each = 0; each < slot; each++) place += view.getUint16(descriptors + 4 * each, true);
  return place + 8 <= end ? place : undefined;
}
