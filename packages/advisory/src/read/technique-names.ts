import { stripEmphasis, toPlainPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { isRuler, splitCells } from "../text/tables.ts";

/** The tactics of ATT&CK: beside an id they are no technique's name. */
const TACTICS =
  /^(?:reconnaissance|resource development|initial access|execution|persistence|privilege escalation|defen[cs]e (?:evasion|impairment)|stealth|credential access|discovery|lateral movement|collection|command and control|exfiltration|impact)$/i;
const NAME_HEADER = /\b(?:technique|sub-?technique|name|title)\b/i;
const OTHER_HEADER =
  /\b(?:use|usage|description|comments?|procedures?|details|notes?|tactic|context|evidence|mitigations?)\b/i;
const ID = /\[?\(?T\d{4}(?:\.\d{3})?\)?\]?(?:\([^()\s]{0,300}\))?/g;
const TITLE_WORD = "[A-Z][\\w’'-]*(?:/[A-Z][\\w’'-]*)*";
/** Words with capitals, joined by small ones, a colon before the sub-technique. */
const TITLE = `${TITLE_WORD}(?:(?: (?:and|or|of|the|in|to|for|from|via|with|on|by|over|a|an|&)){0,3}:? (?:\\()?${TITLE_WORD}\\)?){0,8}`;
const BEFORE = new RegExp(`(${TITLE})[:,]? {0,2}[-–—]? {0,2}[[(]{0,2}$`, "u");
const AFTER = new RegExp(
  `^[\\])]{0,2}(?:\\([^()\\s]{0,300}\\))?(?: {0,2}[:–—-]{1,2} {0,2}| )(${TITLE})(?= {0,2}(?:$|[|.;,(\\[]))`,
  "u",
);
/** Words beside an id that say what it is an id of. */
const LABEL =
  /^(?:(?:sub-?)?techniques?|tools?|(?:the )?mitre(?: (?:att&ck|attack|corporation|techniques?|ids?))?|att&ck(?: techniques?| ids?)?|ttps?|see(?: also)?|references?|source)$/i;
const MAX_NAME = 90;

/**
 * The name that a text gives to a technique beside its id: in the next cell of a row, after a colon or a dash, or
 * right before an id in brackets. As the text words it; undefined where it gives none.
 * @param place place of the id in the text
 */
export function techniqueName(line: Line, place: number, length: number): string | undefined {
  const at = toPlainPlace(line.plain, place - line.start);
  const end = toPlainPlace(line.plain, place + length - line.start);
  const text = line.plain.text.slice(0, 20_000);
  if (line.kind === "table" && !isRuler(text)) {
    const inRow = nameInRow(line, text, at);
    if (inRow !== undefined) return inRow;
  }
  const after = AFTER.exec(text.slice(end, end + 200))?.[1];
  if (after !== undefined && isAlone(text.slice(0, at)) && isName(after, false)) return after;
  const before = BEFORE.exec(text.slice(Math.max(0, at - 120), at))?.[1];
  const isBracketed = /[[(]$/.test(text.slice(0, at));
  if (before === undefined || !isBracketed) return undefined;
  const head = text
    .slice(0, at)
    .replace(/[[(]{1,2}$/, "")
    .trimEnd();
  const isWhole = isAlone(head.slice(0, head.length - before.length));
  return isName(before, !isWhole) ? before : undefined;
}

function nameInRow(line: Line, text: string, at: number): string | undefined {
  const cells = splitCells(text);
  const own = cells.findIndex((cell) => cell.start <= at && at < cell.end);
  const header = line.header ?? [];
  const read = (i: number): string | undefined => {
    if (OTHER_HEADER.test(header[i] ?? "") && !NAME_HEADER.test(header[i] ?? "")) return undefined;
    const name = stripEmphasis(cells[i]?.text ?? "")
      .text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .trim();
    return isName(name, false) && new RegExp(`^${TITLE}$`, "u").test(name) ? name : undefined;
  };
  const ownRest = (cells[own]?.text ?? "").replaceAll(ID, "").replace(/^[\s:–—-]+|[\s:–—-]+$/g, "");
  if (ownRest !== "") return undefined;
  const named = header.findIndex(
    (cell, i) => i !== own && NAME_HEADER.test(cell) && !/\bid\b/i.test(cell),
  );
  return (named >= 0 ? read(named) : undefined) ?? read(own + 1) ?? read(own - 1);
}

/** Whether nothing but marks of a list or an opening bracket stands there. */
function isAlone(before: string): boolean {
  return (
    /^[\s>|*+•▪#([-]{0,12}(?:\d{1,3}[.)]\s{1,3})?[[(]{0,2}$/.test(before.slice(0, 40)) &&
    before.length <= 40
  );
}

/** In the middle of a sentence two capitals may be any name's; three make a title. */
function isName(name: string, isInSentence: boolean): boolean {
  const words = name.split(" ").length;
  if (name.length < 3 || name.length > MAX_NAME || TACTICS.test(name)) return false;
  if (!/\p{Ll}/u.test(name) || LABEL.test(name)) return false;
  if (/T\d{4}/.test(name) || /^(?:The|This|These|They|In|On|An?)\b/.test(name)) return false;
  return !isInSentence || words >= 3 || name.includes(":") || name.includes("-");
}
