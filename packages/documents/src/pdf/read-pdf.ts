import type { Diagnostic } from "@tocsin/model";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Document, DocumentLimits } from "../document.ts";
import { DocumentError } from "../errors.ts";
import { readAttachments } from "./attachments.ts";
import { boundStreams } from "./bound-streams.ts";
import { tableAtFoot } from "./carried-table.ts";
import { classify, measureBody, splitDrafts } from "./classify.ts";
import type { Draft, DraftRole, TableDraft } from "./draft.ts";
import { guardRejections } from "./guard-rejections.ts";
import type { Item } from "./item.ts";
import { joinPages } from "./join-pages.ts";
import { loadPages } from "./load-pages.ts";
import type { LoadedPage } from "./load-pages.ts";
import { openPdf } from "./open-pdf.ts";
import { measureLeading, readParagraphs } from "./paragraphs.ts";
import { readProperties } from "./properties.ts";
import { insertByPlace, orderPlaced, placePage, readTagged, readTurned } from "./read-page.ts";
import { renderBlocks } from "./render.ts";
import { findRepairs, repairItems } from "./repair-ligatures.ts";
import type { Repair } from "./repair-ligatures.ts";
import { splitRunning } from "./running.ts";
import { readSegments } from "./segments.ts";
import { collectWords } from "./vocabulary.ts";

/** A document that takes longer is read as far as it goes; one of a thousand pages of print takes some twenty seconds. */
const MAX_MS = 60_000;

/**
 * Reads a PDF as blocks in reading order, with tables, links, embedded files and properties. Structure tags win where
 * the page has them; geometry tells the rest. Pages that are damaged, too large or beyond the limits are diagnostics.
 * Images are not read: `pages.withoutText` names the pages that have nothing else.
 * @throws {DocumentError} `DOCUMENT_ENCRYPTED`, `DOCUMENT_DAMAGED`, `DOCUMENT_LIMIT` (expansion, time to open)
 * @see ISO 32000-2
 */
export async function readPdf(
  name: string,
  bytes: Uint8Array,
  limits: DocumentLimits = {},
): Promise<Document> {
  return readPdfWithin(name, bytes, limits, MAX_MS);
}

/** As {@link readPdf}, with the milliseconds that reading may take; what is left then is told and not read. */
export async function readPdfWithin(
  name: string,
  bytes: Uint8Array,
  limits: DocumentLimits,
  maxMs: number,
): Promise<Document> {
  const bounds = { ...DOCUMENT_LIMITS, ...limits };
  const deadline = Date.now() + maxMs;
  boundStreams(name, bytes, bounds.maxExpandedBytes);
  return guardRejections(() => readOpened(name, bytes, bounds, deadline));
}

async function readOpened(
  name: string,
  bytes: Uint8Array,
  bounds: Required<DocumentLimits>,
  deadline: number,
): Promise<Document> {
  const { pdf, operators, close } = await openPdf(name, bytes, deadline);
  try {
    const { pages, diagnostics } = await loadPages(name, pdf, operators, bounds, deadline);
    const count = pdf.numPages;
    if (pages.length === 0)
      throw new DocumentError(
        "DOCUMENT_DAMAGED",
        `${name}: expected pages that can be read, got none of ${count}; get the document again`,
      );
    const beside: Diagnostic[] = [];
    const properties = await tryRead("properties", name, readProperties(pdf), beside);
    const attached = await tryRead(
      "embedded files",
      name,
      readAttachments(name, pdf, bounds),
      beside,
    );
    const repairs = findRepairs(pages.flatMap(({ items }) => items));
    const mended = pages.map((page) => ({
      ...page,
      items: repairItems(page.items, repairs),
    }));
    if (repairs.length > 0) beside.push(repairDiagnostic(name, repairs));
    const laidOut = layOut(name, mended, bounds);
    return {
      format: "pdf",
      properties: properties ?? {},
      blocks: laidOut.blocks,
      parts: attached?.parts ?? [],
      pages: {
        count,
        withoutText: pages.filter(({ items }) => items.length === 0).map(({ page }) => page),
      },
      diagnostics: [
        ...diagnostics,
        ...beside,
        ...(attached?.diagnostics ?? []),
        ...laidOut.diagnostics,
      ],
    };
  } finally {
    close();
  }
}

function repairDiagnostic(file: string, repairs: readonly Repair[]): Diagnostic {
  const readings = [...new Set(repairs.map(({ sign, letters }) => `${sign} as ${letters}`))];
  return {
    severity: "warning",
    code: "DOCUMENT_LETTERS_INFERRED",
    message: `expected letters, got signs inside words, for fonts of the PDF name some shapes wrongly; from the words they stand in these are read: ${readings.slice(0, 12).join(", ")}`,
    place: { file },
    remedy: "Compare names and values with the page as it is shown, or give another copy",
  };
}

/** What stands beside the text is told where it is damaged: the text counts without it. */
async function tryRead<T>(
  what: string,
  file: string,
  work: Promise<T>,
  diagnostics: Diagnostic[],
): Promise<T | undefined> {
  try {
    return await work;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : "no reason given";
    diagnostics.push({
      severity: "warning",
      code: "DOCUMENT_PART_UNREAD",
      message: `expected ${what} that can be read, got damaged ones (${reason})`,
      place: { file },
    });
    return undefined;
  }
}

interface LaidOut {
  readonly blocks: Document["blocks"];
  readonly diagnostics: readonly Diagnostic[];
}

function layOut(
  name: string,
  pages: readonly LoadedPage[],
  limits: Required<DocumentLimits>,
): LaidOut {
  const split = splitRunning(pages);
  let carried: TableDraft | undefined;
  const prepared = pages.map((page, i) => {
    const items = split[i]?.body ?? [];
    const upright = items.filter(({ angle }) => angle === 0);
    const raw = { ...page, items: upright };
    const tagged = readTagged(raw, limits.maxDepth);
    const placed = placePage(
      tagged?.rest ?? upright,
      page.rulings,
      page.page,
      tagged === undefined ? carried : undefined,
    );
    carried = tagged === undefined ? tableAtFoot(placed.tables, placed.flows) : undefined;
    return { page: page.page, items, tagged, placed, upright };
  });
  const leading = measureLeading(prepared.flatMap(({ placed }) => placed.flows));
  const found = prepared.flatMap(({ page, items, tagged, placed }): Draft[] => {
    const byPlace = orderPlaced(placed, page, leading);
    const drafts = tagged === undefined ? byPlace : insertByPlace(tagged.drafts, byPlace);
    return [
      ...drafts,
      ...readTurned(
        items.filter(({ angle }) => angle !== 0),
        page,
      ),
    ];
  });
  const parted = splitDrafts(joinPages(found));
  const drafts = classify(parted, measureBody(parted));
  const { kept, isCut } = bound(drafts, limits.maxBlocks);
  const vocabulary = collectWords(linesOf(kept));
  const running = pages.map(({ page }, i) => ({
    page,
    header: renderRunning(split[i]?.header ?? [], page, "page-header"),
    footer: renderRunning(split[i]?.footer ?? [], page, "page-footer"),
  }));
  const blocks = renderBlocks(interleave(kept, running), vocabulary);
  const isTooDeep = prepared.some(({ tagged }) => tagged?.isTooDeep === true);
  return {
    blocks,
    diagnostics: [
      ...(isCut ? [cutDiagnostic(name, `at most ${limits.maxBlocks} blocks and rows`)] : []),
      ...(isTooDeep ? [cutDiagnostic(name, `tags at most ${limits.maxDepth} deep`)] : []),
    ],
  };
}

function cutDiagnostic(file: string, expected: string): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_CUT",
    message: `expected ${expected}, got more; the rest is not read`,
    place: { file },
    remedy: "Split the document or raise the limit",
  };
}

function renderRunning(items: readonly Item[], page: number, role: DraftRole): Draft[] {
  if (items.length === 0) return [];
  const lines = readSegments(items);
  return readParagraphs(lines, page, new Map()).map((draft) => ({ ...draft, role }));
}

interface Running {
  readonly page: number;
  readonly header: readonly Draft[];
  readonly footer: readonly Draft[];
}

/** Puts headers before and footers behind what begins on their page. */
function interleave(drafts: readonly Draft[], running: readonly Running[]): Draft[] {
  const all: Draft[] = [];
  let at = 0;
  for (const { page, header, footer } of running) {
    all.push(...header);
    for (let draft = drafts[at]; draft !== undefined && draft.page <= page; draft = drafts[++at])
      all.push(draft);
    all.push(...footer);
  }
  return [...all, ...drafts.slice(at)];
}

function bound(drafts: readonly Draft[], maxBlocks: number): { kept: Draft[]; isCut: boolean } {
  const kept: Draft[] = [];
  let left = maxBlocks;
  for (const draft of drafts) {
    left -= draft.kind === "table" ? draft.rows.length + 1 : 1;
    if (left < 0) return { kept, isCut: true };
    kept.push(draft);
  }
  return { kept, isCut: false };
}

function* linesOf(drafts: readonly Draft[]): Generator<string> {
  for (const draft of drafts) {
    if (draft.kind === "text") for (const line of draft.lines) yield line.text;
    else
      for (const { cells } of draft.rows)
        for (const { lines } of cells) for (const line of lines) yield line.text;
  }
}
