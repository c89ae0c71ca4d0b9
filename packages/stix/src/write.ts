import type { Campaign, Finding } from "@tocsin/model";
import { makeId } from "@tocsin/model";
import type { StixObject } from "./stix-object.ts";
import { TLP_EXTENSION, TLP_MARKINGS } from "./tlp.ts";
import { writeFindings } from "./write-findings.ts";
import { writeIndicators } from "./write-indicators.ts";
import {
  addObject,
  addRelationship,
  cited,
  extensionDefinition,
  orNothing,
  startWriting,
  toObjectId,
  toolIdentity,
} from "./write-object.ts";
import type { StixBundle, Writing } from "./write-object.ts";

/**
 * Writes a campaign as a STIX 2.1 bundle that stands by itself; `readStix` reads it back without losing
 * anything of importance. Ids are made from the campaign and times are taken from it: same campaign, same bytes.
 * @param findings become sightings with the observed values, where the bundle has what was sighted
 */
export function writeStix(campaign: Campaign, findings: readonly Finding[] = []): StixBundle {
  const marking = campaign.tlp && TLP_MARKINGS[campaign.tlp];
  const [issuer] = campaign.issuers;
  const producer = issuer && toObjectId(campaign, "identity", "issuer", issuer.name);
  const writing = startWriting(campaign, marking, producer);
  const issuers = writeIssuers(writing);
  const actors = writeActors(writing);
  const software = writeSoftware(writing);
  writeTechniques(writing, actors);
  writeVulnerabilities(writing, actors);
  writeTargets(writing, actors);
  writeMitigations(writing);
  const indicators = writeIndicators(writing, software);
  const sightings = writing.objects.length;
  writeFindings(writing, findings, indicators);
  const content = writing.objects.slice(0, sightings).map(({ id }) => id);
  const report = writeReport(writing, content, issuers);
  return {
    type: "bundle",
    id: `bundle--${makeId("stix-bundle", campaign.id, ...findings.map(({ id }) => id))}`,
    objects: [
      extensionDefinition(),
      toolIdentity(),
      ...writeMarking(campaign),
      report,
      ...writing.objects.filter((object) => object !== report),
    ],
  };
}

/** The TLP statement as all producers write it. */
function writeMarking({ tlp }: Campaign): StixObject[] {
  if (tlp === undefined) return [];
  return [
    {
      type: "marking-definition",
      spec_version: "2.1",
      id: TLP_MARKINGS[tlp],
      created: "2022-10-01T00:00:00.000Z",
      name: `TLP:${tlp}`,
      extensions: {
        [TLP_EXTENSION]: { extension_type: "property-extension", tlp_2_0: tlp.toLowerCase() },
      },
    },
  ];
}

function writeIssuers(writing: Writing): string[] {
  return writing.campaign.issuers.map(({ name, citations }) => {
    const id = toObjectId(writing.campaign, "identity", "issuer", name);
    return addObject(writing, id, { name, identity_class: "organization" }, cited(citations));
  });
}

function writeActors(writing: Writing): string[] {
  return writing.campaign.actors.map((actor) => {
    const { name, description, goals, aliases, citations } = actor;
    const id = toObjectId(writing.campaign, "intrusion-set", name);
    const joined = aliases.filter(({ relation }) => relation === "same" || relation === "formerly");
    const names = [...new Set(joined.map((alias) => alias.name))];
    return addObject(
      writing,
      id,
      { name, description, aliases: orNothing(names), goals: orNothing(goals) },
      { ...cited(citations), aliases: orNothing(aliases) },
    );
  });
}

function writeSoftware(writing: Writing): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { name, kind, aliases, citations } of writing.campaign.software) {
    const id = toObjectId(writing.campaign, kind, name);
    const family = kind === "malware" ? { is_family: true } : {};
    addObject(writing, id, { name, ...family, aliases: orNothing(aliases) }, cited(citations));
    ids.set(name, id);
  }
  return ids;
}

function writeTechniques(writing: Writing, actors: readonly string[]): void {
  for (const { id: technique, name, citations } of writing.campaign.techniques) {
    const id = toObjectId(writing.campaign, "attack-pattern", technique);
    const url = `https://attack.mitre.org/techniques/${technique.replace(".", "/")}`;
    addObject(
      writing,
      id,
      {
        name: name ?? technique,
        external_references: [{ source_name: "mitre-attack", external_id: technique, url }],
      },
      cited(citations),
    );
    for (const actor of actors) addRelationship(writing, "uses", actor, id);
  }
}

function writeVulnerabilities(writing: Writing, actors: readonly string[]): void {
  for (const { id: cve, status, product, citations } of writing.campaign.vulnerabilities) {
    const id = toObjectId(writing.campaign, "vulnerability", cve);
    addObject(
      writing,
      id,
      {
        name: cve,
        description: product,
        external_references: [{ source_name: "cve", external_id: cve }],
      },
      { status, product, ...cited(citations) },
    );
    if (status === "exploited")
      for (const actor of actors)
        addRelationship(writing, "targets", actor, id, "The actors exploited this vulnerability.");
  }
}

/** Sectors are classes of identity and countries are locations, each targeted by the actors. */
function writeTargets(writing: Writing, actors: readonly string[]): void {
  const { campaign } = writing;
  const targets = [
    ...campaign.sectors.map(({ text, citations }) =>
      addObject(
        writing,
        toObjectId(campaign, "identity", "sector", text),
        { name: text, identity_class: "class", sectors: [text] },
        cited(citations),
      ),
    ),
    ...campaign.countries.map(({ text, citations }) =>
      addObject(
        writing,
        toObjectId(campaign, "location", text),
        { name: text, country: text },
        cited(citations),
      ),
    ),
  ];
  for (const actor of actors)
    for (const target of targets) addRelationship(writing, "targets", actor, target);
}

function writeMitigations(writing: Writing): void {
  for (const { text, citations } of writing.campaign.mitigations) {
    const id = toObjectId(writing.campaign, "course-of-action", text);
    const name = text.length <= 100 ? text : `${text.slice(0, 99)}…`;
    addObject(
      writing,
      id,
      { name, description: text },
      { kind: "mitigation", ...cited(citations) },
    );
  }
}

function writeReport(
  writing: Writing,
  content: readonly string[],
  issuers: readonly string[],
): StixObject {
  const { campaign } = writing;
  const id = toObjectId(campaign, "report", campaign.title);
  const references = campaign.references.map(({ url, title }) => ({
    source_name: hostOf(url),
    description: title,
    url,
  }));
  addObject(
    writing,
    id,
    {
      name: campaign.title,
      description: campaign.summary,
      report_types: ["campaign"],
      published: writing.published,
      external_references: orNothing(references.map(dropUndefined)),
      object_refs: content.length > 0 ? content : [toolIdentity().id],
    },
    {
      published_known: campaign.published === undefined ? "no" : "yes",
      modified_known: campaign.modified === undefined ? "no" : "yes",
      documents: campaign.documents,
      issuer_refs: orNothing(issuers.slice(1)),
      period: campaign.period,
      sought: orNothing(campaign.sought),
      context: orNothing(campaign.context),
      remarks: orNothing(campaign.diagnostics),
    },
  );
  const report = writing.objects.find((object) => object.id === id);
  if (report === undefined) throw new TypeError("the report was just added");
  return report;
}

function dropUndefined(reference: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined));
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]{1,250})/i.exec(url)?.[1] ?? "reference";
}
