import { scopeTakes } from "@tocsin/model";
import type {
  Detection,
  Diagnostic,
  EvidenceRecord,
  Observable,
  Predicate,
  Variant,
} from "@tocsin/model";
import { checkPredicate } from "./check.ts";
import { createBearing } from "./plan/bearing.ts";
import { createRouter } from "./plan/router.ts";
import type { Route, Routed } from "./plan/router.ts";
import { createShared } from "./plan/shared.ts";

/** Detections made ready to run: reusable for any number of records. */
export interface Plan {
  /** Detections that are run. */
  readonly detections: readonly Detection[];
  /** Detections that cannot be run, each with its reason. */
  readonly refused: readonly Diagnostic[];
  /** Gives every detection that matches the record, once, with the variant that did. */
  run(record: EvidenceRecord, sink: MatchSink): void;
}

/**
 * Receives a match. `keyOf` gives a number that is equal for two matches of one detection if all fields that it
 * looks at have the same values, and is never that of another detection; undefined where that is not known. It may be called until the sink returns.
 */
export type MatchSink = (
  detection: Detection,
  variant: Variant,
  keyOf: () => number | undefined,
) => void;

const MEMO_BYTES = 20 * 1024 * 1024;

/** How a plan is made. */
export interface PlanOptions {
  /** All of the detections are known to be ready, by {@link checkDetections}. Default false. */
  readonly isChecked?: boolean;
}

/**
 * Makes detections ready. Scopes are asked once for a kind of record; what takes the same detections shares a
 * program, which is compiled when the first record of the kind comes. It says what {@link evaluate} says.
 */
export function compilePlan(
  detections: readonly Detection[],
  { isChecked = false }: PlanOptions = {},
): Plan {
  const { ready, refused } = isChecked
    ? { ready: detections, refused: [] }
    : checkDetections(detections);
  // Detections that only ask for an observable are found by its value, not one after the other.
  const indexed = ready.filter(isPlainObservable);
  const shared = createShared(MEMO_BYTES);
  const bearing = createBearing(
    indexed.flatMap(({ variants: [first] }) => observableOf(first)),
    shared,
  );
  const plain = ready.filter((detection) => !isPlainObservable(detection));
  const routeOf = createRouter(plain, shared);
  // What goes on for the record at hand: most records match nothing, and are to cost nothing here.
  let route: Route;
  let told: Detection | undefined;
  let tell: MatchSink;
  let place = 0;
  const keyOf = (): number | undefined => route.program().keyOf(place);
  const onMatch = (at: number): void => {
    const { detection, variant } = route.routed[at] as Routed;
    // Variants of one detection stand side by side; the first that matches counts.
    if (detection === told) return;
    told = detection;
    place = at;
    tell(detection, variant, keyOf);
  };
  return {
    detections: ready,
    refused,
    run(record, sink) {
      route = routeOf(record.source);
      if (route.routed.length > 0) {
        told = undefined;
        tell = sink;
        route.program().run(record, onMatch);
      }
      if (indexed.length > 0)
        bearing.find(record, (position) => {
          const detection = indexed[position];
          const variant = detection?.variants.find(({ scope }) => scopeTakes(scope, record.source));
          if (detection !== undefined && variant !== undefined)
            sink(detection, variant, () => undefined);
        });
    },
  };
}

/** Tells detections that can be run from those that cannot, with the reasons. */
export function checkDetections(detections: readonly Detection[]): {
  readonly ready: readonly Detection[];
  readonly refused: readonly Diagnostic[];
} {
  const refused: Diagnostic[] = [];
  const checked = new Map<Predicate, string | undefined>();
  const reasonOf = ({ predicate }: Variant): string | undefined => {
    if (!checked.has(predicate)) checked.set(predicate, checkPredicate(predicate));
    return checked.get(predicate);
  };
  const ready = detections.filter((detection) => {
    const reason = detection.variants.map(reasonOf).find(Boolean);
    if (reason === undefined) return true;
    refused.push({
      severity: "error",
      code: "MATCH_REFUSED",
      message: `"${detection.title}" is not run: ${reason}`,
      ...(detection.origin && { place: detection.origin }),
      remedy: "Rewrite the pattern without it",
    });
    return false;
  });
  return { ready, refused };
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
