import { makeCampaign, makeId } from "@tocsin/model";
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
import { productOf } from "./read/products.ts";
import { readRows } from "./read/rows.ts";
import { findSectors } from "./read/sectors.ts";
import { findSoftware } from "./read/software.ts";
import { findSought } from "./read/sought.ts";
import { techniqueName } from "./read/technique-names.ts";
import { findVulnerabilities, strongerStatus } from "./read/vulnerabilities.ts";
import { isUnderIndicators, screenObservables } from "./screen/screen-observables.ts";
import { lineAt, readLayout } from "./text/layout.ts";
import type { Line } from "./text/layout.ts";

/** A text with its name and digest. */
export interface TextDocument {
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
  /** Its lines, where a document with pages and tables was laid out; else they are told from the text. */
  readonly layout?: readonly Line[];
  /** Default `markdown` or `text`, by its form. */
  readonly format?: string;
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
  const layout = document.layout ?? readLayout(text);
  const format = document.format ?? (isMarkdown(text) ? "markdown" : "text");
  const source: TextSource = { document: name, text, layout };
  const { identifiers, observables: inText } = findObservables(text);
  const { observables, diagnostics: unread } = readRows(source, inText, identifiers);
  const extracted = { identifiers, observables };
  const screened = screenObservables(text, extracted, layout);
  const software = findSoftware(source);
  const { title, ...head } = readHead(source);
  const { indicators, context } = collectIndicators(source, screened, software);
  const campaign = makeCampaign({
    id: makeId("campaign", sha256),
    title: title ?? name,
    ...head,
    documents: [{ name, format, sha256 }],
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
    diagnostics: [...diagnostics, ...unread],
  });
  return isUnlikely(campaign, layout)
    ? { ...campaign, diagnostics: [...campaign.diagnostics, unlikelyDiagnostic(name)] }
    : campaign;
}

/** Types of values that any list of files holds. */
const WEAK_TYPES: ReadonlySet<string> = new Set(["filename", "filepath"]);
const MIN_LISTED = 3;

/**
 * Whether the document has names of files and nothing else that a warning has. A list of at least
 * {@link MIN_LISTED} below a heading on indicators is one all the same; mere tools count for nothing.
 */
function isUnlikely(campaign: Campaign, layout: readonly Line[]): boolean {
  const { actors, software, techniques, vulnerabilities, indicators, sought, context } = campaign;
  const isNamed =
    [actors, techniques, vulnerabilities, sought].some((list) => list.length > 0) ||
    software.some(({ kind }) => kind === "malware");
  const values = [
    ...indicators.map(({ observable }) => observable),
    ...context.map((value) => value.observable),
  ];
  if (isNamed || values.length === 0) return false;
  if (values.some((value) => value === undefined || !WEAK_TYPES.has(value.type))) return false;
  return indicators.length < MIN_LISTED || !layout.some(isUnderIndicators);
}

function unlikelyDiagnostic(file: string): Diagnostic {
  return {
    severity: "error",
    code: "ADVISORY_UNLIKELY",
    message:
      "this does not read like a warning: expected vulnerabilities, techniques, names, digests or addresses, got only names of files",
    place: { file },
    remedy: "Check that it is the right document and that its text is whole",
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
    const before = techniques.get(value);
    const line = lineAt(source.layout, span[0]);
    const name = before?.name ?? (line && techniqueName(line, span[0], span[1] - span[0]));
    techniques.set(value, {
      id: value,
      ...(name !== undefined && { name }),
      citations: joinCitations(before?.citations ?? [], [citePlace(source, span[0])]),
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
    const line = lineAt(source.layout, span[0]);
    const product = before?.product ?? (line && productOf(line, span[0], span[1] - span[0]));
    vulnerabilities.set(id, {
      id,
      status: before === undefined ? status : strongerStatus(before.status, status),
      ...(product !== undefined && { product }),
      citations: joinCitations(before?.citations ?? [], [citePlace(source, span[0])]),
    });
  }
  return [...vulnerabilities.values()];
}
