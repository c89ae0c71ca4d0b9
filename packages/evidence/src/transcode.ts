/** Turns the bytes of a text file into UTF-8 without byte order mark, piece by piece. */
export interface Transcoder {
  /** The same bytes where they are UTF-8 already. The result is valid until the next call. */
  push(bytes: Uint8Array): Uint8Array;
  /** What a cut last character leaves. */
  end(): Uint8Array;
  /** Bytes of the byte order mark, once it is known. */
  readonly markBytes: number;
  /** True for UTF-16: offsets in the result are not those in the file. */
  readonly transcodes: boolean;
}

const NOTHING = new Uint8Array(0);

/** A transcoder that looks at the byte order mark unless the bytes begin within a file. */
export function createTranscoder(atStart: boolean): Transcoder {
  let decoder: TextDecoder | undefined;
  let pending: Uint8Array = NOTHING;
  let decided = !atStart;
  let markBytes = 0;
  const encoder = new TextEncoder();

  function decide(bytes: Uint8Array, last: boolean): Uint8Array {
    const head = pending.length === 0 ? bytes : join(pending, bytes);
    if (head.length < 3 && !last && couldBeMark(head)) {
      pending = head.slice();
      return NOTHING;
    }
    decided = true;
    pending = NOTHING;
    const mark = markOf(head);
    markBytes = mark.bytes;
    if (mark.encoding !== undefined) decoder = new TextDecoder(mark.encoding, { ignoreBOM: true });
    return head.subarray(mark.bytes);
  }

  return {
    push: (bytes) => {
      const rest = decided ? bytes : decide(bytes, false);
      return decoder === undefined || rest.length === 0
        ? rest
        : encoder.encode(decoder.decode(rest, { stream: true }));
    },
    end: () => {
      const rest = decided ? NOTHING : decide(NOTHING, true);
      return decoder === undefined ? rest : encoder.encode(decoder.decode(rest));
    },
    get markBytes() {
      return markBytes;
    },
    get transcodes() {
      return decoder !== undefined;
    },
  };
}

/** The byte order mark at the head: its size, and the encoding if it is not UTF-8. */
export function markOf(head: Uint8Array): {
  readonly bytes: number;
  readonly encoding?: "utf-16le" | "utf-16be";
} {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { bytes: 2, encoding: "utf-16le" };
  if (head[0] === 0xfe && head[1] === 0xff) return { bytes: 2, encoding: "utf-16be" };
  return { bytes: 0 };
}

function couldBeMark(head: Uint8Array): boolean {
  const first = head[0];
  if (first === undefined) return true;
  if (head.length === 1) return first === 0xef || first === 0xff || first === 0xfe;
  return first === 0xef && head[1] === 0xbb;
}

/** Two pieces as one. */
function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
