// MISP galaxy, clusters/*.json: https://github.com/MISP/misp-galaxy. Both the form of its repository (`meta.synonyms`,
// `dest-uuid`) and a flat one (`synonyms`, `uuid`) are read.
import { asObject, byCodeUnit, objectsOf, textOf, textsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type {
  Alias,
  KnowledgePart,
  NamedEntry,
  NameKind,
  RelatedEntry,
  TermEntry,
} from "../part.ts";
import { type Distilled, isName, leaveOut, type ParsedSource, versionOf } from "./source-file.ts";

interface Cluster {
  readonly kind: NameKind | "sector" | "country";
  readonly title: string;
  /** What its entries are, where they do not say it themselves. */
  readonly type?: string;
}

/** The clusters that are read. The cluster `tool` holds malware in the main; ATT&CK tells the tools among them. */
const CLUSTERS: Readonly<Record<string, Cluster>> = {
  "threat-actor": { kind: "actor", title: "MISP threat-actor" },
  "microsoft-activity-group": { kind: "actor", title: "MISP microsoft-activity-group" },
  "360net": { kind: "actor", title: "MISP 360net" },
  tool: { kind: "malware", title: "MISP tool", type: "tool" },
  ransomware: { kind: "malware", title: "MISP ransomware", type: "ransomware" },
  rat: { kind: "malware", title: "MISP rat", type: "RAT" },
  backdoor: { kind: "malware", title: "MISP backdoor", type: "backdoor" },
  banker: { kind: "malware", title: "MISP banker", type: "banker" },
  botnet: { kind: "malware", title: "MISP botnet", type: "botnet" },
  stealer: { kind: "malware", title: "MISP stealer", type: "stealer" },
  wiper: { kind: "malware", title: "MISP wiper", type: "wiper" },
  "rmm-tool": { kind: "tool", title: "MISP rmm-tool", type: "remote management" },
  sector: { kind: "sector", title: "MISP sector" },
  country: { kind: "country", title: "MISP country" },
  "target-information": { kind: "country", title: "MISP target-information" },
};

/** Clusters that are known and not taken, each with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  malpedia: "its names are Malpedia's, said to be CC-BY-NC-SA-3.0, and are not passed on",
};

const RELATIONS: ReadonlySet<string> = new Set([
  "similar",
  "overlaps",
  "part-of",
  "variant-of",
  "uses",
  "used-by",
]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ATTACK_ID = /^[GSC]\d{4}$/;
const SUBGROUP = /^subgroup: */i;
/** Sectors of the cluster that say nothing. */
const EMPTY_TERMS: ReadonlySet<string> = new Set(["Unknown", "Other"]);

/** The name of a cluster, if the JSON is one. */
export function clusterOf(json: JsonObject): string | undefined {
  if (!Array.isArray(json["values"]) || textOf(json["name"]) === undefined) return undefined;
  const path = /clusters\/([a-z0-9_-]{1,60})\.json$/.exec(textOf(json["source"]) ?? "")?.[1];
  const type = textOf(json["type"]);
  return path ?? (type === "360net-threat-actor" ? "360net" : type);
}

/** Reads a cluster. */
export function distilCluster(source: ParsedSource, json: JsonObject, cluster: string): Distilled {
  const known = Object.hasOwn(CLUSTERS, cluster) ? CLUSTERS[cluster] : undefined;
  if (known === undefined)
    return {
      reason:
        (Object.hasOwn(REFUSED, cluster) ? REFUSED[cluster] : undefined) ??
        `the MISP galaxy cluster "${cluster}" is none of those that are read`,
    };
  const { kind, title, type } = known;
  const commit = textOf(json["commit"]);
  const head = {
    id: `misp-${cluster}`,
    title,
    version: versionOf(json, source.file),
    ...(commit !== undefined && { commit }),
    licence: "CC0-1.0 OR BSD-2-Clause",
    url: `https://github.com/MISP/misp-galaxy/blob/main/clusters/${cluster}.json`,
  };
  const values = objectsOf(json["values"]);
  const part: KnowledgePart =
    kind === "sector" || kind === "country"
      ? { source: head, terms: values.flatMap((value) => termOf(source, value, kind)) }
      : { source: head, names: values.flatMap((value) => entryOf(source, value, kind, type)) };
  return { part };
}

function entryOf(
  source: ParsedSource,
  value: JsonObject,
  kind: NameKind,
  fallback: string | undefined,
): NamedEntry[] {
  const written = textOf(value["value"]);
  // 360.net writes a name and its number as one.
  const [name, ...others] = (written ?? "").split(/ - (?=APT-C-\d)/);
  if (!isName(name)) {
    leaveOut(source, `the name ${JSON.stringify(written?.slice(0, 60))} of an entry`);
    return [];
  }
  const meta = asObject(value["meta"]) ?? value;
  const synonyms = [...others, ...textsOf(meta["synonyms"])];
  const attackIds = synonyms.filter((one) => ATTACK_ID.test(one));
  const aliases = aliasesOf(source, name, synonyms);
  const uuid = textOf(value["uuid"])?.toLowerCase();
  const origin = textOf(meta["country"]);
  const type = kind === "actor" ? undefined : (textsOf(meta["type"])[0] ?? fallback);
  const related = relatedOf(value);
  return [
    {
      kind,
      name,
      ...(uuid !== undefined && UUID.test(uuid) && { uuid }),
      ...(aliases.length > 0 && { aliases }),
      ...(attackIds.length > 0 && { attackIds }),
      ...(origin !== undefined && { origin }),
      ...(type !== undefined && { type }),
      ...(related.length > 0 && { related }),
    },
  ];
}

/** Other names, each once; `Subgroup: X` says that X is a part. */
function aliasesOf(source: ParsedSource, name: string, synonyms: readonly string[]): Alias[] {
  const seen = new Set([name]);
  const aliases: Alias[] = [];
  for (const written of synonyms) {
    if (ATTACK_ID.test(written)) continue;
    const isPart = SUBGROUP.test(written);
    const alias = isPart ? written.replace(SUBGROUP, "") : written;
    if (!isName(alias)) leaveOut(source, `a synonym of ${name}`);
    else if (isPart || !seen.has(alias))
      aliases.push({ name: alias, relation: isPart ? "part-of" : "same" });
    seen.add(alias);
  }
  return aliases;
}

function relatedOf(value: JsonObject): RelatedEntry[] {
  const found = new Map<string, RelatedEntry>();
  for (const one of objectsOf(value["related"])) {
    const relation = textOf(one["type"]);
    const uuid = (textOf(one["dest-uuid"]) ?? textOf(one["uuid"]))?.toLowerCase();
    if (relation === undefined || uuid === undefined) continue;
    if (RELATIONS.has(relation) && UUID.test(uuid))
      found.set(`${relation} ${uuid}`, { relation, uuid });
  }
  return [...found].sort(([a], [b]) => byCodeUnit(a, b)).map(([, one]) => one);
}

function termOf(source: ParsedSource, value: JsonObject, kind: TermEntry["kind"]): TermEntry[] {
  const name = textOf(value["value"]);
  if (!isName(name)) {
    leaveOut(source, "the name of a term");
    return [];
  }
  if (EMPTY_TERMS.has(name)) return [];
  const meta = asObject(value["meta"]) ?? value;
  const id = textOf(meta["ISO"]);
  const aliases = [...new Set(textsOf(meta["synonyms"]))].filter(
    (one) => isName(one) && one !== name,
  );
  return [{ kind, name, ...(id !== undefined && { id }), ...(aliases.length > 0 && { aliases }) }];
}
