import { toPassage } from "@tocsin/model";
import type { AdvisoryDocument, Citation } from "@tocsin/model";
import type { Report } from "./diagnostic.ts";
import { getExtension, readCitations, readDocuments } from "./extension.ts";
import { getProperty, getText, getTime, isRecord } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

/** Bounds of one reading. */
export interface StixLimits {
  /** Objects of the bundle. 200,000 unless told. */
  readonly maxObjects?: number;
  /** Indicators and context values. 500,000 unless told. */
  readonly maxValues?: number;
}

/** One relationship with its ends. */
export interface Relation {
  readonly type: string;
  readonly source: StixObject;
  readonly target: StixObject;
  readonly description?: string;
}

/** A bundle made ready: each object once, in the order of the file. */
export interface Bundle {
  readonly document: AdvisoryDocument;
  /** The document itself, then those a bundle of ours was made from. */
  readonly documents: readonly AdvisoryDocument[];
  /** Their names: what citations may speak of. */
  readonly names: ReadonlySet<string>;
  readonly version: "2.0" | "2.1";
  readonly objects: readonly StixObject[];
  readonly byId: ReadonlyMap<string, StixObject>;
  readonly relations: readonly Relation[];
  /** The objects of one type, in the order of the file. */
  ofType(type: string): readonly StixObject[];
  /** Our part of the report, in a bundle of ours. */
  readonly own: unknown;
  readonly maxValues: number;
  readonly report: Report;
  /** Where a fact of an object stands: what the object itself cites, or the object. */
  cite(object: StixObject, passage: string): Citation[];
}

/** Collects the objects of a bundle, a TAXII envelope, a list, or a single object. */
export function openBundle(
  json: unknown,
  document: AdvisoryDocument,
  limits: StixLimits,
  report: Report,
): Bundle {
  const objects = latest(collect(json, limits.maxObjects ?? 200_000, report), report);
  const byType = new Map<string, StixObject[]>();
  for (const object of objects) {
    const known = byType.get(object.type);
    if (known === undefined) byType.set(object.type, [object]);
    else known.push(object);
  }
  const ofType = (type: string): readonly StixObject[] => byType.get(type) ?? [];
  const byId = new Map(objects.map((object) => [object.id, object]));
  const ours = ofType("report").find((one) => getExtension(one) !== undefined);
  const carried = readDocuments(getExtension(ours)).filter(({ name }) => name !== document.name);
  const documents = [document, ...carried];
  const names = new Set(documents.map(({ name }) => name));
  return {
    document,
    documents,
    names,
    version: toVersion(json, objects),
    objects,
    byId,
    ofType,
    relations: toRelations(ofType("relationship"), byId),
    own: getExtension(ours),
    maxValues: limits.maxValues ?? 500_000,
    report,
    cite(object, passage) {
      const extension = getExtension(object);
      if (extension !== undefined) {
        const carried = readCitations(extension, names);
        // What we wrote without a citation has none; what others wrote in our way stands where it stands.
        if (carried.length > 0 || ours !== undefined) return carried;
      }
      return [{ document: document.name, object: object.id, passage: toPassage(passage) }];
    },
  };
}

function toVersion(json: unknown, objects: readonly StixObject[]): "2.0" | "2.1" {
  const stated = getText(json, "spec_version");
  if (stated === "2.0" || stated === "2.1") return stated;
  return objects.some((object) => object["spec_version"] === "2.1") ? "2.1" : "2.0";
}

function collect(json: unknown, maxObjects: number, report: Report): StixObject[] {
  const given = Array.isArray(json) ? (json as unknown) : getProperty(json, "objects");
  const listed: readonly unknown[] = Array.isArray(given) ? given : [];
  const single = listed.length === 0 && isRecord(json) && getText(json, "type") !== "bundle";
  const all = single ? [json] : listed;
  const objects: StixObject[] = [];
  let broken = 0;
  for (const one of all.length <= maxObjects ? all : all.slice(0, maxObjects)) {
    if (isObject(one)) objects.push(one);
    else broken++;
  }
  if (all.length > maxObjects)
    report(
      "error",
      "STIX_LIMIT",
      `Only the first ${maxObjects} objects are read`,
      "Split the bundle",
    );
  if (objects.length === 0)
    report(
      "error",
      "STIX_BUNDLE",
      "Expected a STIX 2 bundle with objects, got none",
      "Give a STIX 2.0 or 2.1 JSON document",
    );
  else if (broken > 0)
    report("warning", "STIX_OBJECT", `${broken} objects without a type or an id are left out`);
  return objects;
}

function isObject(value: unknown): value is StixObject {
  return (
    isRecord(value) &&
    typeof value["type"] === "string" &&
    value["type"].length <= 250 &&
    typeof value["id"] === "string" &&
    value["id"].length <= 500
  );
}

/**
 * The latest version of each object, in the place of the first; what was revoked is left out. Indicators of one
 * id and time that differ in their pattern are faults of the producer: all are kept, so that none goes unhunted.
 */
function latest(objects: readonly StixObject[], report: Report): StixObject[] {
  const known = new Map<string, StixObject>();
  let older = 0;
  let shared = 0;
  for (const object of objects) {
    const other = known.get(object.id);
    if (other !== undefined && isOtherIndicator(object, other)) {
      shared++;
      known.set(`${object.id} ${getText(object, "pattern") ?? ""}`, object);
      continue;
    }
    if (other !== undefined) older++;
    if (other === undefined || versionTime(object) >= versionTime(other))
      known.set(object.id, object);
  }
  if (older > 0)
    report("note", "STIX_DUPLICATE", `${older} older versions of objects are left out`);
  if (shared > 0)
    report(
      "warning",
      "STIX_DUPLICATE",
      `${shared} indicators bear the id of another; all are read`,
    );
  const standing = [...known.values()].filter((object) => object["revoked"] !== true);
  const revoked = known.size - standing.length;
  if (revoked > 0)
    report("note", "STIX_REVOKED", `${revoked} objects their producer revoked are left out`);
  return standing;
}

function isOtherIndicator(object: StixObject, other: StixObject): boolean {
  return (
    object.type === "indicator" &&
    versionTime(object) === versionTime(other) &&
    getText(object, "pattern") !== getText(other, "pattern")
  );
}

function versionTime(object: StixObject): number {
  const time = getTime(object, "modified") ?? getTime(object, "created");
  return time === undefined ? 0 : Date.parse(time);
}

function toRelations(
  objects: readonly StixObject[],
  byId: ReadonlyMap<string, StixObject>,
): Relation[] {
  return objects.flatMap((object): Relation[] => {
    const source = byId.get(getText(object, "source_ref") ?? "");
    const target = byId.get(getText(object, "target_ref") ?? "");
    const type = getText(object, "relationship_type");
    if (source === undefined || target === undefined || type === undefined) return [];
    const description = getText(object, "description");
    return [{ type, source, target, ...(description !== undefined && { description }) }];
  });
}
