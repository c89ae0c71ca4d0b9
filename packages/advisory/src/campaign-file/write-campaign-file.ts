import { CAMPAIGN_FILE_VERSION, NAMED_LISTS } from "@tocsin/model";
import type { Campaign, Indicator } from "@tocsin/model";
import { stringify } from "yaml";
import { digestItems } from "./digest-items.ts";

const HEAD = `# A campaign as Tocsin read it. Correct it: change, add and take away what you like, and give it to
#   tocsin check ADVISORY --corrections THIS-FILE
# where it stands above what the documents say; a later reading keeps your corrections.
# It can also be given in place of the documents. Citations may be left out; names may stand alone.
`;

/** Lists in the order in which a person reads them; what is empty is left out. */
const ORDER = [
  "documents",
  "issuers",
  "actors",
  "sectors",
  "countries",
  "sought",
  "vulnerabilities",
  "software",
  "techniques",
  "order",
  "indicators",
  "rules",
  "context",
  "mitigations",
  "cautions",
  "frameworks",
  "revisions",
  "references",
  "comparisons",
  "conflicts",
  "diagnostics",
] as const satisfies readonly (keyof Campaign)[];

/**
 * Writes a campaign as a YAML file for a person to correct.
 * @param reading what the documents say without any correction; default `campaign`. Its digests go into the file.
 */
export function writeCampaignFile(campaign: Campaign, reading: Campaign = campaign): string {
  const { id, title, summary, published, modified, tlp, period, attackVersion } = campaign;
  const file: Record<string, unknown> = {
    tocsin: "campaign",
    version: CAMPAIGN_FILE_VERSION,
    id,
    title,
    summary,
    published,
    modified,
    tlp,
    period,
    attackVersion,
  };
  for (const list of ORDER) {
    const entries: readonly object[] = campaign[list] ?? [];
    if (entries.length > 0) file[list] = entries.map((entry) => shorten(list, entry));
  }
  file["reading"] = Object.fromEntries(digestItems(reading));
  return HEAD + stringify(file, { lineWidth: 100, aliasDuplicateObjects: false });
}

/** The form a person would write: values flat, names alone where nothing else is said. */
function shorten(list: string, entry: object): unknown {
  if ("observable" in entry) {
    const { observable, ...rest } = entry as Indicator;
    return clean({ ...observable, ...rest });
  }
  const name = NAMED_LISTS[list];
  const { citations, ...rest } = entry as Readonly<Record<string, unknown>>;
  const isBare = name !== undefined && isEmpty(citations) && Object.keys(rest).length === 1;
  return isBare ? rest[name] : clean(entry);
}

function clean(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
