import type { Diagnostic } from "@tocsin/model";
import { SaxesParser } from "saxes";
import { DocumentError } from "../errors.ts";

/** An element with its place. Names are as written and without their prefix. */
export interface XmlElement {
  /** Name without its prefix: `Observable`. */
  readonly name: string;
  /** As written: `cybox:Observable`. */
  readonly qualifiedName: string;
  /** Values by name as written: `xsi:type`, `id`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Texts right inside, joined; the texts of children are theirs. */
  readonly text: string;
  /** 1-based line of the start tag. */
  readonly line: number;
}

/** Bounds of {@link parseXml}. */
export interface XmlLimits {
  /** Default 200. */
  readonly maxDepth?: number;
  /** Default 2,000,000. */
  readonly maxElements?: number;
}

/** The tree, and what is wrong with the text. */
export interface ParsedXml {
  readonly root: XmlElement;
  readonly diagnostics: readonly Diagnostic[];
}

interface Open {
  readonly name: string;
  readonly qualifiedName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
  readonly line: number;
}

const MAX_TOLD = 5;

/**
 * Reads XML as a tree. Entities of a document type are never expanded and nothing is fetched; a text that is not
 * well formed is read as far as it goes, with a diagnostic for each of the first faults.
 * Elements left open at the end are closed there.
 * @param file name for the places of diagnostics
 * @throws {DocumentError} `DOCUMENT_XML` without any element, `DOCUMENT_LIMIT`
 */
export function parseXml(file: string, text: string, limits: XmlLimits = {}): ParsedXml {
  const { maxDepth = 200, maxElements = 2_000_000 } = limits;
  const diagnostics: Diagnostic[] = [];
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on("error", (error) => {
    if (diagnostics.length >= MAX_TOLD) return;
    diagnostics.push({
      severity: "warning",
      code: "DOCUMENT_XML_FORM",
      message: `expected well-formed XML, got ${error.message.replace(/^\d+:\d+: /, "")}`,
      place: { file, line: parser.line, column: parser.column + 1 },
      remedy: "The rest was read; tell the publisher",
    });
  });
  let startLine = 1;
  parser.on("opentagstart", () => {
    startLine = parser.line;
  });
  parser.on("opentag", ({ name, attributes }) => {
    elements++;
    if (open.length >= maxDepth || elements > maxElements)
      throw new DocumentError(
        "DOCUMENT_LIMIT",
        `${file}: line ${parser.line}: expected at most ${maxDepth} levels and ${maxElements} elements of XML, got more`,
      );
    open.push({
      name: name.slice(name.indexOf(":") + 1),
      qualifiedName: name,
      attributes,
      children: [],
      text: "",
      line: startLine,
    });
  });
  const addText = (piece: string): void => {
    const last = open.at(-1);
    if (last !== undefined) last.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  const close = (): void => {
    const element = open.pop();
    if (element === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root ??= element;
    else parent.children.push(element);
  };
  parser.on("closetag", close);
  parser.write(text).close();
  while (open.length > 0) close();
  if (root === undefined)
    throw new DocumentError("DOCUMENT_XML", `${file}: expected XML, got no element`);
  return { root, diagnostics };
}
