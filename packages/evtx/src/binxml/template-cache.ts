import { EvtxSelection, SYSTEM_NAMES } from "../fields/selection.ts";
// Templates that outlive their chunk. Nothing in a definition can be believed to name it: its GUID may stand
// over other tokens, and its names may lie elsewhere in the chunk. So a template is found by GUID and size,
// and used only where every byte and every name of the definition is what it was when it was parsed.
import type { Chunk } from "../log/chunk.ts";
import type { NameSite } from "./fragment.ts";
import type { Template } from "./template.ts";
import { TEMPLATE_HEADER_BYTES } from "./token.ts";

const MOST_BYTES = 8 * 1024 * 1024;
/** Definitions under one GUID and size; honest logs have one to three, by which names stand inline. */
const MOST_ALIKE = 8;

/** A definition as it stood when it was parsed. */
interface Layout {
  /** Code page that its ANSI constants were read with. */
  readonly ansi: string;
  readonly maxDepth: number;
  /** The definition with its header. */
  readonly view: DataView;
  /** Places count from the start of the definition. */
  readonly sites: readonly NameSite[];
  readonly template: Template;
}

/**
 * Parsed templates for use across chunks and files. Bounded (8 MiB of definitions): when full it starts
 * anew. Share one among the files that one thread reads.
 */
export class EvtxTemplateCache {
  /** Fields that every reader asks for. @internal */
  readonly system: EvtxSelection = new EvtxSelection(SYSTEM_NAMES, { systemOnly: true });
  readonly #layouts: Map<number, Layout[]> = new Map();
  #bytes = 0;

  /** The template whose definition stands at `at` of the chunk, if it was parsed before. @internal */
  find(chunk: Chunk, at: number, sizeBytes: number): Template | undefined {
    const layouts = this.#layouts.get(keyOf(chunk.view, at, sizeBytes));
    if (layouts === undefined) return undefined;
    for (const layout of layouts) if (stands(layout, chunk, at)) return layout.template;
    return undefined;
  }

  /** @internal */
  keep(
    chunk: Chunk,
    at: number,
    sizeBytes: number,
    sites: readonly NameSite[],
    template: Template,
  ): void {
    const total = TEMPLATE_HEADER_BYTES + sizeBytes;
    if (this.#bytes + total > MOST_BYTES) {
      this.#layouts.clear();
      this.#bytes = 0;
    }
    const key = keyOf(chunk.view, at, sizeBytes);
    const layouts = this.#layouts.get(key) ?? [];
    if (layouts.length >= MOST_ALIKE) this.#bytes -= layouts.shift()?.view.byteLength ?? 0;
    // A copy even where the bytes are a Buffer of Node, whose own slice shares them.
    const copy = new Uint8Array(chunk.bytes.subarray(at, at + total));
    const own = sites.map((site) => ({ ...site, at: site.at - at }));
    layouts.push({
      ansi: chunk.settings.ansi.encoding,
      maxDepth: chunk.settings.maxDepth,
      view: new DataView(copy.buffer, copy.byteOffset, total),
      sites: own,
      template,
    });
    this.#layouts.set(key, layouts);
    this.#bytes += total;
  }
}

/** First four bytes of the GUID and the size, below 2^53. */
function keyOf(view: DataView, at: number, sizeBytes: number): number {
  return view.getUint32(at + 4, true) * 0x1_0000 + (sizeBytes & 0xffff);
}

/** Whether a parse of the definition at `at` would give what the layout gave. */
function stands(layout: Layout, chunk: Chunk, at: number): boolean {
  const { view, sites, ansi, maxDepth } = layout;
  const { settings } = chunk;
  if (ansi !== settings.ansi.encoding || maxDepth !== settings.maxDepth) return false;
  // The u32 before the GUID leads to the next definition of the chunk.
  let from = 4;
  for (const site of sites) {
    if (!equal(view, from, chunk.view, at + from, site.at - from)) return false;
    const offset = chunk.view.getUint32(at + site.at, true);
    from = site.at + 4;
    if (site.inline) {
      if (offset !== at + from) return false;
      // The u32 before the hash leads to the next name of the chunk; the text is compared with the rest.
      from += 4;
    } else if (!chunk.hasName(offset, site.name)) return false;
  }
  return equal(view, from, chunk.view, at + from, view.byteLength - from);
}

function equal(a: DataView, aStart: number, b: DataView, bStart: number, size: number): boolean {
  let n = 0;
  for (; n + 4 <= size; n += 4)
    if (a.getInt32(aStart + n, true) !== b.getInt32(bStart + n, true)) return false;
  for (; n < size; n++) if (a.getUint8(aStart + n) !== b.getUint8(bStart + n)) return false;
  return true;
}
