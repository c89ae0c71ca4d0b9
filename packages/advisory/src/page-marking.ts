import type { Document } from "@tocsin/documents";
import { parseTlp, strictestTlp } from "@tocsin/model";
import type { Tlp } from "@tocsin/model";

const LABEL =
  /(?<![A-Za-z0-9])TLP\s?[:-]?\s?(CLEAR|WHITE|GREEN|AMBER\s?\+\s?STRICT|AMBER|RED)(?![A-Za-z0-9])/i;
const MAX_TEXT = 2000;

/** The strictest marking that stands above or below the text of the pages, which is where agencies put it. */
export function readPageMarking({ blocks }: Document): Tlp | undefined {
  const labels: (Tlp | undefined)[] = [];
  for (const block of blocks)
    if (block.kind === "page-header" || block.kind === "page-footer")
      labels.push(parseTlp(LABEL.exec(block.text.slice(0, MAX_TEXT))?.[1]));
  return strictestTlp(labels);
}
