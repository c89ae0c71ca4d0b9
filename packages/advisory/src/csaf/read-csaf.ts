import { makeCampaign, makeId, parseTlp, toPassage } from "@tocsin/model";
import type { Campaign, Citation, Issuer, Reference, Revision, Tlp } from "@tocsin/model";
import { asObject, objectsOf, textOf } from "../misp/misp-json.ts";
import { checkCsaf } from "./check-csaf.ts";
import type { Cite } from "./cite.ts";
import { viewCsaf } from "./csaf-view.ts";
import type { CsafView } from "./csaf-view.ts";
import { readNotesAsText } from "./notes.ts";
import { readVulnerabilities } from "./read-vulnerabilities.ts";
import { addReference } from "./references.ts";
import { toInstant } from "./time.ts";

/** The document the JSON came from. */
export interface CsafDocument {
  readonly name: string;
  readonly sha256: string;
  /** Default `csaf-2.0` or `csaf-2.1`, as the document states. */
  readonly format?: string;
}

const MAX_REVISIONS = 1000;
const MAX_SUMMARY = 10_000;

/**
 * Reads a CSAF 2.0 or 2.1 document as a campaign: its vulnerabilities with the status of each product, remedies,
 * weaknesses, revisions, references. Citations name the document's tracking id and the JSON pointer of the part.
 * Never throws on bad data: a mandatory test that fails is a diagnostic with the test's number.
 * @param isChecked `false` leaves the tests out, for documents made out of another format. Default `true`.
 */
export function readCsaf(json: unknown, document: CsafDocument, isChecked = true): Campaign {
  const { name, sha256 } = document;
  const view = viewCsaf(json);
  const trackingId = textOf(view.tracking, "id") ?? "";
  const cite: Cite = (at, passage): Citation => ({
    document: name,
    object: `${trackingId}#${at}`,
    passage: toPassage(passage),
  });
  const references = new Map<string, Reference>();
  for (const [i, one] of objectsOf(view.document, "references").entries())
    addReference(references, one, `/document/references/${i}`, cite);
  const { firstExploited, ...read } = readVulnerabilities(view, name, cite);
  for (const one of read.references) if (!references.has(one.url)) references.set(one.url, one);
  const summary = readSummary(view);
  const published = toInstant(textOf(view.tracking, "initial_release_date"));
  const modified = toInstant(textOf(view.tracking, "current_release_date"));
  const tlp = readTlp(view);
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: textOf(view.document, "title")?.slice(0, 500) ?? name,
    ...(summary !== undefined && { summary }),
    documents: [{ name, format: document.format ?? `csaf-${view.version.slice(0, 10)}`, sha256 }],
    issuers: readIssuers(view, cite),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...(tlp !== undefined && { tlp }),
    ...(firstExploited !== undefined && {
      period: { first: firstExploited.date, citations: firstExploited.citations },
    }),
    ...readNotesAsText(view, document),
    ...read,
    references: [...references.values()],
    revisions: readRevisions(view, cite),
    diagnostics: [...(isChecked ? checkCsaf(view, name) : []), ...read.diagnostics],
  });
}

/** The publisher; the tracking id stands in the passage, for people ask by it. */
function readIssuers({ document, tracking }: CsafView, cite: Cite): Issuer[] {
  const name = textOf(asObject(document["publisher"]), "name");
  if (name === undefined) return [];
  const id = textOf(tracking, "id");
  const passage = id === undefined ? `publisher: ${name}` : `publisher: ${name}, document ${id}`;
  return [{ name, citations: [cite("/document/publisher", passage)] }];
}

/** The notes that sum the document up, else those that describe it. */
function readSummary({ document }: CsafView): string | undefined {
  const notes = objectsOf(document, "notes");
  for (const category of ["summary", "description"]) {
    const texts = notes
      .filter((note) => textOf(note, "category") === category)
      .map((note) => textOf(note, "text")?.trim() ?? "")
      .filter((text) => text !== "");
    if (texts.length > 0) return [...new Set(texts)].join("\n\n").slice(0, MAX_SUMMARY);
  }
  return undefined;
}

function readTlp({ document }: CsafView): Tlp | undefined {
  return parseTlp(textOf(asObject(asObject(document["distribution"])?.["tlp"]), "label"));
}

function readRevisions({ tracking }: CsafView, cite: Cite): Revision[] {
  return objectsOf(tracking, "revision_history")
    .slice(0, MAX_REVISIONS)
    .map((revision, i): Revision => {
      const date = toInstant(textOf(revision, "date"));
      const number = textOf(revision, "number") ?? "?";
      const text = textOf(revision, "summary") ?? "";
      return {
        ...(date !== undefined && { date }),
        text: text === "" ? `version ${number}` : text.slice(0, 4000),
        citations: [cite(`/document/tracking/revision_history/${i}`, `version ${number}: ${text}`)],
      };
    });
}
