import type { Document, TableBlock } from "@tocsin/documents";
import type { Knowledge } from "@tocsin/knowledge";
import { makeCampaign, makeId, strictestTlp } from "@tocsin/model";
import type { Campaign } from "@tocsin/model";
import type { AdvisoryInput } from "../formats/format.ts";
import { mergeCampaigns } from "../merge/merge-campaigns.ts";
import { readDocumentText } from "../read-document.ts";
import { findList } from "./find-list.ts";
import { readList } from "./read-list.ts";
import type { ReadList } from "./read-list.ts";

/** Reads the tables of a document that are lists of indicators row by row, and all the others as text. */
export function readSheets(
  document: Document,
  input: AdvisoryInput,
  knowledge: Knowledge,
): Campaign {
  const lists: ReadList[] = [];
  const others: TableBlock[] = [];
  let table = 0;
  for (const block of document.blocks) {
    if (block.kind !== "table") continue;
    table++;
    const list = findList(block);
    const read = list === undefined ? undefined : readList(input.name, list, table);
    if (read === undefined || isEmpty(read)) others.push(block);
    else lists.push(read);
  }
  if (lists.length === 0) return readDocumentText(document, input, knowledge);
  const campaigns = lists.map((list, i) =>
    toCampaign(list, input, document, i === 0 && others.length === 0),
  );
  if (others.length === 0 && lists.length === 1) return campaigns[0] ?? mergeCampaigns(campaigns);
  const rest =
    others.length === 0
      ? []
      : [readDocumentText({ ...document, blocks: others }, input, knowledge)];
  const told = others.length === 0 ? [] : rest;
  const merged = mergeCampaigns([...campaigns, ...told]);
  return { ...merged, id: makeId("campaign", input.sha256) };
}

function isEmpty({ indicators, context, techniques, vulnerabilities }: ReadList): boolean {
  return indicators.length + context.length + techniques.length + vulnerabilities.length === 0;
}

function toCampaign(
  { tlps, diagnostics, ...lists }: ReadList,
  { name, sha256 }: AdvisoryInput,
  document: Document,
  tellsDocument: boolean,
): Campaign {
  const { title, created } = document.properties;
  const tlp = strictestTlp(tlps);
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: title ?? name,
    documents: [{ name, format: document.format, sha256 }],
    ...(created !== undefined && { published: created }),
    ...(tlp !== undefined && { tlp }),
    ...lists,
    diagnostics: [...(tellsDocument ? document.diagnostics : []), ...diagnostics],
  });
}
