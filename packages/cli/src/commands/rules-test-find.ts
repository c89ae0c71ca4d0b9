import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { correlationFields } from "@tocsin/match";
import type { Correlation, Detection } from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import type { RuleTest, SigmaOptions, SigmaSet, SigmaSource } from "@tocsin/sigma";

/** A correlation with all that feeds it. */
export interface FoundCorrelation {
  readonly kind: "correlation";
  readonly correlation: Correlation;
  readonly detections: readonly Detection[];
  /** It, and the correlations it is over. */
  readonly correlations: readonly Correlation[];
}

/** The rule of a test, or why there is none. */
export type FoundRule =
  | { readonly kind: "detection"; readonly detection: Detection }
  | FoundCorrelation
  | { readonly kind: "none"; readonly reason: string };

/** Gives the rule that a test names. */
export type RuleFinder = (test: RuleTest) => FoundRule;

/** The path that a test names its rule by, seen from where the test stands; undefined where that is no path. */
export function rulePath({ rule, place }: Pick<RuleTest, "rule" | "place">): string | undefined {
  const path = join(dirname(place.file), rule);
  return existsSync(path) ? path : undefined;
}

/** Looks among all rules given, with their filters applied. */
export function createRuleFinder(
  sources: readonly SigmaSource[],
  options: SigmaOptions,
): RuleFinder {
  const set = loadSigma(sources, options);
  const { detections, correlations } = set;
  const refusals = set.diagnostics.filter(({ severity }) => severity === "error");
  const texts = new Map(sources.map(({ file, text }) => [resolve(file), text]));
  const byId = new Map([...correlations, ...detections].map((one) => [one.id.toLowerCase(), one]));
  const byFile = groupByFile([...detections, ...correlations]);
  const reporting = reportingOf(set);
  const found = (one: Detection | Correlation): FoundRule =>
    isCorrelation(one) ? withFeeds(one, set) : { kind: "detection", detection: one };

  function findNamed(name: string): FoundRule {
    const known = byId.get(name.toLowerCase()) ?? correlations.find((one) => one.name === name);
    if (known !== undefined) return found(known);
    const refused = refusals.find(
      ({ place }) => texts.get(resolve(place?.file ?? ""))?.includes(name) === true,
    );
    if (refused !== undefined) return none(`the rule is refused: ${refused.message}`);
    return none(`there is no rule "${name}"; name its folder with --rules`);
  }

  return (test) => {
    const path = rulePath(test);
    if (path === undefined) return findNamed(test.rule);
    const all = byFile.get(resolve(path)) ?? [];
    // A correlation may stand in one file with the rules that feed it: it is what the file reports.
    const heads = all.length === 1 ? all : all.filter(({ id }) => reporting.has(id));
    const broken = refusals.find(({ place }) => resolve(place?.file ?? "") === resolve(path));
    if (broken !== undefined) return none(`${test.rule} is not loaded: ${broken.message}`);
    const [first, ...others] = heads;
    if (first !== undefined && others.length === 0) return found(first);
    if (first === undefined) return none(`${test.rule} is not loaded: it has no rule`);
    return none(`${test.rule} has ${heads.length} rules; name one by its id`);
  };
}

function none(reason: string): FoundRule {
  return { kind: "none", reason };
}

function groupByFile(
  rules: readonly (Detection | Correlation)[],
): ReadonlyMap<string, readonly (Detection | Correlation)[]> {
  const byFile = new Map<string, (Detection | Correlation)[]>();
  for (const rule of rules) {
    const file = resolve(rule.origin?.file ?? "");
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [rule]);
    else known.push(rule);
  }
  return byFile;
}

/** Ids of what reports by itself, and does not only feed a correlation. */
function reportingOf({ detections, correlations, silent }: SigmaSet): ReadonlySet<string> {
  const inner = new Set(
    correlations.filter(({ generate }) => !generate).flatMap(({ rules }) => rules),
  );
  return new Set(
    [...detections, ...correlations]
      .map(({ id }) => id)
      .filter((id) => !silent.has(id) && !inner.has(id)),
  );
}

function isCorrelation(rule: Detection | Correlation): rule is Correlation {
  return "timespanMs" in rule;
}

function withFeeds(correlation: Correlation, set: SigmaSet): FoundCorrelation {
  const taken = new Map([[correlation.id, correlation]]);
  // Those that are added are looked at in their turn.
  for (const one of taken.values()) {
    const feeding = correlationFields([one]);
    for (const inner of set.correlations) if (feeding.has(inner.id)) taken.set(inner.id, inner);
  }
  const correlations = [...taken.values()];
  const feeding = correlationFields(correlations);
  const detections = set.detections.filter(({ id }) => feeding.has(id));
  return { kind: "correlation", correlation, detections, correlations };
}
