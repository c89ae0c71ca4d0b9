import type { CitedText } from "@tocsin/model";
import { toCountryCode, toRegion, toSectorTerm } from "./places.ts";
import { addObject, addRelationship, cited, orNothing, toObjectId } from "./write-object.ts";
import type { Writing } from "./write-object.ts";

/** Writes the techniques as attack patterns that the actors use; gives their ids by technique. */
export function writeTechniques(
  writing: Writing,
  actors: readonly string[],
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const technique of writing.campaign.techniques) {
    const { id: technique_id, name, statedId, basis, tactics, use, citations } = technique;
    const id = toObjectId(writing.campaign, "attack-pattern", technique_id);
    const url = `https://attack.mitre.org/techniques/${technique_id.replace(".", "/")}`;
    addObject(
      writing,
      id,
      {
        name: name ?? technique_id,
        kill_chain_phases: orNothing(
          tactics?.map((phase_name) => ({ kill_chain_name: "mitre-attack", phase_name })),
        ),
        external_references: [{ source_name: "mitre-attack", external_id: technique_id, url }],
      },
      {
        part: "technique",
        name_known: name === undefined ? "no" : undefined,
        stated_id: statedId,
        basis,
        use,
        ...cited(citations),
      },
    );
    ids.set(technique_id, id);
    for (const actor of actors) addRelationship(writing, "uses", actor, id, use);
  }
  return ids;
}

/** Writes the vulnerabilities; those that were exploited are targeted by the actors. */
export function writeVulnerabilities(writing: Writing, actors: readonly string[]): void {
  for (const vulnerability of writing.campaign.vulnerabilities) {
    const {
      id: cve,
      status,
      product,
      affected,
      fixed,
      cvss,
      isKnownExploited,
      products,
    } = vulnerability;
    const id = toObjectId(writing.campaign, "vulnerability", cve);
    addObject(
      writing,
      id,
      {
        name: cve,
        description: product,
        external_references: isCve(cve) ? [{ source_name: "cve", external_id: cve }] : undefined,
      },
      {
        part: "vulnerability",
        status,
        product,
        affected,
        fixed,
        cvss,
        known_exploited: isKnownExploited,
        products,
        ...cited(vulnerability.citations),
      },
    );
    if (status === "exploited")
      for (const actor of actors)
        addRelationship(writing, "targets", actor, id, "The actors exploited this vulnerability.");
  }
}

function isCve(text: string): boolean {
  return /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,18})$/.test(text);
}

/** Sectors are classes of identity and countries are locations, each targeted by the actors. */
export function writeTargets(writing: Writing, actors: readonly string[]): void {
  const { sectors, countries } = writing.campaign;
  const targets = [
    ...sectors.map((sector) => writeSector(writing, sector)),
    ...countries.map((country) => writeCountry(writing, country)),
  ];
  for (const actor of actors)
    for (const target of targets) addRelationship(writing, "targets", actor, target);
}

function writeSector(writing: Writing, { text, citations }: CitedText): string {
  const term = toSectorTerm(text);
  return addObject(
    writing,
    toObjectId(writing.campaign, "identity", "sector", text),
    { name: text, identity_class: "class", sectors: term === undefined ? undefined : [term] },
    { part: "sector", ...cited(citations) },
  );
}

/** A location needs a code or a region (STIX 2.1 section 4.10); a name without either is a class of identity. */
function writeCountry(writing: Writing, { text, citations }: CitedText): string {
  const country = toCountryCode(text);
  const region = country === undefined ? toRegion(text) : undefined;
  const own = { part: "country", ...cited(citations) };
  if (country === undefined && region === undefined) {
    const id = toObjectId(writing.campaign, "identity", "country", text);
    return addObject(writing, id, { name: text, identity_class: "class" }, own);
  }
  const id = toObjectId(writing.campaign, "location", text);
  return addObject(writing, id, { name: text, country, region }, own);
}

/** Writes the mitigations as courses of action. */
export function writeMitigations(writing: Writing): void {
  for (const { text, citations } of writing.campaign.mitigations) {
    const id = toObjectId(writing.campaign, "course-of-action", text);
    const name = text.length <= 100 ? text : `${text.slice(0, 99)}…`;
    const own = { part: "mitigation", ...cited(citations) };
    addObject(writing, id, { name, description: text }, own);
  }
}

/** Writes detection rules as indicators in their own language. */
export function writeRules(writing: Writing): void {
  for (const { language, name, text, citations } of writing.campaign.rules) {
    const id = toObjectId(writing.campaign, "indicator", "rule", language, name, text);
    addObject(
      writing,
      id,
      {
        name,
        description: `A detection rule of: ${writing.campaign.title}`,
        indicator_types: ["malicious-activity"],
        pattern: text,
        pattern_type: language,
        valid_from: writing.created,
      },
      { part: "rule", ...cited(citations) },
    );
  }
}
