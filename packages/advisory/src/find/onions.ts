import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";

/** Two pieces of Base32 before `.onion`, parted by a blank or the end of a line. */
const BROKEN =
  /(?<![A-Za-z0-9.-])([a-z2-7]{2,54})(?:[ \t]|[ \t]{0,4}\r?\n[ \t]{0,8})([a-z2-7]{2,54})\.onion(?![A-Za-z0-9-])/gi;
/** Letters of a name of a hidden service: version 3, version 2. */
const LENGTHS: ReadonlySet<number> = new Set([56, 16]);

/** Finds names of hidden services that the layout broke in two; the pieces together have the length of one. */
export function findBrokenOnions(state: FindState): void {
  for (const { 0: whole, 1: head = "", 2: tail = "", index } of state.mapped.text.matchAll(
    BROKEN,
  )) {
    const name = `${head}${tail}`;
    const isName = LENGTHS.has(name.length) && !LENGTHS.has(tail.length);
    // Sixteen letters may be two words.
    if (!isName || (name.length === 16 && !/[2-7]/.test(name))) continue;
    if (!isTaken(state, index, index + whole.length))
      add(state, "domain", `${name}.onion`, index, index + whole.length);
  }
}
