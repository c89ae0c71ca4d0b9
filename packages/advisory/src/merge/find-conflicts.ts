import { itemsOf } from "@tocsin/model";
import type { Campaign, CampaignEntry, Citation, Conflict } from "@tocsin/model";
import { joinCitations } from "../read/cite.ts";

const DENIALS: ReadonlySet<string> = new Set(["not-affected", "not-observed"]);
const USES: ReadonlySet<string> = new Set(["exploited", "attempted"]);
const DENIED_NAMES: ReadonlySet<string> = new Set(["not-same", "part-of", "overlaps"]);
const SAME_NAMES: ReadonlySet<string> = new Set(["same", "formerly"]);

type Claims = Map<string, readonly Citation[]>;

interface Question {
  readonly kind: string;
  readonly key: string;
  readonly property: string;
  readonly claims: Claims;
}

/** What documents contradict one another in: every claim with its citations, none preferred. */
export function findConflicts(campaigns: readonly Campaign[]): Conflict[] {
  const questions = new Map<string, Question>();
  for (const campaign of campaigns)
    for (const item of itemsOf(campaign))
      for (const [property, value, key] of claimsOf(item)) {
        const kind = item.kind === "context" ? "indicator" : item.kind;
        const id = `${kind} ${key} ${property}`;
        const question: Question = questions.get(id) ?? {
          kind,
          key,
          property,
          claims: new Map(),
        };
        questions.set(id, question);
        const before = question.claims.get(value) ?? [];
        question.claims.set(value, joinCitations(before, item.citations));
      }
  return [...questions.values()].filter(isContradiction).map(({ claims, ...about }) => ({
    ...about,
    claims: [...claims].map(([value, citations]) => ({ value, citations })),
  }));
}

/** What an entry says on questions that can be contested: property, value and what it is said of. */
function* claimsOf({
  kind,
  key,
  entry,
}: CampaignEntry): Generator<readonly [string, string, string]> {
  const said = entry as Readonly<Record<string, unknown>>;
  if (kind === "vulnerability") yield ["status", String(said["status"]), key];
  if (kind === "software") yield ["kind", String(said["kind"]), key];
  if (kind === "indicator" || kind === "context") {
    yield ["use", kind, key];
    const malware = said["malware"];
    if (Array.isArray(malware) && malware.length === 1) yield ["malware", String(malware[0]), key];
  }
  if (kind === "actor" && Array.isArray(said["aliases"]))
    for (const { name, relation } of said["aliases"] as { name: string; relation: string }[])
      yield ["relation", relation, `${key} / ${name}`];
}

function isContradiction({ property, claims }: Question): boolean {
  if (claims.size < 2) return false;
  const values = [...claims.keys()];
  const has = (set: ReadonlySet<string>): boolean => values.some((value) => set.has(value));
  switch (property) {
    case "status":
      return has(DENIALS) && has(USES);
    case "relation":
      return has(SAME_NAMES) && has(DENIED_NAMES);
    case "malware":
      return new Set(values.map((value) => value.toLowerCase())).size > 1;
    default:
      return true;
  }
}
