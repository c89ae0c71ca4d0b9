import type { Actor, Citation, FrameworkRef, Reference, VulnerabilityRef } from "@tocsin/model";
import { joinCitations } from "../read/cite.ts";
import { textOf } from "./misp-json.ts";
import type { MispObject } from "./misp-json.ts";

/** What attributes name that is no value to look for. */
export interface NamedParts {
  readonly vulnerabilities: Map<string, VulnerabilityRef>;
  readonly references: Map<string, Reference>;
  readonly frameworks: Map<string, FrameworkRef>;
  /** Named by attributes of the type `threat-actor`. */
  readonly actors: Map<string, Actor>;
}

/** What is no value to look for: a vulnerability, a weakness, a link, a name of an actor. */
export function addNamed(
  state: NamedParts,
  attribute: MispObject,
  type: string,
  value: string,
  citation: Citation,
): void {
  switch (type) {
    case "vulnerability":
      addVulnerability(state, value, citation);
      break;
    case "weakness":
      addWeakness(state, value, citation);
      break;
    case "link":
    case "url":
      // Of an analysis elsewhere, not of the intruders.
      if (type === "link" || textOf(attribute, "category") === "External analysis")
        addReference(state, attribute, value, citation);
      break;
    case "threat-actor": {
      const before = state.actors.get(value.toLowerCase());
      const citations = joinCitations(before?.citations ?? [], [citation]);
      const name = before?.name ?? value.slice(0, 200);
      state.actors.set(value.toLowerCase(), { name, aliases: [], citations });
      break;
    }
    default:
  }
}

function addWeakness(state: NamedParts, value: string, citation: Citation): void {
  const id = /^CWE-\d{1,5}$/i.exec(value)?.[0].toUpperCase();
  if (id === undefined) return;
  const citations = joinCitations(state.frameworks.get(id)?.citations ?? [], [citation]);
  state.frameworks.set(id, { framework: "cwe", id, citations });
}

function addVulnerability(state: NamedParts, value: string, citation: Citation): void {
  const id = /^CVE-\d{4}-\d{4,7}$/i.exec(value)?.[0].toUpperCase();
  if (id === undefined) return;
  const before = state.vulnerabilities.get(id)?.citations ?? [];
  state.vulnerabilities.set(id, {
    id,
    status: "mentioned",
    citations: joinCitations(before, [citation]),
  });
}

function addReference(
  state: NamedParts,
  attribute: MispObject,
  url: string,
  citation: Citation,
): void {
  const title = textOf(attribute, "comment");
  const before = state.references.get(url)?.citations ?? [];
  const citations = joinCitations(before, [citation]);
  state.references.set(url, { url, ...(title !== undefined && { title }), citations });
}
