import type { Campaign, ContextValue, FrameworkRef, Observable } from "@tocsin/model";
import { toCyberObservable } from "./cyber-observable.ts";
import type { CyberObservable } from "./cyber-observable.ts";
import { observablesOf } from "./read-observables.ts";
import type { StixObject } from "./stix-object.ts";
import {
  addCyberObservable,
  addObject,
  cited,
  orNothing,
  toExact,
  toObjectId,
  toolIdentity,
} from "./write-object.ts";
import type { Writing } from "./write-object.ts";

/** The id of the report that stands for the campaign. */
export function toReportId(campaign: Campaign): string {
  return toObjectId(campaign, "report", campaign.title);
}

/** Writes the report, with what has no object of its own in its extension. */
export function writeReport(
  writing: Writing,
  content: readonly string[],
  issuers: readonly string[],
): StixObject {
  const { campaign } = writing;
  const id = toReportId(campaign);
  const published = toExact(campaign.published);
  const references = [
    ...campaign.references.filter(({ url }) => isUrl(url)).map(toReference),
    ...campaign.frameworks.flatMap(toFrameworkReference),
  ];
  const context = campaign.context.map((value) => toContext(writing, value));
  addObject(
    writing,
    id,
    {
      name: campaign.title,
      description: campaign.summary,
      report_types: ["campaign"],
      published: writing.published,
      external_references: orNothing(references),
      object_refs: content.length > 0 ? content : [toolIdentity().id],
    },
    {
      part: "campaign",
      published_known: campaign.published === undefined ? "no" : "yes",
      published: published.exact,
      modified_known: campaign.modified === undefined ? "no" : "yes",
      modified: campaign.modified,
      documents: campaign.documents,
      issuer_refs: issuers.slice(1),
      period: campaign.period,
      sought: campaign.sought,
      context,
      frameworks: campaign.frameworks,
      order: campaign.order,
      attack_version: campaign.attackVersion,
      references: campaign.references,
      remarks: campaign.diagnostics,
    },
  );
  const report = writing.objects.find((object) => object.id === id);
  if (report === undefined) throw new TypeError("the report was just added");
  return report;
}

/** Cautions and revisions are notes on the report (STIX 2.1 section 4.13). */
export function writeNotes(writing: Writing, report: string): void {
  const { cautions, revisions } = writing.campaign;
  for (const [index, { text, citations }] of cautions.entries()) {
    const id = toObjectId(writing.campaign, "note", "caution", String(index), text);
    const content = { abstract: "Caution", content: text, object_refs: [report] };
    addObject(writing, id, content, { part: "caution", ...cited(citations) });
  }
  for (const [index, { date, text, citations }] of revisions.entries()) {
    const id = toObjectId(writing.campaign, "note", "revision", String(index), text);
    const content = { abstract: "Revision", content: text, object_refs: [report] };
    addObject(writing, id, content, { part: "revision", date, ...cited(citations) });
  }
}

/** A value of the context: the object that holds it, or the value itself where STIX has no object for it. */
function toContext(
  writing: Writing,
  { observable, reason, role, citations }: ContextValue,
): object {
  const content = toCyberObservable(observable);
  const isHeld = content !== undefined && holds(content, observable);
  return {
    ...(isHeld ? { ref: addCyberObservable(writing, content) } : { observable }),
    reason,
    role,
    citations,
  };
}

function holds(content: CyberObservable, { type, value }: Observable): boolean {
  const [only, ...others] = observablesOf(content);
  return only?.type === type && only.value === value && others.length === 0;
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,30}:\S+$/i.test(text);
}

function toReference({
  url,
  title,
}: Campaign["references"][number]): Readonly<Record<string, string>> {
  const source_name = /^[a-z]+:\/\/([^/?#]{1,250})/i.exec(url)?.[1] ?? "reference";
  return { source_name, ...(title !== undefined && { description: title }), url };
}

/** Names of the frameworks as sources; those whose ids STIX has rules for keep to them. */
const SOURCES: Readonly<Record<FrameworkRef["framework"], string>> = {
  cpg: "cisa-cpg",
  d3fend: "d3fend",
  capec: "capec",
  cwe: "cwe",
  "attack-tactic": "mitre-attack",
  "attack-mitigation": "mitre-attack",
};

function toFrameworkReference({
  framework,
  id,
  name,
}: FrameworkRef): Readonly<Record<string, string>>[] {
  if (framework === "capec" && !/^CAPEC-\d{1,9}$/.test(id)) return [];
  const description = name === undefined ? {} : { description: name };
  return [{ source_name: SOURCES[framework], external_id: id, ...description }];
}
