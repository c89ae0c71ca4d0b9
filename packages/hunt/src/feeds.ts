import { correlationFields } from "@tocsin/match";
import type {
  Correlation,
  Detection,
  Diagnostic,
  EvidenceRecord,
  Place,
  Scalar,
} from "@tocsin/model";
import { createFloats, createInterned, createWords } from "./feed-columns.ts";
import { formKey, isSameForm, SLOT, toWords } from "./feed-form.ts";
import type { FeedBatch, FeedForm } from "./feed-form.ts";
import { identifyRecord } from "./identity.ts";
import { nameSource } from "./source-name.ts";

/** Fields that correlations ask of a detection, by the detection's index. */
export type WantedFeeds = ReadonlyMap<number, readonly string[]>;

/** Bounds on what feeds correlations. */
export interface FeedLimits {
  readonly events: number;
  /** Of columns and texts together. */
  readonly sizeBytes: number;
}

/** Takes matches of detections that feed correlations. */
export interface Feeds {
  /**
   * Adds a match. One whose detection feeds nothing, or whose record tells no time, is none.
   * @returns false the first time that a bound leaves one out
   */
  add(detection: number, record: EvidenceRecord): boolean;
  /** What was added. */
  take(): FeedBatch;
}

/** Bounds of one unit of a hunt. */
export const UNIT_FEED_LIMITS: FeedLimits = { events: 1_000_000, sizeBytes: 128 * 1024 * 1024 };

/** What an event costs beside its slots: form, time, identity, start. */
export const EVENT_BYTES = 24;
/** What a text or a list costs beside its units. */
export const TEXT_BYTES = 64;

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

/** Says that a bound was met. */
export function tooManyFeeds(place: Place, { events, sizeBytes }: FeedLimits): Diagnostic {
  return {
    severity: "error",
    code: "HUNT_LIMIT",
    message: `over ${events} records, or ${sizeBytes} bytes of them, feed correlations; later ones were left out of them`,
    place,
    remedy: "Narrow the time window, or hunt with fewer correlations",
  };
}

/** Collects feeds in columns: no object for an event, each text once. */
export function createFeeds(wanted: WantedFeeds, limits: FeedLimits = UNIT_FEED_LIMITS): Feeds {
  let sizeBytes = 0;
  const onNew = (key: string): void => void (sizeBytes += TEXT_BYTES + 2 * key.length);
  const forms = createInterned<FeedForm>(onNew);
  const texts = createInterned<string>(onNew);
  const lists = createInterned<readonly Scalar[]>(onNew);
  const form = createWords();
  const timeMs = createFloats();
  const identity = createWords();
  const start = createWords();
  const slots = createWords();
  let leftOut = 0;

  const put = (value: Scalar): number => {
    if (value === true) return SLOT.yes;
    if (typeof value === "number") {
      if (isWord(value)) {
        slots.push(value);
        return SLOT.whole;
      }
      for (const word of toWords(value)) slots.push(word);
      return SLOT.float;
    }
    const text = String(value);
    if (typeof value === "string" && /^\d{1,10}$/u.test(text) && String(Number(text)) === text) {
      if (isWord(Number(text))) {
        slots.push(Number(text));
        return SLOT.digits;
      }
    }
    if (typeof value === "boolean") return putList([value]);
    slots.push(texts.intern(text, text));
    return SLOT.text;
  };

  const putList = (values: readonly Scalar[]): number => {
    slots.push(lists.intern(JSON.stringify(values), values));
    return SLOT.list;
  };

  const putField = (value: ReturnType<EvidenceRecord["field"]>): number => {
    if (value === undefined || value === null) return SLOT.absent;
    if (typeof value !== "object") return put(value);
    const [only] = value;
    return value.length === 1 && only !== undefined ? put(only) : putList(value);
  };

  /** Most matches of a detection have the form of the one before: no need to write its key. */
  const latest = new Map<number, { one: FeedForm; number: number }>();
  const toForm = (one: FeedForm): number => {
    const before = latest.get(one.detection);
    if (before !== undefined && isSameForm(before.one, one)) return before.number;
    const number = forms.intern(formKey(one), one);
    latest.set(one.detection, { one, number });
    return number;
  };

  return {
    add(detection, record) {
      const names = wanted.get(detection);
      const { timeMs: time, host } = record;
      if (names === undefined || time === undefined || !Number.isFinite(time)) return true;
      if (form.length >= limits.events || sizeBytes >= limits.sizeBytes) return leftOut++ > 0;
      const begin = slots.length;
      const placeNames: string[] = [];
      const kinds: number[] = [];
      const { place } = record;
      for (const [name, value] of Object.entries(place) as [string, Scalar | undefined][]) {
        if (value === undefined) continue;
        placeNames.push(name);
        kinds.push(name === "file" ? SLOT.absent : put(value));
      }
      for (const name of names) kinds.push(putField(record.field(name)));
      const named = nameSource(record.source);
      const one: FeedForm = {
        detection,
        file: texts.intern(place.file, place.file),
        source: texts.intern(named, named),
        host: host === undefined ? -1 : texts.intern(host, host),
        placeNames,
        slots: kinds,
      };
      form.push(toForm(one));
      timeMs.push(time);
      const { high, low } = identifyRecord(record);
      identity.push((high ^ Math.imul(detection + 1, 0x9e3779b1)) >>> 0);
      identity.push(low);
      start.push(begin);
      sizeBytes += EVENT_BYTES + 4 * (slots.length - begin);
      return true;
    },
    take: () => ({
      forms: forms.items,
      texts: texts.items,
      lists: lists.items,
      form: form.toArray(),
      timeMs: timeMs.toArray(),
      identity: identity.toArray(),
      start: start.toArray(),
      slots: slots.toArray(),
      leftOut,
    }),
  };
}

function isWord(value: number): boolean {
  return value >>> 0 === value && !Object.is(value, -0);
}
