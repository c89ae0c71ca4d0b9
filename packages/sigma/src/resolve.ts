import type { Correlation, Detection, Diagnostic } from "@tocsin/model";
import { readCorrelationWords } from "./correlation-words.ts";
import type { CorrelationDraft } from "./correlation.ts";
import { Refusal, refused } from "./diagnostic.ts";

/**
 * Correlations with the ids of what they refer to. One that refers to something unknown or to itself, or whose
 * words cannot be read, is refused, and so is what refers to that.
 * @param names what each id and name stands for; ids of what is refused are taken out
 */
export function resolveCorrelations(
  drafts: readonly CorrelationDraft[],
  names: Map<string, string>,
  onDiagnostic: (diagnostic: Diagnostic) => void,
): Correlation[] {
  let left = [...drafts];
  for (;;) {
    const kept: CorrelationDraft[] = [];
    const resolved: Correlation[] = [];
    for (const draft of left) {
      const { correlation } = draft;
      try {
        resolved.push(resolve(draft, names));
        kept.push(draft);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const place = draft.document?.placeOf(error.path) ?? correlation.origin ?? { file: "" };
        onDiagnostic(refused(error.code, error.message, place));
        for (const [name, id] of names) if (id === correlation.id) names.delete(name);
      }
    }
    // What was refused may be what another one refers to.
    if (kept.length < left.length) {
      left = kept;
      continue;
    }
    const circular = new Set(resolved.filter((one) => refersToItself(one, resolved)));
    if (circular.size === 0) return resolved;
    for (const { title, id, origin } of circular) {
      const message = `the correlation "${title}" refers to itself`;
      onDiagnostic(refused("SIGMA_CORRELATION", message, origin ?? { file: "" }));
      for (const [name, of] of names) if (of === id) names.delete(name);
    }
    left = left.filter((_, index) => !circular.has(resolved[index] as Correlation));
  }
}

function resolve(
  { correlation, words }: CorrelationDraft,
  names: ReadonlyMap<string, string>,
): Correlation {
  const idOf = (name: string, key: string): string => {
    const id = names.get(name);
    if (id !== undefined) return id;
    const message = `the correlation "${correlation.title}" names "${name}", which was not loaded`;
    throw new Refusal("SIGMA_CORRELATION", ["correlation", key], message);
  };
  const listed = correlation.rules.map((name) => idOf(name, "rules"));
  const worded =
    words === undefined ? undefined : readCorrelationWords(words, correlation.rules, names);
  const rules = worded?.rules ?? [...new Set(listed)];
  const aliases: Record<string, Record<string, string>> = {};
  for (const [alias, fields] of Object.entries(correlation.aliases)) {
    const byRule: Record<string, string> = {};
    for (const [name, field] of Object.entries(fields)) {
      const id = idOf(name, "aliases");
      if (!rules.includes(id))
        throw new Refusal(
          "SIGMA_CORRELATION",
          ["correlation", "aliases", alias, name],
          `the alias "${alias}" is of "${name}", which is none of the correlation's rules`,
        );
      byRule[id] = field;
    }
    aliases[alias] = byRule;
  }
  const condition = worded === undefined ? {} : { condition: worded.condition };
  return { ...correlation, rules, aliases, ...condition };
}

function refersToItself(start: Correlation, all: readonly Correlation[]): boolean {
  const byId = new Map(all.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const queue = [...start.rules];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === start.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const one of byId.get(id)?.rules ?? []) queue.push(one);
  }
  return false;
}

/** A rule that a correlation refers to reports by itself only if a correlation says so, or none refers to it. */
export function silentOf(
  detections: readonly Detection[],
  correlations: readonly Correlation[],
): ReadonlySet<string> {
  const known = new Set(detections.map(({ id }) => id));
  const silent = new Set<string>();
  for (const { rules, generate } of correlations)
    for (const id of rules) if (!generate && known.has(id)) silent.add(id);
  for (const { rules, generate } of correlations)
    if (generate) for (const id of rules) silent.delete(id);
  return silent;
}
