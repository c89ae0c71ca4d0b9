import type { Chunk } from "./chunk.ts";
import { Damage } from "./diagnostic.ts";
import type { FieldPlan } from "./field-plan.ts";
import { parseFragment } from "./fragment.ts";
import { Instance } from "./instance.ts";
import type { ContentNode } from "./node.ts";

const HEADER_BYTES = 24;

/**
 * A template definition, parsed once for all records that use it; or a fragment without template,
 * which is one without slots. Field plans are worked out when first asked for.
 */
export interface Template {
  readonly roots: readonly ContentNode[];
  /** Bytes of the definition with its header: what an instance skips that holds it inline. */
  readonly sizeBytes: number;
  /** By context; see `field-plan.ts`. */
  readonly plans: (FieldPlan | undefined)[];
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
  const definition = view.getUint32(at + 6, true);
  const template = templateAt(chunk, definition);
  let next = at + 10;
  if (definition === next) next += template.sizeBytes;
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

/**
 * The definition at an offset of the chunk: u32 next, GUID, u32 size, fragment. The chunk's template
 * table is only a cache of these offsets and is not used.
 */
function templateAt(chunk: Chunk, at: number): Template {
  const known = chunk.templates.get(at);
  if (known instanceof Damage) throw known;
  if (known !== undefined) return known;
  // A definition that holds an instance of itself finds this and stops.
  chunk.templates.set(
    at,
    new Damage("EVTX_TEMPLATE", at, `template at byte ${at} of the chunk contains itself`),
  );
  try {
    const template = parseTemplate(chunk, at);
    chunk.templates.set(at, template);
    return template;
  } catch (error) {
    if (error instanceof Damage) chunk.templates.set(at, error);
    throw error;
  }
}

function parseTemplate(chunk: Chunk, at: number): Template {
  const start = at + HEADER_BYTES;
  const size = start <= chunk.bytes.length ? chunk.view.getUint32(at + 20, true) : 0;
  if (size === 0 || start + size > chunk.bytes.length)
    throw new Damage("EVTX_TEMPLATE", at, `no template definition at byte ${at} of the chunk`);
  chunk.countTemplate(at, size);
  const { nodes } = parseFragment(chunk, start, start + size, {
    depth: 0,
    nested: false,
    instanceAt: parseInstance,
  });
  return { roots: nodes, sizeBytes: HEADER_BYTES + size, plans: [] };
}
