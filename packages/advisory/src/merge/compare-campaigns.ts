import { itemsOf } from "@tocsin/model";
import type {
  Campaign,
  CampaignEntry,
  CampaignItem,
  ChangedItem,
  DocumentComparison,
} from "@tocsin/model";

/** Kinds in which copies of one text differ by their form alone: pages have no links of their own, feeds no prose. */
const INCOMPARABLE: ReadonlySet<string> = new Set(["reference", "order", "revision"]);
/** Properties whose change a reader must see. */
const WATCHED: readonly string[] = ["status", "role", "kind", "product", "validUntil"];
/** Most entries of one comparison's list. */
const MAX_ITEMS = 2000;

/**
 * What two readings have and lack against one another, without their citations. A value that one offers as an
 * indicator and the other keeps as context is a change.
 */
export function compareCampaigns(
  from: Campaign,
  to: Campaign,
): Pick<DocumentComparison, "onlyInFrom" | "onlyInTo" | "changed"> {
  const before = indexItems(from);
  const after = indexItems(to);
  const changed: ChangedItem[] = [];
  for (const [key, item] of before) {
    const other = after.get(key);
    if (other !== undefined) changed.push(...changesOf(item, other));
  }
  return {
    onlyInFrom: missing(before, after),
    onlyInTo: missing(after, before),
    changed: changed.slice(0, MAX_ITEMS),
  };
}

/** Indicators and context share a key: what is judged differently is not missing. */
function indexItems(campaign: Campaign): Map<string, CampaignEntry> {
  const index = new Map<string, CampaignEntry>();
  for (const item of itemsOf(campaign)) {
    if (INCOMPARABLE.has(item.kind)) continue;
    const kind = item.kind === "context" ? "indicator" : item.kind;
    const key = `${kind} ${item.key}`;
    if (!index.has(key)) index.set(key, item);
  }
  return index;
}

function missing(
  here: ReadonlyMap<string, CampaignEntry>,
  there: ReadonlyMap<string, CampaignEntry>,
): CampaignItem[] {
  const only: CampaignItem[] = [];
  for (const [id, { kind, key }] of here) {
    // What one of two keeps as mere context the other need not mention.
    if (there.has(id) || kind === "context") continue;
    only.push({ kind, key });
    if (only.length >= MAX_ITEMS) break;
  }
  return only;
}

function changesOf(from: CampaignEntry, to: CampaignEntry): ChangedItem[] {
  const { key, kind } = from;
  if (kind !== to.kind)
    return [{ kind: "indicator", key, property: "use", from: kind, to: to.kind }];
  return WATCHED.flatMap((property): ChangedItem[] => {
    const one = textOf(from.entry, property);
    const other = textOf(to.entry, property);
    return one === undefined || other === undefined || one === other
      ? []
      : [{ kind, key, property, from: one, to: other }];
  });
}

function textOf(entry: object, property: string): string | undefined {
  const value = (entry as Readonly<Record<string, unknown>>)[property];
  return typeof value === "string" ? value : undefined;
}
