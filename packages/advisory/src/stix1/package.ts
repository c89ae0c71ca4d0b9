import { toPassage } from "@tocsin/model";
import type { Citation, Diagnostic, Severity } from "@tocsin/model";
import { startCollection } from "../composite/collect.ts";
import type { Collection } from "../composite/collect.ts";
import type { Node } from "./node.ts";

/** A STIX 1 package that is being read: its tree, its objects by id, and what was found so far. */
export interface Package {
  readonly document: string;
  readonly root: Node;
  /** Objects that have content, by their `id`. */
  readonly byId: ReadonlyMap<string, Node>;
  readonly collection: Collection;
  readonly diagnostics: Diagnostic[];
  /** CybOX objects of kinds that are not read, by how often they were met. */
  readonly unread: Map<string, number>;
  /** Ids that are named and not there. */
  readonly missing: Set<string>;
  /** Observables that may still be read, those reached by references counted each time. */
  budget: number;
}

/** References can fan out without end in a small document: so many observables are read and no more. */
const MAX_OBSERVABLES = 500_000;

const MAX_DIAGNOSTICS = 500;
const MAX_MISSING = 100_000;

/** Starts to read a package. */
export function openPackage(document: string, root: Node): Package {
  const byId = new Map<string, Node>();
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const { id } = node.attributes;
    // An object that is repeated counts where it first has content.
    if (id !== undefined && node.children.length > 0 && !byId.has(id)) byId.set(id, node);
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return {
    document,
    root,
    byId,
    collection: startCollection(),
    diagnostics: [],
    unread: new Map(),
    missing: new Set(),
    budget: MAX_OBSERVABLES,
  };
}

/** The node itself, or the one it refers to; undefined where that is not in the document. */
export function resolve(open: Package, node: Node): Node | undefined {
  const { idref } = node.attributes;
  if (idref === undefined || idref === "") return node;
  const found = open.byId.get(idref);
  if (found === undefined && open.missing.size < MAX_MISSING) open.missing.add(idref);
  return found;
}

/** The citation of a node: its line, and the id of the object it belongs to. */
export function citeNode(open: Package, node: Node, passage: string, id?: string): Citation {
  const object = id ?? node.attributes["id"];
  return {
    document: open.document,
    ...(node.line !== undefined && { line: node.line }),
    ...(object !== undefined && object !== "" && { object: object.slice(0, 200) }),
    passage: toPassage(passage),
  };
}

/** Keeps a diagnostic, up to a bound. */
export function report(
  open: Package,
  severity: Severity,
  code: string,
  message: string,
  line?: number,
): void {
  if (open.diagnostics.length < MAX_DIAGNOSTICS)
    open.diagnostics.push({
      severity,
      code,
      message,
      place: { file: open.document, ...(line !== undefined && { line }) },
    });
}
