import { itemsOf, makeId } from "@tocsin/model";
import type { Campaign, CampaignEntry } from "@tocsin/model";

/** A property of {@link CAMPAIGN_PROPERTIES}. */
export type CampaignProperty = keyof Pick<
  Campaign,
  "title" | "summary" | "published" | "modified" | "tlp" | "period" | "attackVersion"
>;

/** What of a campaign is no list, and can be corrected all the same. */
export const CAMPAIGN_PROPERTIES: readonly CampaignProperty[] = [
  "title",
  "summary",
  "published",
  "modified",
  "tlp",
  "period",
  "attackVersion",
];

const DIGEST_LENGTH = 8;

/** The entries of a campaign by kind and key; what bears the same ones again is numbered, so that none is lost. */
export function nameItems(campaign: Campaign): Map<string, CampaignEntry> {
  const named = new Map<string, CampaignEntry>();
  const repeats = new Map<string, number>();
  for (const item of itemsOf(campaign)) {
    const name = `${item.kind} ${item.key}`;
    const number = (repeats.get(name) ?? 0) + 1;
    repeats.set(name, number);
    named.set(number === 1 ? name : `${name} #${number}`, item);
  }
  return named;
}

/**
 * A digest of everything a campaign says, by kind and key. Citations and ids do not count: who only moves a
 * passage corrects nothing.
 */
export function digestItems(campaign: Campaign): Map<string, string> {
  const digests = new Map<string, string>();
  for (const property of CAMPAIGN_PROPERTIES)
    if (campaign[property] !== undefined)
      digests.set(`campaign ${property}`, digest(campaign[property]));
  for (const [name, { entry }] of nameItems(campaign)) digests.set(name, digest(entry));
  return digests;
}

/** Eight hexadecimal digits that stay the same for equal content. */
export function digest(content: unknown): string {
  return makeId("reading", canonical(content)).slice(0, DIGEST_LENGTH);
}

/** JSON with its names in order, without citations and ids. */
function canonical(content: unknown): string {
  return JSON.stringify(content, (name, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const isEntry = name === "";
    const entries = Object.entries(value).filter(
      ([property]) => property !== "citations" && !(isEntry && property === "id"),
    );
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
