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
import { compileObservableIndex } from "./observable-index.ts";
import { createBudget } from "./plan/budget.ts";
import { compileProgram } from "./plan/program.ts";
import type { Program } from "./plan/program.ts";

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
 * Receives a match. `keyOf` gives a key that is equal for two matches of one detection if all fields that it
 * looks at have the same values; undefined where that is not known. It may be called until the sink returns.
 */
export type MatchSink = (
  detection: Detection,
  variant: Variant,
  keyOf: () => string | undefined,
) => void;

/** A variant that takes a kind of record. */
interface Lane {
  readonly detection: Detection;
  readonly variant: Variant;
}

interface Route {
  readonly lanes: readonly Lane[];
  /** Compiled when the first record comes. */
  program: Program | undefined;
}

/** Kinds of records that are remembered; hostile evidence may have any number of them. */
const MAX_SOURCES = 65_536;
/** Programs that are kept; records of one kind of log share one. */
const MAX_ROUTES = 1024;
const MEMO_BYTES = 48 * 1024 * 1024;

/**
 * Makes detections ready. Scopes are asked once for a kind of record; what takes the same detections shares a
 * program, which is compiled when the first record of the kind comes. It says what {@link evaluate} says.
 */
export function compilePlan(detections: readonly Detection[]): Plan {
  const { ready, refused } = check(detections);
  // Detections that only ask for an observable are found by its value, not one after the other.
  const indexed = ready.filter(isPlainObservable);
  const index = compileObservableIndex(
    indexed.flatMap(({ variants: [first] }) => observableOf(first)),
  );
  const plain = ready.filter((detection) => !isPlainObservable(detection));
  const routeOf = createRouter(plain);
  const budget = createBudget(MEMO_BYTES);
  return {
    detections: ready,
    refused,
    run(record, sink) {
      const route = routeOf(record.source);
      const { lanes } = route;
      if (lanes.length > 0) {
        const program = (route.program ??= compileProgram(
          lanes.map(({ variant }) => variant.predicate),
          budget,
        ));
        let last: Detection | undefined;
        program.run(record, (at) => {
          const { detection, variant } = lanes[at] as Lane;
          // Variants of one detection stand side by side; the first that matches counts.
          if (detection === last) return;
          last = detection;
          sink(detection, variant, () => program.keyOf(at));
        });
      }
      if (indexed.length > 0)
        index.find(record, (position) => {
          const detection = indexed[position];
          const variant = detection?.variants.find(({ scope }) => scopeTakes(scope, record.source));
          if (detection !== undefined && variant !== undefined)
            sink(detection, variant, () => undefined);
        });
    },
  };
}

function check(detections: readonly Detection[]): {
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

/** Gives the route of a source: found by the object, else by what it says, else made. */
function createRouter(detections: readonly Detection[]): (source: RecordSource) => Route {
  const bySource = new WeakMap<RecordSource, Route>();
  const byKey = new Map<string, Route>();
  const byLanes = new Map<string, Route>();
  const make = (source: RecordSource): Route => {
    const lanes: Lane[] = [];
    const numbers: string[] = [];
    for (const [at, detection] of detections.entries())
      for (const [n, variant] of detection.variants.entries()) {
        if (!scopeTakes(variant.scope, source) || isRepeated(detection, n, source)) continue;
        lanes.push({ detection, variant });
        numbers.push(n === 0 ? String(at) : `${at}.${n}`);
      }
    const key = numbers.join();
    const known = byLanes.get(key);
    if (known !== undefined) return known;
    if (byLanes.size >= MAX_ROUTES) byLanes.clear();
    const route: Route = { lanes, program: undefined };
    byLanes.set(key, route);
    return route;
  };
  return (source) => {
    const known = bySource.get(source);
    if (known !== undefined) return known;
    const key = sourceKey(source);
    let route = byKey.get(key);
    if (route === undefined) {
      route = make(source);
      if (byKey.size >= MAX_SOURCES) byKey.clear();
      byKey.set(key, route);
    }
    bySource.set(source, route);
    return route;
  };
}

/** Whether an earlier reading that takes the source asks the same. */
function isRepeated({ variants }: Detection, at: number, source: RecordSource): boolean {
  return variants
    .slice(0, at)
    .some(
      ({ scope, predicate }) => predicate === variants[at]?.predicate && scopeTakes(scope, source),
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
