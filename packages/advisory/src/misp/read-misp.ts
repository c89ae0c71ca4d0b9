import { makeCampaign, makeId, toPassage } from "@tocsin/model";
import type { Campaign, Issuer } from "@tocsin/model";
import { mergeCampaigns } from "../merge-campaigns.ts";
import { asObject, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";
import { readAttributes } from "./read-attributes.ts";
import { readLabels } from "./read-labels.ts";

/** The document the JSON came from. */
export interface MispDocument {
  readonly name: string;
  readonly sha256: string;
}

/** Most events read of one document. */
const MAX_EVENTS = 10_000;

/** Whether the JSON is a MISP event, a list of events, or the answer of a search for them. */
export function isMisp(json: unknown): boolean {
  return eventsOf(json).length > 0;
}

/**
 * Reads MISP events as one campaign; several events of one document are merged in their order.
 * Never throws on bad data. Citations carry the UUID of the attribute or event.
 */
export function readMisp(json: unknown, document: MispDocument): Campaign {
  const events = eventsOf(json).slice(0, MAX_EVENTS);
  const campaigns = events.map((event) => readEvent(event, document));
  return { ...mergeCampaigns(campaigns), id: makeId("campaign", document.sha256) };
}

/** `{"Event": …}`, an event itself, `[{"Event": …}]`, `{"response": [{"Event": …}]}`. */
function eventsOf(json: unknown): MispObject[] {
  if (Array.isArray(json))
    return json.slice(0, MAX_EVENTS).flatMap((item) => eventOf(asObject(item)) ?? []);
  const object = asObject(json);
  const response = object?.["response"];
  if (Array.isArray(response)) return eventsOf(response);
  const inner = asObject(response);
  return eventOf(inner ?? object) ?? [];
}

function eventOf(object: MispObject | undefined): MispObject[] | undefined {
  const inner = asObject(object?.["Event"]);
  if (inner !== undefined) return [inner];
  const isEvent =
    object !== undefined &&
    textOf(object, "info") !== undefined &&
    (Array.isArray(object["Attribute"]) || Array.isArray(object["Object"]));
  return isEvent ? [object] : undefined;
}

function readEvent(event: MispObject, document: MispDocument): Campaign {
  const { name, sha256 } = document;
  const labels = readLabels(event, name);
  const malware = labels.software.filter(({ kind }) => kind === "malware").map((one) => one.name);
  const attributes = readAttributes(event, name, malware);
  const published = dateOf(event);
  const modified = timeOf(event, "timestamp");
  return makeCampaign({
    id: makeId("campaign", sha256, textOf(event, "uuid") ?? ""),
    title: textOf(event, "info")?.slice(0, 500) ?? name,
    documents: [{ name, format: "misp", sha256 }],
    issuers: issuersOf(event, name),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...labels,
    ...attributes,
  });
}

function issuersOf(event: MispObject, document: string): Issuer[] {
  const organisation = asObject(event["Orgc"]) ?? asObject(event["Org"]);
  const name = textOf(organisation, "name");
  if (name === undefined) return [];
  const object = textOf(event, "uuid");
  const passage = toPassage(`Orgc: ${name}`);
  return [{ name, citations: [{ document, ...(object !== undefined && { object }), passage }] }];
}

function dateOf(event: MispObject): string | undefined {
  const date = textOf(event, "date");
  return date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined;
}

/** A time of MISP: seconds since 1970 as text. */
function timeOf(event: MispObject, name: string): string | undefined {
  const seconds = Number(textOf(event, name) ?? "0");
  return Number.isInteger(seconds) && seconds > 0 && seconds < 4e9
    ? new Date(seconds * 1000).toISOString()
    : undefined;
}
