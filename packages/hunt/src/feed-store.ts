import type { RecordPlace, Scalar } from "@tocsin/model";
import { createFloats, createInterned, createWords, orderByTime } from "./feed-columns.ts";
import { formKey, fromWords, SLOT, slotCount } from "./feed-form.ts";
import type { FeedBatch, FeedForm, FeedRecord } from "./feed-form.ts";
import { EVENT_BYTES, TEXT_BYTES } from "./feeds.ts";
import type { FeedLimits, WantedFeeds } from "./feeds.ts";

/** All feeds of a hunt, copies of one record once. An event is a number, by its arrival. */
export interface FeedStore {
  readonly size: number;
  /** What it takes, about. */
  readonly sizeBytes: number;
  /**
   * Takes over a batch; of copies, the first that came stays.
   * @returns false the first time that a bound leaves one out
   */
  merge(batch: FeedBatch): boolean;
  /** Events by time; those of one moment by arrival. */
  byTime(): Uint32Array;
  timeOf(event: number): number;
  /** Index in the run's detections. */
  detectionOf(event: number): number;
  fieldsOf(event: number): Readonly<Record<string, readonly Scalar[]>>;
  hostOf(event: number): string | undefined;
  recordOf(event: number): FeedRecord;
}

/** Bounds of a whole hunt. */
export const HUNT_FEED_LIMITS: FeedLimits = { events: 4_000_000, sizeBytes: 512 * 1024 * 1024 };

/** @param wanted the same that the batches were made with */
export function createFeedStore(
  wanted: WantedFeeds,
  limits: FeedLimits = HUNT_FEED_LIMITS,
): FeedStore {
  let sizeBytes = 0;
  const onNew = (key: string): void => void (sizeBytes += TEXT_BYTES + 2 * key.length);
  const forms = createInterned<FeedForm>(onNew);
  const texts = createInterned<string>(onNew);
  const lists = createInterned<readonly Scalar[]>(onNew);
  const form = createWords();
  const timeMs = createFloats();
  const first = createWords();
  const second = createWords();
  const start = createWords();
  const slots = createWords();
  let leftOut = 0;
  // Numbers of events plus one, by their identity; a collision goes to the next place.
  let table = new Uint32Array(1024);

  const placeIn = (of: Uint32Array, a: number, b: number): number => {
    const mask = of.length - 1;
    let at = a & mask;
    for (let known = of[at]; known !== undefined && known !== 0; known = of[at]) {
      if (first.at(known - 1) === a && second.at(known - 1) === b) return at;
      at = (at + 1) & mask;
    }
    return at;
  };
  const grow = (): void => {
    const wider = new Uint32Array(table.length * 2);
    for (let event = 0; event < form.length; event++)
      wider[placeIn(wider, first.at(event), second.at(event))] = event + 1;
    table = wider;
  };

  const formOf = (event: number): FeedForm => forms.items[form.at(event)] as FeedForm;
  const textOf = (text: number): string => texts.items[text] ?? "";
  const valueAt = (slot: number, at: number): readonly Scalar[] => {
    const word = slots.at(at);
    switch (slot) {
      case SLOT.whole:
        return [word];
      case SLOT.float:
        return [fromWords(word, slots.at(at + 1))];
      case SLOT.digits:
        return [String(word)];
      case SLOT.text:
        return [textOf(word)];
      case SLOT.list:
        return lists.items[word] ?? [];
      default:
        return [true];
    }
  };

  return {
    get size() {
      return form.length;
    },
    get sizeBytes() {
      return sizeBytes + 4 * table.length;
    },
    merge(batch) {
      const textNumbers = new Map<number, number>();
      const toText = (number: number): number => {
        let known = textNumbers.get(number);
        if (known === undefined) {
          const text = batch.texts[number] ?? "";
          known = texts.intern(text, text);
          textNumbers.set(number, known);
        }
        return known;
      };
      const toList = (number: number): number => {
        const list = batch.lists[number] ?? [];
        return lists.intern(JSON.stringify(list), list);
      };
      const formNumbers = new Map<number, number>();
      const toForm = (number: number, from: FeedForm): number => {
        let known = formNumbers.get(number);
        if (known === undefined) {
          const { file, source, host } = from;
          const one: FeedForm = {
            ...from,
            file: toText(file),
            source: toText(source),
            host: host < 0 ? host : toText(host),
          };
          known = forms.intern(formKey(one), one);
          formNumbers.set(number, known);
        }
        return known;
      };
      const before = leftOut;
      for (const [row, number] of batch.form.entries()) {
        const from = batch.forms[number];
        const a = batch.identity[2 * row] ?? 0;
        const b = batch.identity[2 * row + 1] ?? 0;
        const place = placeIn(table, a, b);
        if (from === undefined || table[place] !== 0) continue;
        if (form.length >= limits.events || sizeBytes >= limits.sizeBytes) {
          leftOut++;
          continue;
        }
        table[place] = form.length + 1;
        first.push(a);
        second.push(b);
        form.push(toForm(number, from));
        timeMs.push(batch.timeMs[row] ?? 0);
        start.push(slots.length);
        let at = batch.start[row] ?? 0;
        for (const slot of from.slots)
          for (let left = slotCount(slot); left > 0; left--) {
            const word = batch.slots[at++] ?? 0;
            if (slot === SLOT.text) slots.push(toText(word));
            else slots.push(slot === SLOT.list ? toList(word) : word);
            sizeBytes += 4;
          }
        sizeBytes += EVENT_BYTES;
        if (form.length * 4 > table.length * 3) grow();
      }
      return before > 0 || leftOut === 0;
    },
    byTime: () => orderByTime(timeMs),
    timeOf: (event) => timeMs.at(event),
    detectionOf: (event) => formOf(event).detection,
    fieldsOf(event) {
      const { detection, placeNames, slots: kinds } = formOf(event);
      const names = wanted.get(detection) ?? [];
      const fields: Record<string, readonly Scalar[]> = {};
      let at = start.at(event);
      let index = -placeNames.length;
      for (const slot of kinds) {
        const name = names[index++];
        if (name !== undefined && slot !== SLOT.absent) set(fields, name, valueAt(slot, at));
        at += slotCount(slot);
      }
      return fields;
    },
    hostOf(event) {
      const { host } = formOf(event);
      return host < 0 ? undefined : textOf(host);
    },
    recordOf(event) {
      const { file, source, host, placeNames, slots: kinds } = formOf(event);
      const pairs: [string, Scalar | undefined][] = [];
      let at = start.at(event);
      for (const [index, name] of placeNames.entries()) {
        const slot = kinds[index] ?? SLOT.absent;
        pairs.push([name, name === "file" ? textOf(file) : valueAt(slot, at)[0]]);
        at += slotCount(slot);
      }
      return {
        place: Object.fromEntries(pairs) as unknown as RecordPlace,
        source: textOf(source),
        host: host < 0 ? undefined : textOf(host),
      };
    },
  };
}

/** Sets an own property, whatever its name. */
function set<T>(of: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") Object.defineProperty(of, name, { value, enumerable: true });
  else of[name] = value;
}
