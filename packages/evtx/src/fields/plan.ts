// Which fields a template bears, worked out once: reading a field of a record is then a look-up of its
// slot. The names are those that Sigma rules and hunters use.
import { NO_DEPENDENCY } from "../binxml/dependency.ts";
import type { Instance } from "../binxml/instance.ts";
import type { ContentNode, ElementNode, SlotNode } from "../binxml/node.ts";
import type { Template } from "../binxml/template.ts";
import { TYPE_BINXML } from "../binxml/value.ts";

/** Where in an event a template's roots stand: it decides how their names are made. */
export const CONTEXT = { document: 0, event: 1, system: 2, data: 3, rendering: 4 } as const;
export type Context = (typeof CONTEXT)[keyof typeof CONTEXT];

/** A field with a place in the template. */
export interface ValueEntry {
  readonly kind: "value";
  readonly system: boolean;
  /** Undefined where the record itself gives the name, by `nameParts`. */
  readonly name: string | undefined;
  readonly nameParts: readonly ContentNode[];
  readonly parts: readonly ContentNode[];
  /** Attributes without a value are absent, elements are null. */
  readonly absentIfNull: boolean;
  /** Slots of which none may be null, or the event does not have the element. */
  readonly guards: readonly number[];
}

/** Fields within a slot of binary XML or an instance among the tokens. */
interface NestedEntry {
  readonly kind: "nested";
  readonly node: ContentNode;
  readonly context: Context;
  readonly guards: readonly number[];
}

export type FieldEntry = ValueEntry | NestedEntry;

/** The fields of a template in a context, in document order. */
export interface FieldPlan {
  readonly entries: readonly FieldEntry[];
  /** For a name: the entries that bear it, and all that may. For any other name: `others`. */
  readonly system: ReadonlyMap<string, readonly FieldEntry[]>;
  readonly systemOthers: readonly FieldEntry[];
  readonly data: ReadonlyMap<string, readonly FieldEntry[]>;
  readonly dataOthers: readonly FieldEntry[];
}

/** The plan by the types that the template declares for its slots. */
export function planOf(template: Template, context: Context): FieldPlan {
  return (template.plans[context] ??= makePlan(template, context, ({ type }) => type));
}

/**
 * The plan for one instance. Which slots hold binary XML is nearly always what the template declares; but the
 * descriptor of the value has the last word, so where the two differ the plan is made anew from the descriptors.
 */
export function planFor(instance: Instance, context: Context): FieldPlan {
  return instance.isAsDeclared
    ? planOf(instance.template, context)
    : makePlan(instance.template, context, ({ index }) => instance.type(index));
}

/** Gives the type of what a slot holds. */
type TypeOf = (slot: SlotNode) => number;

function makePlan(template: Template, context: Context, typeOf: TypeOf): FieldPlan {
  const entries: FieldEntry[] = [];
  for (const root of template.roots) addNode({ entries, guards: [], typeOf }, root, context);
  const system = indexEntries(entries, true);
  const data = indexEntries(entries, false);
  return {
    entries,
    system: system.byName,
    systemOthers: system.others,
    data: data.byName,
    dataOthers: data.others,
  };
}

/** Lists by name that keep document order, so that duplicates come in it. */
function indexEntries(
  entries: readonly FieldEntry[],
  system: boolean,
): {
  readonly byName: ReadonlyMap<string, readonly FieldEntry[]>;
  readonly others: readonly FieldEntry[];
} {
  const byName = new Map<string, FieldEntry[]>();
  const others: FieldEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === "nested" ? !mayHold(entry.context, system) : entry.system !== system)
      continue;
    if (entry.kind === "value" && entry.name !== undefined) {
      const list = byName.get(entry.name);
      if (list === undefined) byName.set(entry.name, [...others, entry]);
      else list.push(entry);
      continue;
    }
    others.push(entry);
    for (const list of byName.values()) list.push(entry);
  }
  return { byName, others };
}

function mayHold(context: Context, system: boolean): boolean {
  if (context === CONTEXT.document || context === CONTEXT.event) return true;
  return system === (context === CONTEXT.system);
}

/** A plan in the making, and what the element in work depends on. */
interface Build {
  readonly entries: FieldEntry[];
  readonly guards: readonly number[];
  readonly typeOf: TypeOf;
}

/** What holds within an element. The root of a record is there whatever it depends on. */
function guarded(build: Build, { dependency }: ElementNode, context: Context): Build {
  if (dependency === NO_DEPENDENCY || context === CONTEXT.document) return build;
  return { ...build, guards: [...build.guards, dependency] };
}

function addNode(build: Build, node: ContentNode, context: Context): void {
  if (node.kind === "instance" || (node.kind === "slot" && build.typeOf(node) === TYPE_BINXML))
    build.entries.push({ kind: "nested", node, context, guards: build.guards });
  if (node.kind === "element") addElement(guarded(build, node, context), node, context);
}

function addElement(build: Build, element: ElementNode, context: Context): void {
  if (context === CONTEXT.document && element.name === "Event") {
    for (const child of element.children) addNode(build, child, CONTEXT.event);
  } else if (context === CONTEXT.document || context === CONTEXT.event) {
    addPart(build, element);
  } else if (context === CONTEXT.system) {
    addSystem(build, element);
  } else if (context === CONTEXT.rendering) {
    addRendering(build, element);
  } else {
    addData(build, element, false);
  }
}

/** A child of `Event`. */
function addPart(build: Build, element: ElementNode): void {
  if (element.name !== "System" && element.name !== "RenderingInfo") {
    addData(build, element, true);
    return;
  }
  const context = element.name === "System" ? CONTEXT.system : CONTEXT.rendering;
  for (const child of element.children) addNode(build, child, context);
}

/** `EventID`, and for attributes `Provider_Name`. */
function addSystem(build: Build, element: ElementNode): void {
  if (element.children.length > 0)
    addValue(build, element.name, element.children, { system: true });
  addAttributes(build, element, element.name, true);
}

/** What a collector rendered: `Message`, and `RenderingInfo_Level` for what System has by itself. */
function addRendering(build: Build, element: ElementNode): void {
  const name = element.name === "Message" ? "Message" : `RenderingInfo_${element.name}`;
  const inner = element.children.filter((child) => child.kind === "element");
  if (inner.length === 0) addValue(build, name, element.children, {});
  for (const child of inner) addValue(build, name, child.children, {});
}

/** An element of EventData, UserData or any other part: its leaves by their own names. */
function addData(build: Build, element: ElementNode, container: boolean): void {
  const isData = element.name === "Data";
  if (!isData) addAttributes(build, element, element.name, false);
  if (element.children.some((child) => isStructure(build, child))) {
    for (const child of element.children) addNode(build, child, CONTEXT.data);
    return;
  }
  const empty = element.children.length === 0;
  if (empty && !isData && (container || element.attributes.length > 0)) return;
  const nameParts = element.dataName ?? [];
  if (nameParts.every((part) => part.kind === "constant")) {
    const given = nameParts.map((part) => String(part.value ?? "")).join("");
    addValue(build, given || element.name, element.children, {});
  } else {
    addValue(build, undefined, element.children, { nameParts });
  }
}

function isStructure(build: Build, node: ContentNode): boolean {
  return (
    node.kind === "element" ||
    node.kind === "instance" ||
    (node.kind === "slot" && build.typeOf(node) === TYPE_BINXML)
  );
}

function addAttributes(build: Build, element: ElementNode, prefix: string, system: boolean): void {
  for (const { name, parts } of element.attributes) {
    if (name === "xmlns" || name.startsWith("xmlns:")) continue;
    addValue(build, `${prefix}_${name}`, parts, { system, absentIfNull: true });
  }
}

function addValue(
  build: Build,
  name: string | undefined,
  parts: readonly ContentNode[],
  more: Partial<Pick<ValueEntry, "system" | "nameParts" | "absentIfNull">>,
): void {
  build.entries.push({
    kind: "value",
    system: more.system ?? false,
    name,
    nameParts: more.nameParts ?? [],
    parts,
    absentIfNull: more.absentIfNull ?? false,
    guards: build.guards,
  });
}
