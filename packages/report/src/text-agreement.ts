import { formatCitation } from "@tocsin/model";
import type { Campaign, CampaignItem, Citation } from "@tocsin/model";
import { formatCount, shorten } from "./layout.ts";
import type { Sheet } from "./sheet.ts";

const MOST_ITEMS = 20;

/** How the documents stand to one another: what one has and another lacks, and what they contradict. */
export function putAgreement(sheet: Sheet, { comparisons = [], conflicts = [] }: Campaign): void {
  for (const { relation, from, to, onlyInFrom, onlyInTo, changed } of comparisons) {
    const isCopy = relation === "copy";
    sheet.heading(isCopy ? `${from} against ${to}` : `What ${to} changed since ${from}`);
    if (onlyInFrom.length + onlyInTo.length + changed.length === 0)
      sheet.put(isCopy ? "Both say the same." : "Nothing that is read.");
    putItems(sheet, isCopy ? `only in ${from}` : "taken away", onlyInFrom);
    putItems(sheet, isCopy ? `only in ${to}` : "added", onlyInTo);
    for (const { kind, key, property, from: before, to: after } of changed.slice(0, MOST_ITEMS))
      sheet.item(
        `${kind} ${shorten(key, 120)}: ${property} ${shorten(before, 80)}, then ${shorten(after, 80)}`,
      );
    if (changed.length > MOST_ITEMS) sheet.put(`${formatCount(changed.length - MOST_ITEMS)} more.`);
  }
  if (conflicts.length === 0) return;
  sheet.heading(`Where the documents contradict one another: ${formatCount(conflicts.length)}`);
  for (const { kind, key, property, claims } of conflicts) {
    sheet.item(`${kind} ${shorten(key, 120)}: ${property}`);
    for (const { value, citations } of claims) sheet.item(`${value}${cite(citations)}`, "  ");
  }
}

function putItems(sheet: Sheet, label: string, items: readonly CampaignItem[]): void {
  if (items.length === 0) return;
  sheet.put(`${label}: ${formatCount(items.length)}`);
  for (const { kind, key } of items.slice(0, MOST_ITEMS))
    sheet.item(`${kind} ${shorten(key, 160)}`, "  ");
  if (items.length > MOST_ITEMS) sheet.put(`  and ${formatCount(items.length - MOST_ITEMS)} more`);
}

/** The first place in short form: ` [file line 12]`. */
export function cite([citation]: readonly Citation[]): string {
  return citation === undefined ? "" : ` [${formatCitation(citation)}]`;
}
