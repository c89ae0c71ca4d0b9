import type { FieldValue } from "@tocsin/model";
import { keyOfAtom } from "./atom.ts";
import type { Atom } from "./atom.ts";
import { atomsOfBound, baseOfBound, evaluateBound, keyOfBound } from "./bound.ts";
import type { Bound } from "./bound.ts";
import { createFieldIndex } from "./field-index.ts";
import type { FieldIndex } from "./field-index.ts";
import { eachOf, toLists } from "./lists.ts";
import type { ColumnName } from "./node.ts";

/**
 * What a value comes to in its column. Values that make the same atoms hold share one.
 */
export interface Signature {
  /** Atoms that hold, ascending. */
  readonly atoms: readonly number[];
  /** Atoms that the index leaves to be decided where it matters, ascending. */
  readonly maybes: readonly number[];
  /** A bit for each branch: 0 where this value alone makes it impossible that it holds. */
  readonly mask: () => Uint32Array;
  /** That no other signature of the column has, from 0; -1 beyond {@link MAX_SIGNATURES}. */
  readonly number: number;
}

/** One field of a program: its atoms, and which branches each value leaves possible. */
export interface Column {
  readonly name: ColumnName;
  /** A bit for each branch that some value of this column makes impossible. */
  readonly limited: Uint32Array;
  /** A bit for each branch that a value at which no atom holds leaves possible. */
  readonly base: Uint32Array;
  /** Made when it is first asked for: of most columns no value ever comes. */
  readonly index: () => FieldIndex;
  signatureOf(value: FieldValue | undefined): Signature;
  /** A signature in which one of its maybes is decided. */
  decide(signature: Signature, maybe: number, says: boolean): Signature;
  /** That of several values together, from those of each. */
  join(signatures: readonly Signature[]): Signature;
}

/** Collects what branches ask of a field. */
export interface ColumnBuilder {
  readonly name: ColumnName;
  /** The number of an atom; equal ones have one number. */
  atom(atom: Atom): number;
  /** Says what must be possible for the branch. */
  limit(branch: number, bound: Bound): void;
  build(words: number): Column;
}

/** Branches that ask the same of a column. */
interface Limit {
  readonly bound: Bound;
  readonly branches: number[];
}

const MAX_SIGNATURES = 4096;
/** The key of a signature without atoms. */
const NOTHING = "/";

/** Begins a column. */
export function createColumnBuilder(name: ColumnName): ColumnBuilder {
  const atoms: Atom[] = [];
  const byKey = new Map<string, number>();
  const limits = new Map<string, Limit>();
  return {
    name,
    atom(atom) {
      const key = keyOfAtom(atom);
      const known = byKey.get(key);
      if (known !== undefined) return known;
      byKey.set(key, atoms.length);
      return atoms.push(atom) - 1;
    },
    limit(branch, bound) {
      const key = keyOfBound(bound);
      const known = limits.get(key);
      if (known === undefined) limits.set(key, { bound, branches: [branch] });
      else known.branches.push(branch);
    },
    build: (words) => buildColumn(name, atoms, [...limits.values()], words),
  };
}

function buildColumn(
  name: ColumnName,
  atoms: readonly Atom[],
  limits: readonly Limit[],
  words: number,
): Column {
  /** Limits by the atoms they look at. */
  const concerned: number[][] = atoms.map(() => []);
  const none: boolean[] = [];
  const limited = new Uint32Array(words);
  const base = new Uint32Array(words).fill(0xffffffff);
  for (const [index, { bound, branches: of }] of limits.entries()) {
    for (const atom of atomsOfBound(bound)) concerned[atom]?.push(index);
    none.push(baseOfBound(bound));
    for (const branch of of) {
      setBit(limited, branch, true);
      if (none[index] === false) setBit(base, branch, false);
    }
  }
  const byAtom = toLists(concerned);

  let made: FieldIndex | undefined;
  const index = (): FieldIndex => (made ??= createFieldIndex(atoms));
  /** Per atom: 1 it holds, 2 it may. */
  const state = new Uint8Array(atoms.length);
  const holding: number[] = [];
  const doubtful: number[] = [];
  const onHolds = (atom: number): void => {
    if (state[atom] === 1) return;
    if (state[atom] === 0) holding.push(atom);
    else {
      doubtful.splice(doubtful.indexOf(atom), 1);
      holding.push(atom);
    }
    state[atom] = 1;
  };
  const onMaybe = (atom: number): void => {
    if (state[atom] !== 0) return;
    state[atom] = 2;
    doubtful.push(atom);
  };
  const signatures = new Map<string, Signature>();
  /** The signature of values at which no atom holds or may hold. */
  let bare: Signature | undefined;

  const maskOf = (holds: readonly number[], may: readonly number[]): Uint32Array => {
    if (holds.length + may.length === 0) return base;
    const mask = Uint32Array.from(base);
    const judged = new Set<number>();
    for (const atom of holds) state[atom] = 1;
    for (const atom of may) state[atom] = 2;
    for (const atom of [...holds, ...may])
      eachOf(byAtom, atom, (at) => {
        if (judged.has(at)) return;
        judged.add(at);
        const { bound, branches: of } = limits[at] as Limit;
        const isPossible = evaluateBound(bound, state);
        if (isPossible !== none[at]) for (const branch of of) setBit(mask, branch, isPossible);
      });
    for (const atom of holds) state[atom] = 0;
    for (const atom of may) state[atom] = 0;
    return mask;
  };

  return {
    name,
    limited,
    base,
    index,
    signatureOf(value) {
      index().find(value, onHolds, onMaybe);
      return finish();
    },
    decide({ atoms: holds, maybes }, maybe, says) {
      holds.forEach(onHolds);
      for (const atom of maybes) if (atom !== maybe) onMaybe(atom);
      if (says) onHolds(maybe);
      return finish();
    },
    join(signatures) {
      for (const { atoms: each } of signatures) each.forEach(onHolds);
      for (const { maybes } of signatures) maybes.forEach(onMaybe);
      return finish();
    },
  };

  function sign(holds: readonly number[], may: readonly number[], number: number): Signature {
    let mask: Uint32Array | undefined;
    return { atoms: holds, maybes: may, mask: () => (mask ??= maskOf(holds, may)), number };
  }

  /** The signature of what was told; ready for the next value. */
  function finish(): Signature {
    // Most values.
    if (holding.length + doubtful.length === 0 && bare !== undefined) return bare;
    if (holding.length > 1) holding.sort(ascending);
    if (doubtful.length > 1) doubtful.sort(ascending);
    const key = `${holding.join()}/${doubtful.join()}`;
    let signature = signatures.get(key);
    if (signature === undefined) {
      const isKept = signatures.size < MAX_SIGNATURES;
      signature = sign([...holding], [...doubtful], isKept ? signatures.size : -1);
      if (isKept) signatures.set(key, signature);
      if (isKept && key === NOTHING) bare = signature;
    }
    for (const atom of holding) state[atom] = 0;
    for (const atom of doubtful) state[atom] = 0;
    holding.length = 0;
    doubtful.length = 0;
    return signature;
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

function setBit(words: Uint32Array, bit: number, value: boolean): void {
  const at = bit >>> 5;
  const one = 1 << (bit & 31);
  words[at] = value ? (words[at] as number) | one : (words[at] as number) & ~one;
}
