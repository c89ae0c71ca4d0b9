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
export { childOf, childrenOf, walkXml } from "./xml/find.ts";
export { parseXml } from "./xml/parse-xml.ts";
export type { ParsedXml, XmlElement, XmlLimits } from "./xml/parse-xml.ts";
