import { isRecord } from "../stix-object.ts";
import { checkCustomType } from "./check-custom.ts";
import { checkExtensions, checkUndefined } from "./check-extensions.ts";
import type { Extended } from "./check-extensions.ts";
import { checkIdentifier } from "./check-id.ts";
import { checkMarking, checkMarkings } from "./check-markings.ts";
import { checkOrders, checkPresence } from "./check-presence.ts";
import { SPECIAL_CHECKS } from "./check-special.ts";
import { checkValue, isDefined, isRequired } from "./check-value.ts";
import { COMMON, OBSERVABLE_COMMON, RESERVED } from "./common.ts";
import { isTypeName, MAX_NAME } from "./identifiers.ts";
import type { Fields, ObjectType, StixVersion } from "./rule.ts";
import { advise, refuse, show } from "./session.ts";
import type { Session, Subject } from "./session.ts";
import { typeOf } from "./types.ts";

/** Deepest nesting that is looked into for empty lists. */
const MAX_DEPTH = 64;

/** Where an object stands. */
export interface Standing {
  readonly session: Session;
  readonly version: StixVersion;
  /** Part of observed data, beside objects with these keys. */
  readonly container?: ReadonlySet<string>;
}

/** Holds one object, not a bundle, against the specification. */
export function checkObject(standing: Standing, object: unknown, place: string): void {
  const { session, container } = standing;
  const anonymous: Subject = { ...standing, type: place, id: "" };
  if (!isRecord(object)) {
    refuse(anonymous, "STIX_RULE_VALUE", "3", "", `expected an object, got ${show(object)}`);
    return;
  }
  const { type: name } = object;
  if (typeof name !== "string") {
    refuse(anonymous, "STIX_RULE_REQUIRED", "3.2", "type", `expected a text, got ${show(name)}`);
    return;
  }
  const given = object["id"];
  const id = typeof given === "string" ? given.slice(0, MAX_NAME + 40) : "";
  const short = name.slice(0, MAX_NAME);
  // Names are checked by hand and in linear time before anything else sees them.
  const isNamed = isTypeName(name);
  const subject: Subject = { ...standing, type: short, id };
  if (!isNamed)
    refuse(
      subject,
      "STIX_RULE_TYPE",
      "3.1",
      "type",
      `expected 3 to ${MAX_NAME} lower-case letters, digits and single hyphens, got ${show(name)}`,
    );
  const known = typeOf(name);
  const type = known !== undefined && isOfVersion(known, standing.version) ? known : undefined;
  const extended = checkExtensions(subject, type, object["extensions"]);
  if (type === undefined) checkCustomType(subject, extended.newType !== undefined);
  const isObservable = isObservableType(type, extended, container, object);
  const fields = type?.fields ?? (isObservable ? OBSERVABLE_COMMON : COMMON);
  checkFields(subject, fields, object, type === undefined ? undefined : extended, isObservable);
  checkIdentifier(subject, type, isObservable, object);
  checkVersion(subject, object);
  checkEmptyLists(subject, object, "", 0);
  checkMarkings(subject, object);
  if (type?.family === "marking") checkMarking(subject, object);
  if (type !== undefined) {
    checkPresence(subject, type, object);
    checkOrders(subject, type, object);
  } else
    checkOrders(
      subject,
      { orders: [{ earlier: "created", later: "modified", mayBeEqual: true }] },
      object,
    );
  const special = Object.hasOwn(SPECIAL_CHECKS, name) ? SPECIAL_CHECKS[name] : undefined;
  if (type !== undefined) special?.(subject, object);
  if (name === "observed-data") checkContained(standing, subject, object);
  if (session.options.interop === true) checkInterop(subject, type, object);
}

function isOfVersion(type: ObjectType, version: StixVersion): boolean {
  return type.only === undefined || type.only === version;
}

function isObservableType(
  type: ObjectType | undefined,
  extended: Extended,
  container: ReadonlySet<string> | undefined,
  object: Readonly<Record<string, unknown>>,
): boolean {
  if (type !== undefined) return type.family === "observable";
  if (extended.newType !== undefined) return extended.newType === "new-sco";
  // Custom domain objects have versions; observable ones have none.
  return (
    container !== undefined || (object["created"] === undefined && object["modified"] === undefined)
  );
}

function checkFields(
  subject: Subject,
  fields: Fields,
  object: Readonly<Record<string, unknown>>,
  extended: Extended | undefined,
  isObservable: boolean,
): void {
  const { options } = subject.session;
  const others: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (isDefined(subject, field)) checkValue(subject, field.rule, value, name);
    else if (RESERVED.has(name))
      refuse(
        subject,
        "STIX_RULE_CUSTOM",
        "3.8",
        name,
        "expected another name: this one is reserved",
      );
    else others.push(name);
    if (field?.isDeprecated === true && subject.version === "2.1")
      advise(subject, "deprecated-properties", "4.14", name, "expected object_refs instead");
  }
  for (const [name, field] of Object.entries(fields)) {
    if (!isRequired(subject, field) || Object.hasOwn(object, name)) continue;
    // A caller that says the version need not be told it again; parts of observed data have keys for ids.
    if (name === "spec_version" && options.version !== undefined) continue;
    if (name === "id" && isObservable && subject.container !== undefined) continue;
    refuse(subject, "STIX_RULE_REQUIRED", "3.2", name, "expected it, got nothing");
  }
  if (extended !== undefined) checkUndefined(subject, others, extended);
}

function checkVersion(subject: Subject, object: Readonly<Record<string, unknown>>): void {
  const stated = object["spec_version"];
  if (stated === undefined) return;
  if (stated !== "2.0" && stated !== "2.1")
    refuse(
      subject,
      "STIX_RULE_VALUE",
      "3.2",
      "spec_version",
      `expected 2.0 or 2.1, got ${show(stated)}`,
    );
  else if (stated !== subject.version)
    advise(
      subject,
      "spec-version",
      "3.2",
      "spec_version",
      `expected ${subject.version}, got ${stated}`,
    );
}

/** Lists without members are not allowed anywhere (STIX 2.1 section 2.12). */
function checkEmptyLists(subject: Subject, value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH) {
    refuse(subject, "STIX_RULE_LIMIT", "3", path, `expected at most ${MAX_DEPTH} levels, got more`);
    return;
  }
  if (Array.isArray(value)) {
    if (value.length === 0)
      refuse(subject, "STIX_RULE_VALUE", "2.12", path, "expected at least one member, got none");
    for (const one of value as readonly unknown[])
      if (typeof one === "object") checkEmptyLists(subject, one, path, depth + 1);
  } else if (isRecord(value))
    for (const [name, one] of Object.entries(value))
      if (typeof one === "object")
        checkEmptyLists(subject, one, path === "" ? name : `${path}.${name}`, depth + 1);
}

/** The objects inside observed data, as STIX 2.0 has them (STIX 2.1 section 2.13). */
function checkContained(
  standing: Standing,
  subject: Subject,
  object: Readonly<Record<string, unknown>>,
): void {
  const { objects } = object;
  if (objects === undefined) return;
  if (!isRecord(objects) || Object.keys(objects).length === 0) {
    refuse(
      subject,
      "STIX_RULE_VALUE",
      "2.13",
      "objects",
      `expected objects by key, got ${show(objects)}`,
    );
    return;
  }
  const container = new Set(Object.keys(objects));
  for (const [key, one] of Object.entries(objects)) {
    const place = `${subject.id} objects.${key.slice(0, MAX_NAME)}`;
    const type = isRecord(one) && typeof one["type"] === "string" ? typeOf(one["type"]) : undefined;
    if (type !== undefined && type.family !== "observable")
      refuse(
        subject,
        "STIX_RULE_VALUE",
        "2.13",
        `objects.${key.slice(0, MAX_NAME)}`,
        "expected a cyber-observable object",
      );
    else checkObject({ ...standing, container }, one, place);
  }
}

const INTEROP_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  "attack-pattern": ["external_references", "kill_chain_phases"],
  indicator: ["name", "indicator_types"],
  infrastructure: ["infrastructure_types"],
  "intrusion-set": ["resource_level", "primary_motivation"],
  location: ["region"],
  "malware-analysis": ["version", "submitted", "analysis_started", "analysis_ended", "result"],
  malware: ["name", "malware_types"],
  "observed-data": ["object_refs"],
  report: ["report_types"],
  sighting: ["first_seen", "last_seen", "count"],
  "threat-actor": [
    "threat_actor_types",
    "roles",
    "sophistication",
    "resource_level",
    "primary_motivation",
  ],
  tool: ["tool_types"],
  vulnerability: ["external_references"],
};

/** What the interoperability test documents ask beside the specification: a producer, and more properties. */
function checkInterop(
  subject: Subject,
  type: ObjectType | undefined,
  object: Readonly<Record<string, unknown>>,
): void {
  if (type?.family !== "domain" && type?.family !== "relationship") return;
  const more = Object.hasOwn(INTEROP_REQUIRED, subject.type) ? INTEROP_REQUIRED[subject.type] : [];
  const needed = subject.type === "identity" ? [] : ["created_by_ref", ...(more ?? [])];
  for (const name of needed)
    if (!Object.hasOwn(object, name))
      refuse(subject, "STIX_RULE_REQUIRED", "interoperability", name, "expected it, got nothing");
}
