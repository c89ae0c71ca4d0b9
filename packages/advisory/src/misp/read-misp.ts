import { makeCampaign, makeId, toPassage } from "@tocsin/model";
import type { Campaign, Citation, Issuer } from "@tocsin/model";
import { mergeCampaigns } from "../merge/merge-campaigns.ts";
import { joinCitations } from "../read/cite.ts";
import { asObject, textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";
import { readAttributes } from "./read-attributes.ts";
import { readLabels, readPermissions } from "./read-labels.ts";
import { readObjects } from "./read-objects.ts";
import { readReports } from "./read-reports.ts";

/** The document the JSON came from. */
export interface MispDocument {
  readonly name: string;
  readonly sha256: string;
}

/** Most events read of one document. */
const MAX_EVENTS = 10_000;

/** Whether the JSON is a MISP event, a list of events, or the answer of a search for them. */
export function isMisp(json: unknown): boolean {
  return eventsOf(json).length > 0 || isManifest(json);
}

/** The list of a feed's events, by their UUID, without their content (MISP core format, manifest). */
function isManifest(json: unknown): boolean {
  const object = asObject(json);
  if (object === undefined) return false;
  const entries = Object.entries(object).slice(0, 20);
  return (
    entries.length > 0 &&
    entries.every(([uuid, value]) => {
      const entry = asObject(value);
      return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(uuid) && entry !== undefined && "info" in entry;
    })
  );
}

const MAX_TOLD = 10;

/** A manifest holds no event: what it lists is named, so that its reader can give the events. */
function readManifest(json: unknown, { name, sha256 }: MispDocument): Campaign {
  const entries = Object.entries(asObject(json) ?? {});
  const named = entries
    .slice(0, MAX_TOLD)
    .map(([uuid, entry]) => `${uuid} (${textOf(asObject(entry), "info")?.slice(0, 80) ?? ""})`);
  const more = entries.length > MAX_TOLD ? ` and ${entries.length - MAX_TOLD} more` : "";
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: name,
    documents: [{ name, format: "misp", sha256 }],
    diagnostics: [
      {
        severity: "error",
        code: "ADVISORY_MISP_MANIFEST",
        message: `expected MISP events, got the manifest of a feed that lists ${entries.length}: ${named.join(", ")}${more}`,
        place: { file: name },
        remedy: "Give the events: the files of the feed named by these UUIDs",
      },
    ],
  });
}

/**
 * Reads MISP events as one campaign; several events of one document are merged in their order.
 * Never throws on bad data. Citations carry the UUID of the attribute or event.
 */
export function readMisp(json: unknown, document: MispDocument): Campaign {
  const events = eventsOf(json).slice(0, MAX_EVENTS);
  if (events.length === 0) return readManifest(json, document);
  const campaigns = events.map((event) => readEvent(event, document));
  return { ...mergeCampaigns(campaigns), id: makeId("campaign", document.sha256) };
}

/**
 * `{"Event": …}`, an event itself, `[{"Event": …}]`, `{"response": [{"Event": …}]}`; the answer of a search for
 * attributes or objects, `{"response": {"Attribute": […]}}`, stands for an event without a name.
 */
function eventsOf(json: unknown): MispObject[] {
  if (Array.isArray(json))
    return json.slice(0, MAX_EVENTS).flatMap((item) => eventOf(asObject(item)) ?? []);
  const object = asObject(json);
  const response = object?.["response"];
  if (Array.isArray(response)) {
    const objects = response.filter((item) => asObject(asObject(item)?.["Object"]) !== undefined);
    if (objects.length > 0) return [{ Object: objects.map((item) => asObject(item)?.["Object"]) }];
    return eventsOf(response);
  }
  const inner = asObject(response);
  if (inner !== undefined && Array.isArray(inner["Attribute"])) return [inner];
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
  // What one attribute is tied to says nothing of the others.
  const { Attribute: _, Object: __, ...own } = event;
  const malware = readLabels(own, name).software.filter(({ kind }) => kind === "malware");
  const attributes = readAttributes(
    event,
    name,
    malware.map((one) => one.name),
  );
  const objects = readObjects(event, name);
  const reports = readReports(event, name);
  const published = dateOf(event);
  const modified = timeOf(event, "timestamp");
  const cautions = readPermissions(event, name);
  return makeCampaign({
    id: makeId("campaign", sha256, textOf(event, "uuid") ?? ""),
    title: textOf(event, "info")?.slice(0, 500) ?? name,
    documents: [{ name, format: "misp", sha256 }],
    issuers: issuersOf(event, name),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...labels,
    ...attributes,
    actors: joinBy([...labels.actors, ...objects.actors, ...attributes.actors], (one) => one.name),
    techniques: joinBy([...labels.techniques, ...reports.techniques], (one) => one.id),
    vulnerabilities: joinBy(
      [
        ...objects.vulnerabilities,
        ...attributes.vulnerabilities,
        ...labels.vulnerabilities,
        ...reports.vulnerabilities,
      ],
      (one) => one.id,
    ),
    frameworks: joinBy(
      [...labels.frameworks, ...objects.frameworks, ...attributes.frameworks],
      (one) => one.id,
    ),
    mitigations: [...labels.mitigations, ...objects.mitigations],
    cautions,
  });
}

/** The first of each, with the citations of all. */
function joinBy<T extends { readonly citations: readonly Citation[] }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const joined = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item).toLowerCase();
    const before = joined.get(key);
    const citations = joinCitations(before?.citations ?? [], item.citations);
    joined.set(key, { ...item, ...before, citations });
  }
  return [...joined.values()];
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
