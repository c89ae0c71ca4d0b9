import type { Actor, NameClaim, Software } from "@tocsin/model";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { findNameClaims } from "./name-claims.ts";
import type { FoundNameClaim } from "./name-claims.ts";
import { cleanName, isTitleCase, NAME } from "./name-pattern.ts";

/** Schemes of naming groups that tell a group by the form of the name. */
const TELLING =
  /(?<![\p{L}\p{N}/_.-])(?:APT[- ]?C?-?\d{1,3}|UNC\d{3,5}|TA[1-9]\d{2,3}|FIN\d{1,2}|DEV-\d{4}|UAT-\d{3,5}|Storm-\d{4}|TAG-\d{2,3}|TEMP\.[A-Z]\w{2,20}|[A-Z][a-z]{2,14} (?:Sleet|Typhoon|Blizzard|Sandstorm|Tempest|Tsunami|Cyclone|Hail)|(?:[A-Z][a-z]{2,14}|[A-Z]{3,14}) (?:Chollima|CHOLLIMA|Spider|SPIDER|Panda|PANDA|Kitten|KITTEN|Jackal|JACKAL))(?![\p{L}\p{N}_])/gu;
const KNOWN: readonly string[] =
  "Andariel|Lazarus Group|Lazarus|Kimsuky|Bluenoroff|Silent Chollima|Stonefly|Turla|Sandworm|Gamaredon|Cozy Bear|Fancy Bear|Mustang Panda|MuddyWater|OilRig|Charming Kitten|Volt Typhoon|Salt Typhoon|Winnti|Equation Group|Scattered Spider|LAPSUS$|Transparent Tribe|SideWinder|Patchwork|OceanLotus|Tonto Team|DarkHotel|ScarCruft|Konni|Evil Corp|YoroTrooper|Arid Viper|Lotus Blossom".split(
    "|",
  );
const NAMED = new RegExp(
  `\\b(?:group|actor|actors|cluster|gang|unit|adversary|team|collective)(?: that is| is| which is)?,? (?:\\w+ )?(?:known|tracked|referred to|named|called|dubbed|identified|designated)(?: \\w+)?(?: as)? (${NAME})`,
  "gu",
);
const NAMED_BEFORE = new RegExp(
  `(${NAME}) (?:(?:threat |hacking |cyber |espionage |ransomware |apt )?(?:group|actors?|gang|APT))\\b`,
  "gu",
);
const ACTOR_WORD =
  /\b(?:groups?|actors?|apts?|clusters?|gangs?|adversar(?:y|ies)|threat|state-sponsored|operators|intrusion set|hackers|umbrella|tracked)\b/i;
const NO_ACTOR =
  /^(?:(?:Threat|APTs?|Associated|State|North|South|Korean|Russian|Chinese|Iranian|DPRK|PRC|Cyber|Advanced|Persistent|Working|User|User's|Admin\w*|Security|Group|Policy|Task|Joint|Nation|US|U\.S|UK|FBI|CISA|NSA|NCSC|NIS|NPA|DSA|CNMF|DC3|HHS|MITRE|ATT&CK|CVE|CSA|Microsoft|Google|Mandiant|Symantec|CrowdStrike|ESET|Talos|Cisco|Unit|Russia|China|Iran|Korea|SVR|GRU|FSB|IRGC|Ransomware|Analysis|Domain|Local|Volume|Engineering|Windows|Linux|Active|Directory|Intelligence|Investigation|Research|Response|Support|Sponsored|Affiliate\w*|Initial|Access|Name|Main|Other|Any|Our|Known)(?: |$))+$/;
/** `MSS-affiliated`, `Nation-state`: what a group is, not what it is called. */
const QUALIFIER =
  /(?:-(?:affiliated|sponsored|backed|linked|nexus|aligned|based|speaking|state|level|like)\b|^(?:APT|APTs|Nation-state|LDAP|DNS|RDP|VPN|IT|IP)$|\b(?:Department|Ministry|Agency|Bureau|Centre|Center|Services?)\b)/i;
const JOINED = new Set(["same", "formerly"]);
const MAX_ACTORS = 100;

interface Cited<T> {
  readonly value: T;
  readonly line: Line;
}

/**
 * The groups the text speaks of, most often named first, each with the claims about its other names. A name that
 * the text calls another name of a group is no group of its own; software never is one.
 */
export function findActors(source: TextSource, software: readonly Software[]): Actor[] {
  const programs = new Set(software.flatMap((one) => [one.name, ...one.aliases]).map(fold));
  const names = new Map<string, Cited<string>[]>();
  const claims: Cited<FoundNameClaim>[] = [];
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    const text = line.text.slice(0, 20_000);
    const isTitle = line.kind === "heading" || isTitleCase(text);
    for (const name of namesOf(text, isTitle)) {
      if (programs.has(fold(name)) || names.size >= MAX_ACTORS) continue;
      const places = names.get(fold(name)) ?? [];
      places.push({ value: name, line });
      names.set(fold(name), places);
    }
    if (isTitle) continue;
    for (const sentence of splitSentences(text)) {
      for (const claim of findNameClaims(sentence.text)) {
        if (programs.has(fold(claim.name)) || programs.has(fold(claim.of))) continue;
        if (
          [claim.name, claim.of].some((name) => NO_ACTOR.test(name) || /^[GSCT]\d{4}$/.test(name))
        )
          continue;
        if (ACTOR_WORD.test(sentence.text) || names.has(fold(claim.of)))
          claims.push({ value: claim, line });
      }
    }
  }
  return assemble(source, names, claims);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[ _-]+/g, "");
}

function namesOf(text: string, isTitle: boolean): string[] {
  const found: string[] = [];
  for (const [name] of text.matchAll(TELLING)) found.push(name);
  for (const pattern of isTitle ? [] : [NAMED, NAMED_BEFORE]) {
    for (const { 1: raw = "" } of text.matchAll(pattern)) {
      const name = cleanName(raw)?.replace(/ APT$/, "");
      const isName = name !== undefined && !NO_ACTOR.test(name) && !QUALIFIER.test(name);
      if (isName && name.split(" ").length <= 3) found.push(name);
    }
  }
  for (const name of KNOWN) {
    const at = text.indexOf(name);
    const around = at < 0 ? "x" : `${text.charAt(at - 1)} ${text.charAt(at + name.length)}`;
    if (at >= 0 && !/[\p{L}\p{N}_./-]/u.test(around.replace(/\.$/, ""))) found.push(name);
  }
  return found;
}

function assemble(
  source: TextSource,
  names: Map<string, Cited<string>[]>,
  claims: readonly Cited<FoundNameClaim>[],
): Actor[] {
  // Which group a name stands for: follows joined names, each step to a name not yet seen.
  const headOf = new Map<string, string>();
  const head = (name: string): string => {
    const seen = new Set<string>();
    let at = fold(name);
    for (let next = headOf.get(at); next !== undefined && !seen.has(next); next = headOf.get(at)) {
      seen.add(at);
      at = next;
    }
    return at;
  };
  for (const { value } of claims) {
    const name = head(value.name);
    const of = head(value.of);
    if (JOINED.has(value.relation) && name !== of) headOf.set(name, of);
    if (JOINED.has(value.relation) && !names.has(fold(value.of))) names.set(fold(value.of), []);
  }
  const actors = new Map<string, Actor>();
  const spelled = new Map<string, string>();
  for (const { value } of claims) {
    for (const name of [value.of, value.name])
      if (!spelled.has(fold(name))) spelled.set(fold(name), name);
  }
  for (const [key, places] of names) {
    const name = head(key);
    const before = actors.get(name);
    const cited = places.map(({ line }) => citeLine(source, line));
    actors.set(name, {
      name:
        before?.name ??
        names.get(name)?.[0]?.value ??
        spelled.get(name) ??
        places[0]?.value ??
        name,
      aliases: before?.aliases ?? [],
      citations: joinCitations(before?.citations ?? [], cited),
    });
  }
  for (const claim of claims) attach(source, actors, head, claim);
  return [...actors.values()]
    .filter((actor) => actor.citations.length > 0)
    .toSorted((a, b) => weight(b) - weight(a));
}

function weight(actor: Actor): number {
  return actor.citations.length + actor.aliases.length;
}

/** `X is part of Y` and `X is linked to Y` speak of X; all others of the name they are compared with. */
function isForward(claim: FoundNameClaim): boolean {
  return claim.relation === "part-of" || claim.relation === "linked";
}

function attach(
  source: TextSource,
  actors: Map<string, Actor>,
  head: (name: string) => string,
  { value, line }: Cited<FoundNameClaim>,
): void {
  const isAbout = isForward(value);
  const key = head(isAbout ? value.name : value.of);
  const actor = actors.get(key);
  const name = isAbout ? value.of : value.name;
  // A name that stands nowhere else as a group's is believed only where it is called another name of one.
  const isKnown =
    JOINED.has(value.relation) || value.relation === "sponsor" || value.relation === "overlaps";
  if (!isKnown && !actors.has(head(name))) return;
  if (actor === undefined || fold(name) === fold(actor.name)) return;
  const citations = [citeLine(source, line)];
  const known = actor.aliases.find(
    (alias) => fold(alias.name) === fold(name) && alias.relation === value.relation,
  );
  const alias: NameClaim = {
    name: known?.name ?? name,
    relation: value.relation,
    ...((known?.by ?? value.by) !== undefined && { by: known?.by ?? value.by ?? "" }),
    citations: joinCitations(known?.citations ?? [], citations),
  };
  actors.set(key, {
    ...actor,
    aliases: [...actor.aliases.filter((other) => other !== known), alias],
    citations: joinCitations(actor.citations, citations),
  });
}
