import { isPdf, parseXml } from "@tocsin/documents";
import { decodeText } from "./decode.ts";
import { AdvisoryError } from "./errors.ts";
import type { AdvisoryInput, Content } from "./formats/format.ts";
import { locateJsonError } from "./locate-json-error.ts";

/** The content, and whether bytes of its text were no text. */
export interface ReadContent {
  readonly content: Content;
  readonly isDamaged: boolean;
}

/**
 * Decodes and parses a document once for all formats. HTML, XHTML too, is text.
 * @throws {AdvisoryError} `ADVISORY_EMPTY`, `ADVISORY_JSON`
 * @throws {DocumentError} `DOCUMENT_XML`, `DOCUMENT_LIMIT`
 */
export function readContent({ name, bytes }: AdvisoryInput): ReadContent {
  // Junk before the head of a PDF may look like anything.
  if (isPdf(bytes)) return { content: { kind: "bytes" }, isDamaged: false };
  const decoded = decodeText(name, bytes);
  if (decoded === undefined) return { content: { kind: "bytes" }, isDamaged: false };
  const { text, isDamaged } = decoded;
  if (looksLikeJson(text))
    // Without its text: of a large bundle that is as much memory again.
    return { content: { kind: "json", json: parseJson(name, text) }, isDamaged };
  if (looksLikeXml(text))
    return { content: { kind: "xml", text, ...parseXml(name, text) }, isDamaged };
  return { content: { kind: "text", text }, isDamaged };
}

/** A brace opens JSON; a bracket only where an object, a list or nothing follows, for links begin with one too. */
function looksLikeJson(text: string): boolean {
  return /^\s{0,1000}(?:\{|\[\s{0,1000}(?:[{[\]]|"))/.test(text);
}

function looksLikeXml(text: string): boolean {
  const start = text.slice(0, 4096);
  if (/<!doctype\s+html|<html[\s>]/i.test(start)) return false;
  return /^\s{0,1000}<(?:\?xml[\s?]|!DOCTYPE\s|[A-Za-z][\w.-]{0,60}:[A-Za-z][\w.-]{0,60}[\s>]|(?:ioc|OpenIOC|cvrfdoc)[\s>])/.test(
    start,
  );
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const { line, column } = locateJsonError(text);
    throw new AdvisoryError(
      "ADVISORY_JSON",
      `${name}: line ${line}, column ${column}: expected JSON, got something else; correct it or give another copy`,
      { cause },
    );
  }
}
