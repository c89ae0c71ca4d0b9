import { VULNERABILITY_STATUSES } from "@tocsin/model";
import type {
  CitedText,
  ProductStatus,
  TechniqueRef,
  VulnerabilityRef,
  VulnerabilityStatus,
} from "@tocsin/model";
import { getExtension, getPart, ownName } from "./extension.ts";
import { describe } from "./read-actors.ts";
import type { Bundle, Relation } from "./read-bundle.ts";
import { getList, getProperty, getText, getTexts } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const CVE = /\bCVE-\d{4}-\d{4,19}\b/i;
const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/;

/** Techniques by their ATT&CK ids, each once, with their tactics and what the bundle says of their use. */
export function readTechniques(bundle: Bundle): TechniqueRef[] {
  const found = new Map<string, TechniqueRef>();
  const uses = describedUses(bundle);
  let nameless = 0;
  for (const object of bundle.ofType("attack-pattern")) {
    const id = techniqueId(object);
    if (id === undefined) {
      // One that only CAPEC numbers is told among the frameworks.
      if (!hasReference(object, "capec")) nameless++;
      continue;
    }
    if (!found.has(id)) found.set(id, readTechnique(bundle, object, id, uses.get(object.id)));
  }
  if (nameless > 0)
    bundle.report("note", "STIX_TECHNIQUE", `${nameless} attack patterns have no ATT&CK id`);
  return [...found.values()];
}

function readTechnique(
  bundle: Bundle,
  object: StixObject,
  id: string,
  described: string | undefined,
): TechniqueRef {
  const extension = getExtension(object);
  const isOurs = extension !== undefined;
  const stated = getText(object, "name");
  const name = isOurs ? ownName(object) : withoutId(stated);
  const statedId = getText(extension, "stated_id");
  const basis = getText(extension, "basis");
  const tactics = tacticsOf(object);
  const use = isOurs ? getText(extension, "use") : described;
  return {
    id,
    ...(name && { name }),
    ...(statedId !== undefined && { statedId }),
    ...((basis === "id" || basis === "name") && { basis }),
    ...(tactics.length > 0 && { tactics }),
    ...(use !== undefined && { use }),
    citations: bundle.cite(object, describe(object)),
  };
}

function withoutId(name: string | undefined): string | undefined {
  return name
    ?.replace(/^T\d{4}(?:\.\d{3})?\s?[:–-]\s?/u, "")
    .replace(/\s?-\s?T\d{4}(?:\.\d{3})?$/u, "");
}

/** Short names of tactics: phases of the kill chains of MITRE. */
function tacticsOf(object: StixObject): string[] {
  const phases = getList(object, "kill_chain_phases").slice(0, 50);
  const names = phases.flatMap((phase) =>
    /^mitre-/i.test(getText(phase, "kill_chain_name") ?? "")
      ? (getText(phase, "phase_name") ?? [])
      : [],
  );
  return [...new Set(names)];
}

/** What relationships say of the use of attack patterns, by the pattern's id: the first that says anything. */
function describedUses(bundle: Bundle): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { type, target, description } of bundle.relations)
    if (type === "uses" && target.type === "attack-pattern" && description !== undefined)
      if (!found.has(target.id)) found.set(target.id, description);
  return found;
}

function hasReference(object: StixObject, source: string): boolean {
  return getList(object, "external_references")
    .slice(0, 100)
    .some((one) => getText(one, "source_name")?.toLowerCase() === source);
}

/** The ATT&CK id of an attack pattern, or undefined. */
export function techniqueId(object: StixObject): string | undefined {
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
  for (const object of bundle.ofType("vulnerability")) {
    const id = cveId(object);
    if (id === undefined) continue;
    const status = readStatus(object, relations.get(object.id) ?? []);
    const known = found.get(id);
    if (
      known &&
      VULNERABILITY_STATUSES.indexOf(known.status) >= VULNERABILITY_STATUSES.indexOf(status)
    )
      continue;
    found.set(id, {
      id,
      status,
      ...readDetails(getExtension(object)),
      citations: bundle.cite(object, describe(object)),
    });
  }
  return [...found.values()];
}

/** What a bundle of ours says of a vulnerability beyond STIX. */
function readDetails(extension: unknown): Partial<VulnerabilityRef> {
  const cvss = getProperty(extension, "cvss");
  const products = getList(extension, "products").flatMap((one): ProductStatus[] => {
    const name = getText(one, "name");
    const status = getText(one, "status");
    if (name === undefined || status === undefined) return [];
    return [{ name, status, ...texts(one, "cpe", "purl") }];
  });
  return {
    ...texts(extension, "product", "affected", "fixed"),
    ...(typeof cvss === "number" && { cvss }),
    ...(getProperty(extension, "known_exploited") === true && { isKnownExploited: true }),
    ...(products.length > 0 && { products }),
  };
}

function texts<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const text = getText(value, name);
    if (text !== undefined) found[name] = text;
  }
  return found;
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
  for (const object of bundle.ofType("course-of-action")) {
    const name = getText(object, "name");
    const description = getText(object, "description");
    const own = getPart(object) === "mitigation" ? description : undefined;
    const repeated = description === undefined || description === name;
    const text =
      own ?? (name === undefined || repeated ? (name ?? description) : `${name}: ${description}`);
    if (text === undefined || found.has(text)) continue;
    found.set(text, { text, citations: bundle.cite(object, describe(object)) });
  }
  return [...found.values()];
}
