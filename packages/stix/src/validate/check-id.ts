import { makeDeterministicId } from "./deterministic-id.ts";
import { parseIdentifier } from "./identifiers.ts";
import type { ObjectType } from "./rule.ts";
import { advise, refuse, remark, show } from "./session.ts";
import type { Subject } from "./session.ts";

/** Holds an object's id against STIX 2.1 sections 2.9 and 3.4. */
export function checkIdentifier(
  subject: Subject,
  type: ObjectType | undefined,
  isObservable: boolean,
  object: Readonly<Record<string, unknown>>,
): void {
  const given = object["id"];
  if (given === undefined) return;
  const id = parseIdentifier(given);
  if (id === undefined) {
    if (subject.container !== undefined && subject.version === "2.0") return;
    refuse(subject, "STIX_RULE_ID", "2.9", "id", `expected type--UUID, got ${show(given)}`);
    return;
  }
  if (id.type !== subject.type) {
    const expected = `${subject.type}--UUID`;
    refuse(subject, "STIX_RULE_ID", "2.9", "id", `expected ${expected}, got ${show(given)}`);
    return;
  }
  if (subject.version === "2.0") return;
  if (!isObservable) {
    if (id.uuidVersion !== "4" && type?.family !== "marking")
      advise(subject, "uuid-check", "2.9", "id", `expected a UUIDv4, got ${show(given)}`);
    return;
  }
  checkObservableId(subject, type, object, id.uuidVersion);
}

function checkObservableId(
  subject: Subject,
  type: ObjectType | undefined,
  object: Readonly<Record<string, unknown>>,
  uuidVersion: string,
): void {
  const contributing = type?.contributing;
  if (contributing === undefined) return;
  const isMade = contributing.some((name) => Object.hasOwn(object, name));
  if (contributing.length === 0 && uuidVersion !== "4")
    refuse(subject, "STIX_RULE_ID", "3.4", "id", "expected a UUIDv4: no property makes its id");
  else if (isMade && uuidVersion !== "5")
    advise(subject, "uuid-check", "3.4", "id", "expected a UUIDv5 over its own properties");
  else if (isMade) {
    const made = makeDeterministicId(subject.type, contributing, object);
    // Another namespace is allowed, so another id is no fault.
    if (made !== subject.id)
      remark(subject, "3.4", "id", `expected ${made} over its properties, got another`);
  }
}
