import { scopeTakes } from "@tocsin/model";
import type {
  Detection,
  Diagnostic,
  EvidenceRecord,
  Observable,
  Predicate,
  RecordSource,
  Variant,
} from "@tocsin/model";
import { checkPredicate } from "./check.ts";
import { compilePredicate } from "./compile.ts";
import type { Matcher } from "./compile.ts";
import { compileObservableIndex } from "./observable-index.ts";
import { remember } from "./remembered.ts";

/** Detections made ready to run: immutable, reusable for any number of records. */
export interface Plan {
  /** Detections that are run. */
  readonly detections: readonly Detection[];
  /** Detections that cannot be run, each with its reason. */
  readonly refused: readonly Diagnostic[];
  /** Gives every detection that matches the record, once, with the variant that did. */
  run(record: EvidenceRecord, sink: (detection: Detection, variant: Variant) => void): void;
}

interface Route {
  readonly detection: Detection;
  readonly variants: readonly { readonly variant: Variant; readonly matches: Matcher }[];
}

const MAX_ROUTES = 4096;

/**
 * Makes detections ready. The scopes are asked once per kind of record, not once per record; the predicates
 * are run by matchers that say what the plain evaluator says.
 */
export function compilePlan(detections: readonly Detection[]): Plan {
  const refused: Diagnostic[] = [];
  const ready: Detection[] = [];
  for (const detection of detections) {
    const reason = detection.variants
      .map(({ predicate }) => checkPredicate(predicate))
      .find(Boolean);
    if (reason === undefined) ready.push(detection);
    else
      refused.push({
        severity: "error",
        code: "MATCH_REFUSED",
        message: `"${detection.title}" is not run: ${reason}`,
        ...(detection.origin && { place: detection.origin }),
        remedy: "Rewrite the pattern without it",
      });
  }
  // Detections that only ask for an observable are found by its value, not one after the other.
  const indexed = ready.filter(isPlainObservable);
  const plain = ready.filter((detection) => !isPlainObservable(detection));
  const index = compileObservableIndex(
    indexed.flatMap(({ variants: [first] }) => observableOf(first)),
  );
  const routes = new Map<string, readonly Route[]>();
  // Rules stand on many routes and are compiled once.
  const matchers = new Map<Predicate, Matcher>();
  const matcherOf = ({ predicate }: Variant): Matcher => {
    const known = matchers.get(predicate);
    if (known !== undefined) return known;
    const made = compilePredicate(predicate);
    matchers.set(predicate, made);
    return made;
  };
  const routeOf = (source: RecordSource): readonly Route[] => {
    const key = sourceKey(source);
    let route = routes.get(key);
    if (route === undefined) {
      route = plain.flatMap((detection) => {
        const variants = variantsFor(detection, source);
        if (variants.length === 0) return [];
        return [
          {
            detection,
            variants: variants.map((variant) => ({ variant, matches: matcherOf(variant) })),
          },
        ];
      });
      if (routes.size >= MAX_ROUTES) routes.clear();
      routes.set(key, route);
    }
    return route;
  };
  return {
    detections: ready,
    refused,
    run(record, sink) {
      const remembered = remember(record);
      for (const { detection, variants } of routeOf(record.source)) {
        const found = variants.find(({ matches }) => matches(remembered));
        if (found !== undefined) sink(detection, found.variant);
      }
      if (indexed.length > 0)
        index.find(remembered, (position) => {
          const detection = indexed[position];
          const variant = detection?.variants.find(({ scope }) => scopeTakes(scope, record.source));
          if (detection !== undefined && variant !== undefined) sink(detection, variant);
        });
    },
  };
}

/** The readings that take a source; of several that ask the same, the first. */
function variantsFor({ variants }: Detection, source: RecordSource): readonly Variant[] {
  const taken = variants.filter(({ scope }) => scopeTakes(scope, source));
  return taken.filter(
    ({ predicate }, at) => taken.findIndex((other) => other.predicate === predicate) === at,
  );
}

/** Whether all readings ask for one observable in any field. */
function isPlainObservable({ variants }: Detection): boolean {
  const [first] = variants.map(({ predicate }) => predicate);
  if (first?.kind !== "observable" || first.fields !== undefined) return false;
  const { type, value } = first.observable;
  return variants.every(
    ({ predicate }) =>
      predicate.kind === "observable" &&
      predicate.fields === undefined &&
      predicate.observable.type === type &&
      predicate.observable.value === value,
  );
}

function observableOf(variant: Variant | undefined): Observable[] {
  return variant?.predicate.kind === "observable" ? [variant.predicate.observable] : [];
}

function sourceKey(source: RecordSource): string {
  const { format, product, category, service, channel, provider, eventId } = source;
  return JSON.stringify([format, product, category, service, channel, provider, eventId]);
}
