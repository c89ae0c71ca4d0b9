// Whether text is well-formed content of XML 1.0 (production 43), by a reader of its own.
import { Breach } from "./breach.ts";

const LEGAL = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const NAME =
  "[:A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}][-.0-9:A-Z_a-z\\u00b7\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u203f\\u2040\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}]*";
const PIECE = new RegExp(
  [
    "(?<text>[^<&]+)",
    "(?<reference>&(?:lt|gt|amp|quot|apos|#x?[0-9A-Fa-f]+);)",
    "<!--(?<comment>(?:(?!--)[^])*)-->",
    "<!\\[CDATA\\[(?:(?!\\]\\]>)[^])*\\]\\]>",
    `<\\?(?<target>${NAME})(?:[\\t\\n\\r ](?:(?!\\?>)[^])*)?\\?>`,
    `</(?<end>${NAME})[\\t\\n\\r ]*>`,
    `<(?<start>${NAME})(?<attributes>(?:[\\t\\n\\r ]+${NAME}[\\t\\n\\r ]*=[\\t\\n\\r ]*(?:"[^<"]*"|'[^<']*'))*)[\\t\\n\\r ]*(?<empty>/?)>`,
  ].join("|"),
  "uy",
);
const ATTRIBUTE = new RegExp(`(${NAME})[\\t\\n\\r ]*=[\\t\\n\\r ]*(?:"([^"]*)"|'([^']*)')`, "gu");
const REFERENCES = /&([^;]*);?/g;
const REFERENCE = /^(?:lt|gt|amp|quot|apos|#(\d+)|#x([\dA-Fa-f]+))$/;

/** @throws {Breach} `xml` with the place, if the text is not well-formed content */
export function requireXml(source: string): void {
  if (!LEGAL.test(source)) throw new Breach("xml", "a character that XML 1.0 does not have");
  const open: string[] = [];
  PIECE.lastIndex = 0;
  let at = 0;
  const wrong = (what: string): Breach => {
    const around = source.slice(Math.max(0, at - 40), at + 60);
    return new Breach("xml", `${what} at ${at}: ${JSON.stringify(around)}`);
  };
  while (at < source.length) {
    PIECE.lastIndex = at;
    const groups = PIECE.exec(source)?.groups;
    if (groups === undefined) throw wrong("no piece of XML");
    const { text, reference, target, start, end } = groups;
    if (text?.includes("]]>")) throw wrong("]]> in text");
    if (reference !== undefined) requireReferences(reference, wrong);
    if (target?.toLowerCase() === "xml") throw wrong("XML declaration");
    if (end !== undefined && open.pop() !== end) throw wrong("end tag of another element");
    if (start !== undefined) {
      requireAttributes(groups["attributes"] ?? "", wrong);
      if (groups["empty"] === "") open.push(start);
    }
    at = PIECE.lastIndex;
  }
  if (open.length > 0) throw new Breach("xml", `element ${open.at(-1)} is not closed`);
}

function requireAttributes(source: string, wrong: (what: string) => Breach): void {
  const names = new Set<string>();
  for (const [, name, double, single] of source.matchAll(ATTRIBUTE)) {
    if (names.has(name as string)) throw wrong(`second attribute ${name}`);
    names.add(name as string);
    requireReferences(double ?? single ?? "", wrong);
  }
}

function requireReferences(source: string, wrong: (what: string) => Breach): void {
  for (const [whole, name] of source.matchAll(REFERENCES)) {
    const match = REFERENCE.exec(name as string);
    if (match === null || !whole.endsWith(";")) throw wrong(`unknown reference ${whole}`);
    const [, decimal, hexadecimal] = match;
    if (decimal === undefined && hexadecimal === undefined) continue;
    const code =
      decimal === undefined ? parseInt(hexadecimal as string, 16) : parseInt(decimal, 10);
    if (code > 0x10_ffff || !LEGAL.test(String.fromCodePoint(code)))
      throw wrong(`reference to no character ${whole}`);
  }
}
