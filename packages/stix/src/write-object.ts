import { makeId } from "@tocsin/model";
import type { Campaign, Citation } from "@tocsin/model";
import { toCyberObservableId } from "./cyber-observable.ts";
import type { CyberObservable } from "./cyber-observable.ts";
import { EXTENSION_ID, toExtensions } from "./extension.ts";
import { isRecord, toTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

/** A STIX 2.1 bundle. It has no version and no time of its own (STIX 2.1 section 8). */
export interface StixBundle {
  readonly type: "bundle";
  readonly id: string;
  readonly objects: readonly StixObject[];
}

/** What all objects of one bundle share. */
export interface Writing {
  readonly campaign: Campaign;
  readonly created: string;
  readonly modified: string;
  readonly published: string;
  readonly marking?: string;
  readonly producer?: string;
  readonly objects: StixObject[];
  readonly ids: Set<string>;
}

/** What an object carries for us: which part of the campaign it is, and what STIX has no property for. */
export interface Own {
  /** `actor`, `technique`, `rule`… */
  readonly part: string;
  readonly [property: string]: unknown;
}

/** Where nothing tells a time. */
const NO_TIME = "1970-01-01T00:00:00.000Z";

/** Starts a bundle: its times come from the campaign, never from the clock. */
export function startWriting(campaign: Campaign, marking?: string, producer?: string): Writing {
  const dated = campaign.indicators.find(({ validFrom }) => validFrom !== undefined);
  const published = toTime(campaign.published ?? dated?.validFrom) ?? NO_TIME;
  const modified = toTime(campaign.modified) ?? published;
  return {
    campaign,
    // A report may be changed before the day it is published, never before it is made.
    created: toVersionTime(Date.parse(modified) < Date.parse(published) ? modified : published),
    modified: toVersionTime(modified),
    published,
    ...(marking !== undefined && { marking }),
    ...(producer !== undefined && { producer }),
    objects: [],
    ids: new Set(),
  };
}

/** Times that tell versions apart have at least milliseconds (STIX 2.1 section 3.2). */
function toVersionTime(time: string): string {
  return /\.\d{3,}Z$/.test(time) ? time : new Date(time).toISOString();
}

/** The id of an object: the same campaign and key give the same id. */
export function toObjectId(campaign: Campaign, type: string, ...key: readonly string[]): string {
  return `${type}--${makeId("stix-object", campaign.id, type, ...key)}`;
}

/**
 * Adds a domain or relationship object. An object with the same id is not added again.
 * @param content properties beside the common ones; undefined ones are left out
 * @param own what our extension carries for it; nothing if empty
 */
export function addObject(
  writing: Writing,
  id: string,
  content: Readonly<Record<string, unknown>>,
  own?: Own,
): string {
  if (writing.ids.has(id)) return id;
  writing.ids.add(id);
  const { marking, producer } = writing;
  const kept = own && withoutUndefined(own, withoutEmpty);
  const type = id.slice(0, id.indexOf("--"));
  const isProducer = id === producer;
  writing.objects.push({
    type,
    spec_version: "2.1",
    id,
    ...(producer !== undefined && !isProducer && { created_by_ref: producer }),
    created: writing.created,
    modified: writing.modified,
    ...withoutUndefined(content),
    ...(marking !== undefined && { object_marking_refs: [marking] }),
    ...(kept !== undefined && { extensions: toExtensions(kept) }),
  });
  return id;
}

/** Adds a cyber-observable object, once. */
export function addCyberObservable(writing: Writing, content: CyberObservable): string {
  const id = toCyberObservableId(content);
  if (writing.ids.has(id)) return id;
  writing.ids.add(id);
  const { marking } = writing;
  writing.objects.push({
    spec_version: "2.1",
    ...content,
    id,
    ...(marking !== undefined && { object_marking_refs: [marking] }),
  });
  return id;
}

/** Adds a relationship. */
export function addRelationship(
  writing: Writing,
  type: string,
  source: string,
  target: string,
  description?: string,
): string {
  const id = toObjectId(writing.campaign, "relationship", type, source, target);
  return addObject(writing, id, {
    relationship_type: type,
    source_ref: source,
    target_ref: target,
    description,
  });
}

/** A list without being empty, as STIX asks; undefined otherwise. */
export function orNothing<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** A time as STIX writes it, and the text it was, where that is another: `2022-06`, `2024-07-25`. */
export function toExact(text: string | undefined): {
  readonly time: string | undefined;
  readonly exact: string | undefined;
} {
  const time = toTime(text);
  return { time, exact: time === text ? undefined : text };
}

/** Citations as the extension carries them. */
export function cited(citations: readonly Citation[]): {
  readonly citations: readonly Citation[] | undefined;
} {
  return { citations: orNothing(citations) };
}

function withoutUndefined(
  content: Readonly<Record<string, unknown>>,
  each: (value: unknown) => unknown = (value) => value,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content)
      .map(([name, value]) => [name, each(value)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** STIX knows no empty lists (STIX 2.1 section 2.7): those of the model are left out at every depth. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((one) => one !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  return isRecord(value) ? withoutUndefined(value, withoutEmpty) : value;
}

/** The definition of our extension. It is the same in every bundle. */
export function extensionDefinition(): StixObject {
  return {
    type: "extension-definition",
    spec_version: "2.1",
    id: EXTENSION_ID,
    created_by_ref: TOOL_ID,
    created: "2024-01-01T00:00:00.000Z",
    modified: "2024-01-01T00:00:00.000Z",
    name: "Tocsin campaign",
    description:
      "What a published warning says beyond STIX: citations of page and line, how a name relates to another, how a vulnerability was met, the part a value plays and the words that say so, information sought, values that are no indicators.",
    schema:
      "Properties: part; citations (document, page, line, table, row, object, passage); aliases (name, relation, by); status, product, affected, fixed, cvss, products; role, role_evidence, caution, first_seen, last_seen, techniques, malware; sought; context; period; frameworks; order; documents; remarks.",
    version: "1.1.0",
    extension_types: ["property-extension"],
  };
}

const TOOL_ID = `identity--${makeId("stix-tool", "tocsin")}`;

/** The identity that made the extension definition. */
export function toolIdentity(): StixObject {
  return {
    type: "identity",
    spec_version: "2.1",
    id: TOOL_ID,
    created: "2024-01-01T00:00:00.000Z",
    modified: "2024-01-01T00:00:00.000Z",
    name: "Tocsin",
    identity_class: "system",
  };
}
