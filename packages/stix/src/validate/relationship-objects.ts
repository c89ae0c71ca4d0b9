import { COMMON } from "./common.ts";
import {
  BOOLEAN,
  form,
  may,
  must,
  order,
  reference,
  references,
  since21,
  TEXT,
  TIME,
} from "./rule.ts";
import type { ObjectType } from "./rule.ts";

/** Relationship objects (STIX 2.1 section 5). */
export const RELATIONSHIP_OBJECTS: Readonly<Record<string, ObjectType>> = {
  relationship: {
    family: "relationship",
    clause: "5.1",
    fields: {
      ...COMMON,
      relationship_type: must(form("relationship-type")),
      description: may(TEXT),
      source_ref: must(reference("domain", "observable")),
      target_ref: must(reference("domain", "observable")),
      start_time: since21(TIME),
      stop_time: since21(TIME),
    },
    orders: [order("created", "modified"), order("start_time", "stop_time", false)],
  },
  sighting: {
    family: "relationship",
    clause: "5.2",
    fields: {
      ...COMMON,
      description: since21(TEXT),
      first_seen: may(TIME),
      last_seen: may(TIME),
      count: may({ kind: "integer", least: 0, most: 999_999_999 }),
      sighting_of_ref: must(reference("domain")),
      observed_data_refs: may(references("observed-data")),
      where_sighted_refs: may(references("identity", "location")),
      summary: may(BOOLEAN),
    },
    orders: [order("created", "modified"), order("first_seen", "last_seen")],
  },
};

/** Relationships every two objects may have (STIX 2.1 section 3.7). */
export const COMMON_RELATIONSHIPS: ReadonlySet<string> = new Set([
  "derived-from",
  "duplicate-of",
  "related-to",
]);

const ACTOR_TARGETS = "identity location vulnerability";
const SOFTWARE_USES = "attack-pattern infrastructure malware tool";
const ADDRESSES = "domain-name ipv4-addr ipv6-addr url";
const INDICATED = "attack-pattern campaign infrastructure intrusion-set malware threat-actor tool";

/** Relationships the specification suggests: source, type, targets. `*` stands for every observable object. */
const SUGGESTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "attack-pattern": { delivers: "malware", targets: ACTOR_TARGETS, uses: "malware tool" },
  campaign: {
    "attributed-to": "intrusion-set threat-actor",
    compromises: "infrastructure",
    "originates-from": "location",
    targets: ACTOR_TARGETS,
    uses: SOFTWARE_USES,
  },
  "course-of-action": {
    investigates: "indicator",
    mitigates: "attack-pattern indicator malware tool vulnerability",
    remediates: "malware vulnerability",
  },
  identity: { "located-at": "location" },
  indicator: { "based-on": "observed-data", indicates: INDICATED },
  infrastructure: {
    "communicates-with": `infrastructure ${ADDRESSES}`,
    "consists-of": "infrastructure observed-data *",
    controls: "infrastructure malware",
    delivers: "malware",
    has: "vulnerability",
    hosts: "tool malware",
    "located-at": "location",
    uses: "infrastructure",
  },
  "intrusion-set": {
    "attributed-to": "threat-actor",
    compromises: "infrastructure",
    hosts: "infrastructure",
    owns: "infrastructure",
    "originates-from": "location",
    targets: ACTOR_TARGETS,
    uses: SOFTWARE_USES,
  },
  malware: {
    "authored-by": "intrusion-set threat-actor",
    "beacons-to": "infrastructure",
    "exfiltrates-to": "infrastructure",
    "communicates-with": ADDRESSES,
    controls: "malware",
    downloads: "malware tool file",
    drops: "malware tool file",
    exploits: "vulnerability",
    "originates-from": "location",
    targets: `${ACTOR_TARGETS} infrastructure`,
    uses: SOFTWARE_USES,
    "variant-of": "malware",
  },
  "malware-analysis": {
    characterizes: "malware",
    "analysis-of": "malware",
    "static-analysis-of": "malware",
    "dynamic-analysis-of": "malware",
  },
  "threat-actor": {
    "attributed-to": "identity",
    compromises: "infrastructure",
    hosts: "infrastructure",
    owns: "infrastructure",
    impersonates: "identity",
    "located-at": "location",
    targets: ACTOR_TARGETS,
    uses: SOFTWARE_USES,
  },
  tool: {
    delivers: "malware",
    drops: "malware",
    has: "vulnerability",
    targets: `${ACTOR_TARGETS} infrastructure`,
    uses: "infrastructure",
  },
  "domain-name": { "resolves-to": "domain-name ipv4-addr ipv6-addr" },
  "ipv4-addr": { "resolves-to": "mac-addr", "belongs-to": "autonomous-system" },
  "ipv6-addr": { "resolves-to": "mac-addr", "belongs-to": "autonomous-system" },
};

/** Whether the specification suggests such a relationship. */
export function isSuggested(
  source: string,
  type: string,
  target: string,
  isObservable: boolean,
): boolean {
  const bySource = Object.hasOwn(SUGGESTED, source) ? SUGGESTED[source] : undefined;
  const targets = bySource && Object.hasOwn(bySource, type) ? bySource[type] : undefined;
  if (targets === undefined) return false;
  const listed = targets.split(" ");
  return listed.includes(target) || (isObservable && listed.includes("*"));
}

/** Whether the specification speaks of relationships of such objects at all. */
export function hasSuggested(source: string): boolean {
  return Object.hasOwn(SUGGESTED, source);
}
