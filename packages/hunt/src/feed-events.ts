import type { RecordPlace, Scalar } from "@tocsin/model";
import { fromWords, ROW, RowReader, SLOT } from "./feed-row.ts";
import type { FeedForm, FeedRecord } from "./feed-row.ts";
import type { WantedFeeds } from "./feeds.ts";

/** Events that feed correlations. One is a number: where its row begins. */
export interface FeedEvents {
  timeOf(this: void, event: number): number;
  /** Index in the run's detections. */
  detectionOf(this: void, event: number): number;
  /** Two words that tell the record and its detection from others, and not from its copies. */
  identityOf(this: void, event: number): { readonly high: number; readonly low: number };
  fieldsOf(this: void, event: number): Readonly<Record<string, readonly Scalar[]>>;
  hostOf(this: void, event: number): string | undefined;
  recordOf(this: void, event: number): FeedRecord;
}

/** Where rows lie, and what their numbers mean. */
export interface FeedRows {
  readonly at: (index: number) => number;
  readonly forms: readonly FeedForm[];
  readonly texts: readonly string[];
}

/** Reads events from their rows. */
export function readEvents({ at, forms, texts }: FeedRows, wanted: WantedFeeds): FeedEvents {
  const formOf = (event: number): FeedForm => forms[at(event + ROW.form)] as FeedForm;
  const textOf = (text: number): string => texts[text] ?? "";
  return {
    timeOf: (event) => fromWords(at(event + ROW.time), at(event + ROW.time + 1)),
    detectionOf: (event) => formOf(event).detection,
    identityOf: (event) => ({ high: at(event + ROW.identity), low: at(event + ROW.identity + 1) }),
    fieldsOf(event) {
      const { detection, placeNames, slots } = formOf(event);
      const names = wanted.get(detection) ?? [];
      const fields: Record<string, readonly Scalar[]> = {};
      const reader = new RowReader(at, event);
      let index = -1 - placeNames.length;
      for (const slot of slots) {
        const name = names[index++];
        const values = reader.read(slot);
        if (name !== undefined && slot !== SLOT.absent) set(fields, name, values);
      }
      return fields;
    },
    hostOf(event) {
      const [slot = SLOT.absent] = formOf(event).slots;
      return toHost(new RowReader(at, event).read(slot));
    },
    recordOf(event) {
      const { file, source, placeNames, slots } = formOf(event);
      const reader = new RowReader(at, event);
      const [first = SLOT.absent, ...others] = slots;
      const host = toHost(reader.read(first));
      const pairs: [string, Scalar | undefined][] = [];
      for (const [index, name] of placeNames.entries()) {
        const [value] = reader.read(others[index] ?? SLOT.absent);
        pairs.push([name, name === "file" ? textOf(file) : value]);
      }
      return {
        place: Object.fromEntries(pairs) as unknown as RecordPlace,
        source: textOf(source),
        host,
      };
    },
  };
}

function toHost([value]: readonly Scalar[]): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** Sets an own property, whatever its name. */
function set<T>(of: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") Object.defineProperty(of, name, { value, enumerable: true });
  else of[name] = value;
}
