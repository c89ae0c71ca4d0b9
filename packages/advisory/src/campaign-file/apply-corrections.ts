import type { Campaign, ContextValue, Diagnostic, Indicator } from "@tocsin/model";
import { CAMPAIGN_PROPERTIES, digest, nameItems } from "./digest-items.ts";
import type { CampaignFileContent } from "./read-campaign-file.ts";

/** The list of the campaign that holds a kind of entry. */
const LIST_OF = {
  issuer: "issuers",
  actor: "actors",
  software: "software",
  technique: "techniques",
  vulnerability: "vulnerabilities",
  indicator: "indicators",
  context: "context",
  sector: "sectors",
  country: "countries",
  sought: "sought",
  mitigation: "mitigations",
  caution: "cautions",
  framework: "frameworks",
  rule: "rules",
  order: "order",
  revision: "revisions",
  reference: "references",
} as const satisfies Readonly<Record<string, keyof Campaign>>;

type Kind = keyof typeof LIST_OF;

/**
 * Lays a person's corrections over a new reading. An entry of the file that is as it was read gives way to the new
 * reading; one that was changed or added stays as the person wrote it; one that was taken away stays away, an
 * indicator as context. A file without a record of its reading was written by hand: all of it is added.
 */
export function applyCorrections(
  reading: Campaign,
  { campaign: file, reading: before = new Map<string, string>() }: CampaignFileContent,
): Campaign {
  const now = nameItems(reading);
  const written = nameItems(file);
  const counts = { added: 0, changed: 0, removed: 0 };
  const lists = new Map<Kind, object[]>();
  const push = (kind: Kind, entry: object): void => {
    const list = lists.get(kind) ?? [];
    list.push(entry);
    lists.set(kind, list);
  };
  for (const [name, item] of now) {
    const own = written.get(name);
    const isKnown = before.has(name);
    if (own !== undefined && digest(own.entry) !== before.get(name)) {
      if (digest(own.entry) !== digest(item.entry)) counts.changed++;
      push(item.kind as Kind, own.entry);
    } else if (own === undefined && isKnown) {
      counts.removed++;
      const kept = item.kind === "indicator" ? toContext(item.entry as Indicator) : undefined;
      if (kept !== undefined) push("context", kept);
    } else push(item.kind as Kind, item.entry);
  }
  for (const [name, item] of written) {
    if (now.has(name) || digest(item.entry) === before.get(name)) continue;
    counts.added++;
    push(item.kind as Kind, item.entry);
  }
  const corrected: Record<string, unknown> = { ...reading };
  for (const [kind, list] of Object.entries(LIST_OF))
    corrected[list] = lists.get(kind as Kind) ?? [];
  for (const property of CAMPAIGN_PROPERTIES) {
    const value = file[property];
    const isWritten = value !== undefined && digest(value) !== before.get(`campaign ${property}`);
    if (!isWritten || digest(value) === digest(reading[property])) continue;
    corrected[property] = value;
    counts.changed++;
  }
  const documents = [...reading.documents];
  for (const document of file.documents)
    if (!documents.some(({ sha256 }) => sha256 === document.sha256)) documents.push(document);
  return withoutDoubles({
    ...(corrected as unknown as Campaign),
    documents,
    diagnostics: [...reading.diagnostics, correctedDiagnostic(file, counts)],
  });
}

function toContext({ observable, citations }: Indicator): ContextValue | undefined {
  return observable && { observable, reason: "taken away by a correction", citations };
}

/** A value that is an indicator is no context; of two reasons the one a person gave counts. */
function withoutDoubles(campaign: Campaign): Campaign {
  const offered = new Set(campaign.indicators.map(({ observable }) => keyOf(observable)));
  const context = new Map(campaign.context.map((value) => [keyOf(value.observable), value]));
  return {
    ...campaign,
    context: [...context].flatMap(([key, one]) => (offered.has(key) ? [] : one)),
  };
}

function keyOf(observable: ContextValue["observable"] | undefined): string {
  return observable === undefined ? "" : `${observable.type} ${observable.value}`;
}

function correctedDiagnostic(
  file: Campaign,
  { added, changed, removed }: { added: number; changed: number; removed: number },
): Diagnostic {
  return {
    severity: "note",
    code: "ADVISORY_CORRECTED",
    message: `corrected by hand: ${added} added, ${changed} changed, ${removed} taken away`,
    place: { file: file.documents.at(-1)?.name ?? file.title },
  };
}
