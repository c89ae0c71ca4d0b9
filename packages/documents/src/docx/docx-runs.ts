import type { TextBuilder } from "../text-builder.ts";
import { childOf } from "../xml/find.ts";
import type { XmlElement } from "../xml/parse-xml.ts";
import { isOn, valueOf } from "./package-parts.ts";
import type { Relationship } from "./package-parts.ts";
import { isMonospaced } from "./styles.ts";
import type { DocxStyles } from "./styles.ts";

/** What was left out of a document, in elements. */
export interface DocxLeftOut {
  hidden: number;
  deleted: number;
  struck: number;
  contents: number;
}

/** A part of a document whose runs are read. */
export interface RunWalk {
  readonly relationships: ReadonlyMap<string, Relationship>;
  readonly styles: DocxStyles;
  readonly leftOut: DocxLeftOut;
  /** Text boxes met in the paragraph; they follow it. */
  readonly boxes: XmlElement[];
  /** Fields that are open: the text of their codes until the result begins. */
  readonly fields: { code: string; isResult: boolean; hasLink: boolean }[];
  builder: TextBuilder;
  /** Units of text in fonts of code, and in others. */
  codeUnits: number;
  textUnits: number;
  boldUnits: number;
  /** Largest size of letters so far, in half points; 0 without any. */
  size: number;
}

/** Adds the text of a paragraph's content in order: inserted text is read, deleted and hidden is not. */
export function addRuns(walk: RunWalk, parent: XmlElement, line: number): void {
  for (const child of parent.children)
    switch (child.name) {
      case "r":
        addRun(walk, child, line);
        break;
      case "hyperlink":
        addLinked(walk, linkOf(walk, child), () => {
          addRuns(walk, child, line);
        });
        break;
      case "fldSimple":
        addLinked(walk, fieldLink(valueOf(child, "instr") ?? ""), () => {
          addRuns(walk, child, line);
        });
        break;
      case "del":
      case "moveFrom":
        walk.leftOut.deleted++;
        break;
      case "AlternateContent":
        addRuns(walk, choiceOf(child), line);
        break;
      case "t":
        // Text of formulas stands in runs of their own.
        walk.builder.add(child.text, line);
        break;
      case "ins":
      case "moveTo":
      case "sdt":
      case "sdtContent":
      case "smartTag":
      case "customXml":
      case "dir":
      case "bdo":
      case "oMath":
      case "oMathPara":
        addRuns(walk, child, line);
        break;
      default:
    }
}

/** One of two ways to say the same thing: the newer, unless only the older one has a text. */
export function choiceOf(alternate: XmlElement): XmlElement {
  const choice = childOf(alternate, "Choice");
  return choice ?? childOf(alternate, "Fallback") ?? alternate;
}

function addLinked(walk: RunWalk, url: string | undefined, add: () => void): void {
  if (url !== undefined) walk.builder.openLink(url);
  add();
  if (url !== undefined) walk.builder.closeLink();
}

function linkOf({ relationships }: RunWalk, hyperlink: XmlElement): string | undefined {
  const target = relationships.get(valueOf(hyperlink, "id") ?? "");
  return target?.isExternal === true && target.target !== "" ? target.target : undefined;
}

/** The address of a field ` HYPERLINK "https://…" \o "…"`. */
function fieldLink(code: string): string | undefined {
  return /^\s{0,20}HYPERLINK\s{1,20}"([^"\s]{1,4000})"/i.exec(code)?.[1];
}

/** How the letters of a run look. */
interface RunLook {
  readonly isCode: boolean;
  readonly isBold: boolean;
  readonly size: number;
}

function addRun(walk: RunWalk, run: XmlElement, line: number): void {
  const properties = childOf(run, "rPr");
  const style = walk.styles.styleOf(valueOf(childOf(properties, "rStyle"), "val"));
  const vanish = childOf(properties, "vanish");
  const isHidden = vanish === undefined ? style.isHidden : isOn(vanish);
  const isStruck = isOn(childOf(properties, "strike")) || isOn(childOf(properties, "dstrike"));
  const size = Number(valueOf(childOf(properties, "sz"), "val") ?? "");
  const look: RunLook = {
    isCode: style.isCode || isMonospaced(properties),
    isBold: isOn(childOf(properties, "b")),
    size: Number.isFinite(size) ? size : 0,
  };
  for (const child of run.children) {
    if (child.name === "fldChar" || child.name === "instrText") addField(walk, child);
    else if (isHidden || isStruck) {
      if (child.name === "t" && child.text.trim() !== "")
        walk.leftOut[isHidden ? "hidden" : "struck"]++;
    } else addPiece(walk, child, line, look);
  }
}

function addPiece(walk: RunWalk, piece: XmlElement, line: number, look: RunLook): void {
  switch (piece.name) {
    case "t":
      if (walk.fields.some(({ isResult }) => !isResult)) return;
      walk.builder.add(piece.text, line, look.isCode);
      if (look.isCode) walk.codeUnits += piece.text.trim().length;
      else walk.textUnits += piece.text.trim().length;
      if (look.isBold) walk.boldUnits += piece.text.trim().length;
      if (piece.text.trim() !== "") walk.size = Math.max(walk.size, look.size);
      return;
    case "tab":
    case "ptab":
      walk.builder.add(look.isCode ? "\t" : " ", line, look.isCode);
      return;
    case "br":
    case "cr":
      walk.builder.addBreak();
      return;
    case "noBreakHyphen":
      walk.builder.add("-", line);
      return;
    case "delText":
      walk.leftOut.deleted++;
      return;
    case "AlternateContent":
      for (const child of choiceOf(piece).children) addPiece(walk, child, line, look);
      return;
    case "drawing":
    case "pict":
    case "object":
      findBoxes(walk, piece);
      return;
    default:
  }
}

/** Text boxes anywhere in a drawing. */
function findBoxes(walk: RunWalk, drawing: XmlElement): void {
  const stack = [drawing];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.name === "txbxContent") walk.boxes.push(next);
    else if (next.name === "AlternateContent") stack.push(choiceOf(next));
    else for (const child of next.children.toReversed()) stack.push(child);
  }
}

/** Fields of several runs: begin, code, separate, result, end (ECMA-376 part 1, 17.16.18). */
function addField({ fields, builder }: RunWalk, piece: XmlElement): void {
  const last = fields.at(-1);
  if (piece.name === "instrText") {
    if (last !== undefined && !last.isResult && last.code.length < 8000) last.code += piece.text;
    return;
  }
  switch (valueOf(piece, "fldCharType")) {
    case "begin":
      if (fields.length < 50) fields.push({ code: "", isResult: false, hasLink: false });
      return;
    case "separate": {
      if (last === undefined || last.isResult) return;
      last.isResult = true;
      const url = fieldLink(last.code);
      if (url === undefined) return;
      last.hasLink = true;
      builder.openLink(url);
      return;
    }
    case "end":
      fields.pop();
      if (last?.hasLink === true) builder.closeLink();
      return;
    default:
  }
}
