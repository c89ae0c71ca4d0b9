import type { Knowledge } from "@tocsin/knowledge";
import type { Campaign, Diagnostic, TechniqueRef } from "@tocsin/model";
import { joinCitations } from "./read/cite.ts";

const MAX_NAMED = 10;

/**
 * Brings the techniques of a campaign up to date: a revoked or renumbered id becomes the one of today, with the stated
 * one beside it, and a technique without a name gets that of ATT&CK. An id that ATT&CK has never had stays as it
 * is, and is told.
 */
export function updateTechniques(campaign: Campaign, knowledge: Knowledge): Campaign {
  if (campaign.techniques.length === 0) return campaign;
  const renamed = new Map<string, string>();
  const unknown: string[] = [];
  const techniques = new Map<string, TechniqueRef>();
  for (const stated of campaign.techniques) {
    const known = knowledge.techniqueById(stated.id);
    if (known === undefined) unknown.push(stated.id);
    const now = known?.current ?? known?.technique;
    const id = now?.id ?? stated.id;
    if (id !== stated.id) renamed.set(stated.id, id);
    const name = stated.name ?? now?.name;
    const updated: TechniqueRef = {
      ...stated,
      id,
      ...(name !== undefined && { name }),
      ...(id !== stated.id && { statedId: stated.statedId ?? stated.id }),
    };
    const before = techniques.get(id);
    techniques.set(id, before === undefined ? updated : join(before, updated));
  }
  const current = (id: string): string => renamed.get(id) ?? id;
  const updated: Campaign = {
    ...campaign,
    techniques: [...techniques.values()],
    ...(renamed.size > 0 && {
      order: campaign.order.map((step) => ({
        ...step,
        before: current(step.before),
        after: current(step.after),
      })),
      indicators: campaign.indicators.map((indicator) =>
        indicator.techniques === undefined
          ? indicator
          : { ...indicator, techniques: [...new Set(indicator.techniques.map(current))] },
      ),
    }),
  };
  if (unknown.length === 0) return updated;
  const file = campaign.documents[0]?.name ?? campaign.title;
  return { ...updated, diagnostics: [...updated.diagnostics, unknownDiagnostic(file, unknown)] };
}

/** The same technique by its old and by its new id: what is stated with the id of today leads. */
function join(a: TechniqueRef, b: TechniqueRef): TechniqueRef {
  const tactics = [...new Set([...(a.tactics ?? []), ...(b.tactics ?? [])])];
  const { statedId, ...rest } = { ...b, ...a };
  const isOld = a.statedId !== undefined && b.statedId !== undefined;
  return {
    ...rest,
    ...(isOld && statedId !== undefined && { statedId }),
    ...(tactics.length > 0 && { tactics }),
    citations: joinCitations(a.citations, b.citations),
  };
}

function unknownDiagnostic(file: string, ids: readonly string[]): Diagnostic {
  const named = ids.slice(0, MAX_NAMED).join(", ");
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : "";
  return {
    severity: "note",
    code: "ADVISORY_TECHNIQUE_UNKNOWN",
    message: `expected ids of ATT&CK, got ${named}${more}: no version that is known has them; they are kept as they stand`,
    place: { file },
    remedy: "Compare with the source: it may be a slip of the pen",
  };
}
