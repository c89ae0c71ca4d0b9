import { makeId } from "@tocsin/model";
import type { Indicator, IndicatorRole, Observable } from "@tocsin/model";
import type { Bundle } from "./read-bundle.ts";
import { embeddedObjects, observablesOf } from "./read-observables.ts";
import { readRole } from "./read-role.ts";
import { getText, getTexts } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

/** Infrastructure of these types belongs to the attackers; botnets and amplifiers are other people's machines. */
const HOSTILE: ReadonlySet<string> = new Set([
  "command-and-control",
  "exfiltration",
  "hosting-malware",
  "phishing",
  "staging",
]);

interface Tie {
  /** The object that says it. */
  readonly by: StixObject;
  readonly value: StixObject;
  readonly label: string;
  readonly malware: readonly string[];
  readonly role?: IndicatorRole;
  readonly isDigestOnly: boolean;
}

/**
 * Observed values that the bundle itself ties to the attackers, and that no indicator names: samples of malware,
 * samples an analysis found malicious, and what hostile infrastructure consists of. All other observed values
 * are context.
 */
export function readSamples(bundle: Bundle, known: readonly Indicator[]): Indicator[] {
  if (bundle.own !== undefined) return [];
  const ties = [...tiesOf(bundle)];
  if (ties.length === 0) return [];
  const seen = new Set(known.flatMap((one) => (one.observable ? [keyOf(one.observable)] : [])));
  const indicators: Indicator[] = [];
  for (const tie of ties)
    for (const observable of valuesOf(bundle, tie)) {
      const key = keyOf(observable);
      if (seen.has(key) || known.length + indicators.length >= bundle.maxValues) continue;
      seen.add(key);
      indicators.push(toIndicator(bundle, tie, observable));
    }
  return indicators;
}

function keyOf({ type, value }: Observable): string {
  return `${type} ${value}`;
}

function* tiesOf(bundle: Bundle): Generator<Tie> {
  for (const object of bundle.ofType("malware")) {
    const name = getText(object, "name");
    const malware = name === undefined ? [] : [name];
    for (const value of referred(bundle, getTexts(object, "sample_refs")))
      yield { by: object, value, label: "malware-sample", malware, isDigestOnly: true };
  }
  for (const object of bundle.ofType("malware-analysis")) {
    if (getText(object, "result") !== "malicious") continue;
    for (const value of referred(bundle, sampleOf(object)))
      yield { by: object, value, label: "malicious-sample", malware: [], isDigestOnly: true };
  }
  for (const { type, source, target } of bundle.relations) {
    if (type !== "consists-of" || source.type !== "infrastructure") continue;
    const types = getTexts(source, "infrastructure_types");
    const hostile = types.find((one) => HOSTILE.has(one));
    if (hostile === undefined) continue;
    const { role } = readRole([], types);
    yield {
      by: source,
      value: target,
      label: hostile,
      malware: [],
      ...(role !== undefined && { role }),
      isDigestOnly: false,
    };
  }
}

function sampleOf(analysis: StixObject): string[] {
  return [getText(analysis, "sample_ref") ?? []].flat();
}

function referred(bundle: Bundle, ids: readonly string[]): StixObject[] {
  return ids.flatMap((id) => bundle.byId.get(id) ?? []);
}

/** The name of a sample's file is too weak a sign; only its digests are hunted for. */
function valuesOf(bundle: Bundle, { value, isDigestOnly }: Tie): Observable[] {
  const objects =
    value.type === "observed-data"
      ? [...embeddedObjects(value), ...referred(bundle, getTexts(value, "object_refs"))]
      : [value];
  const found = objects.flatMap(observablesOf);
  return isDigestOnly ? found.filter(({ type }) => type !== "filename") : found;
}

function toIndicator(bundle: Bundle, tie: Tie, observable: Observable): Indicator {
  const { by, label, malware, role } = tie;
  const passage = [by.type, getText(by, "name"), label].filter(Boolean).join(" ");
  return {
    id: makeId("stix-sample", by.id, observable.type, observable.value),
    observable,
    labels: [label],
    ...(role !== undefined && { role, roleEvidence: { text: label, basis: "stated" } }),
    malware,
    citations: [...bundle.cite(by, passage), ...bundle.cite(tie.value, observable.value)],
  };
}
