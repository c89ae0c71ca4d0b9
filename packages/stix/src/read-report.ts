import { INDICATOR_ROLES } from "@tocsin/model";
import type {
  ActivityPeriod,
  CitedText,
  ContextValue,
  Reference,
  SoughtInformation,
} from "@tocsin/model";
import { getPart, readCitations } from "./extension.ts";
import { describe } from "./read-actors.ts";
import type { Bundle } from "./read-bundle.ts";
import { CYBER_OBSERVABLE_TYPES, embeddedObjects, observablesOf } from "./read-observables.ts";
import { readCarriedObservable } from "./read-own-indicators.ts";
import { getList, getProperty, getText, getTexts, getTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const REPORT_TYPES: ReadonlySet<string> = new Set(["report", "grouping", "incident", "campaign"]);

/** The object that speaks for the whole bundle: a report, else a grouping, a campaign, an incident. */
export function findReport(bundle: Bundle): StixObject | undefined {
  for (const type of ["report", "grouping", "campaign", "incident"]) {
    const [found] = bundle.ofType(type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Links of the reports, and addresses that MISP marks as analyses elsewhere. */
export function readReferences(bundle: Bundle): Reference[] {
  const found = new Map<string, Reference>();
  for (const one of getList(bundle.own, "references")) {
    const url = getText(one, "url");
    const title = getText(one, "title");
    const citations = readCitations(one, bundle.names);
    if (url !== undefined)
      found.set(url, { url, ...(title !== undefined && { title }), citations });
  }
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
  for (const value of carriedContext(bundle)) add(value);
  for (const object of bundle.objects) {
    if (bundle.own !== undefined) break;
    const embedded = object.type === "observed-data" ? embeddedObjects(object) : [];
    const own = CYBER_OBSERVABLE_TYPES.has(object.type) ? [object] : [];
    for (const observable of [...embedded, ...own].flatMap(observablesOf)) {
      const reason = isAnalysis(object)
        ? "a link to an analysis, not an indicator"
        : "an observed value of the bundle, not an indicator";
      const citations = bundle.cite(object, observable.value);
      add({ observable, reason, citations });
    }
  }
  return [...found.values()];
}

/** The context of a bundle of ours: values by themselves, or those of the objects it refers to. */
function carriedContext(bundle: Bundle): ContextValue[] {
  return getList(bundle.own, "context").flatMap((one): ContextValue[] => {
    const held = bundle.byId.get(getText(one, "ref") ?? "");
    const observable =
      held === undefined
        ? readCarriedObservable(getProperty(one, "observable"))
        : observablesOf(held)[0];
    if (observable === undefined) return [];
    const role = INDICATOR_ROLES.find((known) => known === getText(one, "role"));
    return [
      {
        observable,
        reason: getText(one, "reason") ?? "",
        ...(role !== undefined && { role }),
        citations: readCitations(one, bundle.names),
      },
    ];
  });
}

/** Sectors: those identities name that are not the producers, and classes of identity that are targeted. */
export function readSectors(bundle: Bundle, issuers: ReadonlySet<string>): CitedText[] {
  const targeted = new Set(
    bundle.relations.filter(({ type }) => type === "targets").map(({ target }) => target.id),
  );
  const found = new Map<string, CitedText>();
  for (const object of bundle.ofType("identity")) {
    if (getPart(object) === "country") continue;
    if (getPart(object) === "sector") {
      const text = getText(object, "name") ?? "";
      found.set(text, { text, citations: bundle.cite(object, text) });
      continue;
    }
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

/** Countries as the locations name them; those that actors come from or sit in are no targets. */
export function readCountries(bundle: Bundle): CitedText[] {
  const found = new Map<string, CitedText>();
  const origins = originsOf(bundle);
  const places = bundle.own === undefined ? bundle.ofType("location") : bundle.objects;
  for (const object of places) {
    const isOurs = getPart(object) === "country";
    const country = object.type === "location" ? getText(object, "country") : undefined;
    if (!isOurs && (country === undefined || origins.has(object.id))) continue;
    const text = getText(object, "name") ?? country;
    if (text === undefined || found.has(text)) continue;
    found.set(text, { text, citations: bundle.cite(object, describe(object)) });
  }
  return [...found.values()];
}

/** Locations that are only where somebody comes from or sits. */
function originsOf(bundle: Bundle): ReadonlySet<string> {
  const origins = new Set<string>();
  const targets = new Set<string>();
  for (const { type, target } of bundle.relations) {
    if (target.type !== "location") continue;
    if (type === "originates-from" || type === "located-at") origins.add(target.id);
    if (type === "targets") targets.add(target.id);
  }
  return new Set([...origins].filter((id) => !targets.has(id)));
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
  }
  for (const one of getList(bundle.own, "sought")) {
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
  return found;
}

/** From the first to the last time at which campaigns, else intrusion sets, were seen. */
export function readPeriod(bundle: Bundle): ActivityPeriod | undefined {
  const carried = getProperty(bundle.own, "period");
  if (carried !== undefined) {
    const first = getText(carried, "first");
    const last = getText(carried, "last");
    return {
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
      citations: readCitations(carried, bundle.names),
    };
  }
  for (const type of ["campaign", "intrusion-set"]) {
    const objects = bundle.ofType(type);
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
