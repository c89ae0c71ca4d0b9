import type { Column, Signature } from "./column.ts";
import { bestOf, bitsOf, doesConcern, narrow } from "./live.ts";
import type { Live } from "./live.ts";
import type { WayRoom } from "./shared.ts";
import { createWalker } from "./walker.ts";
import type { Left, Walker } from "./walker.ts";

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
  readonly walk: Walker;
  /** Whether no more ways are kept. */
  isFull(): boolean;
  /** Records so far; counted by whoever runs them. */
  runs: number;
}

const FIRST_SLOTS = 64;
/**
 * Ways pay when they are gone again. From so many states on, the last thousand of them must have served four times as many
 * records, or no more are kept.
 */
const JUDGED_FROM = 4096;
const JUDGED_EACH = 1024;
const LEAST_RUNS = 4 * JUDGED_EACH;
/** A step is one number: a state, and the number of a signature below 2 ** 16. */
const SIGNATURE_BITS = 16;

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
  let isFull = false;
  let runsThen = 0;
  let walker: Walker | undefined;

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
    room.states--;
    state = states.push({ live, asked: told, doubtful: maybe }) - 1;
    if (state % JUDGED_EACH === JUDGED_EACH - 1) {
      isFull = state >= JUDGED_FROM && course.runs - runsThen < LEAST_RUNS;
      runsThen = course.runs;
    }
    asks.push(ask);
    numbers.set(key, state);
    return state;
  };

  const hasRoom = (): boolean => !isFull && room.steps > 0 && room.states > 0;

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
    if (number < 0 || !hasRoom()) return -1;
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
  const course: Course = {
    runs: 0,
    asks,
    isFull: () => !hasRoom(),
    start(said) {
      if (!hasRoom()) return -1;
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
    walk: (signatureOf) => (walker ??= createWalker(columns, whole, all))(signatureOf),
  };
  // Every program has the first one.
  stateOf(whole, [], []);
  return course;
}

function toColumns(said: readonly (readonly [column: number, said: Signature])[]): number[] {
  return said.map(([column]) => column).sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}
