import { RECORD_HEADER_BYTES, viewOf } from "../mutate/layout.ts";
import { Breach } from "./breach.ts";
import type { Rec, Told } from "./reader.ts";

/** Where a record stands in its file. */
export interface Place {
  readonly at: number;
  readonly sizeBytes: number;
  readonly recovered: boolean;
}

const LONGEST_RECORD = 65_536;
const LONGEST_MESSAGE = 2000;
const SEVERITIES: ReadonlySet<string> = new Set(["note", "warning", "error"]);

/** @throws {Breach} `place` if the record does not lie in the bytes with both of its sizes right */
export function placeOf(record: Rec, bytes: Uint8Array): Place {
  const { offsetBytes: at, sizeBytes, recovered } = record;
  const isWithin =
    Number.isSafeInteger(at) &&
    at >= 0 &&
    sizeBytes >= RECORD_HEADER_BYTES + 4 &&
    sizeBytes <= LONGEST_RECORD &&
    at + sizeBytes <= bytes.length;
  if (!isWithin) throw new Breach("place", `record of ${sizeBytes} bytes at ${at}`);
  const view = viewOf(bytes);
  const stated = [view.getUint32(at + 4, true), view.getUint32(at + sizeBytes - 4, true)];
  if (stated.some((size) => size !== sizeBytes))
    throw new Breach("place", `record of ${sizeBytes} bytes at ${at} states ${stated.join(", ")}`);
  return { at, sizeBytes, recovered };
}

/**
 * @param places in the order in which the records were given
 * @throws {Breach} `place` if two records overlap, or those that are not recovered are not in file order
 */
export function requireApart(places: readonly Place[]): void {
  let end = 0;
  for (const { at, sizeBytes, recovered } of places) {
    if (recovered) continue;
    if (at < end)
      throw new Breach("place", `record at ${at} is not behind the one that ends at ${end}`);
    end = at + sizeBytes;
  }
  const sorted = places.toSorted((a, b) => a.at - b.at);
  for (const [n, place] of sorted.entries()) {
    const next = sorted[n + 1];
    if (next !== undefined && place.at + place.sizeBytes > next.at)
      throw new Breach("place", `records at ${place.at} and ${next.at} overlap`);
  }
}

/** A sink that holds what it is told against its promises; what is wrong is thrown by `judge`, not by the sink. */
export function createSink(
  bytes: Uint8Array,
  codes: object,
): { sink(told: Told): void; judge(): void } {
  let wrong: string | undefined;
  return {
    sink({ severity, code, offsetBytes, recordId, message }) {
      const isSound =
        SEVERITIES.has(severity) &&
        Object.hasOwn(codes, code) &&
        Number.isSafeInteger(offsetBytes) &&
        offsetBytes >= 0 &&
        offsetBytes <= Math.max(bytes.length, 128) &&
        (recordId === undefined || recordId >= 0) &&
        message.length <= LONGEST_MESSAGE;
      if (!isSound)
        wrong ??= `${severity} ${code} at ${offsetBytes} of ${bytes.length}: ${message.slice(0, 200)}`;
    },
    judge() {
      if (wrong !== undefined) throw new Breach("diagnostic", wrong);
    },
  };
}
