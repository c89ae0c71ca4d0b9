import { makeCampaign, makeId } from "@tocsin/model";
import type {
  AdvisoryDocument,
  Campaign,
  ContextValue,
  Diagnostic,
  Indicator,
} from "@tocsin/model";
import { collectDiagnostics } from "./diagnostic.ts";
import { getPart, readRemarks } from "./extension.ts";
import { isReadMispAttribute, readActors, readIssuers, readSoftware } from "./read-actors.ts";
import { openBundle } from "./read-bundle.ts";
import type { Bundle, StixLimits } from "./read-bundle.ts";
import { readIndicators } from "./read-indicators.ts";
import { tellNotes, translated } from "./read-notes.ts";
import { CYBER_OBSERVABLE_TYPES } from "./read-observables.ts";
import {
  findReport,
  readContext,
  readCountries,
  readPeriod,
  readReferences,
  readSectors,
  readSought,
} from "./read-report.ts";
import { readCautions, readFrameworks, readOrder, readRevisions, readRules } from "./read-rest.ts";
import { readSamples } from "./read-samples.ts";
import { readMitigations, readTechniques, readVulnerabilities } from "./read-weaknesses.ts";
import { getText, getTime } from "./stix-object.ts";
import { readTlp } from "./tlp.ts";

/** Types that are read, or that others refer to. Of all others a count is told. */
const READ_TYPES: ReadonlySet<string> = new Set([
  ...CYBER_OBSERVABLE_TYPES,
  "attack-pattern",
  "campaign",
  "course-of-action",
  "extension-definition",
  "grouping",
  "identity",
  "incident",
  "indicator",
  "infrastructure",
  "intrusion-set",
  "language-content",
  "location",
  "malware",
  "malware-analysis",
  "marking-definition",
  "note",
  "observed-data",
  "opinion",
  "relationship",
  "report",
  "sighting",
  "threat-actor",
  "tool",
  "vulnerability",
  "x-mitre-tactic",
]);

/**
 * Reads a STIX 2.0 or 2.1 bundle (also a TAXII envelope, a list of objects or one object) as a campaign.
 * Never throws on bad data: what cannot be read is a diagnostic. Every fact cites the object it stands in,
 * or, in a bundle written by `writeStix`, what that object cites. Same input, same campaign.
 * @param json the parsed document
 * @param document the document, as citations name it
 */
export function readStix(
  json: unknown,
  document: AdvisoryDocument,
  limits: StixLimits = {},
): { readonly campaign: Campaign } {
  const diagnostics: Diagnostic[] = [];
  const report = collectDiagnostics(document.name, diagnostics);
  const bundle = openBundle(json, document, limits, report);
  const head = findReport(bundle);
  const { issuers, ids } = readIssuers(bundle);
  const software = readSoftware(bundle);
  const reading = readIndicators(bundle, software);
  const indicators = [...reading.indicators, ...readSamples(bundle, reading.indicators)];
  const { context } = reading;
  const room = Math.max(0, bundle.maxValues - indicators.length - context.length);
  const actors = readActors(bundle);
  const summary = translated(bundle, head, "description");
  const extension = bundle.own;
  const published =
    getText(extension, "published") ?? getTime(head, "published") ?? getTime(head, "created");
  const isDated = getText(extension, "published_known") !== "no";
  const isChanged = getText(extension, "modified_known") !== "no";
  const modified = getText(extension, "modified") ?? getTime(head, "modified");
  const attackVersion = getText(extension, "attack_version");
  const tlp = readTlp(bundle.objects, bundle.byId);
  const period = readPeriod(bundle);
  const campaign = makeCampaign({
    id: makeId("campaign", document.sha256),
    title: translated(bundle, head, "name") ?? actors[0]?.name ?? document.name,
    ...(summary !== undefined && { summary }),
    documents: bundle.documents,
    issuers,
    ...(published !== undefined && isDated && { published }),
    ...(modified !== undefined && isChanged && { modified }),
    ...(tlp !== undefined && { tlp }),
    ...(period !== undefined && { period }),
    actors,
    software,
    techniques: readTechniques(bundle),
    vulnerabilities: readVulnerabilities(bundle),
    indicators,
    context: distinctContext([...context, ...readContext(bundle, room)], bundle, indicators),
    sectors: readSectors(bundle, ids),
    countries: readCountries(bundle),
    sought: readSought(bundle),
    mitigations: readMitigations(bundle),
    cautions: readCautions(bundle),
    frameworks: readFrameworks(bundle),
    rules: readRules(bundle),
    order: readOrder(bundle),
    revisions: readRevisions(bundle),
    ...(attackVersion !== undefined && { attackVersion }),
    references: readReferences(bundle),
  });
  tellNotes(bundle);
  tellIgnored(bundle);
  if (indicators.length === 0 && bundle.objects.length > 0 && extension === undefined)
    report("note", "STIX_NO_INDICATOR", "The bundle holds no indicator that can be hunted for");
  return { campaign: { ...campaign, diagnostics: [...readRemarks(extension), ...diagnostics] } };
}

/** Each value once, with the first reason given; what is an indicator, or stands in what one is based on, is none. */
function distinctContext(
  values: readonly ContextValue[],
  bundle: Bundle,
  indicators: readonly Indicator[],
): ContextValue[] {
  if (bundle.own !== undefined) return [...values];
  const hunted = new Set<string>();
  for (const { observable } of indicators)
    if (observable !== undefined) hunted.add(`${observable.type} ${observable.value}`);
  const found = new Map<string, ContextValue>();
  for (const value of values) {
    const key = `${value.observable.type} ${value.observable.value}`;
    if (!found.has(key) && !hunted.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

function tellIgnored(bundle: Bundle): void {
  const counts = new Map<string, number>();
  for (const object of bundle.objects) {
    const { type } = object;
    if (!READ_TYPES.has(type) && getPart(object) === undefined && !isReadMispAttribute(object))
      counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  for (const [type, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    bundle.report(
      "note",
      "STIX_OBJECT_IGNORED",
      `${count} objects of type ${JSON.stringify(type.slice(0, 100))} are left out`,
    );
}
