import { childOf, childrenOf } from "../xml/find.ts";
import type { XmlElement } from "../xml/parse-xml.ts";
import { isOn, readPart, valueOf } from "./package-parts.ts";
import type { OfficePackage } from "./package-parts.ts";

/** What a style makes of a paragraph or a run. */
interface DocxStyle {
  /** Of a heading, from 1. */
  readonly headingDepth?: number;
  readonly isCode: boolean;
  readonly isCaption: boolean;
  /** A line of a table of contents. */
  readonly isContents: boolean;
  readonly isHidden: boolean;
  /** Depth of a list, from 1, where the style numbers its paragraphs. */
  readonly listDepth?: number;
}

/** Styles by id, and which numberings draw a mark. */
export interface DocxStyles {
  readonly styleOf: (id: string | undefined) => DocxStyle;
}

/** Word writes these in English in every language; other programs in their own. */
const HEADING =
  /^(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|заголовок|başlık|επικεφαλίδα|見出し|제목|标题|標題|כותרת|عنوان)\s?([1-9])$/i;
const TITLE = /^(?:title|titel|titre|título|titolo|название|заголовок|표제|표题|表題|标题|標題)$/i;
const CODE = /\b(?:code|preformatted|source|listing|console|macro text|plain text)\b/i;
const CAPTION =
  /^(?:caption|beschriftung|légende|descripción|epígrafe|didascalia|название объекта|캡션|题注|図表番号)$/i;
const CONTENTS = /^(?:toc|tm|verzeichnis|目次|목차|目录|оглавление)\s?\d/i;
const PLAIN: DocxStyle = { isCode: false, isCaption: false, isContents: false, isHidden: false };
const MAX_BASES = 12;

/** Reads the styles of a Word document: headings by outline level or by name, code, captions, hidden text. */
export function readStyles(office: OfficePackage, path: string | undefined): DocxStyles {
  const root = path === undefined ? undefined : readPart(office, path);
  const elements = new Map(
    childrenOf(root, "style").map((style) => [valueOf(style, "styleId") ?? "", style]),
  );
  const styles = new Map<string, DocxStyle>();
  return {
    styleOf(id) {
      if (id === undefined) return PLAIN;
      const known = styles.get(id);
      if (known !== undefined) return known;
      const style = readStyle(id, elements);
      styles.set(id, style);
      return style;
    },
  };
}

function readStyle(id: string, elements: ReadonlyMap<string, XmlElement>): DocxStyle {
  const chain: XmlElement[] = [];
  for (let next: string | undefined = id; next !== undefined && chain.length < MAX_BASES;) {
    const element: XmlElement | undefined = elements.get(next);
    if (element === undefined) break;
    chain.push(element);
    next = valueOf(childOf(element, "basedOn"), "val");
  }
  const names = [id, ...chain.map((element) => valueOf(childOf(element, "name"), "val") ?? "")];
  const byName = names.map((name) => HEADING.exec(name)?.[1]).find((depth) => depth !== undefined);
  const isTitle = names.slice(0, 2).some((name) => TITLE.test(name));
  const outline = chain
    .map((element) => valueOf(childOf(childOf(element, "pPr"), "outlineLvl"), "val"))
    .find((level) => level !== undefined);
  const depth = outline !== undefined && /^[0-8]$/.test(outline) ? Number(outline) + 1 : byName;
  const headingDepth = isTitle ? 1 : depth === undefined ? undefined : Number(depth);
  const numbering = chain
    .map((element) => childOf(childOf(element, "pPr"), "numPr"))
    .find((one) => one !== undefined);
  const listDepth = numbering === undefined ? undefined : listDepthOf(numbering);
  return {
    ...(headingDepth !== undefined && { headingDepth }),
    ...(listDepth !== undefined && { listDepth }),
    isCode:
      names.some((name) => CODE.test(name)) ||
      chain.some((element) => isMonospaced(childOf(element, "rPr"))),
    isCaption: names.slice(0, 2).some((name) => CAPTION.test(name)),
    isContents: names.slice(0, 2).some((name) => CONTENTS.test(name)),
    isHidden: chain.some((element) => isOn(childOf(childOf(element, "rPr"), "vanish"))),
  };
}

/** Depth of a list item, from 1; undefined where numbering is switched off. */
export function listDepthOf(numbering: XmlElement): number | undefined {
  const id = valueOf(childOf(numbering, "numId"), "val");
  if (id === "0") return undefined;
  const level = valueOf(childOf(numbering, "ilvl"), "val") ?? "0";
  return /^\d$/.test(level) ? Number(level) + 1 : 1;
}

/** Whether the fonts of a run are those of code. */
export function isMonospaced(properties: XmlElement | undefined): boolean {
  const font = valueOf(childOf(properties, "rFonts"), "ascii") ?? "";
  return /^(?:courier|consolas|menlo|monaco|lucida console|.{0,40}\bmono\b)/i.test(font);
}
