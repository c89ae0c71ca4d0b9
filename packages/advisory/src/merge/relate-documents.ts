import { foldTitle } from "@tocsin/model";
import type { AdvisoryDocument, Campaign, DocumentComparison } from "@tocsin/model";
import { compareCampaigns } from "./compare-campaigns.ts";

/** More pairs than this are not compared: a folder of feeds is no warning in several formats. */
const MAX_COMPARISONS = 50;

/** Compares every document with the one before it of the same warning: copies, and earlier with later revisions. */
export function relateDocuments(campaigns: readonly Campaign[]): DocumentComparison[] {
  const comparisons: DocumentComparison[] = campaigns.flatMap(
    ({ comparisons: known = [] }) => known,
  );
  const dated = campaigns
    .filter(({ documents }) => documents.length === 1)
    .map((campaign, i) => ({ campaign, i }))
    .toSorted((a, b) => compareTimes(a.campaign, b.campaign) || a.i - b.i)
    .map(({ campaign }) => campaign);
  for (const [i, to] of dated.entries()) {
    const from = dated.slice(0, i).findLast((earlier) => isSameWarning(earlier, to));
    if (from === undefined || comparisons.length >= MAX_COMPARISONS) continue;
    comparisons.push({
      relation: isLater(from, to) ? "revision" : "copy",
      from: nameOf(from),
      to: nameOf(to),
      ...compareCampaigns(from, to),
    });
  }
  return comparisons;
}

/** By the publisher's number where both have one, else by the title. */
function isSameWarning(a: Campaign, b: Campaign): boolean {
  const one = documentOf(a);
  const other = documentOf(b);
  if (one === undefined || other === undefined || one.sha256 === other.sha256) return false;
  if (one.number !== undefined && other.number !== undefined)
    return one.number.toUpperCase() === other.number.toUpperCase();
  const title = foldTitle(a.title);
  return title.split(" ").length >= 4 && title === foldTitle(b.title);
}

function documentOf({ documents }: Campaign): AdvisoryDocument | undefined {
  return documents[0];
}

function nameOf(campaign: Campaign): string {
  return documentOf(campaign)?.name ?? campaign.title;
}

function timeOf({ modified, published }: Campaign): string | undefined {
  return (modified ?? published)?.slice(0, 10);
}

function compareTimes(a: Campaign, b: Campaign): number {
  const one = timeOf(a) ?? "";
  const other = timeOf(b) ?? "";
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Days decide: copies of one text are made within it. */
function isLater(from: Campaign, to: Campaign): boolean {
  const before = timeOf(from);
  const after = timeOf(to);
  return before !== undefined && after !== undefined && before < after;
}
