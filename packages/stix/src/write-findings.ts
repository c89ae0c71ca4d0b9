import type { Finding } from "@tocsin/model";
import { toCyberObservable } from "./cyber-observable.ts";
import { toTime } from "./stix-object.ts";
import { addCyberObservable, addObject, toObjectId } from "./write-object.ts";
import type { Writing } from "./write-object.ts";

/**
 * Writes findings as sightings of the indicator, else of the first technique, that the bundle holds. A finding
 * with times comes with observed data: what was looked for, or the file in which it was seen.
 */
export function writeFindings(
  writing: Writing,
  findings: readonly Finding[],
  indicators: ReadonlyMap<string, string>,
): void {
  for (const finding of findings) {
    const sighted = findSighted(writing, finding, indicators);
    if (sighted === undefined) continue;
    const first = toTime(finding.firstSeen);
    const last = toTime(finding.lastSeen) ?? first;
    const id = toObjectId(writing.campaign, "sighting", finding.id);
    addObject(
      writing,
      id,
      {
        sighting_of_ref: sighted,
        first_seen: first,
        last_seen: last,
        count: Math.min(Math.max(finding.count, 0), 999_999_999),
        observed_data_refs: first && last && [writeObserved(writing, finding, first, last)],
        where_sighted_refs:
          finding.host === undefined ? undefined : [writeHost(writing, finding.host)],
      },
      {
        part: "finding",
        finding_id: finding.id,
        detection: finding.detection.title,
        level: finding.detection.level,
        strength: finding.detection.strength,
        matched: finding.matched,
        occurrences: finding.occurrences,
      },
    );
  }
}

function findSighted(
  writing: Writing,
  { detection }: Finding,
  indicators: ReadonlyMap<string, string>,
): string | undefined {
  const direct = indicators.get(detection.id);
  if (direct !== undefined) return direct;
  const { campaign } = writing;
  const { observable } = detection;
  const same = campaign.indicators.find(
    (one) =>
      observable &&
      one.observable?.type === observable.type &&
      one.observable.value === observable.value,
  );
  if (same !== undefined) return indicators.get(same.id);
  const technique = campaign.techniques.find(({ id }) => detection.techniques.includes(id));
  return technique && toObjectId(campaign, "attack-pattern", technique.id);
}

function writeHost(writing: Writing, host: string): string {
  const id = toObjectId(writing.campaign, "identity", "host", host);
  return addObject(writing, id, { name: host, identity_class: "system", roles: ["sighted host"] });
}

function writeObserved(writing: Writing, finding: Finding, first: string, last: string): string {
  const id = toObjectId(writing.campaign, "observed-data", finding.id);
  const object = writeObservable(writing, finding);
  return addObject(writing, id, {
    first_observed: first,
    last_observed: Date.parse(last) < Date.parse(first) ? first : last,
    number_observed: Math.min(Math.max(finding.count, 1), 999_999_999),
    object_refs: [object],
  });
}

function writeObservable(writing: Writing, finding: Finding): string {
  const { observable } = finding.detection;
  return addCyberObservable(
    writing,
    (observable && toCyberObservable(observable)) ?? {
      type: "file",
      name: finding.occurrences[0]?.place.file ?? "evidence",
    },
  );
}
