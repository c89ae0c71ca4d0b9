import type { TechniqueRef } from "@tocsin/model";
import type { Measure } from "../../area.ts";
import { readSet } from "./documents.ts";
import type { Truth } from "./documents.ts";
import { emptyScore, measuresOf } from "./score.ts";

const MAX_WORST = 200;

/**
 * Techniques of the TRAM reports: how many of those marked are stated by id, by id or by name, and of those read by name
 * how many are marked. Marks are made from a short list of techniques; names beside that list are not judged.
 */
export async function* measureTechniques(root: string): AsyncGenerator<Measure> {
  const byId = emptyScore();
  const byEither = emptyScore();
  const byName = emptyScore();
  const reports: { id: string; truth: Truth; techniques: readonly TechniqueRef[] }[] = [];
  for await (const { id, truth, campaign } of readSet(root, "tram", ["document"]))
    reports.push({ id, truth, techniques: campaign?.techniques ?? [] });
  const judged = new Set(reports.flatMap(({ truth }) => truth.techniques ?? []));
  const judgedNames = new Set(
    reports.flatMap(({ truth }) => Object.values(truth.technique_names ?? {}).map(level)),
  );
  for (const { id, truth, techniques } of reports) {
    const wanted = truth.techniques ?? [];
    const stated = techniques.filter(({ basis }) => basis !== "name");
    for (const [score, read] of [[byId, stated] as const, [byEither, techniques] as const]) {
      score.wanted += wanted.length;
      for (const one of wanted)
        if (read.some((technique) => isSame(technique, one, truth))) score.found++;
        else if (score.missed.length < MAX_WORST) score.missed.push(`missed in ${id}: ${one}`);
    }
    for (const technique of techniques) {
      const { basis, name = "" } = technique;
      const isJudged = judged.has(technique.id) || judgedNames.has(level(name));
      if (basis !== "name" || !isJudged) continue;
      byName.offered++;
      if (wanted.some((one) => isSame(technique, one, truth))) byName.right++;
      else byName.extra.push(`extra in ${id}: ${technique.id} ${name}`);
    }
  }
  yield* measuresOf("tram-techniques-by-id", byId);
  yield* measuresOf("tram-techniques-by-id-or-name", byEither);
  yield* measuresOf("tram-techniques-by-name", byName);
}

/** The marks hold ids of an older ATT&CK: a technique that was renumbered is known by its stated id or its name. */
function isSame({ id, statedId, name }: TechniqueRef, wanted: string, truth: Truth): boolean {
  const named = truth.technique_names?.[wanted];
  return (
    id === wanted ||
    statedId === wanted ||
    (name !== undefined && named !== undefined && level(name) === level(named))
  );
}

function level(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}
