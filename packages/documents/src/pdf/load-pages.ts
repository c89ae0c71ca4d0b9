import type { Diagnostic } from "@tocsin/model";
import type { DocumentLimits } from "../document.ts";
import { lookOfFont } from "./fonts.ts";
import type { FontLook } from "./fonts.ts";
import type { Item, Ruling } from "./item.ts";
import { linkItems, readLinks } from "./links.ts";
import type { Operators, PdfDocument, PdfPage } from "./open-pdf.ts";
import { readItems } from "./read-items.ts";
import type { RawPage } from "./read-page.ts";
import { readRulings } from "./rulings.ts";
import type { PageOfItems } from "./running.ts";
import type { StructureNode } from "./structure.ts";

/** A page with all that is read of it. */
export type LoadedPage = RawPage & PageOfItems;

/** Pages in their order, without those that could not be read. */
export interface LoadedPages {
  readonly pages: readonly LoadedPage[];
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_PAGE_MS = 15_000;
const MAX_TEXT_MS = 3000;
/** Items of a document; a page of print has some hundreds. */
const MAX_ITEMS = 2_000_000;
const MOST_TOLD = 20;

/** Reads pages until a limit is met; a page that fails or takes too long is left out and told. */
export async function loadPages(
  name: string,
  pdf: PdfDocument,
  operators: Operators,
  limits: Required<DocumentLimits>,
  deadline: number,
): Promise<LoadedPages> {
  const pages: LoadedPage[] = [];
  const diagnostics: Diagnostic[] = [];
  const last = Math.min(pdf.numPages, limits.maxPages);
  let itemsLeft = MAX_ITEMS;
  let unseen = 0;
  const tell = (page: number, what: string): void => {
    if (diagnostics.length < MOST_TOLD) diagnostics.push(pageDiagnostic(name, page, what));
  };
  for (let number = 1; number <= last; number++) {
    if (Date.now() >= deadline || itemsLeft <= 0) {
      diagnostics.push(restDiagnostic(name, number, pdf.numPages));
      return { pages, diagnostics };
    }
    try {
      const loaded = await loadPage(
        pdf,
        number,
        operators,
        Math.min(deadline, Date.now() + MAX_PAGE_MS),
      );
      pages.push(loaded.page);
      itemsLeft -= loaded.page.items.length;
      unseen += loaded.unseen;
      if (loaded.isCut)
        tell(
          number,
          "one with more text than is read, or one that takes too long: the rest of it is not read",
        );
      if (loaded.failure !== undefined) tell(number, loaded.failure);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.slice(0, 200) : "no reason given";
      tell(number, `one that is damaged (${reason}): it is left out`);
    }
  }
  if (last < pdf.numPages) diagnostics.push(restDiagnostic(name, last + 1, pdf.numPages));
  if (unseen > 0) diagnostics.push(unseenDiagnostic(name, unseen));
  return { pages, diagnostics };
}

interface OnePage {
  readonly page: LoadedPage;
  readonly unseen: number;
  readonly isCut: boolean;
  /** What beside the text could not be read. */
  readonly failure?: string;
}

async function loadPage(
  pdf: PdfDocument,
  number: number,
  operators: Operators,
  deadline: number,
): Promise<OnePage> {
  const page = await pdf.getPage(number);
  const start = Date.now();
  const { items, unseen, isCut } = await readItems(page, deadline);
  // What takes long to read as text takes longer to read as a drawing, and that cannot be stopped.
  const isSlow = isCut || Date.now() - start > MAX_TEXT_MS;
  const extras = items.length === 0 || isSlow ? NO_EXTRAS : await readExtras(page, operators);
  const looks = new Map<string, FontLook>();
  const shown = items.map((item): Item => {
    const look = looks.get(item.font) ?? lookOfFont(page, item.font);
    looks.set(item.font, look);
    return { ...item, isBold: look.isBold, isMono: item.isMono || look.isMono };
  });
  const { height } = page.getViewport({ scale: 1 });
  page.cleanup();
  const { links, rulings, tree, failure } = extras;
  return {
    page: { page: number, height, items: linkItems(shown, links), rulings, tree },
    unseen,
    isCut,
    ...(failure !== undefined && { failure }),
  };
}

interface Extras {
  readonly links: Awaited<ReturnType<typeof readLinks>>;
  readonly rulings: readonly Ruling[];
  readonly tree: StructureNode | undefined;
  readonly failure?: string;
}

const NO_EXTRAS: Extras = { links: [], rulings: [], tree: undefined };

/** Links, lines and tags. The text counts without them, so their failure is told and no more. */
async function readExtras(page: PdfPage, operators: Operators): Promise<Extras> {
  let links: Extras["links"] = [];
  let rulings: Extras["rulings"] = [];
  let tree: StructureNode | undefined;
  try {
    rulings = await readRulings(page, operators);
    links = await readLinks(page);
    tree = ((await page.getStructTree()) as StructureNode | null) ?? undefined;
    return { links, rulings, tree };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : "no reason given";
    return {
      links,
      rulings,
      tree,
      failure: `one whose links, lines or tags are damaged (${reason})`,
    };
  }
}

function pageDiagnostic(file: string, page: number, what: string): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_PAGE_UNREAD",
    message: `page ${page}: expected a page that can be read, got ${what}`,
    place: { file },
    remedy: "Look at the page yourself, or get the document again",
  };
}

function restDiagnostic(file: string, from: number, count: number): Diagnostic {
  return {
    severity: "error",
    code: "DOCUMENT_CUT",
    message: `expected a document within the limits on pages, text and time, got a larger one: pages ${from} to ${count} are not read`,
    place: { file },
    remedy: "Split the document or raise the limit",
  };
}

function unseenDiagnostic(file: string, characters: number): Diagnostic {
  return {
    severity: "note",
    code: "DOCUMENT_LEFT_OUT",
    message: `expected text that can be seen, got ${characters} characters off the page or too small: they are left out`,
    place: { file },
  };
}
