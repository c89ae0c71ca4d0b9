/**
 * A trie over the UTF-16 units of many texts. Units are mapped to classes: 0 is every unit that stands in none
 * of them. State 0 is the root. The root, and a state with many children, has a row of `classes` transitions;
 * every other one has its few children in a list: most states lie on a chain, and the whole stays small enough
 * for the cache.
 */
export interface LiteralTree {
  readonly classes: number;
  /** Class of the units below 128. */
  readonly classOf: Uint16Array;
  /** Class of the others; undefined if none of them has one. */
  readonly wide: ReadonlyMap<number, number> | undefined;
  readonly states: number;
  /** Offset of the state's row in `rows`, or -1. */
  readonly rowOf: Int32Array;
  /** 0 where there is no child. */
  readonly rows: Int32Array;
  /** Where the state's list of children begins; it ends where that of the next state begins. */
  readonly listOf: Int32Array;
  readonly listClass: Uint16Array;
  readonly listNext: Int32Array;
  /** For each state the index of a text that ends there, plus one; texts are all different. */
  readonly ends: Int32Array;
}

export const ASCII_END = 128;

/**
 * Builds the trie of texts that are all different and not empty.
 * @param backwards each text from its last unit to its first
 */
export function buildLiteralTree(texts: readonly string[], backwards: boolean): LiteralTree {
  const { classes, classOf, wide } = classify(texts);
  const capacity = texts.reduce((sum, text) => sum + text.length, 1);
  const firstChild = new Int32Array(capacity);
  const sibling = new Int32Array(capacity);
  const label = new Uint16Array(capacity);
  const ends = new Int32Array(capacity);
  // The root has most children by far.
  const ofRoot = new Int32Array(classes);
  let states = 1;
  for (const [index, text] of texts.entries()) {
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(backwards ? text.length - 1 - at : at);
      const c = (unit < ASCII_END ? classOf[unit] : wide?.get(unit)) as number;
      let next = state === 0 ? (ofRoot[c] as number) : (firstChild[state] as number);
      if (state !== 0) while (next !== 0 && label[next] !== c) next = sibling[next] as number;
      if (next === 0) {
        next = states++;
        label[next] = c;
        sibling[next] = firstChild[state] as number;
        firstChild[state] = next;
        if (state === 0) ofRoot[c] = next;
      }
      state = next;
    }
    ends[state] = index + 1;
  }
  return {
    classes,
    classOf,
    wide,
    states,
    ...layOut(states, classes, { firstChild, sibling, label }),
    ends: ends.slice(0, states),
  };
}

interface Children {
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
  readonly label: Uint16Array;
}

/** With more children than this a state has a row. */
const MAX_LIST = 6;

/** Rows and lists out of chains of siblings. */
function layOut(
  states: number,
  classes: number,
  { firstChild, sibling, label }: Children,
): Pick<LiteralTree, "rowOf" | "rows" | "listOf" | "listClass" | "listNext"> {
  const rowOf = new Int32Array(states).fill(-1);
  const listOf = new Int32Array(states + 1);
  let rowsSize = 0;
  let listSize = 0;
  for (let state = 0; state < states; state++) {
    let count = 0;
    for (let child = firstChild[state] as number; child !== 0; child = sibling[child] as number)
      count++;
    listOf[state] = listSize;
    if (state === 0 || count > MAX_LIST) {
      rowOf[state] = rowsSize;
      rowsSize += classes;
    } else listSize += count;
  }
  listOf[states] = listSize;
  const rows = new Int32Array(rowsSize);
  const listClass = new Uint16Array(listSize);
  const listNext = new Int32Array(listSize);
  for (let state = 0; state < states; state++) {
    const row = rowOf[state] as number;
    let at = listOf[state] as number;
    for (let child = firstChild[state] as number; child !== 0; child = sibling[child] as number)
      if (row >= 0) rows[row + (label[child] as number)] = child;
      else {
        listClass[at] = label[child] as number;
        listNext[at++] = child;
      }
  }
  return { rowOf, rows, listOf, listClass, listNext };
}

/** The child of a state without a row; 0 if it has none of the class. */
export function childOf(tree: LiteralTree, state: number, c: number): number {
  const { listOf, listClass, listNext } = tree;
  const end = listOf[state + 1] as number;
  for (let at = listOf[state] as number; at < end; at++)
    if (listClass[at] === c) return listNext[at] as number;
  return 0;
}

function classify(texts: readonly string[]): {
  classes: number;
  classOf: Uint16Array;
  wide: ReadonlyMap<number, number> | undefined;
} {
  const classOf = new Uint16Array(ASCII_END);
  const wide = new Map<number, number>();
  let classes = 1;
  for (const text of texts)
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < ASCII_END) {
        if (classOf[unit] === 0) classOf[unit] = classes++;
      } else if (!wide.has(unit)) wide.set(unit, classes++);
    }
  return { classes, classOf, wide: wide.size > 0 ? wide : undefined };
}

/** Calls `sink` with the index of each text that the value begins with; `backwards`: ends with. */
export function walkEnds(
  tree: LiteralTree,
  value: string,
  backwards: boolean,
  sink: (index: number) => void,
): void {
  const { classOf, wide, rowOf, rows, ends } = tree;
  let state = 0;
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(backwards ? value.length - 1 - at : at);
    const c = unit < ASCII_END ? (classOf[unit] as number) : (wide?.get(unit) ?? 0);
    if (c === 0) return;
    const row = rowOf[state] as number;
    state = row >= 0 ? (rows[row + c] as number) : childOf(tree, state, c);
    if (state === 0) return;
    const end = ends[state] as number;
    if (end !== 0) sink(end - 1);
  }
}
