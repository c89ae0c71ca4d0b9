// Aho and Corasick, "Efficient string matching", 1975: all texts of a set, found in one pass over a value.
import { ASCII_END, buildLiteralTree, childOf } from "./literal-tree.ts";
import type { LiteralTree } from "./literal-tree.ts";

/** Finds which of many texts stand in a value. Immutable. */
export interface Automaton {
  /** Calls `sink` with the index of each text in the value, once for each place where it stands. */
  scan(value: string, sink: (index: number) => void): void;
}

/**
 * Builds the automaton of texts that are all different and not empty. Time and memory grow with the sum of
 * their lengths; a scan costs at most two steps for each unit of the value, besides what it finds.
 */
export function buildAutomaton(texts: readonly string[]): Automaton {
  const tree = buildLiteralTree(texts, false);
  const { classOf, wide, rowOf, rows, ends } = tree;
  const { fail, first } = link(tree);
  return {
    scan(value, sink) {
      let state = 0;
      for (let at = 0; at < value.length; at++) {
        const unit = value.charCodeAt(at);
        const c = unit < ASCII_END ? (classOf[unit] as number) : (wide?.get(unit) ?? 0);
        if (c === 0) {
          state = 0;
          continue;
        }
        for (;;) {
          const row = rowOf[state] as number;
          if (row >= 0) {
            state = rows[row + c] as number;
            break;
          }
          const child = childOf(tree, state, c);
          if (child !== 0) {
            state = child;
            break;
          }
          state = fail[state] as number;
        }
        // Behind one that ends here, the next is the first of where it would fail to.
        for (
          let out = first[state] as number;
          out !== 0;
          out = first[fail[out] as number] as number
        )
          sink((ends[out] as number) - 1);
      }
    },
  };
}

/**
 * Failure links by breadth, after which rows have no gaps: a state with a row needs no failure link any more.
 * `first`: the nearest state, itself included, at which a text ends.
 */
function link(tree: LiteralTree): {
  readonly fail: Int32Array;
  readonly first: Int32Array;
} {
  const { classes, rowOf, rows, listOf, listClass, listNext, ends, states } = tree;
  const fail = new Int32Array(states);
  const first = new Int32Array(states);
  const step = (from: number, c: number): number => {
    for (let state = from; ; state = fail[state] as number) {
      const row = rowOf[state] as number;
      if (row >= 0) return rows[row + c] as number;
      const child = childOf(tree, state, c);
      if (child !== 0) return child;
    }
  };
  const queue = new Int32Array(states);
  let tail = 1;
  const visit = (child: number, to: number): void => {
    fail[child] = to;
    first[child] = ends[child] === 0 ? (first[to] as number) : child;
    queue[tail++] = child;
  };
  // A function of its own: its loops are short and many, and the engine would make them fast one by one.
  const spread = (state: number): void => {
    const row = rowOf[state] as number;
    const back = fail[state] as number;
    if (row < 0) {
      const end = listOf[state + 1] as number;
      for (let at = listOf[state] as number; at < end; at++)
        visit(listNext[at] as number, step(back, listClass[at] as number));
      return;
    }
    for (let c = 1; c < classes; c++) {
      const child = rows[row + c] as number;
      // Of the root, a missing child leads to the root itself.
      const to = state === 0 ? 0 : step(back, c);
      if (child === 0) rows[row + c] = to;
      else visit(child, to);
    }
  };
  for (let head = 0; head < tail; head++) spread(queue[head] as number);
  return { fail, first };
}
