import type { Column, Signature } from "./column.ts";
import { ANY_FIELD } from "./node.ts";
import type { WayRoom } from "./shared.ts";

/**
 * The way of records through the columns of a program, laid out as they go it. A *state* is what is known of a
 * record so far: which columns were asked, and which branches they left. Each names the column to ask next,
 * and for what that column says the state that follows; so a way that was gone before costs one lookup for each
 * column, whatever the number of branches.
 */
export interface Course {
  /** The state in which these columns have spoken. */
  start(said: readonly (readonly [column: number, said: Signature])[]): number;
  /** For each state the column to ask next; -1 at the end of a way. The first state is 0. */
  readonly asks: readonly number[];
  /** The state that follows; -1 if there are too many to keep one more. */
  next(state: number, said: Signature): number;
  /** What an end leaves. */
  leftBy(state: number): Left;
  /** What is left when all columns are asked; for records whose way is not kept. */
  walk(signatureOf: (column: number) => Signature): Left;
}

/** What is left of the branches at the end of a way. */
export interface Left {
  /** Ascending. */
  readonly branches: readonly number[];
  /** Columns that said maybe, and could have excluded one of them. */
  readonly doubtful: readonly number[];
}

const FIRST_SLOTS = 64;
/** A step is one number: a state, and the number of a signature below 2 ** 16. */
const SIGNATURE_BITS = 16;

/** Branches that are left: words that have some, and their bits. Soon there are few. */
interface Live {
  readonly words: readonly number[];
  readonly bits: readonly number[];
}

interface State {
  readonly live: Live;
  readonly asked: readonly number[];
  /** Columns among them that said maybe. */
  readonly doubtful: readonly number[];
}

/**
 * @param all the branches, a bit each
 * @param room is taken from
 */
export function createCourse(columns: readonly Column[], all: Uint32Array, room: WayRoom): Course {
  const states: State[] = [];
  const asks: number[] = [];
  const numbers = new Map<string, number>();
  let slots = FIRST_SLOTS;
  /** A hash table from steps to states; 0 where there is none, since no step leads to the first. */
  let steps = new Int32Array(slots);
  let targets = new Int32Array(slots);
  let count = 0;
  const order = [...columns.keys()].sort((a, b) => rankOf(columns[a]) - rankOf(columns[b]));

  const stateOf = (live: Live, asked: readonly number[], doubtful: readonly number[]): number => {
    // What was asked and could exclude nothing any more makes no difference.
    const matters = (column: number): boolean => doesConcern(columns[column] as Column, live);
    const told = asked.filter(matters);
    const maybe = doubtful.filter(matters);
    const ask = bestOf(columns, live, told);
    const { words, bits } = live;
    const way = ask < 0 ? "end" : told.join();
    const key = [way, maybe.join(), words.join(), bits.join()].join("/");
    let state = numbers.get(key);
    if (state !== undefined) return state;
    // The first one every program has.
    if (room.states <= 0 && states.length > 0) return -1;
    room.states--;
    state = states.push({ live, asked: told, doubtful: maybe }) - 1;
    asks.push(ask);
    numbers.set(key, state);
    return state;
  };

  const slotOf = (step: number): number => {
    let slot = (Math.imul(step, 0x9e3779b1) >>> 7) & (slots - 1);
    while (targets[slot] !== 0 && steps[slot] !== step) slot = (slot + 1) & (slots - 1);
    return slot;
  };

  const keep = (step: number, target: number): void => {
    room.steps--;
    if (2 * ++count > slots) {
      const old = { steps, targets };
      slots *= 2;
      steps = new Int32Array(slots);
      targets = new Int32Array(slots);
      for (const [at, to] of old.targets.entries()) {
        if (to === 0) continue;
        const slot = slotOf(old.steps[at] as number);
        steps[slot] = old.steps[at] as number;
        targets[slot] = to;
      }
    }
    const slot = slotOf(step);
    steps[slot] = step;
    targets[slot] = target;
  };

  const make = (from: number, said: Signature): number => {
    const { mask, number } = said;
    if (number < 0 || room.steps <= 0 || room.states <= 0) return -1;
    const { live, asked, doubtful } = states[from] as State;
    const column = asks[from] as number;
    const target = stateOf(
      narrow(live, mask()),
      [...asked, column].sort(ascending),
      said.maybes.length === 0 ? doubtful : [...doubtful, column].sort(ascending),
    );
    if (target > 0) keep((from << SIGNATURE_BITS) | number, target);
    return target;
  };

  const whole = narrow({ words: [...all.keys()], bits: [...all] }, all);
  stateOf(whole, [], []);
  return {
    asks,
    start(said) {
      let live = whole;
      for (const [, { mask }] of said) live = narrow(live, mask());
      const doubtful = said.filter(([, { maybes }]) => maybes.length > 0);
      return stateOf(live, toColumns(said), toColumns(doubtful));
    },
    next(state, said) {
      const step = (state << SIGNATURE_BITS) | said.number;
      let slot = (Math.imul(step, 0x9e3779b1) >>> 7) & (slots - 1);
      for (;;) {
        const target = targets[slot] as number;
        if (target === 0) return make(state, said);
        if (steps[slot] === step) return target;
        slot = (slot + 1) & (slots - 1);
      }
    },
    leftBy(state) {
      const { live, doubtful } = states[state] as State;
      return { branches: bitsOf(live), doubtful };
    },
    walk(signatureOf) {
      let live = whole;
      const doubtful: number[] = [];
      for (const column of order) {
        if (!doesConcern(columns[column] as Column, live)) continue;
        const { mask, maybes } = signatureOf(column);
        live = narrow(live, mask());
        if (maybes.length > 0) doubtful.push(column);
      }
      return { branches: bitsOf(live), doubtful };
    },
  };
}

function toColumns(said: readonly (readonly [column: number, said: Signature])[]): number[] {
  return said.map(([column]) => column).sort(ascending);
}

function narrow({ words, bits }: Live, mask: Uint32Array): Live {
  const left = { words: [] as number[], bits: [] as number[] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number;
    const both = (bits[at] as number) & (mask[word] as number);
    if (both === 0) continue;
    left.words.push(word);
    left.bits.push(both);
  }
  return left;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Whether the column could exclude a branch that is left. */
function doesConcern({ limited }: Column, { words, bits }: Live): boolean {
  for (let at = 0; at < words.length; at++)
    if (((bits[at] as number) & (limited[words[at] as number] as number)) !== 0) return true;
  return false;
}

/** The search through all fields comes last, whatever it excludes: it is dear. */
function rankOf(column: Column | undefined): number {
  return column?.name === ANY_FIELD ? 1 : 0;
}

/** The column that excludes most of the branches that are left where none of its atoms holds; -1 if none excludes any. */
function bestOf(columns: readonly Column[], live: Live, asked: readonly number[]): number {
  const { words, bits } = live;
  let best = -1;
  let most = -1;
  for (let index = 0; index < columns.length; index++) {
    const { limited, base, name } = columns[index] as Column;
    if (asked.includes(index)) continue;
    let concerned = 0;
    let excluded = 0;
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number;
      const both = (bits[at] as number) & (limited[word] as number);
      if (both === 0) continue;
      concerned |= both;
      excluded += countBits(both & ~(base[word] as number));
    }
    if (concerned === 0) continue;
    const worth = name === ANY_FIELD ? 0 : excluded + 1;
    if (worth > most) {
      best = index;
      most = worth;
    }
  }
  return best;
}

function bitsOf({ words, bits }: Live): readonly number[] {
  const found: number[] = [];
  for (const [at, word] of words.entries())
    for (let left = bits[at] as number; left !== 0; left &= left - 1)
      found.push(word * 32 + 31 - Math.clz32(left & -left));
  return found;
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
