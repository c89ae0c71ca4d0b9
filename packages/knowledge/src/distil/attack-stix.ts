// ATT&CK as it is published, a STIX 2.0 or 2.1 bundle: https://github.com/mitre/cti, attack-stix-data.
import { byCodeUnit, type JsonObject, objectsOf, textOf, textsOf } from "../json.ts";
import type { AttackDomain, NamedEntry, NameKind, TechniqueEntry, TermEntry } from "../part.ts";
import { attackSource, type AttackStatus, isAttackId, statusOf } from "./attack-source.ts";
import { domainOf } from "./attack-tables.ts";
import { type Distilled, isName, leaveOut, type ParsedSource } from "./source-file.ts";

const KINDS: Readonly<Record<string, NameKind>> = {
  "intrusion-set": "actor",
  malware: "malware",
  tool: "tool",
  campaign: "campaign",
};

/** Whether the JSON is a bundle of ATT&CK. */
export function isAttackBundle(json: JsonObject): boolean {
  return (
    json["type"] === "bundle" &&
    objectsOf(json["objects"]).some((one) => Object.hasOwn(one, "x_mitre_version"))
  );
}

/** What relationships say, by the ATT&CK ids of both ends. */
interface Ties {
  readonly ties: ReadonlyMap<string, readonly string[]>;
  readonly replaced: ReadonlyMap<string, string>;
}

/** Reads a bundle. */
export function distilAttackBundle(source: ParsedSource, json: JsonObject): Distilled {
  const objects = objectsOf(json["objects"]);
  const domain = domainIn(objects);
  if (domain === undefined) return { reason: "it does not say which ATT&CK domain it is" };
  const ids = new Map<string, string>();
  for (const one of objects) {
    const id = attackIdOf(one);
    const stixId = textOf(one["id"]);
    if (id !== undefined && stixId !== undefined) ids.set(stixId, id);
  }
  const links = tiesOf(objects, ids);
  const names: NamedEntry[] = [];
  const techniques: TechniqueEntry[] = [];
  const terms: TermEntry[] = [];
  for (const one of objects) {
    const type = textOf(one["type"]) ?? "";
    const isTaken =
      Object.hasOwn(KINDS, type) ||
      /^(?:attack-pattern|x-mitre-tactic|course-of-action)$/.test(type);
    if (!isTaken) continue;
    const id = attackIdOf(one);
    const name = textOf(one["name"]);
    if (id === undefined || !isName(name)) {
      leaveOut(source, `an object of type ${type}`);
      continue;
    }
    const status = statusOf(one["revoked"], one["x_mitre_deprecated"], links.replaced.get(id));
    const kind = KINDS[type];
    if (kind !== undefined) names.push(entryOf(one, { kind, id, name, status }, links));
    else if (type === "attack-pattern")
      techniques.push({ id, name, domain, tactics: tacticsOf(one), ...status });
    else terms.push(termOf(one, id, name, type, status));
  }
  return {
    part: { source: attackSource(domain, copyOf(source, objects)), names, techniques, terms },
  };
}

function copyOf(
  { file }: ParsedSource,
  objects: readonly JsonObject[],
): { readonly version: string; readonly date?: string } {
  const collection = objects.find((one) => one["type"] === "x-mitre-collection");
  const version = textOf(collection?.["x_mitre_version"]);
  const date = textOf(collection?.["modified"])?.slice(0, 10);
  return {
    version: version ?? `sha256:${file.sha256.slice(0, 12)}`,
    ...(date !== undefined && { date }),
  };
}

function domainIn(objects: readonly JsonObject[]): AttackDomain | undefined {
  const counts = new Map<AttackDomain, number>();
  for (const one of objects)
    for (const written of one["type"] === "attack-pattern" ? textsOf(one["x_mitre_domains"]) : []) {
      const domain = domainOf(written);
      if (domain !== undefined) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function attackIdOf(one: JsonObject): string | undefined {
  const reference = objectsOf(one["external_references"]).find(({ source_name: name }) =>
    /^mitre-(?:mobile-|ics-)?attack$/.test(textOf(name) ?? ""),
  );
  const id = textOf(reference?.["external_id"]);
  return isAttackId(id) ? id : undefined;
}

function tiesOf(objects: readonly JsonObject[], ids: ReadonlyMap<string, string>): Ties {
  const ties = new Map<string, string[]>();
  const replaced = new Map<string, string>();
  for (const one of objects) {
    if (one["type"] !== "relationship" || one["revoked"] === true) continue;
    if (one["x_mitre_deprecated"] === true) continue;
    const from = ids.get(textOf(one["source_ref"]) ?? "");
    const to = ids.get(textOf(one["target_ref"]) ?? "");
    if (from === undefined || to === undefined) continue;
    const relation = one["relationship_type"];
    if (relation === "revoked-by") replaced.set(from, to);
    else if (relation === "uses" || relation === "attributed-to") {
      const known = ties.get(from);
      if (known) known.push(to);
      else ties.set(from, [to]);
    }
  }
  return { ties, replaced };
}

interface Head {
  readonly kind: NameKind;
  readonly id: string;
  readonly name: string;
  readonly status: AttackStatus;
}

function entryOf(one: JsonObject, { kind, id, name, status }: Head, links: Ties): NamedEntry {
  const uuid = /--([0-9a-f-]{36})$/.exec(textOf(one["id"]) ?? "")?.[1];
  const written = [...textsOf(one["aliases"]), ...textsOf(one["x_mitre_aliases"])];
  const aliases = [...new Set(written)].filter((alias) => isName(alias) && alias !== name);
  const all = [...new Set(links.ties.get(id))].sort(byCodeUnit);
  // What software does is not kept: techniques are told of actors.
  const ties = kind === "malware" || kind === "tool" ? [] : all.filter((to) => !to.startsWith("T"));
  const techniques = kind === "actor" ? all.filter((to) => to.startsWith("T")) : [];
  const first = textOf(one["first_seen"])?.slice(0, 10);
  const last = textOf(one["last_seen"])?.slice(0, 10);
  return {
    kind,
    name,
    id,
    ...(uuid !== undefined && { uuid }),
    ...(aliases.length > 0 && {
      aliases: aliases.map((alias) => ({ name: alias, relation: "same" as const })),
    }),
    ...(ties.length > 0 && { ties }),
    ...(techniques.length > 0 && { techniques }),
    ...(kind === "campaign" && first !== undefined && { first }),
    ...(kind === "campaign" && last !== undefined && { last }),
    ...status,
  };
}

function tacticsOf(one: JsonObject): string[] {
  return objectsOf(one["kill_chain_phases"])
    .filter(({ kill_chain_name: chain }) => textOf(chain)?.startsWith("mitre-") === true)
    .flatMap(({ phase_name: phase }) => textsOf(phase));
}

function termOf(
  one: JsonObject,
  id: string,
  name: string,
  type: string,
  status: AttackStatus,
): TermEntry {
  const short = textOf(one["x_mitre_shortname"]);
  return {
    kind: type === "x-mitre-tactic" ? "tactic" : "mitigation",
    name,
    id,
    ...(short !== undefined && { short }),
    ...((status.isDeprecated === true || status.isRevoked === true) && { isDeprecated: true }),
  };
}
