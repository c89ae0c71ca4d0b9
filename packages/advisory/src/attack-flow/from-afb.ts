import { asObject, objectsOf, textOf, textsOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";

/** A block of a drawing with what is written in it. */
interface Block {
  readonly key: string;
  readonly kind: string;
  readonly properties: JsonObject;
}

/** A line from one block to another; `isFalse` where it leaves a condition that did not hold. */
interface Edge {
  readonly from: Block;
  readonly to: Block;
  readonly isFalse: boolean;
}

interface Drawing {
  readonly head: JsonObject;
  readonly blocks: readonly Block[];
  readonly edges: readonly Edge[];
}

const MAX_OBJECTS = 200_000;
const MAX_NESTING = 20;
/** Kinds of blocks by the type of object they stand for; a STIX object stands for itself. */
const FLOW_TYPES: Readonly<Record<string, string>> = {
  action: "attack-action",
  asset: "attack-asset",
  condition: "attack-condition",
  or: "attack-operator",
  and: "attack-operator",
  or_operator: "attack-operator",
  and_operator: "attack-operator",
};

/**
 * A file of the Attack Flow Builder as a STIX bundle of Attack Flow objects, as the builder would publish it.
 * What is drawn and not said (places, sizes, colours) is left out.
 */
export function fromAfb(json: unknown): JsonObject {
  const file = asObject(json);
  const objects = objectsOf(file, "objects").slice(0, MAX_OBJECTS);
  const drawing = typeof file?.["schema"] === "string" ? readNew(objects) : readOld(objects);
  const { head } = drawing;
  const created = timeOf(head["created"]);
  const flow = {
    ...head,
    type: "attack-flow",
    id: "attack-flow--drawing",
    spec_version: "2.1",
    ...(created !== undefined && { created }),
  };
  return {
    type: "bundle",
    id: "bundle--drawing",
    objects: [
      flow,
      ...drawing.blocks.map((block) => toStix(block, drawing)),
      ...toRelations(drawing),
    ],
  };
}

/** Since version 3: blocks have anchors, anchors have latches, lines go from latch to latch. */
function readNew(objects: readonly JsonObject[]): Drawing {
  const byId = new Map(objects.map((object) => [textOf(object, "instance") ?? "", object]));
  const blocks: Block[] = [];
  const owners = new Map<string, { readonly block: Block; readonly isFalse: boolean }>();
  let head: JsonObject = {};
  for (const object of objects) {
    const kind = textOf(object, "id") ?? "";
    if (object["properties"] === undefined) continue;
    const properties = fromPairs(object["properties"]);
    if (kind === "flow") {
      head = properties;
      continue;
    }
    const block = { key: textOf(object, "instance") ?? "", kind, properties };
    blocks.push(block);
    for (const [name, id] of Object.entries(asObject(object["anchors"]) ?? {})) {
      const anchor = byId.get(String(id));
      const isFalse = /false/i.test(name) || /false/i.test(textOf(anchor, "id") ?? "");
      for (const latch of textsOf(anchor, "latches")) owners.set(latch, { block, isFalse });
    }
  }
  const edges = objects.flatMap((line) => {
    const from = owners.get(textOf(line, "source") ?? "");
    const to = owners.get(textOf(line, "target") ?? "");
    return from === undefined || to === undefined
      ? []
      : [{ from: from.block, to: to.block, isFalse: from.isFalse }];
  });
  return { head, blocks, edges };
}

/** Before version 3: everything is a template with children; the ends of a line are children of anchors. */
function readOld(objects: readonly JsonObject[]): Drawing {
  const byId = new Map(objects.map((object) => [textOf(object, "id") ?? "", object]));
  const templateOf = (id: string): string => textOf(byId.get(id), "template") ?? "";
  const blocks: Block[] = [];
  const owners = new Map<string, { readonly block: Block; readonly isFalse: boolean }>();
  let head: JsonObject = {};
  for (const object of objects) {
    const kind = textOf(object, "template") ?? "";
    const properties = fromPairs(object["properties"]);
    if (kind === "attack_flow_page") head = properties;
    if (kind === "attack_flow_page" || kind === "" || /^@__builtin__|_anchor$/.test(kind)) continue;
    const block = { key: textOf(object, "id") ?? "", kind, properties };
    blocks.push(block);
    for (const anchor of textsOf(object, "children"))
      for (const end of textsOf(byId.get(anchor), "children"))
        owners.set(end, { block, isFalse: templateOf(anchor) === "false_anchor" });
  }
  const edges = objects.flatMap((line) => {
    const ends = textsOf(line, "children");
    const from = owners.get(ends.find((id) => templateOf(id).endsWith("line_source")) ?? "");
    const to = owners.get(ends.find((id) => templateOf(id).endsWith("line_target")) ?? "");
    return from === undefined || to === undefined
      ? []
      : [{ from: from.block, to: to.block, isFalse: from.isFalse }];
  });
  return { head, blocks, edges };
}

/** Properties are lists of pairs, and pairs in them again; what is null is absent. */
function fromPairs(value: unknown, depth = 0): JsonObject {
  if (!Array.isArray(value) || depth > MAX_NESTING) return {};
  const items: readonly unknown[] = value;
  const found: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const item of items) {
    if (!Array.isArray(item) || item.length !== 2 || typeof item[0] !== "string") continue;
    const inner: unknown = item[1];
    if (inner === null || inner === undefined || item[0] === "__proto__") continue;
    found[item[0]] = isPairs(inner) ? readInner(inner, depth) : inner;
  }
  return found;
}

function isPairs(value: unknown): value is readonly (readonly [string, unknown])[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => Array.isArray(item) && item.length === 2 && typeof item[0] === "string")
  );
}

/** A list keeps its items under invented keys; of those the values count. */
function readInner(pairs: readonly (readonly [string, unknown])[], depth: number): unknown {
  if (pairs.every(([key]) => /^[0-9a-f]{32}$|^[0-9a-f-]{36}$/.test(key)))
    return pairs.map(([, item]) => (isPairs(item) ? fromPairs(item, depth + 1) : item));
  return fromPairs(pairs, depth + 1);
}

function timeOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : textOf(asObject(value), "time");
}

function typeOf({ kind }: Block): string {
  const name = kind.toLowerCase();
  return Object.hasOwn(FLOW_TYPES, name) ? (FLOW_TYPES[name] ?? name) : name.replaceAll("_", "-");
}

function idOf(block: Block): string {
  return `${typeOf(block)}--${block.key}`;
}

function toStix(block: Block, { edges }: Drawing): JsonObject {
  const type = typeOf(block);
  const own = edges.filter(({ from }) => from === block);
  const idsOf = (keep: (edge: Edge) => boolean): string[] =>
    own.filter(keep).map(({ to }) => idOf(to));
  const isFlow = ({ to }: Edge): boolean =>
    ["attack-action", "attack-condition", "attack-operator"].includes(typeOf(to));
  const about = { ...block.properties, type, id: idOf(block), spec_version: "2.1" };
  switch (type) {
    case "attack-action": {
      const ttp = asObject(block.properties["ttp"]);
      const technique = textOf(block.properties, "technique_id") ?? textOf(ttp, "technique");
      const tactic = textOf(block.properties, "tactic_id") ?? textOf(ttp, "tactic");
      return {
        ...about,
        ...(technique !== undefined && { technique_id: technique }),
        ...(tactic !== undefined && { tactic_id: tactic }),
        effect_refs: idsOf(isFlow),
        asset_refs: idsOf(({ to }) => typeOf(to) === "attack-asset"),
      };
    }
    case "attack-operator":
      return { ...about, effect_refs: idsOf(isFlow) };
    case "attack-condition":
      return {
        ...about,
        on_true_refs: idsOf((edge) => isFlow(edge) && !edge.isFalse),
        on_false_refs: idsOf((edge) => isFlow(edge) && edge.isFalse),
      };
    default:
      return about;
  }
}

/** Lines that are no reference of a step are relationships. */
function toRelations({ edges }: Drawing): JsonObject[] {
  return edges.flatMap(({ from, to }, i): JsonObject[] => {
    const isStepOn = ["attack-action", "attack-condition", "attack-operator"].includes(
      typeOf(from),
    );
    if (isStepOn && typeOf(to).startsWith("attack-")) return [];
    return [
      {
        type: "relationship",
        id: `relationship--drawing-${i}`,
        spec_version: "2.1",
        relationship_type: "related-to",
        source_ref: idOf(from),
        target_ref: idOf(to),
      },
    ];
  });
}
