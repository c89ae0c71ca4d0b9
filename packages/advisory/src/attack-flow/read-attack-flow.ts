import { toPassage } from "@tocsin/model";
import type {
  Campaign,
  Citation,
  FrameworkRef,
  Reference,
  TechniqueOrder,
  TechniqueRef,
} from "@tocsin/model";
import { toInstant } from "../csaf/time.ts";
import { objectsOf, textOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";
import { readStixDocument } from "../read-stix.ts";
import { joinCitations } from "../read/cite.ts";
import { markExploited, readInfrastructure } from "./exploited.ts";
import { findSteps, isStep, objectsOfBundle, readFlowGraph } from "./flow-graph.ts";
import type { FlowAction } from "./flow-graph.ts";
import { fromAfb } from "./from-afb.ts";
import { isAfb } from "./is-attack-flow.ts";
import { tacticShortName } from "./tactics.ts";

const MAX_USE = 1000;

/**
 * Reads an Attack Flow: techniques with their tactics and what the flow says of their use, and which comes before
 * which. All else in the bundle (malware, vulnerabilities, indicators) is read as STIX. Citations carry the id of
 * the object. Never throws on bad data.
 * @see Attack Flow 2.0, language specification
 */
export function readAttackFlow(
  json: unknown,
  document: { readonly name: string; readonly sha256: string },
): Campaign {
  const bundle = isAfb(json) ? fromAfb(json) : json;
  const objects = objectsOfBundle(bundle);
  const rest = { type: "bundle", objects: objects.filter((object) => !isFlowPart(object)) };
  const stix = readStixDocument(rest, document);
  const flow = objects.find((object) => textOf(object, "type") === "attack-flow");
  const cite = (action: FlowAction, passage: string): Citation => ({
    document: document.name,
    object: action.id,
    passage: toPassage(passage),
  });
  const graph = readFlowGraph(objects);
  const { steps, isCut } = findSteps(graph);
  const order = steps.map(({ before, after }): TechniqueOrder => {
    const passage = `${before.name ?? before.technique ?? ""} → ${after.name ?? after.technique ?? ""}`;
    return {
      before: before.technique ?? "",
      after: after.technique ?? "",
      citations: [cite(before, passage)],
    };
  });
  const title = textOf(flow, "name");
  const summary = textOf(flow, "description");
  const published = toInstant(textOf(flow, "published") ?? textOf(flow, "created"));
  const modified = toInstant(textOf(flow, "modified"));
  return {
    ...stix,
    documents: [{ ...document, format: "attack-flow" }],
    ...(title !== undefined && { title }),
    ...(summary !== undefined && { summary }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    techniques: joinTechniques(stix.techniques, graph.actions, cite),
    vulnerabilities: markExploited(stix.vulnerabilities, objects, graph.actions, document.name),
    context: readInfrastructure(objects, document.name, stix.context),
    frameworks: [...stix.frameworks, ...readTactics(graph.actions, cite)],
    order,
    references: joinReferences(stix.references, readReferences(flow, document.name)),
    diagnostics: [
      ...stix.diagnostics.filter(({ code }) => code !== "STIX_NO_INDICATOR"),
      ...(isCut
        ? [
            {
              severity: "warning" as const,
              code: "ADVISORY_FLOW_LIMIT",
              message: "the flow has more steps than are followed: the order is not whole",
              place: { file: document.name },
            },
          ]
        : []),
    ],
  };
}

function isFlowPart(object: JsonObject): boolean {
  return isStep(object) || textOf(object, "type") === "attack-flow";
}

type CiteAction = (action: FlowAction, passage: string) => Citation;

function describeAction(action: FlowAction): string {
  return [action.technique, action.name, action.description].filter(Boolean).join(": ");
}

function joinTechniques(
  stated: readonly TechniqueRef[],
  actions: readonly FlowAction[],
  cite: CiteAction,
): TechniqueRef[] {
  const found = new Map(stated.map((one) => [one.id, one]));
  for (const action of actions) {
    const { technique: id, tactic, name, description } = action;
    if (id === undefined) continue;
    const before = found.get(id);
    const short = tactic === undefined ? undefined : tacticShortName(tactic);
    const tactics = [
      ...new Set([...(before?.tactics ?? []), ...(short === undefined ? [] : [short])]),
    ];
    const label = before?.name ?? name;
    const use = before?.use ?? description?.slice(0, MAX_USE);
    found.set(id, {
      ...(before ?? { id }),
      ...(label !== undefined && { name: label }),
      ...(tactics.length > 0 && { tactics }),
      ...(use !== undefined && { use }),
      citations: joinCitations(before?.citations ?? [], [cite(action, describeAction(action))]),
    });
  }
  return [...found.values()];
}

function readTactics(actions: readonly FlowAction[], cite: CiteAction): FrameworkRef[] {
  const found = new Map<string, FrameworkRef>();
  for (const action of actions) {
    const { tactic: id } = action;
    if (id === undefined) continue;
    const name = tacticShortName(id);
    const citations = joinCitations(found.get(id)?.citations ?? [], [
      cite(action, `${id}: ${describeAction(action)}`),
    ]);
    found.set(id, {
      framework: "attack-tactic",
      id,
      ...(name !== undefined && { name }),
      citations,
    });
  }
  return [...found.values()];
}

function readReferences(flow: JsonObject | undefined, document: string): Reference[] {
  const object = textOf(flow, "id");
  return objectsOf(flow, "external_references").flatMap((one): Reference[] => {
    const url = textOf(one, "url")?.trim();
    if (url === undefined || !/^https?:\/\/\S+$/i.test(url)) return [];
    const title = textOf(one, "source_name")?.trim();
    const passage = toPassage(title === undefined ? url : `${title}: ${url}`);
    const citation = { document, ...(object !== undefined && { object }), passage };
    return [{ url, ...(title !== undefined && { title }), citations: [citation] }];
  });
}

function joinReferences(a: readonly Reference[], b: readonly Reference[]): Reference[] {
  const found = new Map(a.map((one) => [one.url, one]));
  for (const one of b) if (!found.has(one.url)) found.set(one.url, one);
  return [...found.values()];
}
