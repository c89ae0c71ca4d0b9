import type { Template } from "../binxml/template.ts";
import type { Chunk, Reporter } from "../log/chunk.ts";

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
  readonly shelf: Shelf;
  /** What records of today do not take, in order of place; everything else was written later than the rest. */
  readonly gaps: readonly Gap[];
  /** Whether the bytes begin where the chunk began: else no offset in them can be followed. */
  readonly isBaseKnown: boolean;
  readonly budget?: TemplateBudget;
}

/** Stands for a name that was overwritten; no XML name has this form. */
export const LOST_NAME = "?";
/** A template of the evidence, and where its definition stands. */
export interface ShelvedTemplate {
  readonly template: Template;
  /** Byte offset of the definition from the start of the file. */
  readonly offsetBytes: number;
  /** Values that an instance must have at least. */
  readonly slots: number;
}

/** Templates of the evidence by their id. */
export interface Shelf {
  get(id: number): ShelvedTemplate | undefined;
}

/** A chunk seen as it was in an earlier life, as those see it who look for its templates. */
export interface Stale extends Chunk {
  readonly recovery: Recovery;
  /** The record in work. */
  readonly current: Reporter | undefined;
  /** Set when a name was read that records of today have written, or one that is lost. */
  doubtful: boolean;
  /** A definition is being parsed: what is wrong with its names is judged once for all records. */
  inDefinition: boolean;
  /** What was found out about definitions, by their offset: whether names of theirs are doubtful. */
  readonly doubts: Map<number, boolean>;
  /** Instances of which it was already told whose template they have. */
  readonly told: Set<number>;
  /** Whether a stretch lies within one gap. */
  isOld(from: number, to: number): boolean;
}
