import type { NameRelation } from "@tocsin/model";
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

interface Cue {
  readonly relation: NameRelation;
  readonly pattern: string;
  /** The name before the cue is the claim's name, the one behind is what it is compared with. */
  readonly isForward?: boolean;
  /** Only one name follows, after at most so many other units. */
  readonly gap?: number;
}

/** Turns of speech, tried in this order at each place. */
const CUES: readonly Cue[] = [
  {
    relation: "not-same",
    pattern:
      "(?:is |are |and |but )?(?:unrelated to|not related to|distinct from|different from|not the same as|not to be confused with|should not be confused with|not an alias (?:of|for)|separate from)",
    gap: 20,
  },
  {
    relation: "formerly",
    pattern:
      "(?:formerly|previously|originally|once|earlier)(?: (?:known|tracked|referred to|called|named|identified|designated|dubbed|reported))?(?: as)?",
  },
  {
    relation: "formerly",
    isForward: true,
    pattern:
      "(?:(?:is |are )?now (?:known|tracked|called|named|referred to)(?: as)?|(?:was |has been |been )?renamed(?: to| as)?|now)",
  },
  {
    relation: "part-of",
    isForward: true,
    gap: 30,
    pattern:
      "(?:is |are |as |was )?(?:believed to be |considered |assessed to be |likely )?(?:a |an |one |the )?(?:\\w+ )?(?:subset|sub-?group|sub-?cluster|part|unit|branch|division|component|element|arm|offshoot|member)s? (?:of|within|under|in)",
  },
  {
    relation: "overlaps",
    gap: 60,
    pattern:
      "(?:(?:partially |partly |strongly |significantly )?overlap(?:s|ped|ping)?(?: in \\w+)?(?: with)?|shares? (?:\\w+ ){1,4}with)",
  },
  {
    relation: "sponsor",
    gap: 30,
    pattern:
      "(?:(?:is |are |was )?(?:sponsored|backed|directed|controlled|operated|run|tasked|funded) by|(?:acts?|acting|works?|working|operat(?:es?|ing)) (?:for|on behalf of|under)|(?:is |are )?(?:subordinate to|attributed to|affiliated with))",
  },
  {
    relation: "linked",
    isForward: true,
    gap: 40,
    pattern:
      "(?:(?:is |are |was |were |been )?(?:\\w+ )?(?:linked|tied|connected|related|associated)(?: to| with)|(?:has|have) (?:links|ties|connections) (?:to|with))",
  },
  {
    relation: "same",
    pattern:
      "(?:(?:is |are |was )?(?:also |publicly |commonly |widely |better |otherwise |variously |often |sometimes |internally |additionally |alternatively ){1,2}(?:known|called|tracked|referred to|reported|dubbed|named|identified|designated|documented)(?: publicly| in the industry)?(?: as)?|a\\.?k\\.?a\\.?|(?:is |are )?(?:tracked|referred to) as|alias(?:es)?:?|is (?:an alias|another name) (?:of|for)|(?:which|whom) [A-Z]\\w+ (?:calls|tracks as|names))",
  },
];
const CUE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${CUES.map((cue, i) => `(?<c${i}>${cue.pattern})`).join("|")})(?![\\p{L}\\p{N}])`,
  "giu",
);
const NAMES = new RegExp(NAME, "gu");
const OBJECT = new RegExp(
  `(?:\\s|,|:|\\(|\\/|and |or |as |the |to )*(${NAME})(?: \\(([A-Z][\\w .&/-]{1,40})\\)| by (?:the )?([A-Z][\\w.&-]{1,30}(?: [A-Z0-9][\\w.&-]{1,30}){0,2}))?`,
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
  let read = 0;
  CUE.lastIndex = 0;
  for (let match = CUE.exec(clause); match !== null; match = CUE.exec(clause)) {
    const cue = CUES[CUES.findIndex((_, i) => match?.groups?.[`c${i}`] !== undefined)];
    if (cue === undefined || match.index < read) continue;
    const named = lastName(clause.slice(read, match.index));
    subject = named ?? subject;
    const after = match.index + match[0].length;
    const objects = readObjects(clause, after, cue.gap);
    if (subject === undefined || objects.length === 0) continue;
    let last = objects[0];
    for (const object of objects) {
      last = object;
      const { by } = object;
      if (object.name === subject) continue;
      const at = offset + object.at;
      if (cue.isForward === true)
        claims.push({ name: subject, relation: cue.relation, of: object.name, at });
      else
        claims.push({
          name: object.name,
          relation: cue.relation,
          of: subject,
          at,
          ...(by && { by }),
        });
    }
    read = last?.end ?? after;
    CUE.lastIndex = read;
    if (cue.relation === "formerly" && cue.isForward === true) subject = objects[0]?.name;
  }
}

interface NamedObject {
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly by?: string;
}

function readObjects(clause: string, from: number, gap: number | undefined): NamedObject[] {
  if (gap !== undefined) return readOne(clause, from, gap);
  const objects: NamedObject[] = [];
  for (let at = from; objects.length < MAX_OBJECTS;) {
    OBJECT.lastIndex = at;
    const match = OBJECT.exec(clause);
    const raw = match?.[1];
    if (match === null || raw === undefined) break;
    // Behind the first name others follow only after a comma or a conjunction.
    const lead = match[0].slice(0, match[0].indexOf(raw));
    if (objects.length > 0 && !/,|\/|and |or /.test(lead)) break;
    const name = cleanName(raw);
    if (name === undefined) break;
    const by = match[3] ?? match[2];
    const end = at + match[0].length;
    objects.push({ name, at: at + lead.length, end, ...(by !== undefined && { by }) });
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

function lastName(text: string): string | undefined {
  let last: string | undefined;
  for (const [raw] of text.matchAll(NAMES)) last = cleanName(raw) ?? last;
  return last;
}
