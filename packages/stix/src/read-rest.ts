import type { CitedText, FrameworkRef, Revision, RuleText, TechniqueOrder } from "@tocsin/model";
import { getExtension, getPart, readCitations } from "./extension.ts";
import { describe } from "./read-actors.ts";
import type { Bundle } from "./read-bundle.ts";
import { getList, getRaw, getText } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

const FRAMEWORKS = [
  "cpg",
  "d3fend",
  "capec",
  "cwe",
  "attack-tactic",
  "attack-mitigation",
] as const satisfies readonly FrameworkRef["framework"][];
const RULES = [
  "yara",
  "sigma",
  "snort",
  "suricata",
] as const satisfies readonly RuleText["language"][];

/** Cautions of a bundle of ours: notes on its report. */
export function readCautions(bundle: Bundle): CitedText[] {
  return bundle.ofType("note").flatMap((object): CitedText[] => {
    const text = getPart(object) === "caution" ? getText(object, "content") : undefined;
    return text === undefined ? [] : [{ text, citations: bundle.cite(object, text) }];
  });
}

/** Revisions of a bundle of ours: notes on its report. */
export function readRevisions(bundle: Bundle): Revision[] {
  return bundle.ofType("note").flatMap((object): Revision[] => {
    const text = getPart(object) === "revision" ? getText(object, "content") : undefined;
    const date = getText(getExtension(object), "date");
    if (text === undefined) return [];
    return [{ ...(date !== undefined && { date }), text, citations: bundle.cite(object, text) }];
  });
}

/** Detection rules of a bundle of ours. Those of others are indicators with patterns of their own language. */
export function readRules(bundle: Bundle): RuleText[] {
  if (bundle.own === undefined) return [];
  return bundle.ofType("indicator").flatMap((object): RuleText[] => {
    if (getPart(object) !== "rule") return [];
    const language = RULES.find((known) => known === getText(object, "pattern_type"));
    const text = getRaw(object, "pattern");
    const name = getText(object, "name");
    if (language === undefined || text === undefined || name === undefined) return [];
    return [{ language, name, text, citations: bundle.cite(object, name) }];
  });
}

/** The order of techniques in a bundle of ours. */
export function readOrder(bundle: Bundle): TechniqueOrder[] {
  return getList(bundle.own, "order").flatMap((one): TechniqueOrder[] => {
    const before = getText(one, "before");
    const after = getText(one, "after");
    if (before === undefined || after === undefined) return [];
    return [{ before, after, citations: readCitations(one, bundle.names) }];
  });
}

/**
 * Ids of frameworks: those a bundle of ours carries; else CAPEC and CWE by their sources, tactics and mitigations
 * of ATT&CK by their ids.
 */
export function readFrameworks(bundle: Bundle): FrameworkRef[] {
  const found = new Map<string, FrameworkRef>();
  for (const one of getList(bundle.own, "frameworks")) {
    const framework = FRAMEWORKS.find((known) => known === getText(one, "framework"));
    const id = getText(one, "id");
    const name = getText(one, "name");
    if (framework === undefined || id === undefined) continue;
    const citations = readCitations(one, bundle.names);
    found.set(`${framework} ${id} ${found.size}`, {
      framework,
      id,
      ...(name !== undefined && { name }),
      citations,
    });
  }
  if (bundle.own !== undefined) return [...found.values()];
  for (const object of bundle.objects)
    for (const one of getList(object, "external_references")) {
      const id = getText(one, "external_id") ?? "";
      const framework = frameworkOf(object, (getText(one, "source_name") ?? "").toLowerCase(), id);
      const key = `${framework} ${id}`;
      if (framework === undefined || found.has(key)) continue;
      // The name of an attack pattern or mitigation is that of its own id; a weakness is named elsewhere.
      const name = framework === "cwe" ? undefined : getText(object, "name");
      const citations = bundle.cite(object, describe(object));
      found.set(key, { framework, id, ...(name !== undefined && { name }), citations });
    }
  return [...found.values()];
}

function frameworkOf(
  { type }: StixObject,
  source: string,
  id: string,
): FrameworkRef["framework"] | undefined {
  if (source === "capec" && /^CAPEC-\d{1,9}$/.test(id)) return "capec";
  if (source === "cwe" && /^CWE-\d{1,9}$/.test(id)) return "cwe";
  if (!source.startsWith("mitre")) return undefined;
  if (type === "x-mitre-tactic" && /^TA\d{4}$/.test(id)) return "attack-tactic";
  if (type === "course-of-action" && /^M\d{4}$/.test(id)) return "attack-mitigation";
  return undefined;
}
