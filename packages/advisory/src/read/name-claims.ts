import type { NameRelation } from "@tocsin/model";
import { CUE, CUES } from "./name-cues.ts";
import type { Cue } from "./name-cues.ts";
import { cleanName, NAME } from "./name-pattern.ts";

/** A claim of a text that two names belong together, or do not. */
export interface FoundNameClaim {
  readonly name: string;
  readonly relation: NameRelation;
  /** The name it is compared with. */
  readonly of: string;
  /** Who uses the name, where the text says so. */
  readonly by?: string;
  /** Place of `name` in the text given. */
  readonly at: number;
}

const NAMES = new RegExp(NAME, "gu");
const OBJECT = new RegExp(
  `(?:\\s|,|:|\\(|\\/|and |or |as |the |to )*(${NAME})(?: \\((?:formerly|previously)(?: known as| tracked as| called)? (${NAME})\\)| \\(([A-Z][\\w .&/-]{1,40})\\)| by (?:the )?([A-Z][\\w.&-]{1,30}(?: [A-Z0-9][\\w.&-]{1,30}){0,2}))?`,
  "uy",
);
const SPELLINGS = /^(.{3,200}?) are (?:\w+ ){0,3}(?:spellings|names|aliases|synonyms)\b/u;
const CLAUSES = /[^;]+/g;
const MAX_OBJECTS = 24;

/** Reads the claims about names in a sentence. Each clause has its own subject. */
export function findNameClaims(sentence: string): FoundNameClaim[] {
  const text = sentence.slice(0, 2000);
  const claims: FoundNameClaim[] = [];
  for (const { 0: clause, index } of text.matchAll(CLAUSES)) {
    const spellings = SPELLINGS.exec(clause)?.[1];
    if (spellings === undefined) readClause(clause, index, claims);
    else readSpellings(spellings, index, claims);
  }
  return claims;
}

function readSpellings(list: string, offset: number, claims: FoundNameClaim[]): void {
  let subject: string | undefined;
  for (const { 0: raw, index } of list.matchAll(NAMES)) {
    const name = cleanName(raw);
    if (name === undefined) continue;
    if (subject === undefined) subject = name;
    else claims.push({ name, relation: "same", of: subject, at: offset + index });
  }
}

function readClause(clause: string, offset: number, claims: FoundNameClaim[]): void {
  let subject: string | undefined;
  let last: string | undefined;
  let read = 0;
  CUE.lastIndex = 0;
  for (let match = CUE.exec(clause); match !== null; match = CUE.exec(clause)) {
    const groups = match.groups ?? {};
    const cue = CUES.find((_, i) => groups[`c${i}`] !== undefined);
    if (cue === undefined || match.index < read) continue;
    const before = clause.slice(read, match.index);
    const after = match.index + match[0].length;
    const objects = readObjects(clause, after, cue);
    const [first] = objects;
    if (first === undefined) continue;
    const named = lastName(before);
    const isNear =
      named !== undefined && /^[\s,("\u201D]*(?:(?:is|are|was|were)\s)?$/.test(named.rest);
    if (cue.isBare === true && !isNear) subject = first.name;
    // `X overlaps with Y (aka Z)`: the brackets speak of the name before them.
    else if (named === undefined && last !== undefined && /^\s*\(\s*$/.test(before)) subject = last;
    else subject = named?.name ?? subject ?? (cue.relation === "same" ? first.name : undefined);
    if (subject === undefined) continue;
    for (const object of objects) push(claims, cue, subject, object, offset);
    read = objects.at(-1)?.end ?? after;
    last = objects.at(-1)?.name;
    CUE.lastIndex = read;
    if (cue.relation === "formerly" && cue.isForward === true) subject = first.name;
  }
}

function push(
  claims: FoundNameClaim[],
  cue: Cue,
  subject: string,
  object: NamedObject,
  offset: number,
): void {
  const at = offset + object.at;
  const { name, former, by } = object;
  if (name !== subject && cue.isForward === true)
    claims.push({ name: subject, relation: cue.relation, of: name, at });
  else if (name !== subject)
    claims.push({ name, relation: cue.relation, of: subject, at, ...(by !== undefined && { by }) });
  if (former !== undefined) claims.push({ name: former, relation: "formerly", of: name, at });
}

interface NamedObject {
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly by?: string;
  /** An older name of it in brackets: `Onyx (formerly Lead)`. */
  readonly former?: string;
}

function readObjects(clause: string, from: number, { gap, isList }: Cue): NamedObject[] {
  const objects = gap === undefined ? [] : readOne(clause, from, gap);
  if (gap !== undefined && (isList !== true || objects.length === 0)) return objects;
  for (let at = objects[0]?.end ?? from; objects.length < MAX_OBJECTS;) {
    OBJECT.lastIndex = at;
    const match = OBJECT.exec(clause);
    const raw = match?.[1];
    if (match === null || raw === undefined) break;
    // Behind the first name others follow only after a comma or a conjunction.
    const lead = match[0].slice(0, match[0].indexOf(raw));
    if (objects.length > 0 && !/,|\/|and |or /.test(lead)) break;
    const name = cleanName(raw);
    if (name === undefined) break;
    const former = match[2] === undefined ? undefined : cleanName(match[2]);
    const by = match[4] ?? match[3];
    const end = at + match[0].length;
    objects.push({
      name,
      at: at + lead.length,
      end,
      ...(by !== undefined && { by }),
      ...(former !== undefined && { former }),
    });
    at = end;
  }
  return objects;
}

function readOne(clause: string, from: number, gap: number): NamedObject[] {
  const window = clause.slice(from, from + gap + 80);
  for (const { 0: raw, index } of window.matchAll(NAMES)) {
    if (index > gap) break;
    const name = cleanName(raw);
    if (name !== undefined) return [{ name, at: from + index, end: from + index + raw.length }];
  }
  return [];
}

/** Those who name groups are none. */
export const NAMER: RegExp =
  /^(?:Microsoft|Mandiant|Google|CrowdStrike|Symantec|Broadcom|ESET|Kaspersky|Cisco|Talos|Cisco Talos|Unit 42|Palo Alto Networks|Secureworks|Proofpoint|SentinelOne|SentinelLabs|Sophos|Trend Micro|FireEye|Recorded Future|Dragos|MITRE|MITRE ATT&CK|FBI|CISA|NSA|NCSC|NIS|Intel 471|SecurityScorecard|Check Point|Check Point Research|Lab52|Zscaler|Zscaler ThreatLabz|Volexity|IBM|X-Force|IBM X-Force|IBM Security X-Force|Netskope|[A-Z][\w.]* Agency)$/;

/** The last name of a stretch that may be a group's, with what stands behind it. */
function lastName(text: string): { readonly name: string; readonly rest: string } | undefined {
  let last: { name: string; rest: string } | undefined;
  for (const { 0: raw, index } of text.matchAll(NAMES)) {
    const name = cleanName(raw);
    if (name !== undefined && !NAMER.test(name))
      last = { name, rest: text.slice(index + raw.length) };
  }
  return last;
}
