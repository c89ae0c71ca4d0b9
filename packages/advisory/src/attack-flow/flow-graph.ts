import { asObject, textOf, textsOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";

/** The steps of a flow and what follows each: actions, and the conditions, operators and assets between them. */
export interface FlowGraph {
  readonly actions: readonly FlowAction[];
  /** Ids of what follows, by id. */
  readonly next: ReadonlyMap<string, readonly string[]>;
}

/** One action of a flow. */
export interface FlowAction {
  readonly id: string;
  /** ATT&CK id, where the action states one. */
  readonly technique?: string;
  /** `TA0002`. */
  readonly tactic?: string;
  readonly name?: string;
  readonly description?: string;
}

/** Two techniques, one step after the other, with the actions that say so. */
export interface FlowStep {
  readonly before: FlowAction;
  readonly after: FlowAction;
}

const STEPS: ReadonlySet<string> = new Set([
  "attack-action",
  "attack-condition",
  "attack-operator",
  "attack-asset",
]);
/** References of a step to what follows it (Attack Flow 2.0, language). */
const FOLLOWING = ["effect_refs", "on_true_refs", "on_false_refs", "asset_refs"] as const;
/** Most visits of steps while pairs are sought: a flow of thousands of joined steps is cut there. */
const MAX_VISITS = 2_000_000;
const MAX_STEPS = 50_000;

/** Whether an object is a step of a flow. */
export function isStep(object: JsonObject): boolean {
  return STEPS.has(textOf(object, "type") ?? "");
}

/** The graph of the steps among STIX objects; a relationship that leads out of an asset is a step on. */
export function readFlowGraph(objects: readonly JsonObject[]): FlowGraph {
  const actions: FlowAction[] = [];
  const next = new Map<string, string[]>();
  const follow = (from: string, to: readonly string[]): void => {
    const known = next.get(from);
    if (known === undefined) next.set(from, [...to]);
    else known.push(...to);
  };
  for (const object of objects) {
    const id = textOf(object, "id") ?? "";
    if (isStep(object)) {
      for (const list of FOLLOWING) {
        const ids = textsOf(object, list);
        if (ids.length > 0) follow(id, ids);
      }
      if (textOf(object, "type") === "attack-action") actions.push(toAction(id, object));
    } else if (textOf(object, "type") === "relationship") {
      const source = textOf(object, "source_ref") ?? "";
      const target = textOf(object, "target_ref") ?? "";
      if (source.startsWith("attack-asset--") && target.startsWith("attack-action--"))
        follow(source, [target]);
    }
  }
  return { actions, next };
}

function toAction(id: string, object: JsonObject): FlowAction {
  const stated = textOf(object, "technique_id") ?? "";
  const tacticId = textOf(object, "tactic_id") ?? "";
  // Early flows wrote the technique where the tactic belongs, or left its letter out.
  const technique =
    /^(?:T?)(\d{4}(?:\.\d{3})?)$/i.exec(stated.trim())?.[1] ??
    /^T(\d{4}(?:\.\d{3})?)$/i.exec(tacticId.trim())?.[1];
  const tactic = /^TA\d{4}$/i.exec(tacticId.trim())?.[0].toUpperCase();
  const name = textOf(object, "name");
  const description = textOf(object, "description")?.trim();
  return {
    id,
    ...(technique !== undefined && { technique: `T${technique}` }),
    ...(tactic !== undefined && { tactic }),
    ...(name !== undefined && { name }),
    ...(description !== undefined && description !== "" && { description }),
  };
}

/**
 * Pairs of actions with techniques that follow one another, whatever conditions, operators and assets stand between.
 * A path ends at the first action. Every pair of techniques comes once.
 */
export function findSteps({ actions, next }: FlowGraph): { steps: FlowStep[]; isCut: boolean } {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const found = new Map<string, FlowStep>();
  let visits = 0;
  for (const before of actions) {
    if (before.technique === undefined) continue;
    const seen = new Set<string>();
    const stack = [...(next.get(before.id) ?? [])];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      if (++visits > MAX_VISITS || found.size >= MAX_STEPS)
        return { steps: [...found.values()], isCut: true };
      const after = byId.get(id);
      if (after?.technique !== undefined) {
        const key = `${before.technique} ${after.technique}`;
        if (!found.has(key)) found.set(key, { before, after });
      } else if (after === undefined) stack.push(...(next.get(id) ?? []));
    }
  }
  return { steps: [...found.values()], isCut: false };
}

/** The objects of a bundle, or of a list of objects. */
export function objectsOfBundle(json: unknown): JsonObject[] {
  const list: unknown = Array.isArray(json) ? json : asObject(json)?.["objects"];
  if (!Array.isArray(list)) return [];
  const items: readonly unknown[] = list;
  return items.map(asObject).filter((item) => item !== undefined);
}
