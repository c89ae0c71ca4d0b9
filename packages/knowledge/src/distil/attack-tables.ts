// ATT&CK as flat tables, one for each type of object: `{version, domain, groups: [{id, name, aliases, …}]}`.
import { byCodeUnit, type JsonObject, objectsOf, textOf, textsOf } from "../json.ts";
import type {
  AttackDomain,
  KnowledgePart,
  NamedEntry,
  TechniqueEntry,
  TermEntry,
} from "../part.ts";
import { attackSource, isAttackId, statusOf } from "./attack-source.ts";
import { type Distilled, isName, leaveOut, type ParsedSource } from "./source-file.ts";

const TABLES = ["groups", "software", "campaigns", "techniques", "tactics", "mitigations"] as const;
type Table = (typeof TABLES)[number];
/** Tables of ATT&CK that hold no names. */
const OTHERS: readonly string[] = ["detections", "data_components", "data_sources"];

/** The table the JSON is, if it is one of ATT&CK. */
export function attackTableOf(json: JsonObject): string | undefined {
  if (textOf(json["domain"]) === undefined || textOf(json["version"]) === undefined)
    return undefined;
  return [...TABLES, ...OTHERS].find((table) => Array.isArray(json[table]));
}

/** Reads a table. */
export function distilAttackTable(
  source: ParsedSource,
  json: JsonObject,
  table: string,
): Distilled {
  const known = TABLES.find((one) => one === table);
  if (known === undefined) return { reason: `the ATT&CK table "${table}" holds no names` };
  const domain = domainOf(textOf(json["domain"]) ?? "");
  if (domain === undefined) return { reason: "its ATT&CK domain is not known" };
  const head = attackSource(domain, {
    version: textOf(json["version"]) ?? "",
    commit: textOf(json["commit"]),
    notice: textOf(json["notice"]),
  });
  const rows = objectsOf(json[known]).filter((row) => {
    const fits = isAttackId(textOf(row["id"])) && isName(textOf(row["name"]));
    if (!fits) leaveOut(source, `an entry of ${known}`);
    return fits;
  });
  return { part: { source: head, ...entriesOf(known, rows, domain) } };
}

/** `enterprise`, `mobile-attack` and the like to our word. */
export function domainOf(written: string): AttackDomain | undefined {
  const word = written.replace(/-attack$/, "");
  return word === "enterprise" || word === "mobile" || word === "ics" ? word : undefined;
}

function entriesOf(
  table: Table,
  rows: readonly JsonObject[],
  domain: AttackDomain,
): Omit<KnowledgePart, "source"> {
  switch (table) {
    case "techniques":
      return { techniques: rows.map((row) => techniqueOf(row, domain)) };
    case "tactics":
      return { terms: rows.map((row) => termOf(row, "tactic")) };
    case "mitigations":
      return { terms: rows.map((row) => termOf(row, "mitigation")) };
    default:
      return { names: rows.map((row) => entryOf(row, table)) };
  }
}

function entryOf(row: JsonObject, table: "groups" | "software" | "campaigns"): NamedEntry {
  const name = textOf(row["name"]) ?? "";
  const uuid = /--([0-9a-f-]{36})$/.exec(textOf(row["stix_id"]) ?? "")?.[1];
  const names = new Set(textsOf(row["aliases"]).filter((one) => isName(one) && one !== name));
  const ties =
    table === "campaigns" ? [...textsOf(row["groups"]), ...textsOf(row["software"])] : [];
  if (table === "groups") ties.push(...textsOf(row["software"]));
  const techniques = table === "groups" ? textsOf(row["techniques"]) : [];
  const first = textOf(row["first_seen"])?.slice(0, 10);
  const last = textOf(row["last_seen"])?.slice(0, 10);
  return {
    kind: kindOf(row, table),
    name,
    id: textOf(row["id"]) ?? "",
    ...(uuid !== undefined && { uuid }),
    ...(names.size > 0 && {
      aliases: [...names].map((alias) => ({ name: alias, relation: "same" as const })),
    }),
    ...(ties.length > 0 && { ties: ties.filter((one) => isAttackId(one)).sort(byCodeUnit) }),
    ...(techniques.length > 0 && { techniques: techniques.filter((one) => isAttackId(one)) }),
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    ...statusOf(row["revoked"], row["deprecated"], textOf(row["replaced_by"])),
  };
}

function kindOf(row: JsonObject, table: "groups" | "software" | "campaigns"): NamedEntry["kind"] {
  if (table === "groups") return "actor";
  if (table === "campaigns") return "campaign";
  return textOf(row["type"]) === "tool" ? "tool" : "malware";
}

function techniqueOf(row: JsonObject, domain: AttackDomain): TechniqueEntry {
  return {
    id: textOf(row["id"]) ?? "",
    name: textOf(row["name"]) ?? "",
    domain,
    tactics: textsOf(row["tactics"]),
    ...statusOf(row["revoked"], row["deprecated"], textOf(row["replaced_by"])),
  };
}

function termOf(row: JsonObject, kind: "tactic" | "mitigation"): TermEntry {
  const short = textOf(row["shortname"]);
  return {
    kind,
    name: textOf(row["name"]) ?? "",
    id: textOf(row["id"]) ?? "",
    ...(short !== undefined && { short }),
    ...(row["deprecated"] === true && { isDeprecated: true }),
  };
}
