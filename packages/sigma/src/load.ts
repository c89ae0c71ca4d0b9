import type { Correlation, Detection, Diagnostic } from "@tocsin/model";
import { readCorrelation } from "./correlation.ts";
import { Refusal, refused } from "./diagnostic.ts";
import { applyFilter, readFilter } from "./filter.ts";
import type { Filter } from "./filter.ts";
import type { Placeholders } from "./item.ts";
import { readRule } from "./rule.ts";
import type { Rule } from "./rule.ts";
import { readYaml } from "./yaml.ts";
import type { YamlDocument } from "./yaml.ts";

/** One file of rules. */
export interface SigmaSource {
  /** Name for places, with `/` between folders. */
  readonly file: string;
  readonly text: string;
}

/** How rules are read. */
export interface SigmaOptions {
  /** Values of `%name%` for the modifier `expand`. Default: none, so such rules are refused. */
  readonly placeholders?: Placeholders;
}

/** Everything that was loaded, and why the rest was not. */
export interface SigmaSet {
  readonly detections: readonly Detection[];
  readonly correlations: readonly Correlation[];
  /** Ids of detections that only feed correlations and do not report by themselves. */
  readonly silent: ReadonlySet<string>;
  /** One for each document that was refused. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads Sigma rules, correlations and filters of any number of files. A document that cannot be taken whole
 * is refused with place and reason; none is half understood. The first of two rules with one id is kept.
 */
export function loadSigma(sources: Iterable<SigmaSource>, options: SigmaOptions = {}): SigmaSet {
  const placeholders = options.placeholders ?? {};
  const diagnostics: Diagnostic[] = [];
  const rules = new Map<string, Rule>();
  const correlations = new Map<string, Correlation>();
  const filters: Filter[] = [];
  for (const { file, text } of sources)
    for (const document of readYaml(text, file, (one) => diagnostics.push(one))) {
      if (document.value === null || document.value === undefined) continue;
      try {
        readDocument(document);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        diagnostics.push(refused(error.code, error.message, document.placeOf(error.path)));
      }
    }

  function readDocument(document: YamlDocument): void {
    const value = document.value as Readonly<Record<string, unknown>>;
    if (typeof value["action"] === "string")
      throw new Refusal("SIGMA_ACTION", ["action"], `action "${value["action"]}" is not read`);
    if (value["correlation"] !== undefined) {
      const correlation = readCorrelation(document);
      refuseTwice(correlation.id);
      correlations.set(correlation.id, correlation);
    } else if (value["filter"] !== undefined) {
      filters.push(readFilter(document, placeholders));
    } else {
      const rule = readRule(document, placeholders);
      refuseTwice(rule.detection.id);
      rules.set(rule.detection.id, rule);
    }
  }

  function refuseTwice(id: string): void {
    const known = rules.get(id)?.detection.title ?? correlations.get(id)?.title;
    if (known === undefined) return;
    throw new Refusal("SIGMA_RULE", ["id"], `the id ${id} is that of "${known}" already`);
  }

  const detections = [...rules.values()].map((rule) => filters.reduce(applyFilter, rule).detection);
  const resolved = resolveCorrelations(rules, correlations, diagnostics);
  for (const filter of filters) reportUnknown(filter, rules, diagnostics);
  return {
    detections,
    correlations: resolved,
    silent: silentOf(detections, resolved),
    diagnostics,
  };
}

function reportUnknown(
  filter: Filter,
  rules: ReadonlyMap<string, Rule>,
  diagnostics: Diagnostic[],
): void {
  for (const name of filter.rules) {
    const known = [...rules.values()].some(({ detection, name: own }) =>
      [detection.id, detection.title, own].includes(name),
    );
    if (!known)
      diagnostics.push(
        refused("SIGMA_FILTER", `the filter names "${name}", which was not loaded`, filter.place),
      );
  }
}

/** Correlations with the ids of what they refer to; those that name something unknown are refused, and so on. */
function resolveCorrelations(
  rules: ReadonlyMap<string, Rule>,
  correlations: ReadonlyMap<string, Correlation>,
  diagnostics: Diagnostic[],
): Correlation[] {
  const ids = new Map<string, string>();
  for (const [id, { name }] of [...rules, ...correlations]) {
    ids.set(id, id);
    if (name !== undefined) ids.set(name, id);
  }
  let left = [...correlations.values()];
  for (;;) {
    const kept = left.filter((correlation) => {
      const missing = correlation.rules.find((name) => !ids.has(name));
      const circular = missing === undefined && refersToItself(correlation, correlations, ids);
      if (missing === undefined && !circular) return true;
      const message = circular
        ? `the correlation "${correlation.title}" refers to itself`
        : `the correlation "${correlation.title}" names "${missing}", which was not loaded`;
      diagnostics.push(refused("SIGMA_CORRELATION", message, correlation.origin ?? { file: "" }));
      for (const [name, id] of ids) if (id === correlation.id) ids.delete(name);
      return false;
    });
    if (kept.length === left.length) break;
    left = kept;
  }
  return left.map((correlation) => ({
    ...correlation,
    rules: correlation.rules.map((name) => ids.get(name) ?? name),
    aliases: Object.fromEntries(
      Object.entries(correlation.aliases).map(([alias, fields]) => [
        alias,
        Object.fromEntries(
          Object.entries(fields).map(([name, field]) => [ids.get(name) ?? name, field]),
        ),
      ]),
    ),
  }));
}

function refersToItself(
  start: Correlation,
  correlations: ReadonlyMap<string, Correlation>,
  ids: ReadonlyMap<string, string>,
): boolean {
  const seen = new Set<string>();
  const queue = [...start.rules];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const id = ids.get(name);
    if (id === start.id) return true;
    if (id === undefined || seen.has(id)) continue;
    seen.add(id);
    queue.push(...(correlations.get(id)?.rules ?? []));
  }
  return false;
}

/** A rule that a correlation refers to reports by itself only if a correlation says so, or none refers to it. */
function silentOf(
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
