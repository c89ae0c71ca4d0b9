import type {
  Actor,
  CitedText,
  FrameworkRef,
  Reference,
  RuleText,
  Software,
  TechniqueRef,
  VulnerabilityRef,
} from "@tocsin/model";
import { readLabels } from "../misp/read-labels.ts";
import { below, child, childrenOf, memberText } from "./node.ts";
import type { Node } from "./node.ts";
import type { Package } from "./package.ts";
import { readIndicator, readMark } from "./read-indicator.ts";
import { readTtp } from "./read-ttp.ts";
import type { NamedTtp } from "./read-ttp.ts";
import {
  addActor,
  addFramework,
  addMitigation,
  addReference,
  addTitle,
  addTtp,
  addVulnerability,
} from "./walk-parts.ts";
import type { Walk } from "./walk-parts.ts";

/** What a walk over a package finds beside its indicators, which go to the package's collection. */
export interface WalkedPackage {
  readonly title?: string;
  readonly indicators: number;
  /** Observables that stand outside indicators, with content. */
  readonly observables: readonly Node[];
  readonly actors: readonly Actor[];
  readonly software: readonly Software[];
  readonly techniques: readonly TechniqueRef[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly frameworks: readonly FrameworkRef[];
  readonly mitigations: readonly CitedText[];
  readonly rules: readonly RuleText[];
  readonly references: readonly Reference[];
  readonly sectors: readonly CitedText[];
  readonly countries: readonly CitedText[];
}

/** Who was hit is told to nobody else. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  "victim",
  "victims",
  "affectedassets",
  "victimtargeting",
]);

/** Walks over a package and all that is nested in it. */
export function walkPackage(open: Package): WalkedPackage {
  const ttps = new Map<string, NamedTtp>();
  for (const [id, node] of open.byId) if (node.key === "ttp") ttps.set(id, readTtp(node));
  const indicators = [...open.byId.values()].filter(({ key }) => key === "indicator");
  const walk: Walk = {
    open,
    ttps,
    usesMarks: indicators.some((node) => readMark(node) === true),
    indicators: 0,
    observables: [],
    actors: new Map(),
    software: new Map(),
    techniques: new Map(),
    vulnerabilities: new Map(),
    frameworks: new Map(),
    mitigations: new Map(),
    rules: new Map(),
    references: new Map(),
    tags: [],
  };
  visit(walk, open.root, undefined);
  return finish(walk);
}

function visit(walk: Walk, node: Node, relationship: string | undefined): void {
  if (PASSED_OVER.has(node.key)) return;
  const told = memberText(node, "relationship") ?? relationship;
  // A wrapper bears the name of what it holds in some versions and in JSON.
  const isWrapper = child(node, node.key) !== undefined;
  const isReference = node.attributes["idref"] !== undefined && node.children.length === 0;
  if (!isWrapper && !isReference) {
    switch (node.key) {
      case "indicator":
        visitIndicator(walk, node, told);
        return;
      case "observable":
        walk.observables.push(node);
        return;
      case "ttp":
        addTtp(walk, node);
        break;
      case "threatactor":
        addActor(walk, node);
        break;
      case "vulnerability":
      case "exploit":
        addVulnerability(walk, node);
        break;
      case "weakness":
        addFramework(walk, node, "cwe", memberText(node, "cweid"));
        break;
      case "courseofaction":
      case "coursesofaction":
        addMitigation(walk, node);
        break;
      case "incident":
      case "campaign":
        addTitle(walk, node);
        break;
      case "journalentry":
        if (node.text.trim().startsWith("MISP Tag: ")) walk.tags.push(node);
        return;
      case "reference":
        addReference(walk, node);
        return;
      default:
    }
  }
  for (const one of node.children) visit(walk, one, told);
}

function visitIndicator(walk: Walk, node: Node, relationship: string | undefined): void {
  walk.indicators++;
  const { ttps, usesMarks } = walk;
  const place = { ttps, usesMarks, ...(relationship !== undefined && { relationship }) };
  for (const rule of readIndicator(walk.open, node, place))
    if (!walk.rules.has(rule.text)) walk.rules.set(rule.text, rule);
  // Its observables are read; what else stands in it is not yet.
  for (const one of node.children)
    if (!/^(?:observables?|compositeindicatorexpression|sightings|testmechanisms)$/.test(one.key))
      visit(walk, one, undefined);
  for (const composite of childrenOf(node, "compositeindicatorexpression"))
    for (const inner of below(composite, "indicator"))
      for (const one of inner.children)
        if (!/^(?:observables?|compositeindicatorexpression)$/.test(one.key))
          visit(walk, one, undefined);
}

/** What MISP's tags say of actors, tools and sectors is read as in MISP's own format. */
function finish(walk: Walk): WalkedPackage {
  const tags = walk.tags.map((node) => ({ name: node.text.trim().replace(/^MISP Tag: /, "") }));
  const labels = readLabels({ Tag: tags }, walk.open.document);
  const { title, indicators, observables, rules, references, frameworks, mitigations } = walk;
  return {
    ...(title !== undefined && { title }),
    indicators,
    observables,
    actors: joinNamed([...walk.actors.values()], labels.actors),
    software: joinNamed([...walk.software.values()], labels.software),
    techniques: joinById([...walk.techniques.values()], labels.techniques),
    vulnerabilities: [...walk.vulnerabilities.values()],
    frameworks: [...frameworks.values()],
    mitigations: [...mitigations.values(), ...labels.mitigations],
    rules: [...rules.values()],
    references: [...references.values()],
    sectors: labels.sectors,
    countries: labels.countries,
  };
}

function joinNamed<T extends { readonly name: string }>(a: readonly T[], b: readonly T[]): T[] {
  const known = new Set(a.map(({ name }) => name.toLowerCase()));
  return [...a, ...b.filter(({ name }) => !known.has(name.toLowerCase()))];
}

function joinById<T extends { readonly id: string }>(a: readonly T[], b: readonly T[]): T[] {
  const known = new Set(a.map(({ id }) => id));
  return [...a, ...b.filter(({ id }) => !known.has(id))];
}
