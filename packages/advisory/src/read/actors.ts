import type { Actor, NameClaim, Software } from "@tocsin/model";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import {
  ACTOR_WORD,
  findActorNames,
  isActorLabel,
  isNumberedName,
  mayBeActor,
} from "./actor-names.ts";
import type { ActorName } from "./actor-names.ts";
import { blankAsides, blankOverlaps } from "./asides.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import type { KnownNames } from "./known-names.ts";
import { findNameClaims } from "./name-claims.ts";
import type { FoundNameClaim } from "./name-claims.ts";
import { isTitleCase } from "./name-pattern.ts";

const JOINED = new Set(["same", "formerly"]);
const SPONSOR =
  /\b(?:Department|Ministry|Agency|Bureau|Directorate|Services?|Intelligence|Guard|GRU|FSB|SVR|IRGC|RGB|MSS|MOIS|Unit \d+)\b/;
const MAX_ACTORS = 100;

interface Cited<T> {
  readonly value: T;
  readonly line: Line;
}

/**
 * The groups the text speaks of, most often named first, each with the claims about its other names. A name counts
 * only where a sentence says that it is a group's, or its form does. A name that the text calls another name of a
 * group is no group of its own; software never is one.
 */
export function findActors(
  source: TextSource,
  software: readonly Software[],
  known: KnownNames,
): Actor[] {
  const programs = new Set(software.flatMap((one) => [one.name, ...one.aliases]).map(foldWhole));
  const names = new Map<string, Cited<string>[]>();
  const settled = new Set<string>();
  const claims: Cited<FoundNameClaim>[] = [];
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    const plain = line.plain.text.slice(0, 20_000);
    const text = blankAsides(plain);
    const isTitle = line.kind === "heading" || (isTitleCase(plain) && !isActorLabel(plain));
    // What somebody overlaps with is a claim on them and no group of the campaign.
    const own = blankOverlaps(text);
    const byKnowledge = (known.get(line.number) ?? []).filter(
      ({ kind, name, at }) => kind === "actor" && own.startsWith(name.slice(0, 2), at),
    );
    const candidates: ActorName[] = [
      ...findActorNames(own, isTitle),
      ...byKnowledge.map(({ name, isBoth }) => ({ name, isWeak: isBoth, isCalled: !isBoth })),
    ];
    const inOrder = candidates.toSorted((a, b) => text.indexOf(a.name) - text.indexOf(b.name));
    for (const { name, isWeak, isCalled } of inOrder) {
      const isProgram = programs.has(foldWhole(name)) && isCalled !== true;
      if (isProgram || names.size >= MAX_ACTORS) continue;
      const places = names.get(fold(name)) ?? [];
      places.push({ value: name, line });
      names.set(fold(name), places);
      if (!isWeak) settled.add(fold(name));
    }
    if (isTitle) continue;
    for (const found of claimsOf(plain, text)) {
      const claim = { ...found, name: shorten(found.name), of: shorten(found.of) };
      const pair = [claim.name, claim.of];
      if (!pair.some((name) => programs.has(foldWhole(name))) && pair.every(mayBeNamed))
        claims.push({ value: claim, line });
    }
  }
  for (const name of names.keys()) if (!settled.has(name)) names.delete(name);
  return assemble(source, names, believe(claims, new Set(names.keys())));
}

function shorten(name: string): string {
  return name.replace(/ APT$/, "");
}

/** Sponsors are ministries and services; they pass here, and only as the other part of such a claim. */
function mayBeNamed(name: string): boolean {
  return mayBeActor(name) || SPONSOR.test(name);
}

/** The claims of the text without asides, and those that tell groups apart, which are asides. */
function claimsOf(plain: string, text: string): FoundNameClaim[] {
  const claims: FoundNameClaim[] = [];
  for (const sentence of splitSentences(text))
    for (const claim of findNameClaims(sentence.text))
      if (claim.relation !== "not-same") claims.push(claim);
  for (const sentence of splitSentences(plain))
    for (const claim of findNameClaims(sentence.text))
      if (claim.relation === "not-same" && ACTOR_WORD.test(plain)) claims.push(claim);
  return claims;
}

/** The claims of which one name is a group's; a joined name makes the other one a group's too. */
function believe(
  claims: readonly Cited<FoundNameClaim>[],
  known: Set<string>,
): Cited<FoundNameClaim>[] {
  const believed = new Set<Cited<FoundNameClaim>>();
  for (let size = -1; size !== believed.size;) {
    size = believed.size;
    for (const claim of claims) {
      const { name, of, relation } = claim.value;
      const isGroup = [name, of].some((one) => known.has(fold(one)) || isNumberedName(one));
      if (!isGroup || believed.has(claim)) continue;
      believed.add(claim);
      if (!JOINED.has(relation)) continue;
      known.add(fold(name));
      known.add(fold(of));
    }
  }
  return claims.filter((claim) => believed.has(claim));
}

/** `The Dukes` and `Dukes`, `Lazarus Group` and `Lazarus` are one name. */
function fold(name: string): string {
  const bare = name.replace(/^the /i, "").replace(/(?<=\S{3}) (?:group|team)$/i, "");
  return foldWhole(bare);
}

function foldWhole(name: string): string {
  return name.toLowerCase().replaceAll(/[ _-]+/g, "");
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
