/**
 * A text in which every unit knows where it came from. Marks against clicking are taken out of the
 * text, and a place in it can still be given as a place in the original.
 */
export interface Mapped {
  readonly text: string;
  /** For unit i: its first unit in the original, UTF-16. */
  readonly starts: Uint32Array;
  /** For unit i: one past its last unit in the original. */
  readonly ends: Uint32Array;
  /** 1 where unit i stands for a mark against clicking (`[.]`, `[at]`). */
  readonly marked: Uint8Array;
}

/** Collects the units of a {@link Mapped} that is never longer than its source. */
export interface MappedBuilder {
  /** Appends one unit that stands for `start` to `end` of the source. */
  push(unit: string, start: number, end: number, isMark: boolean): void;
  /** The last unit, or "". */
  last(): string;
  /** Takes back up to `limit` blanks at the end. */
  dropBlanks(limit: number): void;
  done(): Mapped;
}

/** Begins a mapped text over `source`; places are those of the source's own original. */
export function buildMapped(source: Mapped): MappedBuilder {
  const size = source.text.length;
  const starts = new Uint32Array(size);
  const ends = new Uint32Array(size);
  const marked = new Uint8Array(size);
  const units: string[] = [];
  return {
    push(unit, start, end, isMark): void {
      const at = units.length;
      starts[at] = source.starts[start] ?? 0;
      ends[at] = source.ends[end - 1] ?? 0;
      marked[at] = isMark || source.marked[start] === 1 ? 1 : 0;
      units.push(unit);
    },
    last: () => units.at(-1) ?? "",
    dropBlanks(limit): void {
      for (let i = 0; i < limit && (units.at(-1) === " " || units.at(-1) === "\t"); i++)
        units.pop();
    },
    done: () => ({ text: units.join(""), starts, ends, marked }),
  };
}

/** The text as its own original, beginning at `offset` of a longer one. */
export function mapPlain(text: string, offset: number): Mapped {
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  for (let i = 0; i < text.length; i++) {
    starts[i] = offset + i;
    ends[i] = offset + i + 1;
  }
  return { text, starts, ends, marked: new Uint8Array(text.length) };
}

/** Whether a unit between the places stands for a mark. */
export function hasMark(mapped: Mapped, start: number, end: number): boolean {
  return mapped.marked.subarray(start, end).includes(1);
}

/** The place in the original of a stretch of the mapped text; the stretch is not empty. */
export function spanOf(mapped: Mapped, start: number, end: number): readonly [number, number] {
  return [mapped.starts[start] ?? 0, mapped.ends[end - 1] ?? 0];
}
