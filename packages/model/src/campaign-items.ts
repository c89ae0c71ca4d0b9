import type { Campaign, CampaignItem, Indicator } from "./campaign.ts";
import type { Citation } from "./citation.ts";
import { foldTitle } from "./sources.ts";

/** One thing a campaign says, with its citations and what it holds. */
export interface CampaignEntry extends CampaignItem {
  readonly citations: readonly Citation[];
  /** The entry itself. */
  readonly entry: object;
}

/** The key of an indicator: its value, or its pattern. */
export function keyOfIndicator({ observable, pattern, id }: Indicator): string {
  return observable === undefined
    ? `${pattern?.language ?? ""} pattern ${pattern?.text ?? id}`
    : `${observable.type} ${observable.value}`;
}

/** Everything a campaign says, in its order: kinds are named in the singular. */
export function* itemsOf(campaign: Campaign): Generator<CampaignEntry> {
  yield* entries("issuer", campaign.issuers, ({ name }) => foldTitle(name));
  yield* entries("actor", campaign.actors, ({ name }) => foldTitle(name));
  yield* entries("software", campaign.software, ({ name }) => foldTitle(name));
  yield* entries("technique", campaign.techniques, ({ id }) => id);
  yield* entries("vulnerability", campaign.vulnerabilities, ({ id }) => id);
  yield* entries("indicator", campaign.indicators, keyOfIndicator);
  yield* entries(
    "context",
    campaign.context,
    ({ observable }) => `${observable.type} ${observable.value}`,
  );
  yield* entries("sector", campaign.sectors, ({ text }) => foldTitle(text));
  yield* entries("country", campaign.countries, ({ text }) => foldTitle(text));
  yield* entries("sought", campaign.sought, ({ sector = "", kind, information }) =>
    foldTitle(`${sector} ${kind} ${information}`),
  );
  yield* entries("mitigation", campaign.mitigations, ({ text }) => foldTitle(text));
  yield* entries("caution", campaign.cautions, ({ text }) => foldTitle(text));
  yield* entries("framework", campaign.frameworks, ({ framework, id }) => `${framework} ${id}`);
  yield* entries("rule", campaign.rules, ({ language, name, text }) =>
    name === "" ? `${language} ${text}` : `${language} ${name}`,
  );
  yield* entries("order", campaign.order, ({ before, after }) => `${before} ${after}`);
  yield* entries("revision", campaign.revisions, ({ date = "", text }) =>
    foldTitle(`${date} ${text}`),
  );
  yield* entries("reference", campaign.references, ({ url }) => url);
}

function* entries<T extends { readonly citations: readonly Citation[] }>(
  kind: string,
  list: readonly T[],
  keyOf: (entry: T) => string,
): Generator<CampaignEntry> {
  for (const entry of list) yield { kind, key: keyOf(entry), citations: entry.citations, entry };
}
