import { bears, normalizeObservable } from "@tocsin/model";
import type { Observable, ObservableType, Predicate } from "@tocsin/model";
import { sourcesForObservable } from "./scopes.ts";
import type { SourceKey } from "./sources.ts";

/** What a clause asks of each kind of record; a kind that is not there cannot show it. */
type BySource = ReadonlyMap<SourceKey, Predicate>;

/**
 * A clause in terms of records. `positive`: asks for something; `negative`: excludes something, so that it
 * must stand beside a positive one; `implied`: says what its neighbours say already; `refused`: why it cannot
 * be said. `observables` is set if the clause is nothing but equality with one of them; `content` if it speaks
 * of a file's content, which a digest fixes.
 */
export type Clause =
  | {
      readonly kind: "positive";
      readonly by: BySource;
      readonly observables?: readonly Observable[];
      readonly needs: ReadonlySet<string>;
    }
  | { readonly kind: "negative"; readonly by: BySource }
  | { readonly kind: "implied" }
  | { readonly kind: "refused"; readonly reason: string };

/** A clause that cannot be said. */
export function refuse(reason: string): Clause {
  return { kind: "refused", reason };
}

/** A clause that asks the same of several kinds of record. */
export function everywhere(
  sources: readonly SourceKey[],
  predicate: Predicate,
  needs: string,
): Clause {
  const by = new Map<SourceKey, Predicate>(sources.map((source) => [source, predicate]));
  return { kind: "positive", by: by.set("any", predicate), needs: new Set([needs]) };
}

/** A clause that is equality with an observable. */
export function bearing(observable: Observable, needs: string): Clause {
  const clause = everywhere(
    sourcesForObservable(observable.type),
    bears(Object.freeze(observable)),
    needs,
  );
  return clause.kind === "positive" ? { ...clause, observables: [observable] } : clause;
}

/** The first of the types whose form the text has. */
export function readObservable(
  types: readonly ObservableType[],
  text: string,
): Observable | undefined {
  for (const type of types) {
    const observable = normalizeObservable(type, text);
    if (observable !== undefined) return observable;
  }
  return undefined;
}
