import { parseTlp, strictestTlp, toPassage } from "@tocsin/model";
import type {
  Actor,
  Citation,
  CitedText,
  FrameworkRef,
  Software,
  TechniqueRef,
  Tlp,
  VulnerabilityRef,
} from "@tocsin/model";
import { joinCitations } from "../read/cite.ts";
import { asObject, objectsOf, textOf, textsOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";

/** What the tags and galaxies of an event and its attributes say. */
export interface ReadLabels {
  readonly actors: readonly Actor[];
  readonly software: readonly Software[];
  readonly techniques: readonly TechniqueRef[];
  readonly sectors: readonly CitedText[];
  readonly countries: readonly CitedText[];
  readonly mitigations: readonly CitedText[];
  /** CAPEC ids of attack patterns. */
  readonly frameworks: readonly FrameworkRef[];
  /** Vulnerabilities that galaxies name by their brands: `Heartbleed`, with the CVE among its other names. */
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly tlp?: Tlp;
}

/** A name out of a galaxy, by tag or by cluster. */
export interface Cluster {
  /** The galaxy's type: `threat-actor`, `mitre-attack-pattern`. */
  readonly kind: string;
  readonly value: string;
  readonly synonyms: readonly string[];
  /** Identifiers elsewhere: `T1134`, `CAPEC-633`. */
  readonly externalIds: readonly string[];
  readonly citation: Citation;
}

const TAG = /^misp-galaxy:([a-z0-9-]{2,60})="([^"]{1,300})"$/i;
const TECHNIQUE = /^(.{1,200}?) - (T\d{4}(?:\.\d{3})?)$/;
const CATALOGUE_ID = / - [GSMC]\d{4}$/;
const TLP = /^tlp:(clear|white|green|amber\+strict|amber|red)$/i;

/** Reads tags (`misp-galaxy:threat-actor="X"`, `tlp:amber`) and galaxy clusters, of the event and of attributes. */
export function readLabels(event: MispObject, document: string): ReadLabels {
  const eventId = textOf(event, "uuid");
  const clusters = [
    ...clustersOf(event, document, eventId),
    ...[
      ...objectsOf(event, "Attribute"),
      ...objectsOf(event, "Object").flatMap((o) => objectsOf(o, "Attribute")),
    ].flatMap((attribute) => clustersOf(attribute, document, textOf(attribute, "uuid") ?? eventId)),
  ];
  const holders = [
    event,
    ...objectsOf(event, "Attribute"),
    ...objectsOf(event, "Object").flatMap((object) => objectsOf(object, "Attribute")),
  ];
  const tlp = readTlp(holders);
  return {
    actors: toActors(clusters),
    software: toSoftware(clusters),
    techniques: toTechniques(clusters),
    sectors: toTexts(clusters, /^sector$/, fold),
    countries: toTexts(clusters, /^(?:country|target-information)$/, (text) => text),
    frameworks: toFrameworks(clusters),
    vulnerabilities: toVulnerabilities(clusters),
    mitigations: toTexts(clusters, /course-of-action$/, (text) => text.replace(CATALOGUE_ID, "")),
    ...(tlp !== undefined && { tlp }),
  };
}

/** The galaxy's names that an event, attribute or object bears. */
export function clustersOf(
  holder: MispObject,
  document: string,
  object: string | undefined,
): Cluster[] {
  const clusters: Cluster[] = [];
  const cite = (passage: string): Citation => ({
    document,
    ...(object !== undefined && { object }),
    passage: toPassage(passage),
  });
  for (const tag of objectsOf(holder, "Tag")) {
    const name = textOf(tag, "name") ?? "";
    const [, kind, value] = TAG.exec(name) ?? [];
    if (kind !== undefined && value !== undefined)
      clusters.push({
        kind: kind.toLowerCase(),
        value,
        synonyms: [],
        externalIds: [],
        citation: cite(name),
      });
  }
  for (const galaxy of objectsOf(holder, "Galaxy")) {
    for (const cluster of objectsOf(galaxy, "GalaxyCluster")) {
      const kind = textOf(cluster, "type") ?? textOf(galaxy, "type") ?? "";
      const value = textOf(cluster, "value");
      if (value === undefined) continue;
      const meta = asObject(cluster["meta"]);
      const synonyms = [...textsOf(meta, "synonyms"), ...textsOf(meta, "aliases")];
      const externalIds = textsOf(meta, "external_id");
      const citation = cite(`${kind}: ${value}`);
      clusters.push({ kind, value, synonyms, externalIds, citation });
    }
  }
  return clusters;
}

function fold(text: string): string {
  return text.toLowerCase();
}

function toActors(clusters: readonly Cluster[]): Actor[] {
  const actors = new Map<string, Actor>();
  for (const { kind, value, synonyms, citation } of clusters) {
    if (
      !/^(?:threat-actor|(?:mitre|mitre-enterprise-attack)-intrusion-set|microsoft-activity-group|360net-threat-actor)$/.test(
        kind,
      )
    )
      continue;
    const name = value.replace(CATALOGUE_ID, "");
    const before = actors.get(fold(name));
    const aliases = [...(before?.aliases ?? [])];
    // The galaxy joins names that others hold apart: its synonyms are told and not joined.
    for (const synonym of synonyms)
      if (fold(synonym) !== fold(name) && !aliases.some((alias) => alias.name === synonym))
        aliases.push({
          name: synonym,
          relation: "unstated",
          by: "MISP galaxy",
          citations: [citation],
        });
    const citations = joinCitations(before?.citations ?? [], [citation]);
    actors.set(fold(name), { name: before?.name ?? name, aliases, citations });
  }
  return [...actors.values()];
}

function toSoftware(clusters: readonly Cluster[]): Software[] {
  const software = new Map<string, Software>();
  for (const { kind, value, synonyms, citation } of clusters) {
    const isTool = /^(?:mitre-(?:enterprise-attack-)?tool)$/.test(kind);
    const isMalware =
      /^(?:mitre-(?:enterprise-attack-)?malware|malpedia|ransomware|backdoor|rat|botnet|banker|stealer|exploit-kit|tool|android)$/.test(
        kind,
      );
    if (!isTool && !isMalware) continue;
    const name = value.replace(CATALOGUE_ID, "");
    const before = software.get(fold(name));
    software.set(fold(name), {
      name: before?.name ?? name,
      kind: isTool ? "tool" : "malware",
      aliases: [...new Set([...(before?.aliases ?? []), ...synonyms.filter((s) => s !== name)])],
      citations: joinCitations(before?.citations ?? [], [citation]),
    });
  }
  return [...software.values()];
}

function toTechniques(clusters: readonly Cluster[]): TechniqueRef[] {
  const techniques = new Map<string, TechniqueRef>();
  for (const { kind, value, externalIds, citation } of clusters) {
    if (!kind.endsWith("attack-pattern")) continue;
    const [, name = value, stated] = TECHNIQUE.exec(value) ?? [];
    const id = stated ?? externalIds.find((one) => /^T\d{4}(?:\.\d{3})?$/.test(one));
    if (id === undefined) continue;
    const citations = joinCitations(techniques.get(id)?.citations ?? [], [citation]);
    techniques.set(id, { id, name, citations });
  }
  return [...techniques.values()];
}

function toFrameworks(clusters: readonly Cluster[]): FrameworkRef[] {
  const found = new Map<string, FrameworkRef>();
  for (const { kind, value, externalIds, citation } of clusters)
    for (const id of kind.endsWith("attack-pattern") ? externalIds : []) {
      if (!/^CAPEC-\d{1,5}$/.test(id)) continue;
      const citations = joinCitations(found.get(id)?.citations ?? [], [citation]);
      const name = value.replace(/ - T\d{4}(?:\.\d{3})?$/, "");
      found.set(id, { framework: "capec", id, name, citations });
    }
  return [...found.values()];
}

function toVulnerabilities(clusters: readonly Cluster[]): VulnerabilityRef[] {
  const found = new Map<string, VulnerabilityRef>();
  for (const { kind, value, synonyms, citation } of clusters) {
    if (kind !== "branded-vulnerability") continue;
    for (const name of [value, ...synonyms]) {
      const id = /^CVE-\d{4}-\d{4,7}$/i.exec(name)?.[0].toUpperCase();
      if (id === undefined) continue;
      const citations = joinCitations(found.get(id)?.citations ?? [], [citation]);
      found.set(id, { id, status: "mentioned", citations });
    }
  }
  return [...found.values()];
}

function toTexts(
  clusters: readonly Cluster[],
  kinds: RegExp,
  read: (text: string) => string,
): CitedText[] {
  const texts = new Map<string, CitedText>();
  for (const { kind, value, citation } of clusters) {
    if (!kinds.test(kind)) continue;
    const text = read(value);
    texts.set(text, {
      text,
      citations: joinCitations(texts.get(text)?.citations ?? [], [citation]),
    });
  }
  return [...texts.values()];
}

/** The strictest label of the event and its attributes: what is derived from all of them bears that. */
function readTlp(holders: readonly MispObject[]): Tlp | undefined {
  const tags = holders.flatMap((holder) => objectsOf(holder, "Tag"));
  return strictestTlp(tags.map((tag) => parseTlp(TLP.exec(textOf(tag, "name") ?? "")?.[1])));
}

/** What the tags ask of the reader's own actions (Permissible Actions Protocol), in words. */
export function readPermissions(event: MispObject, document: string): CitedText[] {
  return objectsOf(event, "Tag").flatMap((tag): CitedText[] => {
    const name = textOf(tag, "name") ?? "";
    const level = /^PAP:(RED|AMBER|GREEN|CLEAR|WHITE)$/i.exec(name)?.[1]?.toUpperCase();
    const text = level === undefined ? undefined : PERMISSIONS[level];
    if (text === undefined) return [];
    const object = textOf(event, "uuid");
    const citation = {
      document,
      ...(object !== undefined && { object }),
      passage: toPassage(name),
    };
    return [{ text: `PAP:${level}: ${text}`, citations: [citation] }];
  });
}

const PERMISSIONS: Readonly<Record<string, string>> = {
  RED: "look only, in a way that cannot be noticed",
  AMBER: "look passively; take no action that its targets can see",
  GREEN: "act, but not against the source of the threat",
};
