// Office Open XML workbooks: ECMA-376 part 1, clause 18.
import type { Diagnostic } from "@tocsin/model";
import { readZip } from "../archive/zip.ts";
import { cutDiagnostic } from "../block-list.ts";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Document, DocumentLimits, TableBlock } from "../document.ts";
import { readCoreProperties } from "../docx/core-properties.ts";
import { readPart, readRelationships, valueOf } from "../docx/package-parts.ts";
import type { OfficePackage } from "../docx/package-parts.ts";
import { DocumentError } from "../errors.ts";
import { childOf, childrenOf } from "../xml/find.ts";
import { readDateStyles } from "./number-formats.ts";
import { readSheet, readSharedStrings } from "./read-sheet.ts";
import type { SheetContext } from "./read-sheet.ts";

/**
 * Reads the sheets of a workbook as tables with their names; `line` is the row's own number. A number that is shown as a
 * date becomes ISO 8601, without a zone; of a formula the stored result is read. Hidden sheets are left out and told.
 * @param name for messages and places
 * @throws {DocumentError} `DOCUMENT_DAMAGED`, `DOCUMENT_ENCRYPTED`, `DOCUMENT_LIMIT`, `DOCUMENT_XML`
 */
export function readXlsx(name: string, bytes: Uint8Array, limits: DocumentLimits = {}): Document {
  const { maxExpandedBytes, maxBlocks } = { ...DOCUMENT_LIMITS, ...limits };
  const zip = readZip(name, bytes, { maxExpandedBytes, maxEntries: 20_000 });
  const office: OfficePackage = { file: name, zip, limits };
  const path =
    [...readRelationships(office, "").values()].find(({ type }) => type === "officeDocument")
      ?.target ?? "xl/workbook.xml";
  const root = readPart(office, path);
  if (root === undefined)
    throw new DocumentError(
      "DOCUMENT_DAMAGED",
      `${name}: expected the part ${path}, got none: the workbook is damaged; get it again`,
    );
  const relationships = readRelationships(office, path);
  const targetOf = (type: string): string | undefined =>
    [...relationships.values()].find((one) => one.type === type)?.target;
  const context: SheetContext = {
    strings: readSharedStrings(office, targetOf("sharedStrings"), maxBlocks * 20),
    isDate: readDateStyles(partAt(office, targetOf("styles"))),
    is1904: /^(?:1|true)$/.test(valueOf(childOf(root, "workbookPr"), "date1904") ?? ""),
  };
  const blocks: TableBlock[] = [];
  const hidden: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let left = maxBlocks;
  for (const sheet of childrenOf(childOf(root, "sheets"), "sheet")) {
    const title = valueOf(sheet, "name") ?? "";
    if (/hidden/i.test(valueOf(sheet, "state") ?? "")) {
      hidden.push(title);
      continue;
    }
    const target = relationships.get(relationIdOf(sheet.attributes));
    const entry = target?.type === "worksheet" ? zip.find(target.target) : undefined;
    if (entry === undefined) continue;
    const { rows, isCut } = readSheet(`${name}: ${entry.name}`, zip.take(entry), context, left);
    left -= rows.length;
    if (isCut) diagnostics.push(cutDiagnostic(name, `${maxBlocks} rows`));
    if (rows.length > 0) blocks.push({ kind: "table", name: title, rows });
    if (isCut) break;
  }
  const hasMacros = zip.entries.some((entry) => /vbaproject\.bin$/i.test(entry.name));
  if (hasMacros)
    diagnostics.push(
      told(
        name,
        "warning",
        "DOCUMENT_MACROS",
        "the workbook carries macros; they were neither read nor run",
      ),
    );
  if (hidden.length > 0)
    diagnostics.push(
      told(
        name,
        "warning",
        "DOCUMENT_LEFT_OUT",
        `left out: hidden sheets ${hidden.slice(0, 10).join(", ")}`,
      ),
    );
  return { format: "xlsx", properties: readCoreProperties(office), blocks, parts: [], diagnostics };
}

function partAt(office: OfficePackage, path: string | undefined): ReturnType<typeof readPart> {
  return path === undefined ? undefined : readPart(office, path);
}

/** The attribute `r:id`, whatever its prefix; `sheetId` is another. */
function relationIdOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
}

function told(
  file: string,
  severity: Diagnostic["severity"],
  code: string,
  message: string,
): Diagnostic {
  return {
    severity,
    code,
    message,
    place: { file },
    remedy: "Open the workbook with care and look at it there",
  };
}
