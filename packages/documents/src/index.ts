export { zipKind } from "./archive/office-kind.ts";
export type { ZipKind } from "./archive/office-kind.ts";
export { readArchive } from "./archive/read-archive.ts";
export { readDocx } from "./docx/read-docx.ts";
export { DOCUMENT_LIMITS } from "./document.ts";
export type {
  Block,
  BlockPlace,
  CodeBlock,
  Document,
  DocumentLimits,
  DocumentPart,
  DocumentProperties,
  HeadingBlock,
  ListItemBlock,
  RichText,
  TableBlock,
  TableCell,
  TableRow,
  TextBlock,
  TextLink,
} from "./document.ts";
export { DOCUMENT_DIAGNOSTIC_CODES, DOCUMENT_ERROR_CODES, DocumentError } from "./errors.ts";
export type { DocumentDiagnosticCode, DocumentErrorCode } from "./errors.ts";
export { isPdf } from "./pdf/open-pdf.ts";
export { readPdf } from "./pdf/read-pdf.ts";
export { findDelimiter } from "./sheet/delimiter.ts";
export type { Delimiter } from "./sheet/delimiter.ts";
export { readCsv } from "./sheet/read-csv.ts";
export { readXlsx } from "./sheet/read-xlsx.ts";
export { childOf, childrenOf, walkXml } from "./xml/find.ts";
export { parseXml } from "./xml/parse-xml.ts";
export type { ParsedXml, XmlElement, XmlLimits } from "./xml/parse-xml.ts";
