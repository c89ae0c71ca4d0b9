import { normalizeObservable } from "@tocsin/model";
import type { ObservableType } from "@tocsin/model";
import { hasMark, spanOf } from "./mapped.ts";
import type { Mapped } from "./mapped.ts";
import type { FoundObservable } from "./types.ts";

/** What the finders of one text share: the text, what is taken, what was found. */
export interface FindState {
  readonly mapped: Mapped;
  /** 1 where a value stands already; later finders pass over it. */
  readonly taken: Uint8Array;
  readonly found: FoundObservable[];
}

/** More about a value than its type. */
export interface FoundDetails {
  readonly isDefanged?: boolean;
  readonly within?: "url" | "path";
  readonly label?: string;
}

/** Whether one of the units is taken. */
export function isTaken(state: FindState, start: number, end: number): boolean {
  return state.taken.subarray(start, end).includes(1);
}

/** Keeps later finders out of the stretch. */
export function take(state: FindState, start: number, end: number): void {
  state.taken.fill(1, start, end);
}

/** Adds a value if it has its type's form; takes its stretch. Gives whether it was added. */
export function add(
  state: FindState,
  type: ObservableType,
  text: string,
  start: number,
  end: number,
  details: FoundDetails = {},
): boolean {
  const observable = normalizeObservable(type, text);
  if (observable === undefined || end <= start) return false;
  const isDefanged = details.isDefanged === true || hasMark(state.mapped, start, end);
  const { within, label } = details;
  state.found.push({
    ...observable,
    span: spanOf(state.mapped, start, end),
    isDefanged,
    ...(within !== undefined && { within }),
    ...(label !== undefined && { label }),
  });
  take(state, start, end);
  return true;
}
