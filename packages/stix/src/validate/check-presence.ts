import { OBSERVABLE_COMMON } from "./common.ts";
import type { ObjectType } from "./rule.ts";
import { refuse } from "./session.ts";
import type { Subject } from "./session.ts";
import { compareTimes, isTime } from "./times.ts";

/** Holds the properties that depend on each other's presence against the type's clause. */
export function checkPresence(
  subject: Subject,
  type: ObjectType,
  object: Readonly<Record<string, unknown>>,
): void {
  for (const { need, of, only } of type.presence ?? []) {
    if (only !== undefined && only !== subject.version) continue;
    const names = of[0] === "*" ? ownNames(type) : of;
    const found = names.filter((name) => Object.hasOwn(object, name));
    const told = names.slice(0, 12).join(", ");
    if (need === "any" && found.length === 0)
      missing(subject, type.clause, `expected at least one of ${told}, got none`);
    if (need === "one" && found.length !== 1)
      missing(subject, type.clause, `expected exactly one of ${told}, got ${found.length}`);
    if (need === "all" && found.length > 0 && found.length < names.length)
      missing(subject, type.clause, `expected ${told} together, got only ${found.join(", ")}`);
  }
}

/** The properties of the type itself, and its extensions. */
function ownNames({ fields }: ObjectType): string[] {
  return [
    ...Object.keys(fields).filter((name) => !Object.hasOwn(OBSERVABLE_COMMON, name)),
    "extensions",
  ];
}

function missing(subject: Subject, clause: string, message: string): void {
  refuse(subject, "STIX_RULE_REQUIRED", clause, "", message);
}

/** Holds times that follow each other against the type's clause. */
export function checkOrders(
  subject: Subject,
  { orders = [], clause = "3.2" }: Partial<ObjectType>,
  object: Readonly<Record<string, unknown>>,
): void {
  for (const { earlier, later, mayBeEqual } of orders) {
    const first = object[earlier];
    const last = object[later];
    if (typeof first !== "string" || typeof last !== "string") continue;
    if (!isTime(first) || !isTime(last)) continue;
    const difference = compareTimes(last, first);
    if (difference > 0 || (difference === 0 && mayBeEqual)) continue;
    refuse(
      subject,
      "STIX_RULE_TIME",
      later === "modified" ? "3.6" : clause,
      later,
      `expected a time ${mayBeEqual ? "not before" : "after"} ${earlier}, ${first}, got ${last}`,
    );
  }
}
