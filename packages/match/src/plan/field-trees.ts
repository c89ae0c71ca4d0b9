import type { ValueTest } from "../test.ts";
import { buildAutomaton } from "./automaton.ts";
import type { Automaton } from "./automaton.ts";
import { toLists } from "./lists.ts";
import type { Lists } from "./lists.ts";
import { buildLiteralTree } from "./literal-tree.ts";
import type { LiteralTree } from "./literal-tree.ts";

/** Atoms by text. */
export type ByText = Map<string, number[]>;

/** What is asked of one text, when a literal of it was met. */
export interface Gated {
  readonly atom: number;
  /** Undefined: a maybe. */
  readonly test: ValueTest | undefined;
  /** Of each of these lists one text must stand in the value, too. */
  readonly further: readonly (readonly string[])[];
}

interface Tree {
  readonly tree: LiteralTree;
  readonly atoms: Lists;
}

/** What values of one column are looked up in. */
export interface Trees {
  /** Places in `exactAtoms`. */
  readonly exact: ReadonlyMap<string, number>;
  readonly exactAtoms: Lists;
  readonly starts: Tree | undefined;
  readonly ends: Tree | undefined;
  readonly scanned:
    | {
        readonly automaton: Automaton;
        readonly atoms: Lists;
        readonly gated: ReadonlyMap<number, readonly Gated[]>;
      }
    | undefined;
}

/** What the atoms of one column ask for, by text. */
export interface Texts {
  readonly exact: ByText;
  readonly starts: ByText;
  readonly ends: ByText;
  readonly within: ByText;
  readonly gates: Map<string, Gated[]>;
}

/** Builds what values are looked up in; the texts are let go. */
export function buildTrees(texts: Texts): Trees {
  const { exact, starts, ends, within, gates } = texts;
  const scanned = [...new Set([...within.keys(), ...gates.keys()])];
  const trees: Trees = {
    exact: new Map([...exact.keys()].map((text, place) => [text, place])),
    exactAtoms: toLists(exact.values()),
    starts: treeOf(starts, false),
    ends: treeOf(ends, true),
    scanned:
      scanned.length === 0
        ? undefined
        : {
            automaton: buildAutomaton(scanned),
            atoms: toLists(scanned.map((text) => within.get(text))),
            gated: new Map(
              scanned.flatMap((text, index) => {
                const gated = gates.get(text);
                return gated === undefined ? [] : [[index, gated] as const];
              }),
            ),
          },
  };
  for (const by of [exact, starts, ends, within, gates]) by.clear();
  return trees;
}

function treeOf(by: ByText, backwards: boolean): Tree | undefined {
  if (by.size === 0) return undefined;
  return { tree: buildLiteralTree([...by.keys()], backwards), atoms: toLists(by.values()) };
}
