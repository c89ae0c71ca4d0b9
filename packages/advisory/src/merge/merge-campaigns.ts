import { keyOfIndicator, makeCampaign, makeId, strictestTlp } from "@tocsin/model";
import type {
  ActivityPeriod,
  Actor,
  Campaign,
  Citation,
  Indicator,
  NameClaim,
  TechniqueRef,
} from "@tocsin/model";
import { joinCitations } from "../read/cite.ts";
import { strongerStatus } from "../read/vulnerabilities.ts";
import { findConflicts } from "./find-conflicts.ts";
import { relateDocuments } from "./relate-documents.ts";

interface Cited {
  readonly citations: readonly Citation[];
}

/**
 * Joins campaigns read from several documents, in the order given: title and summary of the first, the strictest
 * marking, the strongest status of each vulnerability. Equal values become one with all citations. A value that
 * one document offers as an indicator is no context. Actors are joined by their own names, never by other names.
 * One campaign alone is returned as it is. The order given decides the order of the result, not its id.
 * @throws {RangeError} no campaign is given
 */
export function mergeCampaigns(campaigns: readonly Campaign[]): Campaign {
  const [first] = campaigns;
  if (first === undefined) throw new RangeError("expected at least one campaign, got none");
  if (campaigns.length === 1) return first;
  const all = <T>(list: (campaign: Campaign) => readonly T[]): T[] => campaigns.flatMap(list);
  const indicators = joinBy(
    all((c) => c.indicators),
    keyOfIndicator,
    joinIndicators,
  );
  const comparisons = relateDocuments(campaigns);
  const conflicts = findConflicts(campaigns);
  const offered = new Set(indicators.map(keyOfIndicator));
  const summary = campaigns.find((c) => c.summary !== undefined)?.summary;
  const published = earliest(all((c) => (c.published === undefined ? [] : [c.published])));
  const modified = latest(all((c) => [c.modified ?? c.published ?? ""]));
  const tlp = strictestTlp(campaigns.map((c) => c.tlp));
  const attackVersion = campaigns.find((c) => c.attackVersion !== undefined)?.attackVersion;
  const period = joinPeriods(all((c) => (c.period === undefined ? [] : [c.period])));
  return makeCampaign({
    id: makeId("campaign", ...campaigns.map(({ id }) => id).toSorted()),
    title: first.title,
    ...(summary !== undefined && { summary }),
    documents: joinBy(
      all((c) => c.documents),
      (d) => `${d.sha256} ${d.name}`,
      (a) => a,
    ),
    issuers: joinBy(
      all((c) => c.issuers),
      (i) => fold(i.name),
      joinCited,
    ),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...(tlp !== undefined && { tlp }),
    ...(period !== undefined && { period }),
    actors: joinBy(
      all((c) => c.actors),
      (a) => fold(a.name),
      joinActors,
    ),
    software: joinBy(
      all((c) => c.software),
      (s) => fold(s.name),
      (a, b) => ({ ...joinCited(a, b), aliases: union(a.aliases, b.aliases) }),
    ),
    techniques: joinBy(
      all((c) => c.techniques),
      (t) => t.id,
      joinTechniques,
    ),
    vulnerabilities: joinBy(
      all((c) => c.vulnerabilities),
      (v) => v.id,
      (a, b) => ({ ...b, ...joinCited(a, b), status: strongerStatus(a.status, b.status) }),
    ),
    indicators,
    context: joinBy(
      all((c) => c.context),
      (c) => `${c.observable.type} ${c.observable.value}`,
      joinCited,
    ).filter((c) => !offered.has(`${c.observable.type} ${c.observable.value}`)),
    sectors: joinBy(
      all((c) => c.sectors),
      (s) => fold(s.text),
      joinCited,
    ),
    countries: joinBy(
      all((c) => c.countries),
      (s) => fold(s.text),
      joinCited,
    ),
    sought: joinBy(
      all((c) => c.sought),
      (s) => `${s.sector ?? ""} ${s.kind} ${fold(s.information)}`,
      joinCited,
    ),
    mitigations: joinBy(
      all((c) => c.mitigations),
      (m) => fold(m.text),
      joinCited,
    ),
    references: joinBy(
      all((c) => c.references),
      (r) => r.url,
      joinCited,
    ),
    cautions: joinBy(
      all((c) => c.cautions),
      (m) => fold(m.text),
      joinCited,
    ),
    frameworks: joinBy(
      all((c) => c.frameworks),
      (f) => `${f.framework} ${f.id}`,
      joinCited,
    ),
    rules: joinBy(
      all((c) => c.rules),
      // Copies of one text differ in their blanks.
      (r) => `${r.language} ${r.name} ${r.text.replaceAll(/\s+/g, "")}`,
      joinCited,
    ),
    order: joinBy(
      all((c) => c.order),
      (o) => `${o.before} ${o.after}`,
      joinCited,
    ),
    revisions: joinBy(
      all((c) => c.revisions),
      (r) => `${r.date ?? ""} ${fold(r.text)}`,
      joinCited,
    ),
    ...(attackVersion !== undefined && { attackVersion }),
    ...(comparisons.length > 0 && { comparisons }),
    ...(conflicts.length > 0 && { conflicts }),
    diagnostics: all((c) => c.diagnostics),
  });
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]+/g, " ");
}

/** One entry a key, in the order of first places. */
function joinBy<T>(items: readonly T[], keyOf: (item: T) => string, join: (a: T, b: T) => T): T[] {
  const joined = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const before = joined.get(key);
    joined.set(key, before === undefined ? item : join(before, item));
  }
  return [...joined.values()];
}

function joinCited<T extends Cited>(a: T, b: T): T {
  return { ...a, citations: joinCitations(a.citations, b.citations) };
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

function joinIndicators(a: Indicator, b: Indicator): Indicator {
  const validFrom = earliest([a.validFrom, b.validFrom].filter((time) => time !== undefined));
  // One document without an end means that the value is still to be looked for.
  const isEnded = a.validUntil !== undefined && b.validUntil !== undefined;
  const open: Omit<Indicator, "validUntil"> & { validUntil?: string } = { ...b, ...a };
  delete open.validUntil;
  const validUntil = isEnded ? latest([a.validUntil, b.validUntil]) : undefined;
  return {
    ...open,
    id: a.id,
    labels: union(a.labels, b.labels),
    malware: union(a.malware, b.malware),
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    ...joinSeen(a, b),
    ...((a.confidence ?? b.confidence) !== undefined && {
      confidence: Math.max(a.confidence ?? 0, b.confidence ?? 0),
    }),
    citations: joinCitations(a.citations, b.citations),
  };
}

function joinSeen(
  a: Indicator,
  b: Indicator,
): Pick<Indicator, "firstSeen" | "lastSeen" | "techniques"> {
  const firstSeen = earliest([a.firstSeen ?? "", b.firstSeen ?? ""]);
  const lastSeen = latest([a.lastSeen ?? "", b.lastSeen ?? ""]);
  const techniques = union(a.techniques ?? [], b.techniques ?? []);
  return {
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastSeen !== undefined && { lastSeen }),
    ...(techniques.length > 0 && { techniques }),
  };
}

function joinTechniques(a: TechniqueRef, b: TechniqueRef): TechniqueRef {
  const tactics = union(a.tactics ?? [], b.tactics ?? []);
  return { ...b, ...joinCited(a, b), ...(tactics.length > 0 && { tactics }) };
}

function joinActors(a: Actor, b: Actor): Actor {
  const aliases = joinBy<NameClaim>(
    [...a.aliases, ...b.aliases],
    (alias) => `${fold(alias.name)} ${alias.relation}`,
    (x, y) => ({ ...y, ...x, citations: joinCitations(x.citations, y.citations) }),
  );
  const goals = union(a.goals ?? [], b.goals ?? []);
  return {
    ...b,
    ...a,
    aliases,
    ...(goals.length > 0 && { goals }),
    citations: joinCitations(a.citations, b.citations),
  };
}

function earliest(times: readonly string[]): string | undefined {
  return times.filter((time) => time !== "").toSorted()[0];
}

function latest(times: readonly string[]): string | undefined {
  return times
    .filter((time) => time !== "")
    .toSorted()
    .at(-1);
}

function joinPeriods(periods: readonly ActivityPeriod[]): ActivityPeriod | undefined {
  if (periods.length === 0) return undefined;
  const first = earliest(periods.flatMap((period) => period.first ?? []));
  const last = latest(periods.flatMap((period) => period.last ?? []));
  return {
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    citations: periods.reduce<Citation[]>(
      (all, { citations }) => joinCitations(all, citations),
      [],
    ),
  };
}
