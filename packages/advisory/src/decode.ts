import { AdvisoryError } from "./errors.ts";

/** The text of a document, and whether bytes of it were no text. */
export interface Decoded {
  readonly text: string;
  readonly isDamaged: boolean;
}

interface Magic {
  readonly bytes: readonly number[];
  readonly name: string;
}

const MAGICS: readonly Magic[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], name: "PDF" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "ZIP (DOCX, XLSX, ODT)" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: "an old Office document or a mail message" },
  { bytes: [0x1f, 0x8b], name: "gzip" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: "Zstandard" },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], name: "RTF" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: "PNG" },
  { bytes: [0xff, 0xd8, 0xff], name: "JPEG" },
  { bytes: [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65], name: "EVTX" },
];
const SAMPLE_BYTES = 8192;

/**
 * Decodes UTF-8 with or without a byte order mark, and UTF-16 with one; undefined for bytes that are no text, known
 * by their first bytes or by control characters.
 * @throws {AdvisoryError} `ADVISORY_EMPTY`
 */
export function decodeText(name: string, bytes: Uint8Array): Decoded | undefined {
  if (bytes.length === 0)
    throw new AdvisoryError("ADVISORY_EMPTY", `${name}: the document is empty`);
  if (magicOf(bytes) !== undefined) return undefined;
  const decoded = decodeBytes(bytes);
  if (decoded.text.trim() === "")
    throw new AdvisoryError("ADVISORY_EMPTY", `${name}: the document has no text, only blanks`);
  return isBinary(decoded.text) ? undefined : decoded;
}

/** What bytes that are no text look like, in words. */
export function describeMagic(bytes: Uint8Array): string {
  return magicOf(bytes)?.name ?? "binary data";
}

function magicOf(bytes: Uint8Array): Magic | undefined {
  return MAGICS.find((magic) => magic.bytes.every((byte, i) => bytes[i] === byte));
}

function decodeBytes(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), isDamaged: false };
  if (first === 0xfe && second === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), isDamaged: false };
  // The decoder takes a byte order mark away; a replacement character of the document's own is no damage.
  const text = new TextDecoder("utf-8").decode(bytes);
  return { text, isDamaged: text.includes("\uFFFD") && !isUtf8(bytes) };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE_BYTES);
  let controls = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13))
      controls++;
  }
  return controls > 4 && controls * 20 > sample.length;
}
