import type { Finding, Observable } from "@tocsin/model";
import { toTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";
import { addObject, toObjectId } from "./write-object.ts";
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
  const content = (observable && toCyberObservable(observable)) ?? {
    type: "file",
    name: finding.occurrences[0]?.place.file ?? "evidence",
  };
  const key = Object.entries(content).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const id = toObjectId(writing.campaign, content.type, ...key);
  if (writing.ids.has(id)) return id;
  writing.ids.add(id);
  const object: StixObject = {
    spec_version: "2.1",
    ...content,
    id,
    ...(writing.marking !== undefined && { object_marking_refs: [writing.marking] }),
  };
  writing.objects.push(object);
  return id;
}

interface CyberObservable {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** The object for an observable; undefined where STIX has none. */
function toCyberObservable({ type, value }: Observable): CyberObservable | undefined {
  switch (type) {
    case "ipv4":
      return { type: "ipv4-addr", value };
    case "ipv6":
      return { type: "ipv6-addr", value };
    case "cidr":
      return { type: value.includes(":") ? "ipv6-addr" : "ipv4-addr", value };
    case "domain":
      return { type: "domain-name", value };
    case "url":
      return { type: "url", value };
    case "email":
      return { type: "email-addr", value };
    case "md5":
      return { type: "file", hashes: { MD5: value } };
    case "sha1":
      return { type: "file", hashes: { "SHA-1": value } };
    case "sha256":
      return { type: "file", hashes: { "SHA-256": value } };
    case "sha512":
      return { type: "file", hashes: { "SHA-512": value } };
    case "filename":
      return { type: "file", name: value };
    case "filepath":
      return { type: "directory", path: value };
    case "registry-key":
      return { type: "windows-registry-key", key: value };
    case "mutex":
      return { type: "mutex", name: value };
    case "mac-address":
      return { type: "mac-addr", value };
    case "asn":
      return { type: "autonomous-system", number: Number(value.slice(2)) };
    case "user-agent":
    case "imphash":
    case "named-pipe":
    case "pdb-path":
    case "btc":
      return undefined;
  }
}
