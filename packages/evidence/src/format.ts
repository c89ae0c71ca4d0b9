import { checkJson, skipSpace } from "./json-check.ts";
import { markOf } from "./transcode.ts";

/** What a file holds, by its first bytes. `json-object`: whole objects one after the other, not one per line. */
export type EvidenceFormat =
  | "evtx"
  | "json-lines"
  | "json-array"
  | "json-object"
  | "text"
  | "gzip"
  | "zip"
  | "binary"
  | "empty";

/** Bytes of the head that are looked at. */
export const HEAD_BYTES: number = 64 * 1024;

const MAGICS: readonly (readonly [format: EvidenceFormat, magic: string])[] = [
  ["evtx", "ElfFile\0"],
  ["evtx", "ElfChnk\0"],
  ["gzip", "\x1f\x8b"],
  ["zip", "PK\x03\x04"],
  ["zip", "PK\x05\x06"],
  ["binary", "MZ"],
  ["binary", "\x7fELF"],
  ["binary", "SQLite format 3\0"],
  ["binary", "\x89PNG\r\n\x1a\n"],
  ["binary", "\xff\xd8\xff"],
  ["binary", "GIF8"],
  ["binary", "\xd4\xc3\xb2\xa1"],
  ["binary", "\xa1\xb2\xc3\xd4"],
  ["binary", "\x4d\x3c\xb2\xa1"],
  ["binary", "\x0a\x0d\x0d\x0a"],
  ["binary", "\xcf\xfa\xed\xfe"],
  ["binary", "\xca\xfe\xba\xbe"],
  ["binary", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["binary", "%PDF-"],
  ["binary", "regf"],
  ["binary", "7z\xbc\xaf\x27\x1c"],
  ["binary", "Rar!\x1a\x07"],
  ["binary", "BZh"],
  ["binary", "\xfd7zXZ\0"],
  ["binary", "\x28\xb5\x2f\xfd"],
  ["binary", "LfLe"],
  ["binary", "PAR1"],
];
/** Lines that are tried before a file with broken JSON in it counts as text. */
const TRIED_LINES = 20;
/** How long a short magic of letters may be followed by text before it is not believed. */
const SHORT_MAGICS = new Set(["MZ", "BZh", "regf", "GIF8", "PAR1"]);

/**
 * Recognises a format from the first {@link HEAD_BYTES} of a file (all of it if it is shorter).
 * Text in UTF-16 counts as text or JSON if it has a byte order mark.
 */
export function recognizeFormat(head: Uint8Array): EvidenceFormat {
  const bytes = head.subarray(0, HEAD_BYTES);
  if (bytes.length === 0) return "empty";
  const mark = markOf(bytes);
  const binary = mark.encoding === undefined && isBinary(bytes);
  for (const [format, magic] of MAGICS)
    if (startsWith(bytes, magic) && (binary || !SHORT_MAGICS.has(magic))) return format;
  if (binary) return "binary";
  const decoder = new TextDecoder(mark.encoding ?? "utf-8", { ignoreBOM: true });
  // With `stream`, a character that the head cuts is left out.
  const text = decoder.decode(bytes.subarray(mark.bytes), { stream: true });
  // Headings of evtx_dump's records stand between the objects; they alone make no log of lines.
  const bare = text.replace(/^\x1e|^\s{0,8}Record \d{1,20}\s{0,8}(?=\{)/, "");
  const format = recognizeText(bare, head.length < HEAD_BYTES);
  return bare !== text && format === "json-lines" && !text.startsWith("\x1e")
    ? "json-object"
    : format;
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  if (bytes.length < magic.length) return false;
  for (let at = 0; at < magic.length; at++) if (bytes[at] !== magic.charCodeAt(at)) return false;
  return true;
}

/** Text has hardly any control bytes; one in a hundred is more than damage explains. */
function isBinary(bytes: Uint8Array): boolean {
  let odd = 0;
  for (const byte of bytes)
    if (
      byte < 0x07 ||
      (byte > 0x0d && byte < 0x20 && byte !== 0x1b && byte !== 0x1d && byte !== 0x1e)
    )
      odd++;
  return odd * 100 > bytes.length;
}

function recognizeText(text: string, whole: boolean): EvidenceFormat {
  const start = skipSpace(text, 0);
  if (start >= text.length) return "text";
  if (text[start] === "[") return isArray(text, start, whole) ? "json-array" : "text";
  if (text[start] === "{") {
    const format = recognizeObjects(text, start, whole);
    if (format !== undefined) return format;
  }
  return hasJsonLines(text) ? "json-lines" : "text";
}

/** A list whose first element is sound: `[Sun Dec 04 …` is a line of a log. */
function isArray(text: string, start: number, whole: boolean): boolean {
  const first = skipSpace(text, start + 1);
  if (first >= text.length || text[first] === "]") return true;
  const element = checkJson(text, first);
  if (element.state === "cut") return !whole || text[first] === "{";
  if (element.state === "broken") return text[first] === "{" && text.includes("\n", start);
  const next = text.charAt(skipSpace(text, element.at));
  return next === "," || next === "]" || (next === "" && !whole);
}

function recognizeObjects(text: string, start: number, whole: boolean): EvidenceFormat | undefined {
  const first = checkJson(text, start);
  const inner = text.slice(start, first.at).trimEnd();
  const lines = inner.includes("\n");
  if (first.state === "whole") {
    if (lines) return "json-object";
    const rest = /^[ \t,]{0,64}(\S?)/.exec(text.slice(first.at, first.at + 65))?.[1] ?? "";
    return rest === "" ? "json-lines" : "json-object";
  }
  if (first.state === "cut" && !whole) {
    if (lines) return hasJsonLines(text) ? "json-lines" : "json-object";
    return beginsWrapper(inner) ? "json-object" : "json-lines";
  }
  if (hasJsonLines(text)) return "json-lines";
  // A pretty object that is cut or broken: its first line is a bracket or a name.
  return /^\{\s{0,64}(?:"[^"]{0,200}"\s{0,8}:|\})/.test(inner) ? "json-object" : undefined;
}

/** The beginning of an object in one long line that holds a list of records. */
function beginsWrapper(text: string): boolean {
  return /^\{\s{0,8}"(?:Records|records|events|Events|value|@odata[^"]{0,64}|odata[^"]{0,64}|took|hits|preview|results)"\s{0,8}:/.test(
    text,
  );
}

/** Whether most of the first whole lines are JSON objects. */
function hasJsonLines(text: string): boolean {
  const lines = text.split("\n", TRIED_LINES + 1).filter((line) => line.trim() !== "");
  const tried = lines.slice(0, Math.max(1, lines.length - 1));
  const sound = tried.filter((line) => {
    const start = skipSpace(line, 0);
    return line[start] === "{" && checkJson(line, start).state === "whole";
  }).length;
  return sound > 0 && sound * 2 >= tried.length;
}
