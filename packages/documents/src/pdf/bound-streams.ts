import { Inflate } from "fflate";
import { DocumentError } from "../errors.ts";

const MAX_DICTIONARY = 4000;
const CHUNK = 64 * 1024;
const FLATE = /\/(?:FlateDecode|Fl)\b/g;

/**
 * Refuses a PDF whose compressed streams, images left aside, come to more than `maxBytes`: pdf.js expands a page's
 * stream in one go and cannot be stopped. Streams of encrypted documents are not seen through, nor filters other
 * than deflate.
 * @throws {DocumentError} `DOCUMENT_LIMIT`
 */
export function boundStreams(name: string, bytes: Uint8Array, maxBytes: number): void {
  const text = new TextDecoder("latin1").decode(bytes);
  let left = maxBytes;
  for (let at = text.indexOf("stream"); at >= 0; at = text.indexOf("stream", at + 6)) {
    if (text.startsWith("end", at - 3)) continue;
    const dictionary = dictionaryBefore(text, at);
    const layers = dictionary.match(FLATE)?.length ?? 0;
    if (layers === 0 || /\/Subtype\s{0,9}\/Image\b/.test(dictionary)) continue;
    const start = at + (text.startsWith("\r\n", at + 6) ? 8 : 7);
    const end = text.indexOf("endstream", start);
    const body = bytes.subarray(start, end < 0 ? bytes.length : end);
    left -= expandedLength(body, Math.min(layers, 4), left);
    if (left < 0)
      throw new DocumentError(
        "DOCUMENT_LIMIT",
        `${name}: expected at most ${maxBytes} bytes after expansion, got more; the PDF is made to cost memory, or too large: split it`,
      );
    at = end < 0 ? text.length : end;
  }
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
