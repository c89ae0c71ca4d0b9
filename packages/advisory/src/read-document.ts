import type { Document } from "@tocsin/documents";
import type { Knowledge } from "@tocsin/knowledge";
import { strictestTlp } from "@tocsin/model";
import type { Campaign, Diagnostic } from "@tocsin/model";
import { AdvisoryError } from "./errors.ts";
import type { AdvisoryInput } from "./formats/format.ts";
import { readPageMarking } from "./page-marking.ts";
import { readText } from "./read-text.ts";
import { layOutDocument } from "./text/lay-out-document.ts";

const MOST_PAGES_TOLD = 20;

/**
 * Reads the text of a document as a campaign. Pages without text are told; a document without any is refused.
 * What its properties say stands in for what its text does not.
 * @throws {AdvisoryError} `ADVISORY_NO_TEXT`
 */
export function readDocumentText(
  document: Document,
  input: AdvisoryInput,
  knowledge?: Knowledge,
): Campaign {
  const { name, sha256 } = input;
  const { text, layout } = layOutDocument(document);
  if (text.trim() === "") {
    const pages =
      document.pages === undefined ? "" : ` on any of its ${document.pages.count} pages`;
    throw new AdvisoryError(
      "ADVISORY_NO_TEXT",
      `${name}: expected text, got none${pages}: it was scanned or drawn, and nothing of it was read; give a copy with text`,
    );
  }
  const { title, created } = document.properties;
  const campaign = readText({
    name,
    sha256,
    text,
    layout,
    format: document.format,
    ownHosts: ownHostsOf(document),
    ...(knowledge !== undefined && { knowledge }),
    ...(title !== undefined && { propertyTitle: title }),
  });
  const tlp = strictestTlp([campaign.tlp, readPageMarking(document)]);
  return {
    ...campaign,
    ...(tlp !== undefined && { tlp }),
    ...(campaign.published === undefined && created !== undefined && { published: created }),
    diagnostics: [...document.diagnostics, ...unreadPages(document, name), ...campaign.diagnostics],
  };
}

/** The host of the page's own address, where it says one. */
function ownHostsOf({ properties }: Document): string[] {
  const host = /^https?:\/\/(?:www\.)?([^/:?#\s]{1,253})/i.exec(properties.source ?? "")?.[1];
  return host === undefined ? [] : [host.toLowerCase()];
}

function unreadPages({ pages }: Document, file: string): Diagnostic[] {
  const numbers = pages?.withoutText ?? [];
  if (numbers.length === 0) return [];
  const named = numbers.slice(0, MOST_PAGES_TOLD).join(", ");
  const more =
    numbers.length > MOST_PAGES_TOLD ? ` and ${numbers.length - MOST_PAGES_TOLD} more` : "";
  return [
    {
      severity: "warning",
      code: "ADVISORY_PAGES_UNREAD",
      message: `expected text on every page, got none on page ${named}${more}: what stands there as an image was not read`,
      place: { file },
      remedy: "Look at these pages yourself",
    },
  ];
}
