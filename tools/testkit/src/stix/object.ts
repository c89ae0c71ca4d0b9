import { makeId } from "@tocsin/model";

/** One STIX object as JSON. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** A STIX bundle as JSON. */
export interface StixBundle {
  readonly type: "bundle";
  readonly id: string;
  readonly objects: readonly StixObject[];
}

/** All objects bear the warning's day: a bundle must not change with the clock. */
export const DAY = "2024-07-25T00:00:00.000Z";

/** Id of the property extension in which Tocsin carries what STIX has no property for. */
const EXTENSION_ID = `extension-definition--${makeId("stix-extension", "1")}`;

/** Our part of an object, as the value of its `extensions`. */
export function extend(
  content: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { [EXTENSION_ID]: { extension_type: "property-extension", ...content } };
}

/** A STIX 2.1 object with an id over its type and name. Same name, same id. */
export function makeObject(
  type: string,
  name: string,
  properties: Readonly<Record<string, unknown>>,
): StixObject {
  return {
    type,
    spec_version: "2.1",
    id: `${type}--${makeId("stix", "andariel example", type, name)}`,
    created: DAY,
    modified: DAY,
    ...properties,
  };
}

/** A relationship between two objects. */
export function relate(
  source: StixObject,
  kind: string,
  target: StixObject,
  description?: string,
): StixObject {
  return makeObject("relationship", `${source.id} ${kind} ${target.id}`, {
    relationship_type: kind,
    source_ref: source.id,
    target_ref: target.id,
    ...(description === undefined ? {} : { description }),
  });
}

/** A bundle of a report and what it speaks of; the report comes first. */
export function makeBundle(name: string, objects: readonly StixObject[]): StixBundle {
  return { type: "bundle", id: `bundle--${makeId("stix", "andariel example", name)}`, objects };
}
