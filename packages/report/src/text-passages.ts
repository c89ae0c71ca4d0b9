import { formatCitation, itemsOf } from "@tocsin/model";
import type { Campaign, CampaignEntry } from "@tocsin/model";
import { count } from "./layout.ts";
import { createSheet } from "./sheet.ts";
import type { Sheet, TextOptions } from "./sheet.ts";

/** Most entries shown of one question. */
const MAX_ENTRIES = 100;
/** Properties of an entry that are shown beside its passages, in this order. */
const SHOWN = [
  "name",
  "statedId",
  "status",
  "product",
  "affected",
  "fixed",
  "role",
  "reason",
  "malware",
  "techniques",
  "tactics",
  "use",
  "firstSeen",
  "lastSeen",
  "confidence",
  "caution",
  "description",
  "relation",
] as const;

/** The passages asked for, and how many entries they belong to. */
export interface Passages {
  readonly text: string;
  readonly entries: number;
}

/**
 * Prints every passage on which a campaign's statements about something rest: a technique, a vulnerability, a
 * value, a name. An entry whose key or name is what was asked for comes before those that only contain it.
 * @param query looked for without regard to case; `T1059` also finds its sub-techniques
 */
export function formatPassages(
  campaign: Campaign,
  query: string,
  options: TextOptions = {},
): Passages {
  const wanted = query.trim().toLowerCase();
  const exact: CampaignEntry[] = [];
  const partial: CampaignEntry[] = [];
  for (const item of itemsOf(campaign)) {
    const names = namesOf(item).map((name) => name.toLowerCase());
    if (names.includes(wanted)) exact.push(item);
    else if (names.some((name) => name.includes(wanted))) partial.push(item);
  }
  const found = [...exact, ...partial];
  const sheet = createSheet(options);
  for (const item of found.slice(0, MAX_ENTRIES)) putEntry(sheet, item);
  if (found.length > MAX_ENTRIES)
    sheet.put(`${count(found.length - MAX_ENTRIES, "more entry", "more entries")}.`);
  return { text: sheet.toString(), entries: found.length };
}

/** What an entry is called: its key, its value, its name. */
function namesOf({ key, entry }: CampaignEntry): string[] {
  const names = [key];
  for (const name of ["id", "name", "text", "url", "statedId", "information"])
    if (name in entry) names.push(String((entry as Record<string, unknown>)[name]));
  const { observable } = entry as { readonly observable?: { readonly value: string } };
  if (observable !== undefined) names.push(observable.value);
  const { aliases } = entry as { readonly aliases?: readonly unknown[] };
  for (const alias of aliases ?? [])
    names.push(typeof alias === "string" ? alias : String((alias as { name: unknown }).name));
  return names;
}

function putEntry(sheet: Sheet, { kind, entry, key, citations }: CampaignEntry): void {
  const title = titleOf(entry) ?? key;
  sheet.heading(`${kind === "context" ? "no indicator" : kind}: ${title}`);
  const values = entry as Readonly<Record<string, unknown>>;
  for (const property of SHOWN) {
    const value = values[property];
    const text = Array.isArray(value) ? value.join(", ") : value;
    if (text === undefined || text === "" || text === title) continue;
    if (typeof text === "string" || typeof text === "number")
      sheet.pair(wordsOf(property), String(text));
  }
  const { roleEvidence } = entry as {
    readonly roleEvidence?: { readonly text: string; readonly basis: string };
  };
  if (roleEvidence !== undefined)
    sheet.pair(roleEvidence.basis === "stated" ? "said by" : "inferred", `“${roleEvidence.text}”`);
  if (citations.length === 0) sheet.put("No passage is kept.");
  for (const citation of citations) {
    sheet.blank();
    sheet.put(formatCitation(citation), "", "faint");
    sheet.put(citation.passage, "  ");
  }
}

function titleOf(entry: object): string | undefined {
  const { observable, id, name } = entry as {
    readonly observable?: { readonly type: string; readonly value: string };
    readonly id?: string;
    readonly name?: string;
  };
  if (observable !== undefined) return `${observable.type} ${observable.value}`;
  return id !== undefined && /^(?:T\d|CVE-)/.test(id) ? id : name;
}

/** `firstSeen` as `first seen`. */
function wordsOf(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
