import type { Diagnostic } from "@tocsin/model";
import { cutDiagnostic, makeBlockList } from "../block-list.ts";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Document, DocumentLimits } from "../document.ts";
import { joinRules } from "../join-rules.ts";
import { makeTextBuilder } from "../text-builder.ts";
import { readHtmlHead } from "./html-properties.ts";
import { walkHtml } from "./html-walk.ts";
import type { HtmlWalk } from "./html-walk.ts";
import { findMainContent } from "./main-content.ts";
import { MAX_HTML_DEPTH, MAX_HTML_ELEMENTS, parseHtml } from "./parse-html.ts";

const WORDS: Readonly<Record<string, string>> = {
  navigation: "of navigation",
  hidden: "hidden",
  deleted: "struck out",
  form: "of forms",
  frame: "embedded",
  furniture: "around the text",
  code: "scripts and styles",
};

/**
 * Reads the main text of a page: headings, paragraphs, lists, tables, code and links, with lines. What frames the text is
 * left out, and a note says how much. Scripts are not run, nothing is fetched.
 * @param name for messages and places
 * @throws {DocumentError} `DOCUMENT_LIMIT`
 */
export function readHtml(name: string, text: string, limits: DocumentLimits = {}): Document {
  const maxBlocks = limits.maxBlocks ?? DOCUMENT_LIMITS.maxBlocks;
  const { page, isCut } = parseHtml(name, text, limits.maxDepth ?? MAX_HTML_DEPTH);
  const { properties, base } = readHtmlHead(page);
  const { root, isWithin } = findMainContent(page);
  const walk: HtmlWalk = {
    blocks: makeBlockList(maxBlocks),
    base,
    isWithin,
    leftOut: new Map(),
    builder: makeTextBuilder(),
    isInCell: false,
    nested: [],
  };
  walkHtml(walk, root);
  const blocks = joinRules(walk.blocks.blocks);
  const cut = isCut ? [cutDiagnostic(name, `${MAX_HTML_ELEMENTS} elements`)] : [];
  const diagnostics = [
    ...leftOutDiagnostics(walk, name),
    ...cut,
    ...walk.blocks.cutDiagnostics(name),
  ];
  return { format: "html", properties, blocks, parts: [], diagnostics };
}

/** A note of what was left out inside the text's own part of the page, where it has words. */
function leftOutDiagnostics({ leftOut }: HtmlWalk, file: string): Diagnostic[] {
  const told = [...leftOut].filter(([, { units }]) => units > 0);
  if (told.length === 0) return [];
  const parts = told.map(
    ([reason, { elements, units }]) =>
      `${elements} ${WORDS[reason] ?? reason} (${units} characters)`,
  );
  return [
    {
      severity: "note",
      code: "DOCUMENT_LEFT_OUT",
      message: `left out of the page's text: elements ${parts.join(", ")}`,
      place: { file },
      remedy: "Look at the page where that matters",
    },
  ];
}
