// What a flat event tells of itself, from its bytes; decodeFlatWindows tells the same from the parsed object.
import type { RecordSource } from "@tocsin/model";
import type { Layout } from "./flat-layout.ts";
import { KIND_BITS, KIND_MASK, PLAIN, WORD } from "./flat-scan.ts";
import { createTextCache, valueOf, wholeNumber } from "./flat-text.ts";
import { plainTime } from "./flat-time.ts";
import { sharedSource } from "./source-cache.ts";
import { hasZone, parseTime } from "./time.ts";
import { windowsSource } from "./windows-event.ts";

/** A source, and whether it is Sysmon's, whose `UtcTime` counts. */
export interface KnownSource {
  readonly source: RecordSource;
  readonly sysmon: boolean;
}

/** The values of one line by their places. */
interface Line {
  readonly bytes: Uint8Array;
  readonly spans: Int32Array;
  readonly base: number;
}

/** Tells facts of lines. */
export interface FlatFacts {
  /** Undefined if the line is no flat event, or one that only parsing tells. */
  source(line: Line, layout: Layout): KnownSource | undefined;
  timeMs(line: Line, layout: Layout, source: KnownSource): number | undefined;
  /** The text of a value that is neither empty nor null. */
  text(line: Line, place: number): string | undefined;
}

const MAX_IDS = 4096;
const MAX_SOURCES_OF_ID = 64;

export function createFlatFacts(): FlatFacts {
  const cache = createTextCache();
  const byId = new Map<number, KnownSource[]>();

  function text({ bytes, spans, base }: Line, place: number): string | undefined {
    if (place < 0) return undefined;
    const start = spans[base + place * 2] ?? 0;
    const packed = spans[base + place * 2 + 1] ?? 0;
    const end = packed >> KIND_BITS;
    if ((packed & KIND_MASK) === PLAIN)
      return end === start ? undefined : cache.text(bytes, start, end);
    const value = valueOf(bytes, start, end, packed & KIND_MASK);
    return value === null || value === "" ? undefined : String(value);
  }

  function known(eventId: number, channel: string, provider: string | undefined): KnownSource {
    let list = byId.get(eventId);
    if (list === undefined) {
      if (byId.size >= MAX_IDS) byId.clear();
      list = [];
      byId.set(eventId, list);
    }
    for (const one of list)
      if (one.source.channel === channel && one.source.provider === provider) return one;
    const source = sharedSource(windowsSource("windows-json", { channel, provider, eventId }));
    const added = { source, sysmon: /sysmon/i.test(channel) };
    if (list.length >= MAX_SOURCES_OF_ID) list.length = 0;
    list.push(added);
    return added;
  }

  return {
    text,
    source: (line, layout) => {
      const eventId = idOf(line, layout.eventId);
      if (eventId < 0 || !isText(line, layout.channel)) return undefined;
      if (layout.smallId && !isText(line, layout.computerName)) return undefined;
      const channel = text(line, layout.channel);
      if (channel === undefined) return undefined;
      return known(eventId, channel, text(line, layout.provider));
    },
    timeMs: (line, layout, { sysmon }) => {
      const system = isNull(line, layout.systemTime) ? layout.timeCreated : layout.systemTime;
      const first = timeAt(line, system, true);
      if (first !== undefined) return first;
      const utc = sysmon ? timeAt(line, layout.utcTime) : undefined;
      if (utc !== undefined) return utc;
      for (const place of layout.zonedTimes) {
        const time = timeAt(line, place);
        if (time !== undefined) return time;
      }
      const local = timeAt(line, system);
      if (local !== undefined) return local;
      for (const place of layout.otherTimes) {
        const time = timeAt(line, place);
        if (time !== undefined) return time;
      }
      return undefined;
    },
  };
}

/** The event's id; -1 if it is no plain whole number. */
function idOf({ bytes, spans, base }: Line, place: number): number {
  if (place < 0) return -1;
  const packed = spans[base + place * 2 + 1] ?? 0;
  if ((packed & KIND_MASK) !== WORD) return -1;
  return wholeNumber(bytes, spans[base + place * 2] ?? 0, packed >> KIND_BITS);
}

/** Whether a text stands there that is not empty. */
function isText({ spans, base }: Line, place: number): boolean {
  if (place < 0) return false;
  const packed = spans[base + place * 2 + 1] ?? 0;
  if ((packed & KIND_MASK) === PLAIN) return packed >> KIND_BITS > (spans[base + place * 2] ?? 0);
  return (packed & KIND_MASK) < WORD;
}

/** Whether nothing or null stands there. */
function isNull({ bytes, spans, base }: Line, place: number): boolean {
  if (place < 0) return true;
  const packed = spans[base + place * 2 + 1] ?? 0;
  return (packed & KIND_MASK) === WORD && bytes[spans[base + place * 2] ?? 0] === 0x6e;
}

/** The time that stands there; with `zoned`, not from a text without zone. */
function timeAt(
  { bytes, spans, base }: Line,
  place: number,
  zoned: boolean = false,
): number | undefined {
  if (place < 0) return undefined;
  const start = spans[base + place * 2] ?? 0;
  const packed = spans[base + place * 2 + 1] ?? 0;
  const end = packed >> KIND_BITS;
  if ((packed & KIND_MASK) === PLAIN) {
    const time = plainTime(bytes, start, end);
    if (!Number.isNaN(time)) return zoned && bytes[end - 1] !== 0x5a ? undefined : time;
  }
  const value = valueOf(bytes, start, end, packed & KIND_MASK);
  return zoned && typeof value === "string" && !hasZone(value) ? undefined : parseTime(value);
}
