import type { Template } from "../binxml/template.ts";
import type { EvtxValue } from "../binxml/value.ts";
// Where the fields of a selection stand in the records of one template and the template within it:
// worked out once for the pair, after the rules of `EvtxRecord.field`.
import { CONTEXT, type Context, type FieldEntry, type FieldPlan, planOf } from "./plan.ts";

const DATA_PREFIX = "EventData_";

/** No field of the name. */
export const STEP_NONE = 0;
/** The value of a slot of the outer template. */
export const STEP_OUTER = 1;
/** The value of a slot of the inner one. */
export const STEP_INNER = 2;
/** A constant of the template. */
export const STEP_CONSTANT = 3;
/** Several values, composed text, a name that the record gives: asked of the record. */
export const STEP_ASK = 4;

/** One field of a selection in records of one route. */
export interface Step {
  readonly kind: number;
  readonly slot: number;
  readonly constant: EvtxValue;
  /** When the record does not have the field: its value is null (an attribute), or its type is. */
  readonly absent: typeof NEVER | typeof IF_NULL | typeof IF_NULL_TYPE;
  /** Where it is absent the record may have it elsewhere. */
  readonly elseAsk: boolean;
  /** Other slots of the same template of which none may be null, or the record does not have the field. */
  readonly guards?: readonly number[];
}

export const NEVER = 0;
export const IF_NULL = 1;
const IF_NULL_TYPE = 2;

const NOWHERE = { slot: 0, constant: null, absent: NEVER, elseAsk: false } as const;
const NONE: Step = { kind: STEP_NONE, ...NOWHERE };
const ASK: Step = { kind: STEP_ASK, ...NOWHERE };

/** The slot that holds a record's inner document, and how names are made there. */
export interface Door {
  readonly slot: number;
  readonly context: Context;
}

/** The one inner document of an outer template; undefined if it has none, "several" if it has more. */
export function doorOf(outer: Template): Door | undefined | "several" {
  let door: Door | undefined;
  for (const entry of planOf(outer, CONTEXT.document).entries) {
    if (entry.kind !== "nested") continue;
    if (door !== undefined || entry.node.kind !== "slot") return "several";
    door = { slot: entry.node.index, context: entry.context };
  }
  return door;
}

/**
 * The steps to the first field of `System` under each name. It stands before the inner document, which then
 * need not be looked at.
 */
export function findSystemSteps(names: readonly string[], outer: Template): readonly Step[] {
  const plan = planOf(outer, CONTEXT.document);
  return names.map((name) => {
    const [first, ...others] = named(plan, name, true);
    if (first === undefined) return NONE;
    if (first.kind === "nested") return ASK;
    return { ...stepOf(first, STEP_OUTER), elseAsk: others.length > 0 };
  });
}

/**
 * The values that stand in the templates of a route; undefined if some value is composed of several pieces, or
 * stands where only the record knows. Where there are none of these, every other value is the bytes of a slot.
 */
export function constantsOf(
  outer: Template,
  inner: Template | undefined,
  door: Door | undefined,
): readonly string[] | undefined {
  const plans = [planOf(outer, CONTEXT.document)];
  if (inner !== undefined && door !== undefined) plans.push(planOf(inner, door.context));
  const texts: string[] = [];
  for (const { entries } of plans)
    for (const entry of entries) {
      if (entry.kind === "nested") {
        if (entry.node.kind !== "slot" || entry.node.index !== door?.slot) return undefined;
        continue;
      }
      const [part, ...others] = entry.parts;
      if (others.length > 0) return undefined;
      if (part === undefined || part.kind === "slot") continue;
      if (part.kind !== "constant") return undefined;
      if (part.value !== null) texts.push(...[part.value].flat().map(String));
    }
  return texts;
}

/** The steps to the fields of these names, in their order. */
export function findSteps(
  names: readonly string[],
  outer: Template,
  inner: Template | undefined,
  door: Door | undefined,
): readonly Step[] {
  const outerPlan = planOf(outer, CONTEXT.document);
  const innerPlan =
    inner === undefined || door === undefined ? undefined : planOf(inner, door.context);
  return names.map((name) => findStep(name, outerPlan, innerPlan));
}

/**
 * The steps to every value of a record, in no order that means something; undefined where they cannot be said
 * without the record: values composed of several, names that the record gives, a name that hides another.
 */
export function findAllSteps(
  outer: Template,
  inner: Template | undefined,
  door: Door | undefined,
): readonly Step[] | undefined {
  const outerPlan = planOf(outer, CONTEXT.document);
  const plans: (readonly [FieldPlan, typeof STEP_OUTER | typeof STEP_INNER])[] = [
    [outerPlan, STEP_OUTER],
  ];
  if (inner !== undefined && door !== undefined)
    plans.push([planOf(inner, door.context), STEP_INNER]);
  const steps: Step[] = [];
  const system = new Set<string>();
  const data = new Set<string>();
  for (const [plan, kind] of plans)
    for (const entry of plan.entries) {
      if (entry.kind === "nested") {
        const { node, guards } = entry;
        const isDoor = kind === STEP_OUTER && node.kind === "slot" && node.index === door?.slot;
        if (!isDoor || guards.some((slot) => slot !== node.index)) return undefined;
        continue;
      }
      const { name, guards, parts } = entry;
      const own = parts[0]?.kind === "slot" ? parts[0].index : -1;
      const others = guards.filter((slot) => slot !== own);
      const step = stepOf({ ...entry, guards: guards.filter((slot) => slot === own) }, kind);
      // A constant does not say in which template its guards stand.
      const isOdd = step.kind === STEP_CONSTANT && others.length > 0;
      // The inner document as a value of its own.
      if (step.kind === STEP_OUTER && step.slot === door?.slot) return undefined;
      if (name === undefined || step.kind === STEP_ASK || isOdd) return undefined;
      (entry.system ? system : data).add(name);
      if (step.kind !== STEP_CONSTANT || step.constant !== null)
        steps.push(others.length === 0 ? step : { ...step, guards: others });
    }
  for (const name of data)
    if (system.has(name) && (data.has(DATA_PREFIX + name) || system.has(DATA_PREFIX + name)))
      return undefined;
  return steps;
}

function findStep(name: string, outer: FieldPlan, inner: FieldPlan | undefined): Step {
  const system = stepAmong(name, true, outer, inner);
  if (system.kind !== STEP_NONE && system.absent === NEVER) return system;
  const data = name.startsWith(DATA_PREFIX) ? ASK : stepAmong(name, false, outer, inner);
  if (system.kind === STEP_NONE) return data;
  // It may be absent; then, and only then, the field of the event's own counts.
  return data.kind === STEP_NONE ? system : ASK;
}

function stepAmong(
  name: string,
  system: boolean,
  outer: FieldPlan,
  inner: FieldPlan | undefined,
): Step {
  let step = NONE;
  for (const entry of named(outer, name, system)) {
    if (entry.kind === "value") {
      if (step !== NONE) return ASK;
      step = stepOf(entry, STEP_OUTER);
      continue;
    }
    if (inner === undefined) continue;
    if (entry.guards.some((slot) => entry.node.kind !== "slot" || slot !== entry.node.index))
      return ASK;
    for (const nested of named(inner, name, system)) {
      if (step !== NONE || nested.kind === "nested") return ASK;
      step = stepOf(nested, STEP_INNER);
    }
  }
  return step;
}

function named(plan: FieldPlan, name: string, system: boolean): readonly FieldEntry[] {
  return system
    ? (plan.system.get(name) ?? plan.systemOthers)
    : (plan.data.get(name) ?? plan.dataOthers);
}

function stepOf(entry: FieldEntry & { kind: "value" }, kind: number): Step {
  const { parts, guards } = entry;
  const part = parts[0];
  if (entry.name === undefined || parts.length > 1) return ASK;
  const own = part?.kind === "slot" ? part.index : -1;
  // Nearly every element depends on the value that it holds, and on nothing else.
  if (guards.some((slot) => slot !== own)) return ASK;
  const absent = entry.absentIfNull ? IF_NULL : guards.length > 0 ? IF_NULL_TYPE : NEVER;
  if (part === undefined)
    return { kind: STEP_CONSTANT, slot: 0, constant: null, absent, elseAsk: false };
  if (part.kind === "constant")
    return { kind: STEP_CONSTANT, slot: 0, constant: part.value, absent, elseAsk: false };
  return part.kind === "slot"
    ? { kind, slot: part.index, constant: null, absent, elseAsk: false }
    : ASK;
}
