import { makeId } from "@tocsin/model";
import type { RuleText } from "@tocsin/model";
import { addContext, collectExpression } from "../composite/collect.ts";
import type { Shared } from "../composite/collect.ts";
import { testsOf } from "../composite/expression.ts";
import type { Expression } from "../composite/expression.ts";
import { ruleName } from "../composite/rule-name.ts";
import { toInstant } from "../composite/times.ts";
import { readCategoryRole } from "../misp/attribute-facts.ts";
import { below, child, childrenOf, memberText, textOf } from "./node.ts";
import type { Node } from "./node.ts";
import { citeNode, report, resolve } from "./package.ts";
import type { Package } from "./package.ts";
import { toProse } from "./prose.ts";
import { group, negate, readObservable } from "./read-observable.ts";
import { readTermRole } from "./read-term-role.ts";
import type { NamedTtp } from "./read-ttp.ts";

/** What the place of an indicator says of it. */
export interface IndicatorPlace {
  /** How what holds it relates to it; MISP writes its category there. */
  readonly relationship?: string;
  readonly ttps: ReadonlyMap<string, NamedTtp>;
  /** Whether the document is an export of MISP that marks anything for detection; if not, the mark says nothing. */
  readonly usesMarks: boolean;
}

/** High, medium and low as STIX 2.1 puts them on its scale (appendix A). */
const CONFIDENCE: Readonly<Record<string, number>> = { high: 85, medium: 50, low: 15, none: 0 };

/** Reads one indicator into the collection; gives the rules it carries. */
export function readIndicator(open: Package, node: Node, place: IndicatorPlace): RuleText[] {
  const expression = expressionOf(open, node, 0);
  const shared = readShared(open, node, place);
  if (expression !== undefined)
    if (place.usesMarks && isUnmarked(node)) {
      for (const { observable, citation } of testsOf(expression))
        if (observable !== undefined)
          addContext(open.collection, observable, "not marked for detection (to_ids)", citation);
    } else collectExpression(open.collection, expression, shared);
  return readRules(open, node);
}

const MISP_BUNDLE = /\(MISP (?:Attribute|Object)(?: #\d{1,12})?\)$/;
const MAX_DEPTH = 20;

/** Its observables, of which one suffices, and the indicators it is composed of. */
function expressionOf(open: Package, node: Node, depth: number): Expression | undefined {
  const target = resolve(open, node);
  if (target === undefined || depth > MAX_DEPTH) return undefined;
  const id = target.attributes["id"];
  const isLoose = MISP_BUNDLE.test(textOf(child(target, "title")) ?? "");
  const bundling = { isLoose, ...(id !== undefined && { id }) };
  const observables = [
    ...childrenOf(target, "observable"),
    ...childrenOf(target, "observables").flatMap((list) => childrenOf(list, "observable")),
  ].flatMap((one) => readObservable(open, one, bundling) ?? []);
  const composites = childrenOf(target, "compositeindicatorexpression").flatMap((composite) => {
    const isAll = composite.attributes["operator"]?.toUpperCase() === "AND";
    const members = [...below(composite, "indicator")];
    const parts = members.flatMap((one) => expressionOf(open, one, depth + 1) ?? []);
    return group(isAll ? "and" : "or", parts) ?? [];
  });
  const expression = group("or", [...observables, ...composites]);
  const isNegated = target.attributes["negate"]?.toLowerCase() === "true";
  return isNegated && expression !== undefined ? negate(expression) : expression;
}

function readShared(open: Package, node: Node, place: IndicatorPlace): Shared {
  const title = toProse(textOf(child(node, "title")), 500);
  const description =
    toProse(child(node, "description")?.text, 1000) ??
    toProse(child(node, "shortdescription")?.text, 1000);
  // The title of a MISP export repeats category and value.
  const isMade = title !== undefined && MISP_BUNDLE.test(title);
  const types = [
    ...childrenOf(node, "type"),
    ...childrenOf(node, "indicatortypes").flatMap((list) => list.children),
  ].flatMap((type) => textOf(type) ?? type.attributes["value"] ?? []);
  const phases = listOf(node, "killchainphases", "killchainphase").flatMap(
    (phase) => phase.attributes["name"] ?? [],
  );
  const confidence = readConfidence(node);
  const isMarked = confidence?.isMisp === true && confidence.value > 0;
  const window =
    child(node, "validtimeposition") ??
    child(child(node, "validtimepositions"), "validtimeposition");
  const validFrom = toInstant(memberText(window, "starttime"), "start");
  const validUntil = toInstant(memberText(window, "endtime"), "end");
  const told = [
    ...childrenOf(node, "indicatedttp"),
    ...childrenOf(node, "indicatedttps").flatMap((list) => list.children),
  ];
  const ttps = told.flatMap((one) => {
    const ttp = child(one, "ttp") ?? one;
    const id = ttp.attributes["idref"] ?? ttp.attributes["id"] ?? "";
    const known = place.ttps.get(id);
    if (known === undefined && ttp.attributes["idref"] !== undefined) resolve(open, ttp);
    return known ?? [];
  });
  const category = place.relationship;
  const techniques = [...new Set(ttps.flatMap((ttp) => ttp.techniques))];
  return {
    ...(title !== undefined && !isMade && { name: title }),
    ...(description !== undefined && description !== title && { description }),
    labels: [
      ...new Set([
        ...(isMarked ? ["to_ids"] : []),
        ...(place.relationship === undefined ? [] : [place.relationship]),
        ...types,
        ...phases,
      ]),
    ],
    malware: [...new Set(ttps.flatMap((ttp) => ttp.malware))],
    ...roleOf(isMade ? category : undefined, [...types, ...phases]),
    ...(techniques.length > 0 && { techniques }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    ...(confidence !== undefined && !confidence.isMisp && { confidence: confidence.value }),
  };
}

/** The role of MISP's category, else what the indicator's types and phases say. */
function roleOf(
  category: string | undefined,
  terms: readonly string[],
): Pick<Shared, "roleOf"> | undefined {
  if (category !== undefined) return { roleOf: ({ type }) => readCategoryRole(category, type) };
  const told = readTermRole(terms);
  return told && { roleOf: () => told };
}

function listOf(node: Node, list: string, item: string): Node[] {
  return childrenOf(node, list).flatMap((one) => childrenOf(one, item));
}

/** Whether MISP wrote that the indicator is for detection; undefined where it wrote nothing. */
export function readMark(node: Node): boolean | undefined {
  const confidence = readConfidence(node);
  return confidence?.isMisp === true ? confidence.value > 0 : undefined;
}

function isUnmarked(node: Node): boolean {
  return readMark(node) === false;
}

/** MISP derives it from its mark for detection and says so: it is that mark, and no confidence. */
function readConfidence(node: Node): { value: number; isMisp: boolean } | undefined {
  const confidence = child(node, "confidence");
  const text = memberText(confidence, "value")?.toLowerCase();
  if (text === undefined) return undefined;
  const isMisp = (memberText(confidence, "description") ?? "").includes("MISP's IDS flag");
  const number = Number(text);
  const isNumber = Number.isInteger(number) && number >= 0 && number <= 100;
  const value = isNumber ? number : Object.hasOwn(CONFIDENCE, text) ? CONFIDENCE[text] : undefined;
  return value === undefined ? undefined : { value, isMisp };
}

const LANGUAGES = [
  [/yara/i, "yara"],
  [/snort/i, "snort"],
  [/suricata/i, "suricata"],
  [/sigma/i, "sigma"],
] as const;

function readRules(open: Package, node: Node): RuleText[] {
  const rules: RuleText[] = [];
  for (const mechanism of listOf(node, "testmechanisms", "testmechanism")) {
    const type = mechanism.attributes["xsitype"] ?? "";
    const language = LANGUAGES.find(([name]) => name.test(type))?.[1];
    if (language === undefined) {
      const name = type.slice(0, 60);
      const message = `a test mechanism of the kind ${JSON.stringify(name)} is not read`;
      report(open, "note", "ADVISORY_STIX1_OBJECT", message, mechanism.line);
      continue;
    }
    for (const rule of [
      ...childrenOf(mechanism, "rule"),
      ...childrenOf(mechanism, "rules").flatMap((l) => l.children),
    ]) {
      const text = unwrapPython(rule.text.trim());
      if (text === "") continue;
      const name = ruleName(language, text) ?? makeId("rule", text);
      rules.push({
        language,
        name,
        text,
        citations: [citeNode(open, rule, text, node.attributes["id"])],
      });
    }
  }
  return rules;
}

/** An exporter in wide use writes the rule as the print of a mapping: `{'value': '…', 'encoded': True}`. */
function unwrapPython(text: string): string {
  const open = /^\{'value': ['"]/.exec(text);
  const close = /['"], 'encoded': (?:True|False)\}$/.exec(text.slice(-30));
  if (open === null || close === null) return text;
  return text
    .slice(open[0].length, text.length - close[0].length)
    .replaceAll(/\\(.)/gs, (_, letter: string) =>
      letter === "n" ? "\n" : letter === "t" ? "\t" : letter === "r" ? "\r" : letter,
    );
}
