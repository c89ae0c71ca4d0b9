import { documentsOf, textOf, valueOf } from "../binxml/content.ts";
import { isAbsent } from "../binxml/dependency.ts";
import type { Instance } from "../binxml/instance.ts";
import type { EvtxValue } from "../binxml/value.ts";
import { CONTEXT, type Context, type FieldEntry, planFor, type ValueEntry } from "./plan.ts";

/** Receives the fields of a record in document order; duplicates one by one. */
type FieldSink = (name: string, value: EvtxValue, system: boolean) => void;

/** Every field of a document. */
export function eachField(document: readonly Instance[], sink: FieldSink): void {
  walk(document, CONTEXT.document, sink);
}

function walk(document: readonly Instance[], context: Context, sink: FieldSink): void {
  for (const instance of document) {
    for (const entry of planFor(instance, context).entries) {
      instance.chunk.countNode();
      if (isAbsent(entry.guards, instance)) continue;
      if (entry.kind === "nested") {
        walk(documentsOf(entry.node, instance), entry.context, sink);
        continue;
      }
      const value = valueOf(entry.parts, instance);
      if (value !== null || !entry.absentIfNull) sink(nameOf(entry, instance), value, entry.system);
    }
  }
}

/** Adds to `found` the values that bear `name`, in document order. */
export function findField(
  document: readonly Instance[],
  name: string,
  system: boolean,
  found: EvtxValue[],
): void {
  search(document, CONTEXT.document, name, system, found);
}

function search(
  document: readonly Instance[],
  context: Context,
  name: string,
  system: boolean,
  found: EvtxValue[],
): void {
  for (const instance of document) {
    for (const entry of candidates(instance, context, name, system)) {
      instance.chunk.countNode();
      if (isAbsent(entry.guards, instance)) continue;
      if (entry.kind === "nested") {
        search(documentsOf(entry.node, instance), entry.context, name, system, found);
        continue;
      }
      if (entry.name === undefined && nameOf(entry, instance) !== name) continue;
      const value = valueOf(entry.parts, instance);
      if (value !== null || !entry.absentIfNull) found.push(value);
    }
  }
}

function candidates(
  instance: Instance,
  context: Context,
  name: string,
  system: boolean,
): readonly FieldEntry[] {
  const plan = planFor(instance, context);
  return system
    ? (plan.system.get(name) ?? plan.systemOthers)
    : (plan.data.get(name) ?? plan.dataOthers);
}

function nameOf(entry: ValueEntry, instance: Instance): string {
  return entry.name ?? (textOf(valueOf(entry.nameParts, instance)) || "Data");
}
