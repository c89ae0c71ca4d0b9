// Sigma rules specification 2.1.
import { makeId } from "@tocsin/model";
import type { Detection, Logsource, Predicate } from "@tocsin/model";
import type { CorrelationDraft } from "./correlation.ts";
import { readLevel, readTags, readTitle, textOf, toMap, toTexts } from "./head.ts";
import { toVariants } from "./logsource.ts";
import type { YamlDocument } from "./yaml.ts";

/** A rule with what other documents refer to it by. */
export interface Rule {
  readonly detection: Detection;
  /** The rule before its fields are renamed for each logsource; filters are joined to it. */
  readonly predicate: Predicate;
  readonly logsource: Logsource;
  /** Id, title and name that filters may know it by. */
  readonly names: readonly string[];
}

/** What a document gives: a rule, or the rules that feed a correlation made of its old aggregation. */
export interface RuleDocument {
  readonly rules: readonly Rule[];
  readonly correlation?: CorrelationDraft;
  /** The `name` that correlations refer to it by. */
  readonly name: string | undefined;
  /** What was translated, in words, where something was. */
  readonly translated?: string;
}

/** What authors write where they know of no innocent cause. */
const NO_CAUSE = /^(?:unknown|(?:very |highly )?unlikely|none|n\/a|-)\.?$/i;

/** A rule without its detection. */
export interface RuleHead {
  readonly name: string | undefined;
  readonly about: Omit<Detection, "logsource" | "variants">;
}

/** What a rule says of itself. @throws {Refusal} */
export function readHead(document: YamlDocument): RuleHead {
  const rule = toMap(document.value, [], "rule");
  const title = readTitle(rule);
  const { techniques, vulnerabilities } = readTags(rule["tags"]);
  const description = textOf(rule["description"]);
  const about: RuleHead["about"] = {
    id: textOf(rule["id"]) ?? makeId("sigma", JSON.stringify(document.value)),
    kind: "sigma",
    title,
    ...(description !== undefined && { description: description.trim() }),
    level: readLevel(rule["level"]),
    strength: "behaviour",
    techniques,
    vulnerabilities,
    falsePositives: toTexts(rule["falsepositives"]).filter((cause) => !NO_CAUSE.test(cause.trim())),
    origin: document.placeOf([]),
    citations: [],
  };
  return { name: textOf(rule["name"]), about };
}

/** A rule of its parts. */
export function toRule(
  { about, name }: RuleHead,
  logsource: Logsource,
  predicate: Predicate,
): Rule {
  return {
    detection: { ...about, logsource, variants: toVariants(logsource, predicate) },
    predicate,
    logsource,
    names: [about.id, about.title, ...(name === undefined ? [] : [name])],
  };
}
