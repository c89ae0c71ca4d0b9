import type { Correlation, Detection, Diagnostic } from "@tocsin/model";
import { collectDocuments } from "./collection.ts";
import { createContext } from "./context.ts";
import type { Placeholders } from "./context.ts";
import { readCorrelation } from "./correlation.ts";
import type { CorrelationDraft } from "./correlation.ts";
import { noted, Refusal, refused } from "./diagnostic.ts";
import { applyFilter, readFilter } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { fromHayabusa, readChainsaw } from "./foreign/index.ts";
import { checkVersion, toMap } from "./head.ts";
import { resolveCorrelations, silentOf } from "./resolve.ts";
import { readRule } from "./rule-document.ts";
import type { Rule, RuleDocument } from "./rule.ts";
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
  /** One error for each document that was refused; notes on those that were translated. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads Sigma rules, correlations and filters of any number of files. A document that cannot be taken whole
 * is refused with place and reason; none is half understood. The first of two rules with one id is kept.
 */
export function loadSigma(sources: Iterable<SigmaSource>, options: SigmaOptions = {}): SigmaSet {
  const context = createContext(options.placeholders ?? {});
  const diagnostics: Diagnostic[] = [];
  const onDiagnostic = (one: Diagnostic): void => void diagnostics.push(one);
  const rules = new Map<string, Rule>();
  const drafts: CorrelationDraft[] = [];
  const filters: Filter[] = [];
  /** Title by id, of all that is kept. */
  const titles = new Map<string, string>();
  /** Ids and names, with the ids they stand for. */
  const names = new Map<string, string>();
  for (const { file, text } of sources)
    for (const { document: given, refusal } of collectDocuments(
      readYaml(text, file, onDiagnostic),
    )) {
      if (given.value === null || given.value === undefined) continue;
      let document = given;
      try {
        if (refusal !== undefined) throw refusal;
        document = fromHayabusa(given);
        readDocument(document);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        onDiagnostic(refused(error.code, error.message, document.placeOf(error.path)));
      }
    }

  function readDocument(document: YamlDocument): void {
    const map = toMap(document.value, [], "rule");
    checkVersion(map);
    const chainsaw = readChainsaw(document);
    if (chainsaw !== undefined) keepRules(document, chainsaw);
    else if (map["correlation"] !== undefined) {
      const draft = readCorrelation(document);
      keep(draft.correlation.id, draft.correlation);
      drafts.push(draft);
    } else if (map["filter"] !== undefined) filters.push(readFilter(document, context));
    else keepRules(document, readRule(document, context));
  }

  function keepRules(document: YamlDocument, read: RuleDocument): void {
    const { correlation, translated } = read;
    const [first] = read.rules;
    const head = correlation?.correlation ?? first?.detection;
    if (head === undefined) return;
    keep(head.id, { title: head.title, ...(read.name !== undefined && { name: read.name }) });
    for (const rule of read.rules) rules.set(rule.detection.id, rule);
    if (correlation !== undefined) {
      for (const { detection } of read.rules) names.set(detection.id, detection.id);
      drafts.push(correlation);
    }
    if (translated !== undefined)
      onDiagnostic(noted("SIGMA_TRANSLATED", translated, document.placeOf([])));
  }

  function keep(id: string, { title, name }: Pick<Correlation, "title" | "name">): void {
    const known = titles.get(id);
    if (known !== undefined)
      throw new Refusal("SIGMA_RULE", ["id"], `the id ${id} is that of "${known}" already`);
    titles.set(id, title);
    names.set(id, id);
    if (name !== undefined && !names.has(name)) names.set(name, id);
  }

  const detections: Detection[] = [];
  for (const rule of rules.values()) detections.push(filters.reduce(applyFilter, rule).detection);
  const correlations = resolveCorrelations(drafts, names, onDiagnostic);
  reportUnknown(filters, rules, onDiagnostic);
  return { detections, correlations, silent: silentOf(detections, correlations), diagnostics };
}

function reportUnknown(
  filters: readonly Filter[],
  rules: ReadonlyMap<string, Rule>,
  onDiagnostic: (diagnostic: Diagnostic) => void,
): void {
  if (filters.length === 0) return;
  const known = new Set([...rules.values()].flatMap(({ names }) => names));
  for (const { rules: named, place } of filters)
    for (const name of named)
      if (!known.has(name))
        onDiagnostic(
          refused("SIGMA_FILTER", `the filter names "${name}", which was not loaded`, place),
        );
}
