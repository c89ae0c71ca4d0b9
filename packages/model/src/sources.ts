import type { AdvisoryDocument } from "./campaign.ts";
import type { Citation } from "./citation.ts";

/** Names and titles without case, marks and runs of blanks, so that spellings of one thing are equal. */
export function foldTitle(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * Documents of one source: copies and revisions of one warning, and warnings that share an issuer, are no
 * independent voices. Gives for each document the number of its source, from 0 in the order of documents.
 */
export function groupSources(documents: readonly AdvisoryDocument[]): readonly number[] {
  const groupOf = documents.map((_, i) => i);
  const bearers = new Map<string, number>();
  for (const [i, document] of documents.entries())
    for (const mark of marksOf(document)) {
      const first = bearers.get(mark);
      if (first === undefined) bearers.set(mark, i);
      else joinGroups(groupOf, i, first);
    }
  const numbers = new Map<number, number>();
  return groupOf.map((group) => {
    const known = numbers.get(group) ?? numbers.size;
    numbers.set(group, known);
    return known;
  });
}

/** What two documents of one source have in common. */
function marksOf({ number, title, issuers = [], sha256 }: AdvisoryDocument): string[] {
  const marks = [`digest ${sha256}`];
  if (number !== undefined) marks.push(`number ${number.toUpperCase()}`);
  const folded = foldTitle(title ?? "");
  if (folded.split(" ").length >= 4) marks.push(`title ${folded}`);
  return [...marks, ...issuers.map((issuer) => `issuer ${foldTitle(issuer)}`)];
}

function joinGroups(groupOf: number[], a: number, b: number): void {
  const from = groupOf[a];
  const to = groupOf[b];
  if (from === undefined || to === undefined || from === to) return;
  for (const [i, group] of groupOf.entries()) if (group === from) groupOf[i] = to;
}

/** How many independent sources the citations come from. */
export function countSources(
  documents: readonly AdvisoryDocument[],
  citations: readonly Citation[],
): number {
  const groups = groupSources(documents);
  const cited = new Set<number>();
  for (const { document } of citations) {
    const at = documents.findIndex(({ name }) => name === document);
    cited.add(groups[at] ?? -1);
  }
  return cited.size;
}
