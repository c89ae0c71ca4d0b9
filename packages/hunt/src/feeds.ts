import { correlationFields } from "@tocsin/match";
import type { Correlation, Detection, EvidenceRecord, Scalar } from "@tocsin/model";
import { formKey, isSameForm, putField, ROW, SLOT, toWords } from "./feed-row.ts";
import type { FeedForm } from "./feed-row.ts";
import { identifyRecord } from "./identity.ts";
import { createInterned } from "./interned.ts";
import { nameSource } from "./source-name.ts";

/** Fields that correlations ask of a detection, by the detection's index. */
export type WantedFeeds = ReadonlyMap<number, readonly string[]>;

/** Matches of detections. Plain data: it crosses threads. */
export interface FeedBatch {
  readonly forms: readonly FeedForm[];
  readonly texts: readonly string[];
  /** {@link ROW}, then the values as the form says; row after row. */
  readonly rows: Uint32Array;
  readonly count: number;
}

/** Takes matches of detections that feed correlations. */
export interface Feeds {
  /** Adds a match. One whose detection feeds nothing, or whose record tells no time, is none. */
  add(detection: number, record: EvidenceRecord): void;
  /** Gives what was added since the last batch. */
  end(): void;
}

/** A batch is full with so many events, or words of them. */
const BATCH_EVENTS = 8192;
const BATCH_WORDS = 262_144;

/** Which fields correlations ask of which detections. */
export function toWanted(
  detections: readonly Detection[],
  correlations: readonly Correlation[],
): WantedFeeds {
  const indexes = new Map(detections.map(({ id }, index) => [id, index]));
  const wanted = new Map<number, readonly string[]>();
  for (const [id, fields] of correlationFields(correlations)) {
    const index = indexes.get(id);
    if (index !== undefined) wanted.set(index, [...fields]);
  }
  return wanted;
}

/** Collects feeds in rows of numbers: no object for an event. */
export function createFeeds(wanted: WantedFeeds, onBatch: (batch: FeedBatch) => void): Feeds {
  let forms = createInterned<FeedForm>();
  let texts = createInterned<string>();
  /** Most matches of a detection have the form of the one before: no need to write its key. */
  const latest = new Map<number, { one: FeedForm; number: number }>();
  let rows = new Uint32Array(256);
  let length = 0;
  let count = 0;

  const push = (word: number): void => {
    if (length === rows.length) {
      const wider = new Uint32Array(2 * length);
      wider.set(rows);
      rows = wider;
    }
    rows[length++] = word;
  };
  const toForm = (one: FeedForm): number => {
    const before = latest.get(one.detection);
    if (before !== undefined && isSameForm(before.one, one)) return before.number;
    const number = forms.intern(formKey(one), one);
    latest.set(one.detection, { one, number });
    return number;
  };
  const end = (): void => {
    if (count === 0) return;
    onBatch({ forms: forms.items, texts: texts.items, rows: rows.slice(0, length), count });
    forms = createInterned();
    texts = createInterned();
    latest.clear();
    if (length > BATCH_WORDS) rows = new Uint32Array(256);
    length = 0;
    count = 0;
  };

  return {
    add(detection, record) {
      const names = wanted.get(detection);
      const { timeMs, host, place } = record;
      if (names === undefined || timeMs === undefined || !Number.isFinite(timeMs)) return;
      const row = length;
      push(0);
      push(0);
      for (const word of toWords(timeMs)) push(word);
      const { high, low } = identifyRecord(record);
      push((high ^ Math.imul(detection + 1, 0x9e3779b1)) >>> 0);
      push(low);
      const slots = [putField(host, push)];
      const placeNames: string[] = [];
      for (const [name, value] of Object.entries(place) as [string, Scalar | undefined][]) {
        if (value === undefined) continue;
        placeNames.push(name);
        slots.push(name === "file" ? SLOT.absent : putField(value, push));
      }
      for (const name of names) slots.push(putField(record.field(name), push));
      const named = nameSource(record.source);
      const file = texts.intern(place.file, place.file);
      const source = texts.intern(named, named);
      rows[row + ROW.length] = length - row;
      rows[row + ROW.form] = toForm({ detection, file, source, placeNames, slots });
      count++;
      if (count >= BATCH_EVENTS || length >= BATCH_WORDS) end();
    },
    end,
  };
}
