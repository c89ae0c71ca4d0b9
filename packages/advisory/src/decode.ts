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
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/^\s{0,64}(?:<!doctype html|<html[\s>])/i, "HTML"],
  [/^\s{0,64}<\?xml[\s?]/i, "XML"],
];
const REMEDY = "not read by this version; give the STIX, MISP or text copy";
const SAMPLE_BYTES = 8192;

/**
 * Decodes UTF-8 with or without a byte order mark, and UTF-16 with one. Formats that are no text are known
 * by their first bytes.
 * @throws {AdvisoryError} `ADVISORY_EMPTY`, `ADVISORY_FORMAT`
 */
export function decodeText(name: string, bytes: Uint8Array): Decoded {
  if (bytes.length === 0)
    throw new AdvisoryError("ADVISORY_EMPTY", `${name}: the document is empty`);
  for (const magic of MAGICS)
    if (magic.bytes.every((byte, i) => bytes[i] === byte)) refuse(name, magic.name);
  const decoded = decodeBytes(bytes);
  if (decoded.text.trim() === "")
    throw new AdvisoryError("ADVISORY_EMPTY", `${name}: the document has no text, only blanks`);
  for (const [start, format] of MARKUP)
    if (start.test(decoded.text.slice(0, 256))) refuse(name, format);
  if (isBinary(decoded.text)) refuse(name, "binary data");
  return decoded;
}

function refuse(name: string, format: string): never {
  throw new AdvisoryError(
    "ADVISORY_FORMAT",
    `${name}: expected STIX, MISP, Markdown or text, got ${format}: ${REMEDY}`,
  );
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
