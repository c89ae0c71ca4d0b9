import { scopeTakes } from "@tocsin/model";
import type {
  Campaign,
  Coverage,
  Detection,
  Ledger,
  LedgerSource,
  ObservableType,
  RecordSource,
  Scope,
  UnseenDetection,
  Visibility,
} from "@tocsin/model";
import { bearsTechnique, isOfWarning, termsOf } from "./relation.ts";

/** What visibility is assessed from. Times are ISO 8601. */
export interface VisibilityInput {
  /** The warning; without it visibility speaks of all the rules. */
  readonly campaign?: Campaign;
  readonly detections: readonly Detection[];
  readonly ledger: Ledger;
  readonly since?: string;
  readonly until?: string;
}

const HOUR_MS = 3_600_000;

/** Formats that say nothing of what they hold: there an indicator's catch-all reading is all there is. */
/** What logs of no known shape usually hold; digests, mutexes and registry keys are not among it. */
const IN_ANY_LOG: ReadonlySet<ObservableType> = new Set<ObservableType>([
  "ipv4",
  "ipv6",
  "cidr",
  "domain",
  "url",
  "email",
  "user-agent",
  "mac-address",
  "asn",
  "btc",
]);
const GENERIC_FORMATS: ReadonlySet<string> = new Set(["text", "json"]);

/**
 * What this evidence could have shown of the warning, and what it could not.
 * A detection could have matched if one of its readings takes a source that has records.
 */
export function assessVisibility(input: VisibilityInput): Visibility {
  const { ledger } = input;
  const terms = termsOf(input.campaign);
  const detections = terms
    ? input.detections.filter((detection) => isOfWarning(detection, terms))
    : input.detections;
  const sources = ledger.sources.filter((source) => source.records > 0).map(toRecordSource);
  const visible = new Set<Detection>();
  const unseen: UnseenDetection[] = [];
  const takes = memoizeScopes(sources);
  for (const detection of detections) {
    if (couldMatch(detection, takes)) visible.add(detection);
    else unseen.push(toUnseen(detection));
  }
  unseen.sort(
    (a, b) => compare(a.kind, b.kind) || compare(a.title, b.title) || compare(a.id, b.id),
  );
  const hours = assessHours(input);
  const byTechnique = coverByTechnique(input, detections, visible);
  // A technique that nothing looks for is not visible, whatever the evidence.
  const unruled = byTechnique.filter(({ total }) => total === 0).length;
  return {
    sources: ledger.sources,
    ...(ledger.first !== undefined && { first: ledger.first }),
    ...(ledger.last !== undefined && { last: ledger.last }),
    hoursCovered: Math.min(ledger.hours, hours),
    hoursTotal: hours,
    gaps: ledger.gaps,
    total: detections.length,
    couldMatch: visible.size,
    percent: toPercent(visible.size, detections.length + unruled),
    byKind: coverByKind(detections, visible),
    byTechnique,
    unseen,
    missing: sumMissing(unseen),
  };
}

/** Whole percent; 100 and 0 only if it is all or nothing. */
function toPercent(part: number, total: number): number {
  if (total === 0 || part === 0) return 0;
  return part === total ? 100 : Math.min(99, Math.max(1, Math.round((part / total) * 100)));
}

function toRecordSource(source: LedgerSource): RecordSource {
  const { format, product, category, service, channel, provider, eventId } = source;
  return {
    format,
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
    ...(channel !== undefined && { channel }),
    ...(provider !== undefined && { provider }),
    ...(eventId !== undefined && { eventId }),
  };
}

type ScopeQuestion = (scope: Scope, genericOnly: boolean) => boolean;

/** Thousands of rules share a few dozen scopes: each is asked once. */
function memoizeScopes(sources: readonly RecordSource[]): ScopeQuestion {
  const generic = sources.filter((source) => GENERIC_FORMATS.has(source.format));
  const known = new Map<string, boolean>();
  return (scope, genericOnly) => {
    const key = JSON.stringify([genericOnly, { ...scope, needs: "" }]);
    let answer = known.get(key);
    if (answer === undefined) {
      answer = (genericOnly ? generic : sources).some((source) => scopeTakes(scope, source));
      known.set(key, answer);
    }
    return answer;
  };
}

function couldMatch(detection: Detection, takes: ScopeQuestion): boolean {
  const fromWarning = detection.kind !== "sigma";
  return detection.variants.some(({ scope }) => {
    if (!fromWarning || !isCatchAll(scope)) return takes(scope, false);
    const { observable } = detection;
    return (observable === undefined || IN_ANY_LOG.has(observable.type)) && takes(scope, true);
  });
}

function isCatchAll(scope: Scope): boolean {
  return (
    scope.formats === undefined &&
    scope.product === undefined &&
    scope.category === undefined &&
    scope.service === undefined &&
    scope.channels === undefined &&
    scope.providers === undefined &&
    scope.eventIds === undefined
  );
}

function toUnseen(detection: Detection): UnseenDetection {
  const scopes = detection.variants.map((variant) => variant.scope);
  const exact = scopes.filter((scope) => !isCatchAll(scope));
  const needs = new Set((exact.length > 0 ? exact : scopes).map((scope) => scope.needs));
  return { id: detection.id, title: detection.title, kind: detection.kind, needs: [...needs] };
}

function sumMissing(unseen: readonly UnseenDetection[]): Visibility["missing"] {
  const sums = new Map<string, number>();
  for (const { needs } of unseen)
    for (const need of needs) sums.set(need, (sums.get(need) ?? 0) + 1);
  return [...sums]
    .map(([needs, detections]) => ({ needs, detections }))
    .sort((a, b) => b.detections - a.detections || compare(a.needs, b.needs));
}

/** Kinds first, then the indicators again by type of observable. */
function coverByKind(
  detections: readonly Detection[],
  visible: ReadonlySet<Detection>,
): Coverage[] {
  const kinds = new Map<string, [total: number, seen: number]>();
  const types = new Map<string, [total: number, seen: number]>();
  const add = (sums: typeof kinds, of: string, seen: boolean): void => {
    const sum = sums.get(of) ?? [0, 0];
    sums.set(of, [sum[0] + 1, sum[1] + (seen ? 1 : 0)]);
  };
  for (const detection of detections) {
    const seen = visible.has(detection);
    add(kinds, detection.kind, seen);
    if (detection.kind === "indicator" && detection.observable)
      add(types, detection.observable.type, seen);
  }
  return [kinds, types].flatMap((sums) =>
    [...sums]
      .sort(([a], [b]) => compare(a, b))
      .map(([of, [total, couldMatch]]) => ({ of, total, couldMatch })),
  );
}

function coverByTechnique(
  input: VisibilityInput,
  detections: readonly Detection[],
  visible: ReadonlySet<Detection>,
): Coverage[] {
  const rules = detections.filter((detection) => detection.techniques.length > 0);
  const ids = input.campaign
    ? input.campaign.techniques.map((technique) => technique.id)
    : rules.flatMap((rule) => rule.techniques);
  const byId = new Map<string, Detection[]>();
  for (const rule of rules)
    for (const id of new Set(rule.techniques.flatMap(withParent))) {
      const bearers = byId.get(id);
      if (bearers) bearers.push(rule);
      else byId.set(id, [rule]);
    }
  return [...new Set(ids.map((id) => id.toUpperCase()))].sort().map((of) => {
    const bearers = (byId.get(of) ?? []).filter((rule) =>
      rule.techniques.some((technique) => bearsTechnique(technique, of)),
    );
    return {
      of,
      total: bearers.length,
      couldMatch: bearers.filter((rule) => visible.has(rule)).length,
    };
  });
}

function withParent(technique: string): string[] {
  const id = technique.toUpperCase();
  const [parent = id] = id.split(".");
  return [id, parent];
}

/** Hours of the window asked for, or from the first record to the last; both edges count as begun hours. */
function assessHours({ ledger, since, until }: VisibilityInput): number {
  const from = Date.parse(since ?? ledger.first ?? "");
  const to = Date.parse(until ?? ledger.last ?? "");
  if (Number.isNaN(from) || Number.isNaN(to) || to < from) return ledger.hours;
  const last = until === undefined ? Math.floor(to / HOUR_MS) + 1 : Math.ceil(to / HOUR_MS);
  return Math.max(last - Math.floor(from / HOUR_MS), ledger.hours, 1);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
