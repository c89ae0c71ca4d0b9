import { toPassage } from "@tocsin/model";
import type { Actor, Citation, CitedText, Software, TechniqueRef, Tlp } from "@tocsin/model";
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
  readonly tlp?: Tlp;
}

interface Cluster {
  readonly kind: string;
  readonly value: string;
  readonly synonyms: readonly string[];
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
  const tlp = readTlp(event);
  return {
    actors: toActors(clusters),
    software: toSoftware(clusters),
    techniques: toTechniques(clusters),
    sectors: toTexts(clusters, /^sector$/, fold),
    countries: toTexts(clusters, /^(?:country|target-information)$/, (text) => text),
    mitigations: toTexts(clusters, /course-of-action$/, (text) => text.replace(CATALOGUE_ID, "")),
    ...(tlp !== undefined && { tlp }),
  };
}

function clustersOf(holder: MispObject, document: string, object: string | undefined): Cluster[] {
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
      clusters.push({ kind: kind.toLowerCase(), value, synonyms: [], citation: cite(name) });
  }
  for (const galaxy of objectsOf(holder, "Galaxy")) {
    for (const cluster of objectsOf(galaxy, "GalaxyCluster")) {
      const kind = textOf(cluster, "type") ?? textOf(galaxy, "type") ?? "";
      const value = textOf(cluster, "value");
      if (value === undefined) continue;
      const synonyms = textsOf(asObject(cluster["meta"]), "synonyms");
      clusters.push({ kind, value, synonyms, citation: cite(`${kind}: ${value}`) });
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
  for (const { kind, value, citation } of clusters) {
    const match = kind.endsWith("attack-pattern") ? TECHNIQUE.exec(value) : null;
    const [, name = "", id] = match ?? [];
    if (id === undefined) continue;
    const citations = joinCitations(techniques.get(id)?.citations ?? [], [citation]);
    techniques.set(id, { id, name, citations });
  }
  return [...techniques.values()];
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

function readTlp(event: MispObject): Tlp | undefined {
  for (const tag of objectsOf(event, "Tag")) {
    const label = TLP.exec(textOf(tag, "name") ?? "")?.[1]?.toUpperCase();
    if (label === "WHITE" || label === "CLEAR") return "CLEAR";
    if (label === "GREEN" || label === "AMBER" || label === "AMBER+STRICT" || label === "RED")
      return label;
  }
  return undefined;
}
