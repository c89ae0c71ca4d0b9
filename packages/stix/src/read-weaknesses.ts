import { VULNERABILITY_STATUSES } from "@tocsin/model";
import type { CitedText, TechniqueRef, VulnerabilityRef, VulnerabilityStatus } from "@tocsin/model";
import { getExtension } from "./extension.ts";
import { describe } from "./read-actors.ts";
import type { Bundle, Relation } from "./read-bundle.ts";
import { getList, getText, getTexts } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const CVE = /\bCVE-\d{4}-\d{4,19}\b/i;
const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/;

/** Techniques by their ATT&CK ids, each once. */
export function readTechniques(bundle: Bundle): TechniqueRef[] {
  const found = new Map<string, TechniqueRef>();
  let nameless = 0;
  for (const object of bundle.objects) {
    if (object.type !== "attack-pattern") continue;
    const id = techniqueId(object);
    if (id === undefined) {
      nameless++;
      continue;
    }
    if (found.has(id)) continue;
    const name = getText(object, "name")
      ?.replace(/^T\d{4}(?:\.\d{3})?\s?[:–-]\s?/u, "")
      .replace(/\s?-\s?T\d{4}(?:\.\d{3})?$/u, "");
    found.set(id, {
      id,
      ...(name && { name }),
      citations: bundle.cite(object, describe(object)),
    });
  }
  if (nameless > 0)
    bundle.report("note", "STIX_TECHNIQUE", `${nameless} attack patterns have no ATT&CK id`);
  return [...found.values()];
}

function techniqueId(object: StixObject): string | undefined {
  for (const reference of getList(object, "external_references").slice(0, 100)) {
    const source = getText(reference, "source_name") ?? "";
    const id = getText(reference, "external_id");
    if (id !== undefined && /mitre|att&?ck/i.test(source) && TECHNIQUE.test(id))
      return TECHNIQUE.exec(id)?.[0];
    const url = getText(reference, "url");
    const path = /attack\.mitre\.org\/techniques\/(T\d{4})(?:\/(\d{3}))?/i.exec(url ?? "");
    if (path !== null) return `${path[1]}${path[2] === undefined ? "" : `.${path[2]}`}`;
  }
  return TECHNIQUE.exec(getText(object, "name") ?? "")?.[0];
}

/** Vulnerabilities by their CVE ids, with the strongest status the bundle states. */
export function readVulnerabilities(bundle: Bundle): VulnerabilityRef[] {
  const relations = new Map<string, Relation[]>();
  for (const relation of bundle.relations) {
    if (relation.target.type !== "vulnerability") continue;
    const known = relations.get(relation.target.id);
    if (known === undefined) relations.set(relation.target.id, [relation]);
    else known.push(relation);
  }
  const found = new Map<string, VulnerabilityRef>();
  for (const object of bundle.objects) {
    if (object.type !== "vulnerability") continue;
    const id = cveId(object);
    if (id === undefined) continue;
    const status = readStatus(object, relations.get(object.id) ?? []);
    const known = found.get(id);
    if (
      known &&
      VULNERABILITY_STATUSES.indexOf(known.status) >= VULNERABILITY_STATUSES.indexOf(status)
    )
      continue;
    const product = getText(getExtension(object), "product");
    found.set(id, {
      id,
      status,
      ...(product !== undefined && { product }),
      citations: bundle.cite(object, describe(object)),
    });
  }
  return [...found.values()];
}

function cveId(object: StixObject): string | undefined {
  for (const reference of getList(object, "external_references").slice(0, 100)) {
    const id = CVE.exec(getText(reference, "external_id") ?? "")?.[0];
    if (id !== undefined) return id.toUpperCase();
  }
  return CVE.exec(getText(object, "name") ?? "")?.[0].toUpperCase();
}

function readStatus(object: StixObject, relations: readonly Relation[]): VulnerabilityStatus {
  const stated = [
    getText(getExtension(object), "status"),
    getText(object, "x_tocsin_status"),
    ...getTexts(object, "labels"),
  ];
  for (const text of stated) {
    const status = VULNERABILITY_STATUSES.find((one) => one === text?.toLowerCase());
    if (status !== undefined) return status;
  }
  return relations.some(saysExploited) ? "exploited" : "mentioned";
}

/** `exploits` says so itself; `targets` only if its description does. */
function saysExploited({ type, description }: Relation): boolean {
  if (type === "exploits") return true;
  const text = description ?? "";
  return (
    type === "targets" &&
    /\bexploit(?:ed|s|ing)\b/i.test(text) &&
    !/\b(?:not|never|no evidence|may|might|could|can)\b/i.test(text)
  );
}

/** Courses of action. */
export function readMitigations(bundle: Bundle): CitedText[] {
  const found = new Map<string, CitedText>();
  for (const object of bundle.objects) {
    if (object.type !== "course-of-action") continue;
    const name = getText(object, "name");
    const description = getText(object, "description");
    const own = getExtension(object) === undefined ? undefined : description;
    const repeated = description === undefined || description === name;
    const text =
      own ?? (name === undefined || repeated ? (name ?? description) : `${name}: ${description}`);
    if (text === undefined || found.has(text)) continue;
    found.set(text, { text, citations: bundle.cite(object, describe(object)) });
  }
  return [...found.values()];
}
