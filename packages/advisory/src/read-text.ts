import { builtinKnowledge } from "@tocsin/knowledge";
import type { Knowledge } from "@tocsin/knowledge";
import { makeCampaign, makeId } from "@tocsin/model";
import type {
  Campaign,
  CitedText,
  Diagnostic,
  VulnerabilityRef,
  SoughtInformation,
} from "@tocsin/model";
import { numberIn } from "./describe-document.ts";
import { findObservables } from "./find/find-observables.ts";
import type { FoundIdentifier } from "./find/types.ts";
import { findActors } from "./read/actors.ts";
import { findAttackVersion } from "./read/attack-version.ts";
import { findCautions } from "./read/cautions.ts";
import { citeLine, citePlace, joinCitations } from "./read/cite.ts";
import type { TextSource } from "./read/cite.ts";
import { findCountries } from "./read/countries.ts";
import { findFrameworks } from "./read/frameworks.ts";
import { readHead } from "./read/head.ts";
import { collectIndicators } from "./read/indicators.ts";
import { findIssuers } from "./read/issuers.ts";
import { findKnownNames } from "./read/known-names.ts";
import { findMitigations, findReferences } from "./read/lists.ts";
import { productOf } from "./read/products.ts";
import { findRevisions } from "./read/revisions.ts";
import { readRows } from "./read/rows.ts";
import { findSectors } from "./read/sectors.ts";
import { findSoftware } from "./read/software.ts";
import { findSought } from "./read/sought.ts";
import { findTechniqueNames } from "./read/technique-words.ts";
import { collectTechniques } from "./read/techniques.ts";
import { findVulnerabilities, strongerStatus } from "./read/vulnerabilities.ts";
import { vulnerabilityFacts } from "./read/vulnerability-facts.ts";
import { readRules } from "./rules/find-rules.ts";
import { isUnderIndicators, screenObservables } from "./screen/screen-observables.ts";
import type { ScreenOptions } from "./screen/screen-observables.ts";
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
  /** Hosts the document was published on, in lower case: its own links are no indicators. */
  readonly ownHosts?: readonly string[];
  /** Lines of a mail, by their number from 1, that are beside its message. */
  readonly asides?: ScreenOptions["asides"];
  /** Names and techniques to read by. Default what comes with the product. */
  readonly knowledge?: Knowledge;
  /** The title that the document's properties give; what the text says leads. */
  readonly propertyTitle?: string;
}

/**
 * Reads Markdown or plain text as a campaign. Every fact cites its line; what the text does not say is absent.
 * Time grows with the length of the text.
 */
export function readText(
  document: TextDocument,
  diagnostics: readonly Diagnostic[] = [],
): Campaign {
  const { name, sha256, text, knowledge = builtinKnowledge() } = document;
  const layout = document.layout ?? readLayout(text);
  const format = document.format ?? (isMarkdown(text) ? "markdown" : "text");
  const source: TextSource = { document: name, text, layout };
  const { identifiers, observables: inText } = findObservables(text);
  const { observables, diagnostics: unread } = readRows(source, inText, identifiers);
  const extracted = { identifiers, observables };
  const screened = screenObservables(text, extracted, layout, {
    ownHosts: document.ownHosts ?? [],
    ...(document.asides !== undefined && { asides: document.asides }),
  });
  const known = findKnownNames(source, knowledge);
  const software = findSoftware(source, known, knowledge);
  const { techniques, denied } = collectTechniques(source, extracted.identifiers, knowledge);
  const { title, ...head } = readHead(source, document.propertyTitle);
  const attackVersion = findAttackVersion(text);
  const number = numberIn(`${title ?? ""}\n${name}\n${frontOf(layout)}`);
  const { indicators, context } = collectIndicators(source, screened, software);
  const actors = findActors(source, software, known);
  const campaign = makeCampaign({
    id: makeId("campaign", sha256),
    title: title ?? name,
    ...head,
    documents: [{ name, format, sha256, ...(number !== undefined && { number }) }],
    issuers: findIssuers(source),
    actors,
    software,
    techniques: [...techniques, ...findTechniqueNames(source, knowledge, techniques)],
    vulnerabilities: withoutActors(
      collectVulnerabilities(source, extracted.identifiers),
      actors.map((actor) => actor.name),
    ),
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
    cautions: findCautions(source),
    frameworks: findFrameworks(source, extracted.identifiers),
    revisions: findRevisions(source),
    rules: readRules(source),
    ...(attackVersion !== undefined && { attackVersion }),
    references: findReferences(source, screened),
    diagnostics: [...diagnostics, ...unread, ...deniedDiagnostics(name, denied)],
  });
  return isUnlikely(campaign, layout)
    ? { ...campaign, diagnostics: [...campaign.diagnostics, unlikelyDiagnostic(name)] }
    : campaign;
}

const FRONT_LINES = 40;
const MAX_LABEL = 80;

/** The short lines a document opens with: whole sentences may name other warnings. */
function frontOf(layout: readonly Line[]): string {
  return layout
    .slice(0, FRONT_LINES)
    .filter(({ text }) => text.length <= MAX_LABEL)
    .map(({ text }) => text)
    .join("\n");
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

const MAX_TOLD = 20;

function deniedDiagnostics(file: string, denied: readonly string[]): Diagnostic[] {
  if (denied.length === 0) return [];
  const told = denied.slice(0, MAX_TOLD).join(", ");
  const more = denied.length > MAX_TOLD ? ` and ${denied.length - MAX_TOLD} more` : "";
  return [
    {
      severity: "note",
      code: "ADVISORY_DENIED",
      message: `the document says of techniques that they were not used or not seen: ${told}${more}; they are none of the campaign's`,
      place: { file },
    },
  ];
}

/** Vulnerabilities without products that are the names of those who attack. */
function withoutActors(
  vulnerabilities: readonly VulnerabilityRef[],
  actors: readonly string[],
): VulnerabilityRef[] {
  return vulnerabilities.map((vulnerability) => {
    const { product, ...rest } = vulnerability;
    return product !== undefined && actors.includes(product) ? rest : vulnerability;
  });
}

function isMarkdown(text: string): boolean {
  const sample = text.slice(0, 200_000);
  return (
    /^ {0,3}#{1,6} \S/m.test(sample) ||
    /\[[^\]\n]{1,200}\]\(https?:/.test(sample) ||
    /^\|[ :|-]{3,}\|\s*$/m.test(sample)
  );
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
      ...before,
      ...(line && vulnerabilityFacts(line, span[0])),
      id,
      status: before === undefined ? status : strongerStatus(before.status, status),
      ...(product !== undefined && { product }),
      citations: joinCitations(before?.citations ?? [], [citePlace(source, span[0])]),
    });
  }
  return [...vulnerabilities.values()];
}
