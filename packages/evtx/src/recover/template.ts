import { NO_DEPENDENCY } from "../binxml/dependency.ts";
import type { ContentNode, ElementNode } from "../binxml/node.ts";
import { type FoundTemplate, Template } from "../binxml/template.ts";
import { FRAGMENT_HEADER_BYTES, TEMPLATE_HEADER_BYTES } from "../binxml/token.ts";
import { Damage } from "../diagnostic.ts";
import type { Chunk } from "../log/chunk.ts";
import { RECORD_HEADER_BYTES } from "../log/record-frame.ts";
// Which template a recovered record has. Never one that only happens to stand where its own once stood.
import { definitionBytes, inlineDefinitionAt } from "./instance.ts";
import { soundTemplate } from "./shelf.ts";
import { LOST_NAME, type Stale } from "./stale.ts";

/**
 * The template of the instance at `at`: the definition that it holds or names, if that still bears its id and
 * can be read; one of the same id from elsewhere in the evidence, with a note; else none, with a warning, and
 * the values come without names.
 * @throws {Damage} `EVTX_TEMPLATE` when the instance is cut short
 */
export function findStaleTemplate(any: Chunk, at: number, end: number): FoundTemplate {
  // Only chunks of this class have this finder.
  const chunk = any as Stale;
  const { view } = chunk;
  const id = view.getUint32(at + 2, true);
  const offset = view.getUint32(at + 6, true);
  const inline = inlineDefinitionAt(view, at, end);
  const holds = inline !== undefined || (chunk.recovery.isBaseKnown && offset === at + 10);
  let next = at + 10;
  if (holds && next + TEMPLATE_HEADER_BYTES <= end) next += definitionBytes(view, next);
  if (next + 4 > end) throw new Damage("EVTX_TEMPLATE", at, "template instance is cut short");
  const own = chunk.recovery.isBaseKnown ? ownTemplate(chunk, id, inline ?? offset) : undefined;
  if (own !== undefined && !own.isDoubtful) return { template: own.template, next };
  const shelved = chunk.recovery.shelf.get(id);
  const count = view.getUint32(next, true);
  if (shelved !== undefined && shelved.slots <= count) {
    tellBorrowed(chunk, at, shelved.offsetBytes);
    return { template: shelved.template, next };
  }
  if (own !== undefined) {
    chunk.report("EVTX_TEMPLATE", at, "names of its template were overwritten, or may have been");
    return { template: own.template, next };
  }
  chunk.report("EVTX_TEMPLATE", at, "its template was overwritten; its values have no names");
  return { template: nameless(chunk, at, next, end), next };
}

function ownTemplate(
  chunk: Stale,
  id: number,
  place: number,
): { readonly template: Template; readonly isDoubtful: boolean } | undefined {
  const { view, doubts } = chunk;
  if (place + TEMPLATE_HEADER_BYTES > view.byteLength) return undefined;
  if (view.getUint32(place + 4, true) !== id) return undefined;
  const placeEnd = place + definitionBytes(view, place);
  const isOld = chunk.isOld(place, placeEnd);
  // Half old, half new.
  if (!isOld && chunk.isOld(place, place)) return undefined;
  const before = chunk.doubtful;
  chunk.doubtful = false;
  let template = soundTemplate(chunk, place);
  const known = doubts.get(place);
  const isDoubtful = known ?? (isOld && chunk.doubtful);
  chunk.doubtful = before || isDoubtful;
  if (template === undefined) return undefined;
  if (isDoubtful && known === undefined) {
    template = new Template(template.roots.map(inferNames), template.sizeBytes);
    chunk.templates.set(place, template);
  }
  doubts.set(place, isDoubtful);
  return { template, isDoubtful };
}

/**
 * Names that are lost, where the form tells them: by the schema of events an element with the attribute `Name`
 * is `Data`, and what holds such elements is `EventData`.
 */
function inferNames(node: ContentNode): ContentNode {
  if (node.kind !== "element") return node;
  const children = node.children.map(inferNames);
  const attributes = node.attributes.map((each) =>
    each.name === LOST_NAME ? { ...each, name: "Attribute" } : each,
  );
  if (node.name !== LOST_NAME) return { ...node, attributes, children };
  const dataName = node.attributes.find(({ name }) => name === "Name")?.parts;
  if (dataName !== undefined) return { ...node, name: "Data", dataName, attributes, children };
  const holdsData = children.some((child) => child.kind === "element" && child.name === "Data");
  return { ...node, name: holdsData ? "EventData" : "Element", attributes, children };
}

function tellBorrowed(chunk: Stale, at: number, offsetBytes: number): void {
  const { current, told, settings } = chunk;
  if (current === undefined || told.has(at)) return;
  told.add(at);
  settings.sink({
    severity: "note",
    code: "EVTX_TEMPLATE_BORROWED",
    offsetBytes: chunk.offsetBytes + at,
    recordId: current.recordId,
    message: `record ${current.recordId}: its template was overwritten; one of the same id, at byte ${offsetBytes}, is used`,
  });
}

/** The values as unnamed data, in the order of their slots. */
function nameless(chunk: Stale, at: number, next: number, end: number): Template {
  const { view, current } = chunk;
  const count = Math.min(view.getUint32(next, true), (end - next - 4) >> 2);
  const data: ElementNode[] = [];
  for (let index = 0; index < count; index++) {
    const type = view.getUint8(next + 4 + 4 * index + 2);
    data.push(element("Data", [{ kind: "slot", index, optional: true, type }]));
  }
  const isOuter =
    current !== undefined && at <= current.start + RECORD_HEADER_BYTES + FRAGMENT_HEADER_BYTES;
  return new Template(isOuter ? [element("Event", [element("EventData", data)])] : data, 0);
}

function element(name: string, children: readonly ContentNode[]): ElementNode {
  return {
    kind: "element",
    name,
    attributes: [],
    children,
    dataName: undefined,
    dependency: NO_DEPENDENCY,
    selfClosing: false,
  };
}
