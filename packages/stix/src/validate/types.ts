import { CYBER_OBSERVABLES } from "./cyber-observables.ts";
import { DOMAIN_OBJECTS } from "./domain-objects.ts";
import { META_OBJECTS } from "./meta-objects.ts";
import { RELATIONSHIP_OBJECTS } from "./relationship-objects.ts";
import type { ObjectType } from "./rule.ts";

/** Every type of object the specification defines. */
export const OBJECT_TYPES: Readonly<Record<string, ObjectType>> = {
  ...DOMAIN_OBJECTS,
  ...RELATIONSHIP_OBJECTS,
  ...CYBER_OBSERVABLES,
  ...META_OBJECTS,
};

/** The type of that name, or undefined for a custom one. */
export function typeOf(name: string): ObjectType | undefined {
  return Object.hasOwn(OBJECT_TYPES, name) ? OBJECT_TYPES[name] : undefined;
}
