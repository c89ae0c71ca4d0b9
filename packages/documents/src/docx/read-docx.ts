// Office Open XML word processing: ECMA-376 part 1, clause 17.
import type { Diagnostic } from "@tocsin/model";
import { readZip } from "../archive/zip.ts";
import { makeBlockList } from "../block-list.ts";
import type { BlockList } from "../block-list.ts";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Block, Document, DocumentLimits, DocumentPart, TextBlock } from "../document.ts";
import { DocumentError } from "../errors.ts";
import { joinRules } from "../join-rules.ts";
import { makeTextBuilder } from "../text-builder.ts";
import { childOf, childrenOf } from "../xml/find.ts";
import { readCoreProperties } from "./core-properties.ts";
import { flushCode, notesOf, walkBody } from "./docx-body.ts";
import type { BodyWalk } from "./docx-body.ts";
import type { DocxLeftOut } from "./docx-runs.ts";
import { inferHeadings } from "./infer-headings.ts";
import type { TextLook } from "./infer-headings.ts";
import { readPart, readRelationships } from "./package-parts.ts";
import type { OfficePackage, Relationship } from "./package-parts.ts";
import { dropPageFurniture } from "./page-furniture.ts";
import { readStyles } from "./styles.ts";
import type { DocxStyles } from "./styles.ts";

interface Reading {
  readonly office: OfficePackage;
  readonly blocks: BlockList;
  readonly styles: DocxStyles;
  readonly leftOut: DocxLeftOut;
  readonly looks: Map<Block, TextLook>;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads a Word document: headings by style or outline level, lists, tables, code, links, notes, headers and footers, text
 * boxes. Inserted text is read; deleted, struck out and hidden text, comments and tables of contents are left out
 * and counted. `line` is the number of the paragraph. Macros are told of and never read; embedded Office files are parts.
 * @param name for messages and places
 * @throws {DocumentError} `DOCUMENT_DAMAGED`, `DOCUMENT_ENCRYPTED`, `DOCUMENT_LIMIT`, `DOCUMENT_XML`
 */
export function readDocx(name: string, bytes: Uint8Array, limits: DocumentLimits = {}): Document {
  const { maxExpandedBytes, maxBlocks } = { ...DOCUMENT_LIMITS, ...limits };
  const zip = readZip(name, bytes, { maxExpandedBytes, maxEntries: 20_000 });
  const office: OfficePackage = { file: name, zip, limits };
  const path =
    [...readRelationships(office, "").values()].find(({ type }) => type === "officeDocument")
      ?.target ?? "word/document.xml";
  const root = readPart(office, path);
  if (root === undefined)
    throw new DocumentError(
      "DOCUMENT_DAMAGED",
      `${name}: expected the part ${path}, got none: the document is damaged; get it again`,
    );
  const relationships = readRelationships(office, path);
  const targets = (type: string): readonly string[] => [
    ...new Set(
      [...relationships.values()].filter((one) => one.type === type).map(({ target }) => target),
    ),
  ];
  const reading: Reading = {
    office,
    blocks: makeBlockList(maxBlocks),
    styles: readStyles(office, targets("styles")[0]),
    leftOut: { hidden: 0, deleted: 0, struck: 0, contents: 0 },
    looks: new Map(),
    diagnostics: [],
  };
  readEdges(reading, targets("header"), "page-header");
  const walk = startWalk(reading, relationships, "paragraph");
  const body = childOf(root, "body");
  if (body !== undefined) walkBody(walk, body);
  flushCode(walk);
  if (walk.chunks > 0)
    reading.diagnostics.push(unreadDiagnostic(name, `${walk.chunks} chunks of another format`));
  readNotes(reading, targets("footnotes"), "footnote");
  readNotes(reading, targets("endnotes"), "endnote");
  readEdges(reading, targets("footer"), "page-footer");
  const comments = targets("comments").map(
    (target) => childrenOf(readPart(office, target), "comment").length,
  );
  const macros = zip.entries.some((entry) => /vbaproject\.bin$/i.test(entry.name))
    ? [macroDiagnostic(name)]
    : [];
  return {
    format: "docx",
    properties: readCoreProperties(office),
    blocks: joinRules(dropPageFurniture(inferHeadings(reading.blocks.blocks, reading.looks))),
    parts: takeEmbedded(reading),
    diagnostics: [
      ...reading.diagnostics,
      ...leftOutDiagnostics(name, reading.leftOut, comments[0] ?? 0),
      ...macros,
      ...reading.blocks.cutDiagnostics(name),
    ],
  };
}

function startWalk(
  { blocks, styles, leftOut, looks }: Reading,
  relationships: ReadonlyMap<string, Relationship>,
  plainKind: TextBlock["kind"],
): BodyWalk {
  return {
    relationships,
    styles,
    leftOut,
    blocks,
    plainKind,
    boxes: [],
    fields: [],
    builder: makeTextBuilder(),
    codeUnits: 0,
    textUnits: 0,
    boldUnits: 0,
    size: 0,
    looks,
    paragraphs: 0,
    isInCell: false,
    code: undefined,
    nested: [],
    chunks: 0,
  };
}

function readEdges(
  reading: Reading,
  paths: readonly string[],
  kind: "page-header" | "page-footer",
): void {
  for (const path of paths) {
    const root = readPart(reading.office, path);
    if (root === undefined) continue;
    const walk = startWalk(reading, readRelationships(reading.office, path), kind);
    walkBody(walk, root);
    flushCode(walk);
  }
}

function readNotes(reading: Reading, paths: readonly string[], name: "footnote" | "endnote"): void {
  for (const path of paths) {
    const root = readPart(reading.office, path);
    if (root === undefined) continue;
    const relationships = readRelationships(reading.office, path);
    for (const note of notesOf(root, name)) {
      const walk = startWalk(reading, relationships, "footnote");
      walkBody(walk, note);
      flushCode(walk);
    }
  }
}

/** Office files inside the document; objects of other programs are told of. */
function takeEmbedded({ office, diagnostics }: Reading): DocumentPart[] {
  const parts: DocumentPart[] = [];
  for (const entry of office.zip.entries) {
    if (!/(?:^|\/)embeddings\/[^/]+$/i.test(entry.name)) continue;
    const name = entry.name.split("/").at(-1) ?? entry.name;
    if (/\.(?:docx|docm|xlsx|xlsm|pdf|txt|csv|zip)$/i.test(name))
      parts.push({ name, bytes: office.zip.take(entry) });
    else diagnostics.push(unreadDiagnostic(office.file, `the embedded object ${name}`));
  }
  return parts;
}

function unreadDiagnostic(file: string, what: string): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_PART_UNREAD",
    message: `${what}: not read`,
    place: { file },
    remedy: "Open the document and save it by itself",
  };
}

function macroDiagnostic(file: string): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_MACROS",
    message: "the document carries macros; they were neither read nor run",
    place: { file },
    remedy: "Handle the file with care",
  };
}

function leftOutDiagnostics(file: string, leftOut: DocxLeftOut, comments: number): Diagnostic[] {
  const { hidden, deleted, struck, contents } = leftOut;
  const parts = [
    [hidden, "hidden texts"],
    [deleted, "deleted texts"],
    [struck, "texts struck out"],
    [contents, "lines of a table of contents"],
    [comments, "comments"],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (told.length === 0) return [];
  return [
    {
      severity: "note",
      code: "DOCUMENT_LEFT_OUT",
      message: `left out of the document's text: ${told.join(", ")}`,
      place: { file },
      remedy: "Look at the document where that matters",
    },
  ];
}
