import { HEADER_BYTES, MOST_BYTES } from "../mutate/layout.ts";
import { Breach, difference } from "./breach.ts";
import { placeOf, requireApart } from "./places.ts";
import type { Pieces, Rec } from "./reader.ts";
import type { Session } from "./session.ts";

/** More than readers of pieces hold at once, so that they have to move on. */
const LONG_BYTES = 5 * MOST_BYTES;

/**
 * Reads a long log as a whole and piece by piece, as a log and as any bytes: the same records must come.
 * @param bytes of which the log is made, one after the other
 * @throws {Breach} `reader`, `carver`
 */
export function requirePieces(bytes: Uint8Array, { reader, templates }: Session): void {
  const long = lengthen(bytes);
  for (const recover of [false, true]) {
    const options = { templates, recover };
    const whole = listOf(reader.readEvtx(long, options), long);
    requireSame("reader", listOf(inPieces(reader.createEvtxReader(options), long), long), whole);
  }
  const whole = listOf(reader.recoverEvtx(long, { templates }), long);
  requireSame(
    "carver",
    listOf(inPieces(reader.createEvtxCarver({ templates }), long), long),
    whole,
  );
}

/** The log, and its chunks again and again. */
function lengthen(bytes: Uint8Array): Uint8Array {
  const chunks = bytes.subarray(Math.min(bytes.length, HEADER_BYTES));
  const times = chunks.length === 0 ? 0 : Math.ceil(LONG_BYTES / chunks.length);
  const head = bytes.length - chunks.length;
  // Small ones would be repeated without end.
  const count = Math.min(times, 64);
  const long = new Uint8Array(head + count * chunks.length);
  long.set(bytes.subarray(0, head));
  for (let n = 0; n < count; n++) long.set(chunks, head + n * chunks.length);
  return long;
}

function* inPieces(to: Pieces, bytes: Uint8Array): Generator<Rec, void, undefined> {
  // Sizes of all kinds, small ones among them.
  for (let at = 0, size = 1; at < bytes.length; at += size, size = ((size * 7919) % 300_007) + 1)
    yield* to.push(bytes.subarray(at, at + size));
  yield* to.end();
}

function listOf(records: Iterable<Rec>, bytes: Uint8Array): string {
  const places = [];
  const said: string[] = [];
  for (const record of records) {
    const place = placeOf(record, bytes);
    places.push(place);
    said.push(`${place.at}+${place.sizeBytes} ${record.recordId} ${place.recovered}`);
  }
  requireApart(places);
  return said.join(", ");
}

function requireSame(kind: "reader" | "carver", got: string, wanted: string): void {
  if (got !== wanted) throw new Breach(kind, difference(got, wanted));
}
