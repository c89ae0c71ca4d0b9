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
import { joinCitations } from "../read/cite.ts";
import { child, memberText, textOf } from "./node.ts";
import type { Node } from "./node.ts";
import { citeNode } from "./package.ts";
import type { Package } from "./package.ts";
import { toProse } from "./prose.ts";
import { readActor } from "./read-actor.ts";
import { readTtp } from "./read-ttp.ts";
import type { NamedTtp } from "./read-ttp.ts";

/** A walk over a package with what it found so far. */
export interface Walk {
  readonly open: Package;
  readonly ttps: ReadonlyMap<string, NamedTtp>;
  readonly usesMarks: boolean;
  title?: string;
  indicators: number;
  readonly observables: Node[];
  readonly actors: Map<string, Actor>;
  readonly software: Map<string, Software>;
  readonly techniques: Map<string, TechniqueRef>;
  readonly vulnerabilities: Map<string, VulnerabilityRef>;
  readonly frameworks: Map<string, FrameworkRef>;
  readonly mitigations: Map<string, CitedText>;
  readonly rules: Map<string, RuleText>;
  readonly references: Map<string, Reference>;
  readonly tags: Node[];
}

/** The title of an incident or campaign, the first of them. */
export function addTitle(walk: Walk, node: Node): void {
  const title = toProse(textOf(child(node, "title")), 500);
  if (title !== undefined) walk.title ??= title;
}

/** Malware, tools and techniques of a TTP. */
export function addTtp(walk: Walk, node: Node): void {
  const ttp = readTtp(node);
  for (const [kind, names] of [
    ["malware", ttp.malware],
    ["tool", ttp.tools],
  ] as const)
    for (const name of names) {
      const key = name.toLowerCase();
      const before = walk.software.get(key);
      const citation = citeNode(walk.open, node, `${kind}: ${name}`);
      walk.software.set(key, {
        name: before?.name ?? name,
        kind: before?.kind ?? kind,
        aliases: before?.aliases ?? [],
        citations: joinCitations(before?.citations ?? [], [citation]),
      });
    }
  for (const { id, name, capec } of ttp.patterns) {
    if (capec !== undefined) addFramework(walk, node, "capec", capec, name);
    if (id === undefined) continue;
    const citation = citeNode(walk.open, node, `attack pattern: ${name ?? ""} ${id}`);
    const citations = joinCitations(walk.techniques.get(id)?.citations ?? [], [citation]);
    walk.techniques.set(id, { id, ...(name !== undefined && { name }), citations });
  }
}

/** A threat actor. */
export function addActor(walk: Walk, node: Node): void {
  const actor = readActor(walk.open, node);
  if (actor === undefined) return;
  const key = actor.name.toLowerCase();
  const before = walk.actors.get(key);
  const citations = joinCitations(before?.citations ?? [], actor.citations);
  walk.actors.set(key, { ...actor, ...before, citations });
}

/** A vulnerability with a CVE. */
export function addVulnerability(walk: Walk, node: Node): void {
  const text = memberText(node, "cveid") ?? memberText(node, "title") ?? "";
  const id = /\bCVE-\d{4}-\d{4,7}\b/i.exec(text.slice(0, 1000))?.[0].toUpperCase();
  if (id === undefined) return;
  const title = toProse(memberText(node, "title"), 300);
  const citation = citeNode(walk.open, node, `${id}: ${title ?? ""}`);
  const before = walk.vulnerabilities.get(id);
  const score = Number(memberText(child(node, "cvssscore"), "overallscore") ?? Number.NaN);
  walk.vulnerabilities.set(id, {
    id,
    status: "mentioned",
    ...(score >= 0 && score <= 10 && { cvss: score }),
    ...before,
    citations: joinCitations(before?.citations ?? [], [citation]),
  });
}

/** An identifier of CAPEC or CWE. */
export function addFramework(
  walk: Walk,
  node: Node,
  framework: "capec" | "cwe",
  stated: string | undefined,
  name?: string,
): void {
  const id = stated?.trim().toUpperCase();
  if (id === undefined || !/^(?:CAPEC|CWE)-\d{1,6}$/.test(id)) return;
  const citation = citeNode(walk.open, node, `${id} ${name ?? ""}`);
  const before = walk.frameworks.get(id);
  walk.frameworks.set(id, {
    framework,
    id,
    ...(name !== undefined && { name }),
    citations: joinCitations(before?.citations ?? [], [citation]),
  });
}

/** A course of action: its title, and what it describes. */
export function addMitigation(walk: Walk, node: Node): void {
  const title = toProse(memberText(node, "title"), 500);
  const description =
    toProse(child(node, "description")?.text, 2000) ??
    toProse(child(child(node, "objective"), "description")?.text, 2000);
  const text = [title, description === title ? undefined : description].filter(Boolean).join(": ");
  if (text === "") return;
  const citation = citeNode(walk.open, node, text);
  const citations = joinCitations(walk.mitigations.get(text)?.citations ?? [], [citation]);
  walk.mitigations.set(text, { text, citations });
}

/** A link. */
export function addReference(walk: Walk, node: Node): void {
  const url = node.text.trim();
  if (!/^https?:\/\/\S{1,2000}$/i.test(url)) return;
  const citations = joinCitations(walk.references.get(url)?.citations ?? [], [
    citeNode(walk.open, node, url),
  ]);
  walk.references.set(url, { url, citations });
}
