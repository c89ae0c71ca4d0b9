import { SaxesParser } from "saxes";
import { DocumentError } from "../errors.ts";

/** What is told of a part of a workbook; names are without prefix. */
export interface XmlEvents {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
  /** Whether to stop: asked after every piece. */
  readonly isDone?: () => boolean;
}

const PIECE_BYTES = 64 * 1024;
const MAX_DEPTH = 100;

/**
 * Reads XML as events, piece by piece, for parts too large to be held as a tree. Entities of a document type are not
 * expanded; what is not well formed is passed over.
 * @throws {DocumentError} `DOCUMENT_LIMIT` for elements nested too deep
 */
export function streamXml(place: string, bytes: Uint8Array, events: XmlEvents): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const decoder = new TextDecoder(isWide ? (first === 0xff ? "utf-16le" : "utf-16be") : "utf-8");
  let depth = 0;
  // Without a listener the parser throws; the values that can be read are wanted all the same.
  parser.on("error", () => undefined);
  parser.on("opentag", ({ name, attributes }) => {
    depth++;
    if (depth > MAX_DEPTH)
      throw new DocumentError(
        "DOCUMENT_LIMIT",
        `${place}: expected at most ${MAX_DEPTH} levels of XML, got more`,
      );
    events.open?.(name.slice(name.indexOf(":") + 1), attributes);
  });
  parser.on("closetag", ({ name }) => {
    depth--;
    events.close?.(name.slice(name.indexOf(":") + 1));
  });
  const addText = (text: string): void => events.text?.(text);
  parser.on("text", addText);
  parser.on("cdata", addText);
  for (let at = 0; at < bytes.length && events.isDone?.() !== true; at += PIECE_BYTES)
    parser.write(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
}
