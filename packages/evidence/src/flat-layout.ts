// The names of flat objects, in the order in which they stand. Writers keep to an order: the names of a line are met
// as a path of a tree that grows from the lines before, by comparing bytes with those of the name expected next.
// What names mean is then worked out once for a path, not for each record.
import { FLAT_ALIASES } from "./windows-flat.ts";

/** Places of the values by which a flat event is known; -1 where there is none. */
export interface Layout {
  /** Small; another layout may have it after the tree was begun anew. */
  readonly id: number;
  /** Every name's place in the line, from 0. */
  readonly names: ReadonlyMap<string, number>;
  /** Whether a name has dots. */
  readonly dotted: boolean;
  readonly eventId: number;
  readonly channel: number;
  readonly provider: number;
  readonly computer: number;
  readonly recordId: number;
  /** Whether the small name `event_id` is believed only beside this text, at `computerName`. */
  readonly smallId: boolean;
  readonly computerName: number;
  readonly systemTime: number;
  readonly timeCreated: number;
  readonly utcTime: number;
  /** Further times, best first: those that count before the system's own without zone, and those behind. */
  readonly zonedTimes: readonly number[];
  readonly otherTimes: readonly number[];
}

/** A name at its place behind others. */
export interface LayoutNode {
  readonly name: string;
  /** Bytes of the name in quotes with the colon behind, and these as words, of which the last may overlap. */
  readonly quotedBytes: number;
  readonly quotedWords: Int32Array;
  readonly parent: LayoutNode | undefined;
  /** Names up to and with this one. */
  readonly size: number;
  /** No flat event that can be read by its bytes has this name here. */
  readonly odd: boolean;
  /** Its value tells what the record is: it must be one value. */
  readonly telling: boolean;
  /** The name that came behind it last. */
  next: LayoutNode | undefined;
  /** Names that came behind it first, up to {@link MAX_EARLY}: they are looked for by their bytes. */
  readonly early: LayoutNode[];
  /** All names that came behind it. */
  behind: Map<string, LayoutNode> | undefined;
  layout: Layout | undefined;
}

/** The tree of all orders met. */
export interface LayoutTree {
  root: LayoutNode;
  nodes: number;
  layouts: number;
}

const MAX_NODES = 65_536;
const MAX_NAMES = 512;
const MAX_EARLY = 8;

/** Names by which a record may be something else than a flat event, or its fields stand elsewhere. */
const ODD =
  /^(?:|\d+|__proto__|EventData|_raw|winlog|winlog\.channel|eventVersion|Event|System|Records|records|events|Events|value|results|hits|_source|result)$/;
const ZONED_TIMES = ["@timestamp", "TimeGenerated"];
const OTHER_TIMES = ["EventTime", "timestamp", "_time"];
const TELLING = new Set([
  ...["EventID", "Channel", "Provider_Name", "Computer", "EventRecordID"].flatMap((name) => [
    name,
    ...(FLAT_ALIASES.get(name) ?? []),
  ]),
  "SystemTime",
  "TimeCreated",
  "UtcTime",
  ...ZONED_TIMES,
  ...OTHER_TIMES,
]);

export function createLayoutTree(): LayoutTree {
  return { root: createNode(undefined, ""), nodes: 0, layouts: 0 };
}

function createNode(parent: LayoutNode | undefined, name: string): LayoutNode {
  let odd = false;
  if (parent !== undefined) {
    odd = ODD.test(name) || parent.size >= MAX_NAMES;
    // A name that comes again: the last one counts, at the place of the first.
    for (let node = parent; node.parent !== undefined; node = node.parent)
      if (node.name === name) odd = true;
  }
  const quoted = new TextEncoder().encode(`"${name}":`);
  return {
    name,
    quotedBytes: quoted.length,
    quotedWords: wordsOf(quoted),
    parent,
    size: parent === undefined ? 0 : parent.size + 1,
    odd,
    telling: TELLING.has(name),
    next: undefined,
    early: [],
    behind: undefined,
    layout: undefined,
  };
}

function wordsOf(quoted: Uint8Array): Int32Array {
  // The empty name is the one that is shorter; it is odd, whatever is found there.
  const view = new DataView(new ArrayBuffer(Math.max(4, quoted.length)));
  for (const [at, byte] of quoted.entries()) view.setUint8(at, byte);
  const count = Math.ceil(quoted.length / 4);
  return Int32Array.from({ length: count }, (_, n) =>
    view.getInt32(Math.max(0, Math.min(n * 4, quoted.length - 4)), true),
  );
}

/** The node of a name behind another. The tree is bounded: if it is full, it begins anew, and nodes in use stay. */
export function nodeBehind(tree: LayoutTree, node: LayoutNode, name: string): LayoutNode {
  let next = node.behind?.get(name);
  if (next === undefined) {
    if (tree.nodes >= MAX_NODES) {
      Object.assign(tree, createLayoutTree());
    }
    next = createNode(node, name);
    node.behind ??= new Map();
    node.behind.set(name, next);
    if (node.early.length < MAX_EARLY) node.early.push(next);
    tree.nodes++;
  }
  node.next = next;
  return next;
}

/** The layout of a line that ends with this name. */
export function layoutAt(tree: LayoutTree, last: LayoutNode): Layout {
  return (last.layout ??= createLayout(last, tree.layouts++));
}

function createLayout(last: LayoutNode, id: number): Layout {
  const path: string[] = [];
  for (let node = last; node.parent !== undefined; node = node.parent) path.push(node.name);
  const names = new Map(path.toReversed().map((name, at) => [name, at]));
  const own = (name: string): number => names.get(name) ?? -1;
  const any = (name: string): number => placeOf(names, name);
  return {
    id,
    names,
    dotted: path.some((name) => name.includes(".")),
    eventId: any("EventID"),
    channel: any("Channel"),
    provider: any("Provider_Name"),
    computer: any("Computer"),
    recordId: any("EventRecordID"),
    smallId: names.has("event_id"),
    computerName: own("computer_name"),
    systemTime: own("SystemTime"),
    timeCreated: own("TimeCreated"),
    utcTime: own("UtcTime"),
    zonedTimes: ZONED_TIMES.map(own).filter((at) => at >= 0),
    otherTimes: OTHER_TIMES.map(own).filter((at) => at >= 0),
  };
}

/** Where a field stands, under its own name or the first of those that collectors give it; -1 if nowhere. */
export function placeOf(names: ReadonlyMap<string, number>, name: string): number {
  const own = names.get(name);
  if (own !== undefined) return own;
  for (const alias of FLAT_ALIASES.get(name) ?? []) {
    const at = names.get(alias);
    if (at !== undefined) return at;
  }
  return -1;
}

/** Whether a name with dots may lead into an object: a name of the line is a part before a dot. */
export function mayLead(names: ReadonlyMap<string, number>, name: string): boolean {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1))
    if (names.has(name.slice(0, dot))) return true;
  return false;
}
