import { zipKind } from "@tocsin/documents";
import { declaredCharset } from "./charset.ts";
import { AdvisoryError } from "./errors.ts";

/** The text of a document, and whether bytes of it were no text. */
export interface Decoded {
  readonly text: string;
  readonly isDamaged: boolean;
}

interface Magic {
  readonly bytes: readonly number[];
  /** Place of the bytes. Default 0. */
  readonly at?: number;
  readonly name: string;
}

const OLD_OFFICE = "an old Office document or a mail message";

const MAGICS: readonly Magic[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], name: "PDF" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "ZIP (DOCX, XLSX, ODT)" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: OLD_OFFICE },
  {
    bytes: [0x1f, 0x8b],
    name: "a gzip file (GZ, TGZ): unpack it and give the document inside, or several as ZIP",
  },
  // POSIX.1-2017, pax, ustar interchange format: the field `magic` of the first header block.
  {
    bytes: [0x75, 0x73, 0x74, 0x61, 0x72],
    at: 257,
    name: "a TAR archive: unpack it and give the documents inside, several as ZIP",
  },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: "Zstandard" },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], name: "RTF: save it as DOCX or PDF" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: "PNG" },
  { bytes: [0xff, 0xd8, 0xff], name: "JPEG" },
  { bytes: [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65], name: "EVTX" },
];
const SAMPLE_BYTES = 8192;

/**
 * Decodes UTF-8 with or without a byte order mark, UTF-16 with one, and the older encoding a text declares where it is
 * no UTF-8; undefined for bytes that are no text, known by their first bytes or by control characters.
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
  switch (zipKind(bytes)) {
    case "open-document":
      return "an OpenDocument file (ODT, ODS): save it as DOCX, XLSX or PDF";
    case "other-office":
      return "an Office file of a kind that is not read (a presentation, a binary workbook): save it as PDF or XLSX";
    default:
  }
  const magic = magicOf(bytes);
  return magic?.name === OLD_OFFICE ? describeCompound(bytes) : (magic?.name ?? "binary data");
}

/** Streams of a compound file, each with what it makes of the file. An encrypted DOCX or XLSX is such a file too. */
const STREAMS: readonly (readonly [string, string])[] = [
  ["EncryptedPackage", "an encrypted Office document: give a copy without a password"],
  ["__substg1.0_", "an Outlook message (MSG): save it as EML"],
  ["WordDocument", "an old Word document (DOC): save it as DOCX or PDF"],
  ["PowerPoint Document", "an old presentation (PPT): save it as PDF"],
  ["Workbook", "an old Excel workbook (XLS): save it as XLSX or CSV"],
];
const MAX_LOOKED_AT = 16 * 1024 * 1024;

/** Names of streams are UTF-16 and begin at even places (MS-CFB 2.6.1). */
function describeCompound(bytes: Uint8Array): string {
  const even = bytes.subarray(0, Math.min(bytes.length, MAX_LOOKED_AT) & ~1);
  const text = new TextDecoder("utf-16le").decode(even);
  return STREAMS.find(([name]) => text.includes(name))?.[1] ?? OLD_OFFICE;
}

function magicOf(bytes: Uint8Array): Magic | undefined {
  return MAGICS.find(({ bytes: magic, at = 0 }) =>
    magic.every((byte, i) => bytes[at + i] === byte),
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
  const charset = declaredCharset(bytes);
  // A declaration counts where the bytes are no UTF-8, or are ASCII that stands for something else.
  if (charset !== undefined && (charset === "iso-2022-jp" || !isUtf8(bytes))) {
    const declared = new TextDecoder(charset).decode(bytes);
    return { text: declared, isDamaged: declared.includes("\uFFFD") };
  }
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
    // Letters of an encoding that is not declared are replaced too, but they are letters: only controls tell.
    if (
      code === 127 ||
      (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 27)
    )
      controls++;
  }
  return controls > 4 && controls * 20 > sample.length;
}
