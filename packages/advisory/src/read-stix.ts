import type { AdvisoryDocument, Campaign } from "@tocsin/model";
import { readStix } from "@tocsin/stix";

/** Reads a parsed STIX bundle; the document's format is set here from the objects' version. */
export function readStixDocument(
  json: unknown,
  document: { readonly name: string; readonly sha256: string },
): Campaign {
  const format = isVersion20(json) ? "stix-2.0" : "stix-2.1";
  const named: AdvisoryDocument = { name: document.name, format, sha256: document.sha256 };
  return readStix(json, named).campaign;
}

/** A STIX 2.0 bundle states its version itself; in 2.1 every object does (STIX 2.1, 8). */
function isVersion20(json: unknown): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    "spec_version" in json &&
    json.spec_version === "2.0"
  );
}

/** Whether the JSON is a STIX bundle, a TAXII envelope, a list of STIX objects or one of them. */
export function isStix(json: unknown): boolean {
  if (Array.isArray(json)) return json.length > 0 && json.slice(0, 20).every(isStixObject);
  if (typeof json !== "object" || json === null) return false;
  if ("type" in json && json.type === "bundle") return true;
  if (isStixObject(json)) return true;
  return (
    "objects" in json &&
    Array.isArray(json.objects) &&
    json.objects.slice(0, 20).every(isStixObject)
  );
}

function isStixObject(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    "id" in value &&
    typeof value.id === "string" &&
    /^[a-z0-9-]{3,250}--/.test(value.id)
  );
}
