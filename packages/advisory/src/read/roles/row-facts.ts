import { toPassage } from "@tocsin/model";
import { stripEmphasis } from "../../text/emphasis.ts";
import type { Line } from "../../text/layout.ts";
import { cellsOf } from "../../text/tables.ts";
import { findCaution } from "./cautions.ts";
import { markOf } from "./footnotes.ts";
import { readSeenDate, readSeenRange } from "./seen-dates.ts";

/** A cell beside the value, or the header above it, and how plainly it speaks of the value. */
interface RowStatement {
  /** `role`: a column that tells the role. `column`: the header of the value's own column. `cell`: any other cell. */
  readonly kind: "role" | "column" | "cell";
  /** `Role: C2 server`. */
  readonly text: string;
}

/** What the row of a table says of a value in it. */
export interface RowFacts {
  readonly statements: readonly RowStatement[];
  readonly description?: string;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** 0–100. */
  readonly confidence?: number;
  readonly malware: readonly string[];
  readonly techniques: readonly string[];
  readonly caution?: string;
}

const REMARK =
  /^(?:comments?|notes?|roles?|descriptions?|purposes?|usage|uses?|used (?:for|as)|context|remarks?|functions?|details|additional information|비고|설명|備考|説明|备注|说明|描述|примечани[ея]|описание|назначение)$/i;
const ROLE =
  /^(?:roles?|purposes?|usage|uses?|used (?:for|as)|functions?|category|역할|용도|役割|用途|роль|назначение)$/i;
const FIRST_SEEN =
  /^(?:(?:date )?first[- ]?(?:seen|observed|used|submi\w{1,8}|active)(?: \(utc\))?(?: date)?|earliest(?: \w{1,12})?|observed from|start(?: date)?|creation date)$/i;
const LAST_SEEN =
  /^(?:(?:date )?(?:last|most recently)[- ]?(?:seen|observed|used|active)(?: \(utc\))?(?: date)?|latest(?: \w{1,12})?|observed (?:until|to)|end(?: date)?)$/i;
const PERIOD =
  /^(?:active(?: (?:period|time|from|dates?))?|activity(?: period)?|period|time ?(?:frame|period|span)|observed|dates? (?:observed|active|seen|used)|(?:first|date)[ -/]+(?:and )?last (?:seen|observed))$/i;
const CONFIDENCE = /^(?:confidence(?: level)?|certainty|신뢰도|信頼度|置信度)$/i;
const MALWARE =
  /^(?:(?:associated |related )?malware(?: (?:famil(?:y|ies)|names?|variants?|types?))?|famil(?:y|ies)|threat(?: name)?|implants?|ransomware(?: family)?|악성코드(?:명)?|マルウェア(?:名)?|恶意软件|вредонос\w{0,3})$/i;
const ASSOCIATED =
  /^(?:associated|related|linked) (?:files?|samples?|hash(?:es)?|domains?|ips?|hosts?|urls?)$|^(?:file ?names?|files?)$/i;
const TECHNIQUE = /(?<![A-Za-z0-9])T(?:0[89]\d{2}|1\d{3})(?:\.\d{3})?(?![A-Za-z0-9])/g;
const NOTHING = /^(?:n\/?a|none|unknown|-+|–|—|\?|tbd|not available)?$/i;
/** Low, medium, high by the scale of STIX 2.1 Appendix A (None/Low/Med/High). */
const CONFIDENCE_WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:very )?high(?:ly)?\b|^높음|^高|^высок/i, 85],
  [/^(?:med(?:ium)?|moderate(?:ly)?)\b|^보통|^중간|^中|^средн/i, 50],
  [/^low\b|^낮음|^低|^низк/i, 15],
  [/^none$/i, 0],
];
const MAX_SHORT = 60;
const MAX_DESCRIPTION = 500;

interface Column {
  readonly header: string;
  readonly text: string;
  readonly raw: string;
}

const read = new WeakMap<Line, Map<string, RowFacts>>();

/**
 * What the columns around a value say of it; read once a cell. `place` is the value's in the line; `notes` are the footnotes of the
 * table by mark.
 */
export function readRowFacts(
  line: Line,
  place: readonly [number, number],
  notes: ReadonlyMap<string, string> | undefined,
): RowFacts {
  const own = cellsOf(line).findIndex((cell) => cell.start <= place[0] && place[0] < cell.end);
  const ofLine = read.get(line) ?? new Map<string, RowFacts>();
  read.set(line, ofLine);
  const key = `${own} ${notes === undefined ? "" : "notes"}`;
  const before = ofLine.get(key);
  if (before !== undefined) return before;
  const facts = readFacts(line, own, notes);
  ofLine.set(key, facts);
  return facts;
}

function readFacts(
  line: Line,
  own: number,
  notes: ReadonlyMap<string, string> | undefined,
): RowFacts {
  const { header = [] } = line;
  const columns = cellsOf(line).map((cell, i): Column => {
    return { header: header[i] ?? "", raw: cell.text, text: plain(cell.text) };
  });
  const others = columns.filter(({ text, header: name }, i) => {
    return i !== own && !NOTHING.test(text) && text !== name;
  });
  const remark = others.find((column) => REMARK.test(column.header));
  const associated = others.find((column) => ASSOCIATED.test(column.header));
  const description = remark?.text ?? (associated && nameOf(associated));
  const footnotes = notesOf(columns, own, header, notes);
  const caution =
    footnotes.map(findCaution).find((one) => one !== undefined) ??
    others.map(({ text }) => findCaution(text)).find((one) => one !== undefined);
  const told = footnotes.filter((note) => note !== caution && findCaution(note) !== caution);
  const whole = [description, ...told].filter((one) => one !== undefined).join("; ");
  const confidence = numberOf(others.find((column) => CONFIDENCE.test(column.header))?.text);
  return {
    statements: statementsOf(columns, own, others),
    ...(whole !== "" && { description: whole.slice(0, MAX_DESCRIPTION) }),
    ...seenOf(others),
    ...(confidence !== undefined && { confidence }),
    malware: others
      .filter((column) => MALWARE.test(column.header) && column.text.length <= MAX_SHORT)
      .flatMap(({ text }) => text.split(/\s?[,;/]\s/))
      .filter((name) => name !== "" && !NOTHING.test(name)),
    techniques: [...new Set(line.plain.text.slice(0, 4000).match(TECHNIQUE) ?? [])],
    ...(caution !== undefined && { caution }),
  };
}

function plain(cell: string): string {
  return stripEmphasis(cell)
    .text.replaceAll(/[¹²³⁴⁵⁶⁷⁸⁹†‡§]{1,2}$|\*{1,3}$/g, "")
    .trim();
}

function nameOf({ header, text }: Column): string | undefined {
  return text.length <= MAX_SHORT * 2 ? `${header}: ${text}` : undefined;
}

function statementsOf(
  columns: readonly Column[],
  own: number,
  others: readonly Column[],
): RowStatement[] {
  const named = others.filter((column) => ROLE.test(column.header));
  const remarks = others.filter(
    (column) => REMARK.test(column.header) && !ROLE.test(column.header),
  );
  // Without such a column only short cells speak of the value; long ones tell a story, and headers tell of their own cells.
  const short = others.filter(
    (column) =>
      column.text.length <= MAX_SHORT &&
      !ASSOCIATED.test(column.header) &&
      !named.includes(column) &&
      !remarks.includes(column),
  );
  const text = ({ header, text: words }: Column): string =>
    toPassage(header === "" ? words : `${header}: ${words}`);
  const header = columns[own]?.header ?? "";
  return [
    ...named.map((column): RowStatement => ({ kind: "role", text: text(column) })),
    ...remarks.map((column): RowStatement => ({ kind: "role", text: text(column) })),
    ...(header === "" || header === columns[own]?.text
      ? []
      : [{ kind: "column", text: toPassage(header) } as const]),
    ...short.map((column): RowStatement => ({ kind: "cell", text: toPassage(column.text) })),
  ];
}

function seenOf(others: readonly Column[]): { firstSeen?: string; lastSeen?: string } {
  const textOf = (form: RegExp): string =>
    others.find((column) => form.test(column.header))?.text ?? "";
  const period = readSeenRange(textOf(PERIOD));
  const firstSeen = readSeenDate(textOf(FIRST_SEEN)) ?? period?.first;
  const lastSeen = readSeenDate(textOf(LAST_SEEN)) ?? period?.last;
  return {
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastSeen !== undefined && { lastSeen }),
  };
}

/** 0–100 of a number, a share or a word. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^(\d{1,3})\s?(?:%|\/\s?100)?$/.exec(text)?.[1];
  if (number !== undefined) return Number(number) <= 100 ? Number(number) : undefined;
  return CONFIDENCE_WORDS.find(([form]) => form.test(text))?.[1];
}

/** The footnotes that marks of the value's cell, of the other cells or of the value's header lead to. */
function notesOf(
  columns: readonly Column[],
  own: number,
  header: readonly string[],
  notes: ReadonlyMap<string, string> | undefined,
): string[] {
  if (notes === undefined) return [];
  const marked = [...columns.map(({ raw }) => raw), header[own] ?? ""];
  const marks = new Set(marked.map(markOf));
  return [...notes].filter(([mark]) => marks.has(mark)).map(([, note]) => note);
}
