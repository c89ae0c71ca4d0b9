import { Inflate } from "fflate";
import { DocumentError } from "../errors.ts";

const MAX_DICTIONARY = 4000;
const CHUNK = 64 * 1024;
const FLATE = /\/(?:FlateDecode|Fl)\b/g;
const MAX_LAYERS = 4;
/** Deflate makes at most 258 bytes of two bits (RFC 1951, 3.2.5): 1,032 of one byte, and as many again for each layer. */
const MAX_RATIO = 1033;

/** A compressed stream. */
interface Stream {
  readonly body: Uint8Array;
  /** Times it is compressed. */
  readonly layers: number;
  /** What it cannot pass, whatever is in it. */
  readonly most: number;
}

/**
 * Refuses a PDF whose compressed streams, images left aside, come to more than `maxBytes`: pdf.js expands a page's
 * stream in one go and cannot be stopped. Streams of encrypted documents are not seen through, nor filters other
 * than deflate.
 * @throws {DocumentError} `DOCUMENT_LIMIT`
 */
export function boundStreams(name: string, bytes: Uint8Array, maxBytes: number): void {
  const streams = findStreams(bytes).toSorted((a, b) => b.most - a.most);
  let left = maxBytes;
  let most = streams.reduce((sum, stream) => sum + stream.most, 0);
  for (const stream of streams) {
    // The small ones that are left cannot pass the limit: most PDFs are bounded by a look at their largest streams.
    if (most <= left) return;
    most -= stream.most;
    left -= expandedLength(stream.body, stream.layers, left);
    if (left < 0)
      throw new DocumentError(
        "DOCUMENT_LIMIT",
        `${name}: expected at most ${maxBytes} bytes after expansion, got more; the PDF is made to cost memory, or too large: split it`,
      );
  }
}

function findStreams(bytes: Uint8Array): readonly Stream[] {
  const text = new TextDecoder("latin1").decode(bytes);
  const streams: Stream[] = [];
  for (let at = text.indexOf("stream"); at >= 0; at = text.indexOf("stream", at + 6)) {
    if (text.startsWith("end", at - 3)) continue;
    const dictionary = dictionaryBefore(text, at);
    const layers = Math.min(dictionary.match(FLATE)?.length ?? 0, MAX_LAYERS);
    if (layers === 0 || /\/Subtype\s{0,9}\/Image\b/.test(dictionary)) continue;
    const start = at + (text.startsWith("\r\n", at + 6) ? 8 : 7);
    const end = text.indexOf("endstream", start);
    const body = bytes.subarray(start, end < 0 ? bytes.length : end);
    streams.push({ body, layers, most: body.length * MAX_RATIO ** layers });
    at = end < 0 ? text.length : end;
  }
  return streams;
}

/** The stream's dictionary: what stands between its object's head and the stream. */
function dictionaryBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - MAX_DICTIONARY), at);
  return before.slice(before.lastIndexOf(" obj") + 1);
}

type Sink = (chunk: Uint8Array) => void;

const drop: Sink = () => undefined;

interface Count {
  readonly limit: number;
  total: number;
}

/** Counts what a stream comes to, over all its layers, and stops once it passes `limit`. */
function expandedLength(body: Uint8Array, layers: number, limit: number): number {
  const count: Count = { limit, total: 0 };
  let push = drop;
  for (let i = 0; i < layers; i++) push = expandInto(push, count);
  try {
    for (let i = 0; i < body.length; i += CHUNK) {
      push(body.subarray(i, i + CHUNK));
      if (count.total > count.limit) break;
    }
  } catch {
    // A damaged or an encrypted stream comes to what was read of it; whether it can be read is pdf.js's to say.
  }
  return count.total;
}

/** Takes pieces of a zlib stream and gives what they expand to. */
function expandInto(next: Sink, count: Count): Sink {
  const inflate = new Inflate((chunk) => {
    count.total += chunk.length;
    if (count.total <= count.limit) next(chunk);
  });
  // The head of zlib: two bytes before the deflated ones.
  let skipped = 0;
  return (chunk) => {
    const skip = Math.min(2 - skipped, chunk.length);
    skipped += skip;
    if (chunk.length > skip) inflate.push(chunk.subarray(skip));
  };
}
