import { Chunk, type Reporter } from "./chunk.ts";
import { Damage } from "./diagnostic.ts";
import type { Settings } from "./options.ts";
import type { TemplateShelf } from "./recover-shelf.ts";
import { findStaleTemplate } from "./recover-template.ts";
import type { TemplateFinder } from "./template.ts";

/** A stretch of a chunk that its records of today do not take. Byte offsets from the start of the chunk. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Bytes of definitions that may still be parsed; several chunks may draw on one. */
export interface TemplateBudget {
  left: number;
}

/** What recovered records have besides the bytes of their chunk. */
export interface Recovery {
  readonly shelf: TemplateShelf;
  /** What records of today do not take, in order of place; everything else was written later than the rest. */
  readonly gaps: readonly Gap[];
  /** Whether the bytes begin where the chunk began: else no offset in them can be followed. */
  readonly isBaseKnown: boolean;
  readonly budget?: TemplateBudget;
}

/** Stands for a name that was overwritten; no XML name has this form. */
export const LOST_NAME = "?";
/** Hostile names hash as they like; what was half overwritten does not. */
const HASH_FACTOR = 65_599;

/**
 * A chunk seen as it was in an earlier life. Its records lead to definitions and names that may have been
 * overwritten since, so each is believed only where it proves itself: a definition by its id, a name by its hash.
 */
export class StaleChunk extends Chunk {
  override readonly finder: TemplateFinder = findStaleTemplate;
  readonly recovery: Recovery;
  /** The record in work. */
  current: Reporter | undefined;
  /** Set when a name was read that records of today have written, or one that is lost. */
  doubtful = false;
  /** What was found out about definitions, by their offset: whether names of theirs are doubtful. */
  readonly doubts: Map<number, boolean> = new Map();
  /** Instances of which it was already told whose template they have. */
  readonly told: Set<number> = new Set();

  constructor(bytes: Uint8Array, offsetBytes: number, settings: Settings, recovery: Recovery) {
    super(bytes, offsetBytes, settings);
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

  /** A name that was overwritten is {@link LOST_NAME}; it fails only where its definition holds it inline. */
  override name(at: number): string {
    if (!this.isOld(at, at)) this.doubtful = true;
    try {
      return super.name(at);
    } catch (error) {
      if (!(error instanceof Damage) || error.code !== "EVTX_NAME") throw error;
      this.doubtful = true;
      return LOST_NAME;
    }
  }

  override hasName(at: number, name: string): boolean {
    if (!this.isOld(at, at)) this.doubtful = true;
    return super.hasName(at, name);
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
