import type { XmlElement } from "@tocsin/documents";
import { asObject } from "../misp/misp-json.ts";

/** Roots of STIX 1 packages and of CybOX alone. */
const ROOTS: ReadonlySet<string> = new Set([
  "STIX_Package",
  "Package",
  "Observables",
  "Indicator",
  "Incident",
]);

/** Whether the element is a STIX 1 package or CybOX observables. */
export function isStix1Xml({ name, attributes }: XmlElement): boolean {
  if (!ROOTS.has(name)) return false;
  return (
    name === "STIX_Package" ||
    Object.values(attributes).some((value) => /(?:stix|cybox)\.mitre\.org/i.test(value))
  );
}

/** Whether the JSON is a STIX 1 package: it has the header or lists of one and states a version 1. */
export function isStix1Json(json: unknown): boolean {
  const object = asObject(json);
  if (object === undefined || "type" in object) return false;
  const isVersion1 = typeof object["version"] === "string" && object["version"].startsWith("1.");
  return (
    "stix_header" in object ||
    (isVersion1 && ["indicators", "observables", "ttps", "incidents"].some((key) => key in object))
  );
}
