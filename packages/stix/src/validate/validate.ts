import type { StixDiagnosticCode } from "../diagnostic.ts";
import { isRecord } from "../stix-object.ts";
import { checkObject } from "./check-object.ts";
import { isTypeName, MAX_NAME, parseIdentifier } from "./identifiers.ts";
import type { StixVersion } from "./rule.ts";
import { advise, refuse, show } from "./session.ts";
import type { Session, StixFault, Subject, ValidateOptions } from "./session.ts";
import { typeOf } from "./types.ts";
import { STIX_CHECKS } from "./vocabularies.ts";
import type { StixCheck } from "./vocabularies.ts";

/** Objects looked at in one bundle. */
const MAX_OBJECTS = 500_000;

/** What a validation found. */
export interface StixValidity {
  /** Whether no fault is an error. */
  readonly isValid: boolean;
  /** In the order of the input; at most 1,000. */
  readonly faults: readonly StixFault[];
}

/**
 * Holds a STIX object, a bundle, a list of objects, or a text with one of them against the specification.
 * Each fault names its object, property and clause. What must be is an error; what should be is a warning, or an
 * error if `strict`; notes never make an object invalid. Never throws; time grows with the input's size.
 * @see STIX Version 2.1, OASIS Standard, 10 June 2021; STIX Version 2.0 where an object says so
 */
export function validateStix(input: unknown, options: ValidateOptions = {}): StixValidity {
  const json = typeof input === "string" ? parseText(input) : input;
  const objects = objectsOf(json);
  const session = openSession(objects, options);
  const subject: Subject = { session, version: "2.1", type: "input", id: "" };
  if (countObjects(json) > MAX_OBJECTS)
    refuse(subject, "STIX_LIMIT", "1", "", `expected at most ${MAX_OBJECTS} objects, got more`);
  if (json === undefined) {
    refuse(subject, "STIX_RULE_JSON", "1", "", "expected JSON, got something else");
  } else if (isRecord(json) && json["type"] === "bundle") checkBundle(session, json, objects);
  else
    for (const [index, object] of objects.entries())
      checkOne(session, object, undefined, Array.isArray(json) ? `object ${index}` : "object");
  const { faults, met } = session;
  return { isValid: met.errors === 0, faults };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function countObjects(json: unknown): number {
  const objects = isRecord(json) && json["type"] === "bundle" ? json["objects"] : json;
  return Array.isArray(objects) ? objects.length : 1;
}

function objectsOf(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json.slice(0, MAX_OBJECTS);
  if (!isRecord(json) || json["type"] !== "bundle") return [json];
  return Array.isArray(json["objects"]) ? json["objects"].slice(0, MAX_OBJECTS) : [];
}

function openSession(objects: readonly unknown[], options: ValidateOptions): Session {
  const without = new Set(options.without);
  const only = options.only && new Set(options.only);
  const active = new Set<StixCheck>(
    STIX_CHECKS.filter((check) => (only === undefined ? !without.has(check) : only.has(check))),
  );
  const definitions = new Map<string, unknown>();
  const ids = new Set<string>();
  for (const object of objects) {
    if (!isRecord(object) || typeof object["id"] !== "string") continue;
    ids.add(object["id"]);
    if (object["type"] === "extension-definition") definitions.set(object["id"], object);
  }
  const faults: StixFault[] = [];
  return {
    options,
    faults,
    met: { errors: 0 },
    definitions,
    ids,
    isActive: (check) => active.has(check),
  };
}

/** The version an object is held against (STIX 2.1 section 3.2). */
function versionOf(
  { options }: Session,
  object: unknown,
  ofBundle: StixVersion | undefined,
): StixVersion {
  if (options.version !== undefined) return options.version;
  if (!isRecord(object)) return "2.1";
  const stated = object["spec_version"];
  if (stated === "2.0" || stated === "2.1") return stated;
  if (stated !== undefined) return "2.1";
  if (ofBundle === "2.0") return "2.0";
  const { type } = object;
  const known = typeof type === "string" && type.length <= MAX_NAME ? typeOf(type) : undefined;
  // Observable objects stand by themselves only since 2.1; all others without a word are of 2.0.
  if (known === undefined) return object["created"] === undefined ? "2.1" : "2.0";
  return known.family === "observable" || known.only === "2.1" ? "2.1" : "2.0";
}

function checkOne(
  session: Session,
  object: unknown,
  ofBundle: StixVersion | undefined,
  place: string,
): void {
  checkObject({ session, version: versionOf(session, object, ofBundle) }, object, place);
}

function checkBundle(
  session: Session,
  bundle: Readonly<Record<string, unknown>>,
  objects: readonly unknown[],
): void {
  const { id, spec_version: stated, objects: listed } = bundle;
  const ofBundle = stated === "2.0" ? "2.0" : undefined;
  const version = session.options.version ?? ofBundle ?? "2.1";
  const subject: Subject = {
    session,
    version,
    type: "bundle",
    id: typeof id === "string" ? id : "",
  };
  const identifier = parseIdentifier(id);
  const say = (code: StixDiagnosticCode, clause: string, path: string, message: string): void => {
    refuse(subject, code, clause, path, message);
  };
  if (identifier?.type !== "bundle")
    say("STIX_RULE_ID", "2.9", "id", `expected bundle--UUID, got ${show(id)}`);
  else if (identifier.uuidVersion !== "4" && version === "2.1")
    advise(subject, "uuid-check", "2.9", "id", `expected a UUIDv4, got ${show(id)}`);
  if (version === "2.0" && stated !== "2.0")
    say("STIX_RULE_REQUIRED", "8", "spec_version", `expected 2.0, got ${show(stated)}`);
  for (const name of Object.keys(bundle)) {
    if (["type", "id", "objects"].includes(name)) continue;
    if (name === "spec_version" && version === "2.0") continue;
    if (session.options.strictProperties === true)
      say("STIX_RULE_CUSTOM", "8", name.slice(0, MAX_NAME), "expected no property of this name");
    else
      advise(subject, "extensions-use", "8", name.slice(0, MAX_NAME), "expected no such property");
  }
  if (listed !== undefined && (!Array.isArray(listed) || listed.length === 0))
    say("STIX_RULE_VALUE", "8", "objects", "expected a list with at least one object");
  for (const [index, object] of objects.entries())
    checkOne(session, object, ofBundle, `object ${index}`);
  checkDuplicates(subject, objects);
}

/** Two versions of one object differ in their time (STIX 2.1 section 3.6). */
function checkDuplicates(subject: Subject, objects: readonly unknown[]): void {
  const seen = new Set<string>();
  for (const object of objects) {
    if (!isRecord(object) || typeof object["id"] !== "string") continue;
    const { id, type, modified = "" } = object;
    if (typeof type !== "string" || !isTypeName(type)) continue;
    const key = `${id.slice(0, 300)} ${String(modified)}`;
    if (seen.has(key))
      advise(
        subject,
        "duplicate-ids",
        "3.6",
        "objects",
        `expected each version once, got ${show(id)} twice`,
      );
    seen.add(key);
  }
}
