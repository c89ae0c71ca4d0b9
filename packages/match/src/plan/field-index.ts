import type { FieldValue, Observable, Scalar, WildcardPart } from "@tocsin/model";
import { compileObservableIndex } from "../observable-index.ts";
import type { ObservableIndex } from "../observable-index.ts";
import { literalsOf } from "../observable-literals.ts";
import { compileRegex } from "../regex.ts";
import { testValue } from "../test.ts";
import type { ValueTest } from "../test.ts";
import { foldCase } from "../text.ts";
import type { Atom } from "./atom.ts";
import { buildTrees } from "./field-trees.ts";
import type { ByText, Gated, Trees } from "./field-trees.ts";
import { eachOf, push } from "./lists.ts";
import { walkEnds } from "./literal-tree.ts";
import { requiredTexts } from "./required-literals.ts";

/** Which atoms of one column hold for a value: all of them at once. Built when the first value comes. */
export interface FieldIndex {
  /**
   * Tells the atoms that hold, in no order, each at least once. `onMaybe`: those that {@link holds} must
   * decide; they are asked for only where the answer matters.
   */
  find(value: FieldValue | undefined, onHolds: Sink, onMaybe: Sink): void;
  /**
   * Texts in lower case without one of which the lower case of a value meets no atom; undefined if there are
   * no such texts.
   */
  literals(): readonly string[] | undefined;
  /** Decides an atom that was told as a maybe. */
  holds(atom: number, value: FieldValue | undefined): boolean;
}

type Sink = (atom: number) => void;
const NOTHING_FURTHER: Gated["further"] = [];

interface Borne {
  readonly atom: number;
  readonly observable: Observable;
}

/** Makes the index of a column's atoms, whose places in the list are their numbers. */
export function createFieldIndex(atoms: readonly Atom[]): FieldIndex {
  const exact: ByText = new Map();
  const starts: ByText = new Map();
  const ends: ByText = new Map();
  const within: ByText = new Map();
  const gates = new Map<string, Gated[]>();
  const others: { readonly atom: number; readonly test: ValueTest }[] = [];
  const always: number[] = [];
  const maybes: number[] = [];
  const present: number[] = [];
  const missing: number[] = [];
  const borne: Borne[] = [];

  const byLiterals = (literals: readonly string[], gated: Gated): void => {
    for (const literal of literals) push(gates, literal, gated);
  };
  const add = (atom: Atom, index: number): void => {
    switch (atom.op) {
      case "exists":
        present.push(index);
        return;
      case "null":
        missing.push(index);
        return;
      case "bears":
        borne.push({ atom: index, observable: atom.observable });
        return;
      case "is":
        // What JSON and event logs cannot hold has no text that would be it.
        if (typeof atom.value === "number" && !Number.isFinite(atom.value))
          others.push({ atom: index, test: atom });
        else push(exact, foldCase(String(atom.value)), index);
        return;
      case "equals":
      case "contains":
      case "startsWith":
      case "endsWith":
        if (atom.cased) others.push({ atom: index, test: atom });
        else if (atom.op === "equals") push(exact, foldCase(atom.value), index);
        else if (atom.value === "") always.push(index);
        else {
          const by = atom.op === "contains" ? within : atom.op === "startsWith" ? starts : ends;
          push(by, foldCase(atom.value), index);
        }
        return;
      case "wildcard": {
        const literal = longestPart(atom.pattern);
        if (literal === undefined) others.push({ atom: index, test: atom });
        else byLiterals([literal], { atom: index, test: atom, further: NOTHING_FURTHER });
        return;
      }
      case "regex": {
        const required = requiredTexts(atom.source, atom.flags);
        if (required === undefined) maybes.push(index);
        else byLiterals(required.one, { atom: index, test: undefined, further: required.further });
        return;
      }
      default:
        others.push({ atom: index, test: atom });
    }
  };
  atoms.forEach(add);

  /** By atom: the last value of which it was judged behind a gate, which may stand in it any number of times. */
  const judged = new Float64Array(atoms.length);
  let valueNumber = 0;
  let trees: Trees | undefined;
  let observables: ObservableIndex | undefined;

  /** One value that is there. */
  const findOne = (value: Scalar, onHolds: Sink, onMaybe: Sink): void => {
    const text = String(value);
    const folded = foldCase(text);
    trees ??= buildTrees({ exact, starts, ends, within, gates });
    const place = trees.exact.get(folded);
    if (place !== undefined) eachOf(trees.exactAtoms, place, onHolds);
    for (const atom of always) onHolds(atom);
    for (const atom of maybes) onMaybe(atom);
    const { starts: before, ends: behind, scanned } = trees;
    if (before !== undefined)
      walkEnds(before.tree, folded, false, (index) => eachOf(before.atoms, index, onHolds));
    if (behind !== undefined)
      walkEnds(behind.tree, folded, true, (index) => eachOf(behind.atoms, index, onHolds));
    valueNumber++;
    scanned?.automaton.scan(folded, (index) => {
      eachOf(scanned.atoms, index, onHolds);
      for (const { atom, test, further } of scanned.gated.get(index) ?? []) {
        if (judged[atom] === valueNumber) continue;
        judged[atom] = valueNumber;
        if (!further.every((texts) => texts.some((one) => folded.includes(one)))) continue;
        if (test === undefined) onMaybe(atom);
        else if (testValue(test, value)) onHolds(atom);
      }
    });
    for (const { atom, test } of others) if (testValue(test, value)) onHolds(atom);
    if (borne.length === 0) return;
    observables ??= compileObservableIndex(borne.map(({ observable }) => observable));
    observables.findInText(text, (position) => onHolds((borne[position] as Borne).atom));
  };

  return {
    find(value, onHolds, onMaybe) {
      if (value === undefined || value === null) {
        for (const atom of missing) onHolds(atom);
        if (value === null) for (const atom of present) onHolds(atom);
        return;
      }
      for (const atom of present) onHolds(atom);
      if (typeof value === "object") for (const one of value) findOne(one, onHolds, onMaybe);
      else findOne(value, onHolds, onMaybe);
    },
    literals() {
      if (trees !== undefined) return undefined;
      const unbound = [others, always, maybes, present, missing];
      if (unbound.some(({ length }) => length > 0)) return undefined;
      const texts = new Set([exact, starts, ends, within, gates].flatMap((by) => [...by.keys()]));
      for (const { observable } of borne) {
        const literals = literalsOf(observable);
        if (literals === undefined) return undefined;
        for (const literal of literals) texts.add(literal);
      }
      return [...texts];
    },
    holds(index, value) {
      const atom = atoms[index];
      if (atom?.op !== "regex" || value === undefined || value === null) return false;
      const pattern = compileRegex(atom.source, atom.flags);
      return typeof value === "object"
        ? value.some((each) => pattern.test(String(each)))
        : pattern.test(String(value));
    },
  };
}

/** The longest text of a pattern, folded; a value without it cannot have the pattern's form. */
function longestPart(pattern: readonly WildcardPart[]): string | undefined {
  let longest = "";
  for (const part of pattern)
    if (typeof part === "string" && part.length > longest.length) longest = part;
  // Case is folded by the whole value: a piece of it may be folded otherwise, unless it is ASCII.
  return isAscii(longest) && longest !== "" ? foldCase(longest) : undefined;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 128) return false;
  return true;
}
