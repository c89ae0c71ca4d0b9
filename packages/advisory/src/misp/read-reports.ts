import type { Citation, TechniqueRef, VulnerabilityRef } from "@tocsin/model";
import { readText } from "../read-text.ts";
import { isSet, objectsOf, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";

/** What the prose of an event names by its identifier. */
export interface ReadReports {
  readonly techniques: readonly TechniqueRef[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
}

const MAX_REPORTS = 20;
const MAX_LENGTH = 1_000_000;

/**
 * Reads the event reports, which are Markdown, for techniques and vulnerabilities. Their values are not taken as
 * indicators: the event's authors listed as attributes those that are meant.
 */
export function readReports(event: MispObject, document: string): ReadReports {
  const techniques: TechniqueRef[] = [];
  const vulnerabilities: VulnerabilityRef[] = [];
  const reports = objectsOf(event, "EventReport").filter((report) => !isSet(report, "deleted"));
  for (const report of reports.slice(0, MAX_REPORTS)) {
    const text = textOf(report, "content")?.slice(0, MAX_LENGTH);
    if (text === undefined) continue;
    const object = textOf(report, "uuid");
    const campaign = readText({ name: document, sha256: "", text });
    // Lines are those of the report, which is a member of the event, not of the document.
    const place = ({ passage }: Citation): Citation => {
      return { document, ...(object !== undefined && { object }), passage };
    };
    const move = <T extends { readonly citations: readonly Citation[] }>(one: T): T => {
      return { ...one, citations: one.citations.map(place) };
    };
    techniques.push(...campaign.techniques.map(move));
    vulnerabilities.push(...campaign.vulnerabilities.map(move));
  }
  return { techniques, vulnerabilities };
}
