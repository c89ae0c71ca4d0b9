import { CAMPAIGN_VERSION, makeId } from "@tocsin/model";
import type {
  Campaign,
  CitedText,
  Diagnostic,
  TechniqueRef,
  VulnerabilityRef,
  SoughtInformation,
} from "@tocsin/model";
import { findObservables } from "./find/find-observables.ts";
import type { FoundIdentifier } from "./find/types.ts";
import { findActors } from "./read/actors.ts";
import { citeLine, citePlace, joinCitations } from "./read/cite.ts";
import type { TextSource } from "./read/cite.ts";
import { findCountries } from "./read/countries.ts";
import { readHead } from "./read/head.ts";
import { collectIndicators } from "./read/indicators.ts";
import { findIssuers } from "./read/issuers.ts";
import { findMitigations, findReferences } from "./read/lists.ts";
import { findSectors } from "./read/sectors.ts";
import { findSoftware } from "./read/software.ts";
import { findSought } from "./read/sought.ts";
import { findVulnerabilities, strongerStatus } from "./read/vulnerabilities.ts";
import { screenObservables } from "./screen/screen-observables.ts";
import { readLayout } from "./text/layout.ts";

/** A text with its name and digest. */
export interface TextDocument {
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

/**
 * Reads Markdown or plain text as a campaign. Every fact cites its line; what the text does not say is absent.
 * Time grows with the length of the text.
 */
export function readText(
  document: TextDocument,
  diagnostics: readonly Diagnostic[] = [],
): Campaign {
  const { name, sha256, text } = document;
  const layout = readLayout(text);
  const source: TextSource = { document: name, text, layout };
  const extracted = findObservables(text);
  const screened = screenObservables(text, extracted, layout);
  const software = findSoftware(source);
  const { title, ...head } = readHead(source);
  const { indicators, context } = collectIndicators(source, screened, software);
  return {
    version: CAMPAIGN_VERSION,
    id: makeId("campaign", sha256),
    title: title ?? name,
    ...head,
    documents: [{ name, format: isMarkdown(text) ? "markdown" : "text", sha256 }],
    issuers: findIssuers(source),
    actors: findActors(source, software),
    software,
    techniques: collectTechniques(source, extracted.identifiers),
    vulnerabilities: collectVulnerabilities(source, extracted.identifiers),
    indicators,
    context,
    sectors: findSectors(layout).map(({ name: sector, at }): CitedText => {
      return { text: sector, citations: [citePlace(source, at)] };
    }),
    countries: findCountries(source),
    sought: findSought(layout).map(({ line, ...item }): SoughtInformation => {
      return { ...item, citations: [citeLine(source, line)] };
    }),
    mitigations: findMitigations(source),
    references: findReferences(source, screened),
    diagnostics,
  };
}

function isMarkdown(text: string): boolean {
  const sample = text.slice(0, 200_000);
  return (
    /^ {0,3}#{1,6} \S/m.test(sample) ||
    /\[[^\]\n]{1,200}\]\(https?:/.test(sample) ||
    /^\|[ :|-]{3,}\|\s*$/m.test(sample)
  );
}

function collectTechniques(source: TextSource, found: readonly FoundIdentifier[]): TechniqueRef[] {
  const techniques = new Map<string, TechniqueRef>();
  for (const { type, value, span } of found) {
    if (type !== "technique") continue;
    const before = techniques.get(value)?.citations ?? [];
    techniques.set(value, {
      id: value,
      citations: joinCitations(before, [citePlace(source, span[0])]),
    });
  }
  return [...techniques.values()];
}

function collectVulnerabilities(
  source: TextSource,
  found: readonly FoundIdentifier[],
): VulnerabilityRef[] {
  const vulnerabilities = new Map<string, VulnerabilityRef>();
  for (const { id, status, span } of findVulnerabilities(source.layout, found)) {
    const before = vulnerabilities.get(id);
    vulnerabilities.set(id, {
      id,
      status: before === undefined ? status : strongerStatus(before.status, status),
      citations: joinCitations(before?.citations ?? [], [citePlace(source, span[0])]),
    });
  }
  return [...vulnerabilities.values()];
}
