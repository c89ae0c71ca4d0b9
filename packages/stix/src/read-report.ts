import { normalizeObservable, OBSERVABLE_TYPES } from "@tocsin/model";
import type {
  ActivityPeriod,
  CitedText,
  ContextValue,
  Reference,
  SoughtInformation,
} from "@tocsin/model";
import { getExtension, readCitations } from "./extension.ts";
import { describe } from "./read-actors.ts";
import type { Bundle } from "./read-bundle.ts";
import { CYBER_OBSERVABLE_TYPES, embeddedObjects, observablesOf } from "./read-observables.ts";
import { getList, getProperty, getText, getTexts, getTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const REPORT_TYPES: ReadonlySet<string> = new Set(["report", "grouping", "incident", "campaign"]);

/** The object that speaks for the whole bundle: a report, else a grouping, a campaign, an incident. */
export function findReport(bundle: Bundle): StixObject | undefined {
  for (const type of ["report", "grouping", "campaign", "incident"]) {
    const found = bundle.objects.find((object) => object.type === type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Links of the reports, and addresses that MISP marks as analyses elsewhere. */
export function readReferences(bundle: Bundle): Reference[] {
  const found = new Map<string, Reference>();
  const add = (object: StixObject, url: string | undefined, title: string | undefined): void => {
    if (url === undefined || !/^https?:\/\//i.test(url) || found.has(url)) return;
    const citations = bundle.cite(object, title ?? url);
    found.set(url, { url, ...(title !== undefined && { title }), citations });
  };
  for (const object of bundle.objects) {
    if (REPORT_TYPES.has(object.type))
      for (const one of getList(object, "external_references"))
        add(object, getText(one, "url"), titleOf(one));
    if (isAnalysis(object)) for (const url of urlsOf(object)) add(object, url, undefined);
  }
  return [...found.values()];
}

/** The description, else the source's name unless that is only the host of the address. */
function titleOf(reference: unknown): string | undefined {
  const source = getText(reference, "source_name");
  const isHost = source !== undefined && getText(reference, "url")?.includes(`//${source}`);
  return getText(reference, "description") ?? (isHost ? undefined : source);
}

function isAnalysis(object: StixObject): boolean {
  return (
    object.type === "observed-data" &&
    getTexts(object, "labels").includes('misp:category="External analysis"')
  );
}

function urlsOf(object: StixObject): string[] {
  return embeddedObjects(object).flatMap((one) =>
    getText(one, "type") === "url" ? (getText(one, "value") ?? []) : [],
  );
}

/** Values that were observed or stand by themselves, and those carried in a bundle of ours. */
export function readContext(bundle: Bundle, room: number): ContextValue[] {
  const found = new Map<string, ContextValue>();
  const add = (value: ContextValue): void => {
    const key = `${value.observable.type} ${value.observable.value}`;
    if (!found.has(key) && found.size < room) found.set(key, value);
  };
  for (const object of bundle.objects) {
    const embedded = object.type === "observed-data" ? embeddedObjects(object) : [];
    const own = CYBER_OBSERVABLE_TYPES.has(object.type) ? [object] : [];
    for (const observable of [...embedded, ...own].flatMap(observablesOf)) {
      const reason = isAnalysis(object)
        ? "a link to an analysis, not an indicator"
        : "an observed value of the bundle, not an indicator";
      const citations = bundle.cite(object, observable.value);
      add({ observable, reason, citations });
    }
    if (object.type === "report") for (const value of carriedContext(bundle, object)) add(value);
  }
  return [...found.values()];
}

function carriedContext(bundle: Bundle, report: StixObject): ContextValue[] {
  return getList(getExtension(report), "context").flatMap((one): ContextValue[] => {
    const stated = getProperty(one, "observable");
    const type = OBSERVABLE_TYPES.find((known) => known === getText(stated, "type"));
    const observable = type && normalizeObservable(type, getText(stated, "value") ?? "");
    if (observable === undefined) return [];
    const citations = readCitations(one, bundle.names);
    return [{ observable, reason: getText(one, "reason") ?? "", citations }];
  });
}

/** Sectors: those identities name that are not the producers, and classes of identity that are targeted. */
export function readSectors(bundle: Bundle, issuers: ReadonlySet<string>): CitedText[] {
  const targeted = new Set(
    bundle.relations.filter(({ type }) => type === "targets").map(({ target }) => target.id),
  );
  const found = new Map<string, CitedText>();
  for (const object of bundle.objects) {
    if (object.type !== "identity") continue;
    if (issuers.has(object.id) && !targeted.has(object.id)) continue;
    const listed = getTexts(object, "sectors");
    const isClass = getText(object, "identity_class") === "class" || targeted.has(object.id);
    const name = getText(object, "name");
    const texts = listed.length > 0 ? listed : isClass && name !== undefined ? [name] : [];
    for (const text of texts)
      if (!found.has(text))
        found.set(text, { text, citations: bundle.cite(object, describe(object)) });
  }
  return [...found.values()];
}

/** Countries as the locations name them. */
export function readCountries(bundle: Bundle): CitedText[] {
  const found = new Map<string, CitedText>();
  for (const object of bundle.objects) {
    const country = object.type === "location" ? getText(object, "country") : undefined;
    const text = country === undefined ? undefined : (getText(object, "name") ?? country);
    if (text === undefined || found.has(text)) continue;
    found.set(text, { text, citations: bundle.cite(object, describe(object)) });
  }
  return [...found.values()];
}

/** Information the actors seek: what a bundle of ours carries, and the objectives of campaigns as they stand. */
export function readSought(bundle: Bundle): SoughtInformation[] {
  const found: SoughtInformation[] = [];
  for (const object of bundle.objects) {
    const objective = object.type === "campaign" ? getText(object, "objective") : undefined;
    if (objective !== undefined)
      found.push({
        kind: "topic",
        information: objective,
        citations: bundle.cite(object, objective),
      });
    if (object.type !== "report") continue;
    for (const one of getList(getExtension(object), "sought")) {
      const information = getText(one, "information");
      const sector = getText(one, "sector");
      if (information === undefined) continue;
      found.push({
        ...(sector !== undefined && { sector }),
        kind: getText(one, "kind") === "document-type" ? "document-type" : "topic",
        information,
        citations: readCitations(one, bundle.names),
      });
    }
  }
  return found;
}

/** From the first to the last time at which campaigns, else intrusion sets, were seen. */
export function readPeriod(bundle: Bundle): ActivityPeriod | undefined {
  const report = findReport(bundle);
  const carried = getProperty(getExtension(report), "period");
  if (carried !== undefined && report !== undefined)
    return toPeriod(
      [getTime(carried, "first") ?? []].flat(),
      [getTime(carried, "last") ?? []].flat(),
      readCitations(carried, bundle.names),
    );
  for (const type of ["campaign", "intrusion-set"]) {
    const objects = bundle.objects.filter((object) => object.type === type);
    const firsts = objects.flatMap((object) => getTime(object, "first_seen") ?? []);
    const lasts = objects.flatMap((object) => getTime(object, "last_seen") ?? []);
    if (firsts.length + lasts.length === 0) continue;
    const dated = objects.filter((one) => getTime(one, "first_seen") ?? getTime(one, "last_seen"));
    const citations = dated.slice(0, 5).flatMap((object) => bundle.cite(object, describe(object)));
    return toPeriod(firsts, lasts, citations);
  }
  return undefined;
}

function byTime(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}

function toPeriod(
  firsts: readonly string[],
  lasts: readonly string[],
  citations: ActivityPeriod["citations"],
): ActivityPeriod {
  const first = firsts.toSorted(byTime)[0];
  const last = lasts.toSorted(byTime).at(-1);
  return {
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    citations,
  };
}
