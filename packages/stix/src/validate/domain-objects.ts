import { COMMON, KILL_CHAIN } from "./common.ts";
import {
  BOOLEAN,
  closed,
  form,
  list,
  may,
  must,
  must21,
  open,
  order,
  reference,
  references,
  since21,
  TEXT,
  TEXTS,
  TIME,
} from "./rule.ts";
import type { Field, Fields, ObjectType } from "./rule.ts";

const LABELS: Field = { rule: TEXTS, requiredIn: "2.0" };
const SEEN = { first_seen: may(TIME), last_seen: may(TIME) };
const SEEN_ORDER = order("first_seen", "last_seen");
const NAMED = { name: must(TEXT), description: may(TEXT) };
const MOTIVES = {
  resource_level: may(open("attack-resource-level-ov")),
  primary_motivation: may(open("attack-motivation-ov")),
  secondary_motivations: may(list(open("attack-motivation-ov"))),
};

function domain(
  clause: string,
  fields: Fields,
  more: Omit<Partial<ObjectType>, "orders"> & Pick<ObjectType, "orders"> = {},
): ObjectType {
  const orders = [order("created", "modified"), ...(more.orders ?? [])];
  return { family: "domain", clause, ...more, orders, fields: { ...COMMON, ...fields } };
}

/** Domain objects (STIX 2.1 section 4). */
export const DOMAIN_OBJECTS: Readonly<Record<string, ObjectType>> = {
  "attack-pattern": domain("4.1", {
    ...NAMED,
    aliases: since21(TEXTS),
    kill_chain_phases: may(KILL_CHAIN),
  }),
  campaign: domain(
    "4.2",
    { ...NAMED, ...SEEN, aliases: may(TEXTS), objective: may(TEXT) },
    { orders: [SEEN_ORDER] },
  ),
  "course-of-action": domain("4.3", NAMED),
  grouping: domain(
    "4.4",
    {
      name: may(TEXT),
      description: may(TEXT),
      context: must(open("grouping-context-ov")),
      object_refs: must(references()),
    },
    { only: "2.1" },
  ),
  identity: domain("4.5", {
    ...NAMED,
    roles: since21(TEXTS),
    identity_class: { rule: open("identity-class-ov"), requiredIn: "2.0" },
    sectors: may(list(open("industry-sector-ov"))),
    contact_information: may(TEXT),
  }),
  incident: domain("4.6", NAMED, { only: "2.1" }),
  indicator: domain(
    "4.7",
    {
      name: may(TEXT),
      description: may(TEXT),
      labels: LABELS,
      indicator_types: since21(list(open("indicator-type-ov"))),
      pattern: must(TEXT),
      pattern_type: must21(open("pattern-type-ov")),
      pattern_version: since21(TEXT),
      valid_from: must(TIME),
      valid_until: may(TIME),
      kill_chain_phases: may(KILL_CHAIN),
    },
    { orders: [order("valid_from", "valid_until", false)] },
  ),
  infrastructure: domain(
    "4.8",
    {
      ...NAMED,
      ...SEEN,
      infrastructure_types: may(list(open("infrastructure-type-ov"))),
      aliases: may(TEXTS),
      kill_chain_phases: may(KILL_CHAIN),
    },
    { only: "2.1", orders: [SEEN_ORDER] },
  ),
  "intrusion-set": domain(
    "4.9",
    { ...NAMED, ...SEEN, ...MOTIVES, aliases: may(TEXTS), goals: may(TEXTS) },
    { orders: [SEEN_ORDER] },
  ),
  location: domain(
    "4.10",
    {
      name: may(TEXT),
      description: may(TEXT),
      latitude: may({ kind: "float", least: -90, most: 90 }),
      longitude: may({ kind: "float", least: -180, most: 180 }),
      precision: may({ kind: "float", least: 0 }),
      region: may(open("region-ov")),
      country: may(form("country")),
      administrative_area: may(TEXT),
      city: may(TEXT),
      street_address: may(TEXT),
      postal_code: may(TEXT),
    },
    {
      only: "2.1",
      presence: [
        { need: "any", of: ["region", "country", "latitude"] },
        { need: "all", of: ["latitude", "longitude"] },
      ],
    },
  ),
  malware: domain(
    "4.11",
    {
      name: { rule: TEXT, requiredIn: "2.0" },
      description: may(TEXT),
      labels: LABELS,
      malware_types: since21(list(open("malware-type-ov"))),
      is_family: must21(BOOLEAN),
      aliases: since21(TEXTS),
      kill_chain_phases: may(KILL_CHAIN),
      first_seen: since21(TIME),
      last_seen: since21(TIME),
      operating_system_refs: since21(references("software")),
      architecture_execution_envs: since21(list(open("processor-architecture-ov"))),
      implementation_languages: since21(list(open("implementation-language-ov"))),
      capabilities: since21(list(open("malware-capabilities-ov"))),
      sample_refs: since21(references("artifact", "file")),
    },
    { orders: [SEEN_ORDER] },
  ),
  "malware-analysis": domain(
    "4.12",
    {
      product: must(form("lower-hyphen")),
      version: may(TEXT),
      host_vm_ref: may(reference("software")),
      operating_system_ref: may(reference("software")),
      installed_software_refs: may(references("software")),
      configuration_version: may(TEXT),
      modules: may(TEXTS),
      analysis_engine_version: may(TEXT),
      analysis_definition_version: may(TEXT),
      submitted: may(TIME),
      analysis_started: may(TIME),
      analysis_ended: may(TIME),
      result_name: may(TEXT),
      result: may(open("malware-av-result-ov")),
      analysis_sco_refs: may(references("observable")),
      sample_ref: may(reference("artifact", "file", "network-traffic")),
    },
    {
      only: "2.1",
      presence: [{ need: "any", of: ["result", "analysis_sco_refs"] }],
      orders: [order("analysis_started", "analysis_ended")],
    },
  ),
  note: domain(
    "4.13",
    {
      abstract: may(TEXT),
      content: must(TEXT),
      authors: may(TEXTS),
      object_refs: must(references()),
    },
    { only: "2.1" },
  ),
  "observed-data": domain(
    "4.14",
    {
      first_observed: must(TIME),
      last_observed: must(TIME),
      number_observed: must({ kind: "integer", least: 1, most: 999_999_999 }),
      objects: { rule: { kind: "any" }, requiredIn: "2.0", isDeprecated: true },
      object_refs: since21(references("observable", "relationship", "sighting")),
    },
    {
      presence: [{ need: "one", of: ["objects", "object_refs"], only: "2.1" }],
      orders: [order("first_observed", "last_observed")],
    },
  ),
  opinion: domain(
    "4.15",
    {
      explanation: may(TEXT),
      authors: may(TEXTS),
      opinion: must(closed("strongly-disagree", "disagree", "neutral", "agree", "strongly-agree")),
      object_refs: must(references()),
    },
    { only: "2.1" },
  ),
  report: domain("4.16", {
    ...NAMED,
    labels: LABELS,
    report_types: since21(list(open("report-type-ov"))),
    published: must(TIME),
    object_refs: must(references()),
  }),
  "threat-actor": domain(
    "4.17",
    {
      ...NAMED,
      ...MOTIVES,
      labels: LABELS,
      threat_actor_types: since21(list(open("threat-actor-type-ov"))),
      aliases: may(TEXTS),
      first_seen: since21(TIME),
      last_seen: since21(TIME),
      roles: may(list(open("threat-actor-role-ov"))),
      goals: may(TEXTS),
      sophistication: may(open("threat-actor-sophistication-ov")),
      personal_motivations: may(list(open("attack-motivation-ov"))),
    },
    { orders: [SEEN_ORDER] },
  ),
  tool: domain("4.18", {
    ...NAMED,
    labels: LABELS,
    tool_types: since21(list(open("tool-type-ov"))),
    aliases: since21(TEXTS),
    kill_chain_phases: may(KILL_CHAIN),
    tool_version: may(TEXT),
  }),
  vulnerability: domain("4.19", NAMED),
};
