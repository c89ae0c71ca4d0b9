import type { FrameworkRef } from "@tocsin/model";
import type { FoundIdentifier } from "../find/types.ts";
import { lineAt } from "../text/layout.ts";
import { citePlace, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { tacticById } from "./tactics.ts";
import { techniqueName } from "./technique-names.ts";

type Framework = FrameworkRef["framework"];

/** Identifiers that look like none of ATT&CK's techniques and must not be taken for them. */
const FORMS: readonly (readonly [Framework, RegExp])[] = [
  ["cpg", /(?<![\p{L}\p{N}])CPGs?[ :#]{0,2}(\d\.(?:[A-Z]{1,2}|\d{1,2}))(?![\p{L}\p{N}])/gu],
  ["d3fend", /(?<![\p{L}\p{N}])(D3-[A-Z0-9]{2,8})(?![\p{L}\p{N}-])/gu],
  ["capec", /(?<![\p{L}\p{N}])(CAPEC-\d{1,4})(?![\p{N}])/gu],
  ["cwe", /(?<![\p{L}\p{N}])(CWE-\d{1,5})(?![\p{N}])/gu],
];
const MAX_FRAMEWORKS = 2000;

/** Ids of CPG, D3FEND, CAPEC and CWE, of ATT&CK's tactics and mitigations, each with its places. */
export function findFrameworks(
  source: TextSource,
  identifiers: readonly FoundIdentifier[],
): FrameworkRef[] {
  const found = new Map<string, FrameworkRef>();
  const add = (framework: Framework, id: string, place: number, length: number): void => {
    const key = `${framework} ${id}`;
    const before = found.get(key);
    if (before === undefined && found.size >= MAX_FRAMEWORKS) return;
    const line = lineAt(source.layout, place);
    if (line === undefined || line.kind === "rule") return;
    const name =
      before?.name ??
      (framework === "attack-tactic"
        ? tacticById(id)
        : framework === "attack-mitigation"
          ? techniqueName(line, place, length)
          : undefined);
    const citations = joinCitations(before?.citations ?? [], [citePlace(source, place)]);
    found.set(key, { framework, id, ...(name !== undefined && { name }), citations });
  };
  for (const { type, value, span } of identifiers) {
    if (type === "tactic") add("attack-tactic", value, span[0], span[1] - span[0]);
    if (type === "attack-mitigation") add("attack-mitigation", value, span[0], span[1] - span[0]);
  }
  for (const [framework, form] of FORMS)
    for (const { 0: whole, 1: id = "", index } of source.text.matchAll(form))
      add(framework, id, index + whole.indexOf(id), id.length);
  return [...found.values()];
}
