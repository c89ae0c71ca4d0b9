import { EvtxTemplateCache } from "../binxml/template-cache.ts";
import type { TemplateFinder } from "../binxml/template.ts";
import { Damage } from "../diagnostic.ts";
import { Chunk, type Reporter } from "../log/chunk.ts";
import type { Settings } from "../options.ts";
import { type Gap, LOST_NAME, type Recovery, type Stale } from "./stale.ts";
import { findStaleTemplate } from "./template.ts";

/** Hostile names hash as they like; what was half overwritten does not. */
const HASH_FACTOR = 65_599;

/** What a definition is worth depends on where it stands here: one that stood elsewhere says nothing of that. */
class NoTemplateCache extends EvtxTemplateCache {
  override find(): undefined {
    return undefined;
  }

  override keep(): void {}
}

/**
 * A chunk seen as it was in an earlier life. Its records lead to definitions and names that may have been
 * overwritten since, so each is believed only where it proves itself: a definition by its id, a name by its hash.
 */
export class StaleChunk extends Chunk implements Stale {
  override readonly finder: TemplateFinder = findStaleTemplate;
  readonly recovery: Recovery;
  /** The record in work. */
  current: Reporter | undefined;
  /** Set when a name was read that records of today have written, or one that is lost. */
  doubtful = false;
  /** A definition is being parsed: what is wrong with its names is judged once for all records. */
  inDefinition = false;
  /** What was found out about definitions, by their offset: whether names of theirs are doubtful. */
  readonly doubts: Map<number, boolean> = new Map();
  /** Instances of which it was already told whose template they have. */
  readonly told: Set<number> = new Set();

  constructor(bytes: Uint8Array, offsetBytes: number, settings: Settings, recovery: Recovery) {
    super(bytes, offsetBytes, { ...settings, templates: new NoTemplateCache() });
    this.recovery = recovery;
  }

  override begin(record: Reporter): void {
    this.current = record;
    super.begin(record);
  }

  override countTemplate(at: number, sizeBytes: number): void {
    const { budget } = this.recovery;
    if (budget !== undefined && (budget.left -= sizeBytes) < 0)
      throw new Damage("EVTX_LIMIT", at, "too many template definitions in a small space");
    super.countTemplate(at, sizeBytes);
  }

  /**
   * A name that was overwritten is {@link LOST_NAME} in a definition, and `Element`, with a warning, in a record
   * that leads to it by itself. Fails only where the name must stand inline.
   */
  override name(at: number): string {
    const isOld = this.isOld(at, at);
    if (!isOld) this.doubtful = true;
    let name: string | undefined;
    try {
      name = super.name(at);
    } catch (error) {
      if (!(error instanceof Damage) || error.code !== "EVTX_NAME") throw error;
      this.doubtful = true;
    }
    if (this.inDefinition) return name ?? LOST_NAME;
    if (name === undefined || !isOld)
      this.report("EVTX_NAME", at, "a name was overwritten, or may have been");
    return name ?? "Element";
  }

  override nameSize(at: number): number {
    const size = super.nameSize(at);
    const { view } = this;
    let hash = 0;
    for (let unit = at + 8; unit < at + size - 2; unit += 2)
      hash = (Math.imul(hash, HASH_FACTOR) + view.getUint16(unit, true)) | 0;
    if (view.getUint16(at + 4, true) !== (hash & 0xffff))
      throw new Damage("EVTX_NAME", at, `name at byte ${at} of the chunk was overwritten`);
    return size;
  }

  /** Whether a stretch lies within one gap. */
  isOld(from: number, to: number): boolean {
    const { gaps } = this.recovery;
    let low = 0;
    let high = gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((gaps[middle] as Gap).to <= from) low = middle + 1;
      else high = middle;
    }
    const gap = gaps[low];
    return gap !== undefined && gap.from <= from && to <= gap.to;
  }
}
