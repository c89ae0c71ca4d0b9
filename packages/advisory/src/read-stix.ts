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
