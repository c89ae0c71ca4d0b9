// Template instances as they lie in the bytes, found without knowing where their chunk begins.
import {
  FRAGMENT_HEADER_BYTES,
  TEMPLATE_HEADER_BYTES,
  TOKEN_FRAGMENT,
  TOKEN_TEMPLATE,
} from "../binxml/token.ts";
import { TYPE_BINXML } from "../binxml/value.ts";

/** An instance that holds its template's definition. Offsets count from the start of the view. */
export interface InlineDefinition {
  /** Where the definition begins. */
  readonly at: number;
  /** Where it begins as the instance says, counted from the start of the chunk. */
  readonly offset: number;
}

/** Instances looked at in one record: honest ones have two or three. */
const MOST_INSTANCES = 32;

/**
 * Where the definition begins that the instance at `at` holds; undefined if it holds none. It is known by
 * itself: behind the instance's head its GUID begins with the id that the instance names.
 */
export function inlineDefinitionAt(view: DataView, at: number, end: number): number | undefined {
  const place = at + 10;
  if (place + TEMPLATE_HEADER_BYTES > end) return undefined;
  return view.getUint32(at + 2, true) === view.getUint32(place + 4, true) ? place : undefined;
}

/** Bytes of the definition at `at`, with its header. `at` leaves room for the header. */
export function definitionBytes(view: DataView, at: number): number {
  return TEMPLATE_HEADER_BYTES + view.getUint32(at + 20, true);
}

/** The definitions that a record holds, the outer one first. `start` is where its binary XML begins. */
export function inlineDefinitions(
  view: DataView,
  start: number,
  end: number,
): readonly InlineDefinition[] {
  const found: InlineDefinition[] = [];
  const open: [start: number, end: number][] = [[start, end]];
  for (let looked = 0; open.length > 0 && looked < MOST_INSTANCES; looked++) {
    const [from, to] = open.pop() as [number, number];
    const at =
      from < to && view.getUint8(from) === TOKEN_FRAGMENT ? from + FRAGMENT_HEADER_BYTES : from;
    if (at + 14 > to || view.getUint8(at) !== TOKEN_TEMPLATE) continue;
    const place = inlineDefinitionAt(view, at, to);
    let next = at + 10;
    if (place !== undefined) {
      found.push({ at: place, offset: view.getUint32(at + 6, true) });
      next += definitionBytes(view, place);
    }
    openNested(view, next, to, open);
  }
  return found;
}

/** Adds the values of type binary XML of an instance; `at` is where their number stands. */
function openNested(view: DataView, at: number, end: number, open: [number, number][]): void {
  if (at + 4 > end) return;
  const count = view.getUint32(at, true);
  if (count > (end - at - 4) >> 2) return;
  let value = at + 4 + 4 * count;
  for (let slot = 0; slot < count; slot++) {
    const descriptor = at + 4 + 4 * slot;
    const next = value + view.getUint16(descriptor, true);
    if (next > end) return;
    if (view.getUint8(descriptor + 2) === TYPE_BINXML && open.length < MOST_INSTANCES)
      open.push([value, next]);
    value = next;
  }
}
