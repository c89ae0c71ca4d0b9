import type { Column, Signature } from "./column.ts";
import { bestOf, bitsOf, narrow } from "./live.ts";
import type { Live } from "./live.ts";
import { ANY_FIELD } from "./node.ts";

/** What is left of the branches at the end of a way. */
export interface Left {
  /** Ascending. */
  readonly branches: readonly number[];
  /** Columns that said maybe, and could have excluded one of them. */
  readonly doubtful: readonly number[];
}

/** Goes through the columns of the record at hand. */
export type Walker = (signatureOf: (column: number) => Signature) => Left;

const NOTHING: Left = { branches: [], doubtful: [] };

/** The plain way: through all columns, as long as a branch is left that they could exclude. */
export function createWalker(columns: readonly Column[], whole: Live, all: Uint32Array): Walker {
  const order = orderOf(columns, whole);
  const limits = columns.map(({ limited }) => narrow(whole, limited));
  const live = new Uint32Array(all.length);
  return (signatureOf) => {
    live.set(all);
    let left = whole.words.length;
    const doubtful: number[] = [];
    for (let at = 0; at < order.length && left > 0; at++) {
      const column = order[at] as number;
      const { words, bits } = limits[column] as Live;
      let concerned = 0;
      for (let n = 0; n < words.length; n++)
        concerned |= (live[words[n] as number] as number) & (bits[n] as number);
      if (concerned === 0) continue;
      const said = signatureOf(column);
      const mask = said.mask();
      for (let n = 0; n < words.length; n++) {
        const word = words[n] as number;
        const before = live[word] as number;
        if (before === 0) continue;
        live[word] = before & (mask[word] as number);
        if (live[word] === 0) left--;
      }
      if (said.maybes.length > 0) doubtful.push(column);
    }
    if (left === 0) return NOTHING;
    return { branches: bitsOf(narrow(whole, live)), doubtful };
  };
}

/** Columns by what they exclude where none of their atoms holds, each after those before it; the others behind. */
function orderOf(columns: readonly Column[], whole: Live): readonly number[] {
  const order: number[] = [];
  let live = whole;
  for (let next = bestOf(columns, live, order); next >= 0; next = bestOf(columns, live, order)) {
    order.push(next);
    live = narrow(live, (columns[next] as Column).base);
  }
  const rest = [...columns.keys()].filter((column) => !order.includes(column));
  // The search through all fields comes last, whatever it excludes: it is dear.
  const isDear = (column: number): boolean => columns[column]?.name === ANY_FIELD;
  return [...order, ...rest].sort((a, b) => Number(isDear(a)) - Number(isDear(b)));
}
