import type { Diagnostic, Place } from "@tocsin/model";
import { readEvents } from "./feed-events.ts";
import type { FeedEvents } from "./feed-events.ts";
import { dropCopies, orderByTime } from "./feed-order.ts";
import { formKey, ROW } from "./feed-row.ts";
import type { FeedForm } from "./feed-row.ts";
import type { FeedBatch, WantedFeeds } from "./feeds.ts";
import { createInterned } from "./interned.ts";
import { createTape } from "./tape.ts";

/** All feeds of a hunt. Beyond a budget of memory they lie in a temporary file. */
export interface FeedStore extends FeedEvents {
  /** Events, copies counted. */
  readonly size: number;
  /** Takes over a batch of a unit. Batches of one unit come in their order, units in any. */
  merge(this: void, batch: FeedBatch, unit: number): void;
  /** The first unit of which a bound left something out. The same whatever the order in which units came. */
  readonly cutUnit: number | undefined;
  /** Events by time; those of one moment by unit, then as they came; of copies the first. */
  byTime(): Uint32Array;
  /** Brings events together that lie far apart in a file. Valid until the next ones are picked. */
  pick(events: Uint32Array): { readonly feeds: FeedEvents; readonly events: Uint32Array };
  /** Frees memory and file. */
  close(): void;
}

/** Bounds on what feeds correlations. */
export interface FeedLimits {
  readonly events: number;
  /** Of rows. */
  readonly sizeBytes: number;
  /** Of what batches have in common: detections with hosts, files and sources. */
  readonly formBytes: number;
  /** Of rows that are kept in memory. */
  readonly memoryBytes: number;
}

const MIB = 1024 * 1024;

/** Bounds of a hunt. */
export const FEED_LIMITS: FeedLimits = {
  events: 4_000_000,
  sizeBytes: 4096 * MIB,
  formBytes: 96 * MIB,
  memoryBytes: 16 * MIB,
};

/** Says that a bound was met. */
export function tooManyFeeds(
  place: Place,
  { events, sizeBytes, formBytes }: FeedLimits,
): Diagnostic {
  return {
    severity: "error",
    code: "HUNT_LIMIT",
    message: `over ${events} records, ${sizeBytes} bytes of them, or ${formBytes} bytes of their files and sources feed correlations; later ones were left out of them`,
    place,
    remedy: "Narrow the time window, or hunt with fewer correlations",
  };
}

/** A batch, as rows of the store. */
interface Range {
  readonly unit: number;
  readonly start: number;
  readonly count: number;
  readonly sizeBytes: number;
  readonly formBytes: number;
}

/** What a text or a form costs beside its units. */
const ITEM_BYTES = 128;

/** @param wanted the same that the batches were made with */
export function createFeedStore(wanted: WantedFeeds, limits: FeedLimits = FEED_LIMITS): FeedStore {
  const forms = createInterned<FeedForm>();
  const texts = createInterned<string>();
  const tape = createTape(limits.memoryBytes);
  const picked = createTape(limits.memoryBytes);
  const book = { forms: forms.items, texts: texts.items };
  const own = readEvents({ at: tape.at, ...book }, wanted);
  const ofPicked = readEvents({ at: picked.at, ...book }, wanted);
  /** By unit. */
  const ranges: Range[] = [];
  const total = { count: 0, sizeBytes: 0, formBytes: 0 };
  /** Where a bound cut off: this batch of this unit, and all that lies behind it. */
  let cut: { unit: number; batch: number } | undefined;
  const batches = new Map<number, number>();

  const count = (range: Range, by: 1 | -1): void => {
    total.count += by * range.count;
    total.sizeBytes += by * range.sizeBytes;
    total.formBytes += by * range.formBytes;
  };
  const isFull = (): boolean =>
    total.count > limits.events ||
    total.sizeBytes > limits.sizeBytes ||
    total.formBytes > limits.formBytes;

  const append = ({ forms: from, texts: names, rows }: FeedBatch): void => {
    const textNumbers = names.map((text) => texts.intern(text, text));
    const formNumbers = from.map((one) => {
      const file = textNumbers[one.file] ?? 0;
      const form = { ...one, file, source: textNumbers[one.source] ?? 0 };
      return forms.intern(formKey(form), form);
    });
    for (let row = 0; row < rows.length;) {
      const end = row + (rows[row] as number);
      for (let at = row; at < end; at++) {
        const word = rows[at] as number;
        tape.push(at === row + ROW.form ? (formNumbers[word] ?? 0) : word);
      }
      row = end;
    }
  };

  return {
    ...own,
    get size() {
      return total.count;
    },
    get cutUnit() {
      return cut?.unit;
    },
    merge(batch, unit) {
      const number = batches.get(unit) ?? 0;
      batches.set(unit, number + 1);
      if (cut !== undefined && (unit > cut.unit || (unit === cut.unit && number >= cut.batch)))
        return;
      const range: Range = {
        unit,
        start: tape.length,
        count: batch.count,
        sizeBytes: 4 * batch.rows.length,
        formBytes: formBytesOf(batch),
      };
      append(batch);
      let at = ranges.length;
      while (at > 0 && (ranges[at - 1] as Range).unit > unit) at--;
      ranges.splice(at, 0, range);
      count(range, 1);
      while (isFull()) {
        const last = ranges.pop();
        if (last === undefined) break;
        count(last, -1);
        const before = ranges.filter((one) => one.unit === last.unit).length;
        cut = { unit: last.unit, batch: before };
      }
    },
    byTime() {
      const events = new Uint32Array(total.count);
      let at = 0;
      for (const { start, count: left } of ranges)
        for (let row = start, end = at + left; at < end; row += tape.at(row)) events[at++] = row;
      return dropCopies(orderByTime(events, own), own);
    },
    pick(events) {
      if (!tape.isSpilled) return { feeds: own, events };
      picked.clear();
      const moved = events.map((row) => {
        const to = picked.length;
        for (let at = row, end = row + tape.at(row); at < end; at++) picked.push(tape.at(at));
        return to;
      });
      return { feeds: ofPicked, events: moved };
    },
    close() {
      tape.close();
      picked.close();
    },
  };
}

function formBytesOf({ forms, texts }: FeedBatch): number {
  let bytes = 0;
  for (const text of texts) bytes += ITEM_BYTES + 2 * text.length;
  for (const { placeNames, slots } of forms)
    bytes += ITEM_BYTES + 16 * (placeNames.length + slots.length);
  return bytes;
}
