import { CAMPAIGN_FILE_VERSION, NAMED_LISTS } from "../campaign-file.ts";
import { CAMPAIGN_VERSION } from "../campaign.ts";
import { jsonSchema } from "./index.ts";

interface Node {
  readonly properties: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items: Node;
  readonly [keyword: string]: unknown;
}

const STRING = { type: "string" };
/** Properties of entries that a person may leave out. */
const OPTIONAL: ReadonlySet<string> = new Set(["citations", "id", "labels", "malware", "aliases"]);
/** Entries that are known by an identifier cannot do without. */
const KNOWN_BY_ID: ReadonlySet<string> = new Set(["techniques", "vulnerabilities", "frameworks"]);
/** Lists whose entries hold no citations of their own. */
const PLAIN_LISTS: ReadonlySet<string> = new Set([
  "documents",
  "comparisons",
  "conflicts",
  "diagnostics",
]);

/**
 * The JSON Schema (2020-12) of campaign files, made from that of the campaign: entries may leave their citations
 * and empty lists out, values stand as `type` and `value`, names may stand alone.
 */
export function campaignFileJsonSchema(): object {
  const campaign = jsonSchema("campaign") as unknown as Node;
  const properties: Record<string, unknown> = {
    tocsin: { const: "campaign" },
    version: { const: CAMPAIGN_FILE_VERSION },
    reading: { type: "object", additionalProperties: STRING },
  };
  for (const [name, node] of Object.entries(campaign.properties))
    if (name !== "version") properties[name] = loosen(name, node);
  return {
    $id: `urn:tocsin:schema:campaign-file:${CAMPAIGN_FILE_VERSION}`,
    title: `Tocsin campaign file, version ${CAMPAIGN_FILE_VERSION}, of campaigns of version ${CAMPAIGN_VERSION}`,
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties,
    required: ["tocsin", "version", "title"],
    additionalProperties: false,
  };
}

function loosen(name: string, node: Node): unknown {
  if (name === "period") return loosenEntry(name, node);
  if (node["type"] !== "array" || PLAIN_LISTS.has(name)) return node;
  const items = loosenEntry(name, node.items);
  return { ...node, items: name in NAMED_LISTS ? { anyOf: [STRING, items] } : items };
}

function loosenEntry(list: string, entry: Node): Node {
  const properties: Record<string, Node> = { ...entry.properties };
  const { observable } = properties;
  let required = (entry.required ?? []).filter(
    (name) => !OPTIONAL.has(name) || (name === "id" && KNOWN_BY_ID.has(list)),
  );
  if (observable !== undefined) {
    delete properties["observable"];
    Object.assign(properties, observable.properties);
    if (required.includes("observable"))
      required = [...required.filter((name) => name !== "observable"), "type", "value"];
  }
  const { aliases } = properties;
  if (list === "actors" && aliases !== undefined) {
    const items = { anyOf: [STRING, loosenEntry("aliases", aliases.items)] };
    properties["aliases"] = { ...aliases, items } as unknown as Node;
  }
  return { ...entry, properties, required };
}
