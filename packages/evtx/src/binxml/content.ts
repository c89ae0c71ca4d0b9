import { Damage } from "../diagnostic.ts";
import { nestedIn } from "./document.ts";
import type { Instance } from "./instance.ts";
import type { ContentNode } from "./node.ts";
import { type EvtxScalar, type EvtxValue, TYPE_BINXML } from "./value.ts";

/** Documents that a node stands for: a slot of binary XML, or an instance among the tokens. */
export function documentsOf(node: ContentNode, instance: Instance): readonly Instance[] {
  if (node.kind === "instance") return [node.instance];
  if (node.kind === "slot" && instance.type(node.index) === TYPE_BINXML)
    return nestedIn(instance, node.index);
  return [];
}

/** The value of the parts of an attribute or a leaf: typed if there is one part, else their text joined. */
export function valueOf(
  parts: readonly ContentNode[],
  instance: Instance,
  depth: number = 0,
): EvtxValue {
  const first = parts[0];
  if (first === undefined) return null;
  if (parts.length === 1) return valueOfNode(first, instance, depth);
  let text = "";
  for (const part of parts) text += textOf(valueOfNode(part, instance, depth));
  return text;
}

function valueOfNode(node: ContentNode, instance: Instance, depth: number): EvtxValue {
  const { chunk } = instance;
  const { maxDepth } = chunk.settings;
  chunk.countNode();
  // Templates within templates, each as deep as allowed, would together be deeper than the stack.
  if (depth > maxDepth) throw new Damage("EVTX_LIMIT", 0, `over ${maxDepth} open elements`);
  if (node.kind === "slot" && instance.type(node.index) !== TYPE_BINXML)
    return instance.value(node.index);
  if (node.kind === "constant") {
    if (typeof node.value === "string") chunk.countValue(node.value.length);
    return node.value;
  }
  if (node.kind === "instruction") return null;
  if (node.kind === "element") return valueOf(node.children, instance, depth + 1);
  let text = "";
  for (const nested of documentsOf(node, instance))
    text += textOf(valueOf(nested.template.roots, nested, depth + 1));
  return text;
}

/** Text of a value: nothing for null, several joined by commas. */
export function textOf(value: EvtxValue): string {
  return value === null ? "" : typeof value === "string" ? value : String(value);
}

/** One value from those of one name: itself, or all in one flat array where null is an empty text. */
export function joinValues(values: readonly EvtxValue[]): EvtxValue {
  const first = values[0];
  if (values.length === 1 && first !== undefined) return first;
  const all: EvtxScalar[] = [];
  for (const value of values) {
    if (Array.isArray(value)) for (const each of value as readonly EvtxScalar[]) all.push(each);
    else all.push((value as EvtxScalar | null) ?? "");
  }
  return all;
}
