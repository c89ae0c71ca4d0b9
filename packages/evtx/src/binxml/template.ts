import { Damage, type Flaw } from "../diagnostic.ts";
import type { FieldPlan } from "../fields/plan.ts";
import type { Script } from "../json/script.ts";
import type { Chunk } from "../log/chunk.ts";
import { type NameSite, parseFragment } from "./fragment.ts";
import { Instance } from "./instance.ts";
import type { ContentNode } from "./node.ts";
import { TEMPLATE_HEADER_BYTES } from "./token.ts";
import { TYPE_BINXML } from "./value.ts";

/**
 * A template definition, parsed once for all records that use it; or a fragment without template,
 * which is one without slots. What is worked out from it is kept with it.
 */
export class Template {
  readonly roots: readonly ContentNode[];
  /** Bytes of the definition with its header: what an instance skips that holds it inline. */
  readonly sizeBytes: number;
  /** What was wrong when it was parsed: told again of every record that uses it. */
  readonly flaws: readonly Flaw[];
  /** Fields by context; see `fields/plan.ts`. */
  readonly plans: (FieldPlan | undefined)[] = [];
  /** By shape; null for a template that has none. See `json/script.ts`. */
  readonly scripts: { attributes?: Script | null; separate?: Script | null } = {};

  #documentSlots: ReadonlySet<number> | undefined;

  /** Slots that are declared to hold binary XML. */
  get documentSlots(): ReadonlySet<number> {
    return (this.#documentSlots ??= new Set(documentSlotsOf(this.roots)));
  }

  constructor(roots: readonly ContentNode[], sizeBytes: number, flaws: readonly Flaw[] = []) {
    this.roots = roots;
    this.sizeBytes = sizeBytes;
    this.flaws = flaws;
  }
}

/**
 * The template instance whose token (0x0c) is at `at`: u8, u32 id, u32 offset of the definition, which
 * follows at once when the offset says so, u32 count of values, descriptors, values.
 * @throws {Damage} `EVTX_TEMPLATE`, `EVTX_BINXML`, `EVTX_NAME`, `EVTX_LIMIT`
 */
export function parseInstance(chunk: Chunk, at: number, end: number, depth: number): Instance {
  const { view } = chunk;
  if (depth > chunk.settings.maxDepth)
    throw new Damage("EVTX_LIMIT", at, `over ${chunk.settings.maxDepth} nested fragments`);
  if (at + 14 > end) throw new Damage("EVTX_TEMPLATE", at, "template instance is cut short");
  const { template, next: valuesAt } = (chunk.finder ?? findTemplate)(chunk, at, end, depth);
  for (const flaw of template.flaws) chunk.report(flaw.code, flaw.at, flaw.message);
  let next = valuesAt;
  if (next + 4 > end) throw new Damage("EVTX_TEMPLATE", at, "template instance is cut short");
  const count = view.getUint32(next, true);
  next += 4;
  if (count > (end - next) >> 2)
    throw new Damage("EVTX_TEMPLATE", at, `template instance claims ${count} values`);
  let valuesEnd = next + 4 * count;
  for (let slot = 0; slot < count; slot++) valuesEnd += view.getUint16(next + 4 * slot, true);
  if (valuesEnd > end) {
    chunk.report("EVTX_VALUE", at, "values run past the end; what lies beyond is read as empty");
    valuesEnd = end;
  }
  return new Instance(chunk, template, next, count, valuesEnd, depth);
}

/** The template of an instance, and where behind a definition that it holds its values are counted. */
export interface FoundTemplate {
  readonly template: Template;
  readonly next: number;
}

/**
 * Finds the template of the instance whose token is at `at`. There is room for its head.
 * @throws {Damage} as {@link parseInstance}
 */
export type TemplateFinder = (
  chunk: Chunk,
  at: number,
  end: number,
  depth: number,
) => FoundTemplate;

function findTemplate(chunk: Chunk, at: number, _end: number, depth: number): FoundTemplate {
  const definition = chunk.view.getUint32(at + 6, true);
  const template = templateAt(chunk, definition, depth);
  const next = at + 10;
  return { template, next: definition === next ? next + template.sizeBytes : next };
}

/**
 * The definition at an offset of the chunk: u32 next, GUID, u32 size, fragment. The chunk's template
 * table is only a cache of these offsets and is not used.
 * @param depth what is open around it: definitions may lead to definitions
 * @throws {Damage} `EVTX_TEMPLATE`, `EVTX_BINXML`, `EVTX_NAME`, `EVTX_LIMIT`
 */
export function templateAt(chunk: Chunk, at: number, depth: number): Template {
  const known = chunk.templates.get(at);
  if (known instanceof Damage) throw known;
  if (known !== undefined) return known;
  try {
    const size = definitionSize(chunk, at);
    const template =
      chunk.settings.templates.find(chunk, at, size) ?? parseTemplate(chunk, at, size, depth);
    chunk.templates.set(at, template);
    chunk.reach = Math.max(chunk.reach, at + TEMPLATE_HEADER_BYTES + size);
    return template;
  } catch (error) {
    if (error instanceof Damage) chunk.templates.set(at, error);
    throw error;
  }
}

/** Bytes of a definition behind its header. */
function definitionSize(chunk: Chunk, at: number): number {
  const start = at + TEMPLATE_HEADER_BYTES;
  const size = start <= chunk.bytes.length ? chunk.view.getUint32(at + 20, true) : 0;
  if (size === 0 || start + size > chunk.bytes.length)
    throw new Damage("EVTX_TEMPLATE", at, `no template definition at byte ${at} of the chunk`);
  chunk.countTemplate(at, size);
  return size;
}

/** Parses a definition and, where it depends on nothing but itself and its names, keeps it for other chunks. */
function parseTemplate(chunk: Chunk, at: number, size: number, depth: number): Template {
  const start = at + TEMPLATE_HEADER_BYTES;
  // A definition that holds an instance of itself finds this and stops.
  chunk.templates.set(
    at,
    new Damage("EVTX_TEMPLATE", at, `template at byte ${at} of the chunk contains itself`),
  );
  const names: NameSite[] = [];
  let closed = true;
  const { result, flaws } = chunk.collectFlaws(() =>
    parseFragment(chunk, start, start + size, {
      depth,
      nested: false,
      names,
      instanceAt: (...place) => {
        closed = false;
        return parseInstance(...place);
      },
    }),
  );
  const { nodes, dependency } = result;
  const template = new Template(nodes, TEMPLATE_HEADER_BYTES + size, flaws);
  if (closed && dependency !== false && flaws.length === 0)
    chunk.settings.templates.keep(chunk, at, size, names, template);
  return template;
}

function* documentSlotsOf(nodes: readonly ContentNode[]): Generator<number> {
  for (const node of nodes)
    if (node.kind === "slot" && node.type === TYPE_BINXML) yield node.index;
    else if (node.kind === "element") yield* documentSlotsOf(node.children);
}
