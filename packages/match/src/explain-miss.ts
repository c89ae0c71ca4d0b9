import type { EvidenceRecord, Predicate, RecordSource, Scope } from "@tocsin/model";
import { explainTree } from "./explain-tree.ts";
import type { Explained } from "./explain-tree.ts";

/**
 * Why a predicate does not hold: of a conjunction the parts that failed, of a disjunction all, of a negation what
 * held. Undefined where the predicate holds.
 */
export function explainMiss(predicate: Predicate, record: EvidenceRecord): Explained | undefined {
  const tree = explainTree(predicate, record);
  return tree.holds ? undefined : toCause(tree);
}

/** A tree without the parts that did not decide. */
export function toCause(tree: Explained): Explained {
  const { kind, holds, of } = tree;
  if (of === undefined) return tree;
  // One part decides where all must hold and one fails, and where one is enough and holds.
  const oneDecides = (kind === "all" && !holds) || (kind === "any" && holds);
  const deciding = oneDecides ? of.filter((part) => part.holds === holds) : of;
  const parts = deciding.map(toCause);
  const [only] = parts;
  return kind !== "not" && parts.length === 1 && only !== undefined && tree.left === undefined
    ? only
    : { ...tree, of: parts };
}

/** A part of a scope that a record's source does not have. */
export interface ScopeMiss {
  readonly part:
    | "format"
    | "product"
    | "category"
    | "service"
    | "channel"
    | "provider"
    | "event id";
  /** What the scope asks for; one of them is enough. */
  readonly wanted: readonly string[];
  /** What the record says; undefined if it says nothing. */
  readonly got: string | undefined;
}

/** Which parts of a scope a record does not fit: none exactly where the scope takes it. */
export function explainScope(scope: Scope, source: RecordSource): readonly ScopeMiss[] {
  const missed: ScopeMiss[] = [];
  const ask = (
    part: ScopeMiss["part"],
    wanted: readonly (string | number)[] | undefined,
    got: string | number | undefined,
  ): void => {
    if (wanted === undefined) return;
    const folded = got === undefined ? undefined : String(got).toLowerCase();
    const texts = wanted.map(String);
    if (texts.some((one) => one.toLowerCase() === folded)) return;
    missed.push({ part, wanted: texts, got: got === undefined ? undefined : String(got) });
  };
  ask("format", scope.formats, source.format);
  ask("product", list(scope.product), source.product);
  ask("category", list(scope.category), source.category);
  ask("service", list(scope.service), source.service);
  ask("channel", scope.channels, source.channel);
  ask("provider", scope.providers, source.provider);
  ask("event id", scope.eventIds, source.eventId);
  return missed;
}

function list(one: string | undefined): readonly string[] | undefined {
  return one === undefined ? undefined : [one];
}
