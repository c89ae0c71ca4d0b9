const UTF8 = new TextEncoder();

/** Constant JSON text, ready to be copied by words of four bytes. */
export interface JsonText {
  readonly words: Int32Array;
  readonly sizeBytes: number;
}

export function jsonText(text: string): JsonText {
  const bytes = UTF8.encode(text);
  const words = new Int32Array((bytes.length + 3) >> 2);
  const view = new DataView(words.buffer);
  for (let at = 0; at < bytes.length; at++) view.setUint8(at, bytes[at] as number);
  for (let n = 0; n < words.length; n++) words[n] = view.getInt32(4 * n, true);
  return { words, sizeBytes: bytes.length };
}

export function textWords({ words }: JsonText): readonly number[] {
  return [...words];
}
