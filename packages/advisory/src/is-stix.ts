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
