import { scopeTakes } from "@tocsin/model";
import type { Detection, Diagnostic, EvidenceRecord, RecordSource, Variant } from "@tocsin/model";
import { checkPredicate } from "./check.ts";
import { evaluate } from "./evaluate.ts";

/** Detections made ready to run: immutable, reusable for any number of records. */
export interface Plan {
  /** Detections that cannot be run, each with its reason. */
  readonly refused: readonly Diagnostic[];
  /** Gives every detection that matches the record, once, with the variant that did. */
  run(record: EvidenceRecord, sink: (detection: Detection, variant: Variant) => void): void;
}

interface Route {
  readonly detection: Detection;
  readonly variants: readonly Variant[];
}

const MAX_ROUTES = 4096;

/**
 * Makes detections ready. The scopes are asked once per kind of record, not once per record; the predicates
 * are run by the plain evaluator.
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
  const routes = new Map<string, readonly Route[]>();
  const routeOf = (source: RecordSource): readonly Route[] => {
    const key = sourceKey(source);
    let route = routes.get(key);
    if (route === undefined) {
      route = ready.flatMap((detection) => {
        const variants = detection.variants.filter(({ scope }) => scopeTakes(scope, source));
        return variants.length === 0 ? [] : [{ detection, variants }];
      });
      if (routes.size >= MAX_ROUTES) routes.clear();
      routes.set(key, route);
    }
    return route;
  };
  return {
    refused,
    run(record, sink) {
      const remembered = remember(record);
      for (const { detection, variants } of routeOf(record.source)) {
        const variant = variants.find(({ predicate }) => evaluate(predicate, remembered));
        if (variant !== undefined) sink(detection, variant);
      }
    },
  };
}

function sourceKey(source: RecordSource): string {
  const { format, product, category, service, channel, provider, eventId } = source;
  return JSON.stringify([format, product, category, service, channel, provider, eventId]);
}

/** The record with its fields decoded once, however many detections ask. */
function remember(record: EvidenceRecord): EvidenceRecord {
  const all = new Map(record.fields());
  return {
    ...record,
    place: record.place,
    source: record.source,
    field: (name) => all.get(name),
    fields: () => all,
  };
}
