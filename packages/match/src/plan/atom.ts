import type { Observable, Test } from "@tocsin/model";

/** What is asked of one column and of nothing else: a test, or whether a value bears an observable. */
export type Atom =
  | Exclude<Test, { readonly op: "sameAs" }>
  | { readonly op: "bears"; readonly observable: Observable };

/** Two asks with one key are the same ask. */
export function keyOfAtom(atom: Atom): string {
  switch (atom.op) {
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith":
      return `${atom.op}${atom.cased ? "!" : " "}${atom.value}`;
    case "is":
      return `is ${typeof atom.value} ${String(atom.value)}`;
    case "bears":
      return `bears ${atom.observable.type} ${atom.observable.value}`;
    // Numbers that JSON has no text for are told apart, too.
    case "compare":
      return `compare ${atom.comparison} ${String(atom.value)}`;
    case "time":
      return `time ${atom.part} ${atom.comparison} ${String(atom.value)}`;
    default:
      return JSON.stringify(atom);
  }
}
