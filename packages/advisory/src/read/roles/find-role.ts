import { toPassage } from "@tocsin/model";
import type { IndicatorRole, ObservableType, RoleEvidence } from "@tocsin/model";
import type { FoundObservable } from "../../find/types.ts";
import { toPlainPlace } from "../../text/emphasis.ts";
import type { Line } from "../../text/layout.ts";
import { sentenceAt, splitSentences, unwrapSentence } from "../../text/sentence.ts";
import { findCaution } from "./cautions.ts";
import { isNetworkType, statedRoles } from "./role-words.ts";
import type { RowFacts } from "./row-facts.ts";

/** A role with the words that give it. */
export interface FoundRole {
  readonly role: IndicatorRole;
  readonly evidence: RoleEvidence;
  /** Of two places of a value the higher one decides: how near and how plain the words are. */
  readonly rank: number;
}

const RANK = { role: 7, sentence: 6, column: 5, cell: 5, label: 5, intro: 4, heading: 3, form: 1 };
const RUN_KEY =
  /\\currentversion\\(?:run|runonce|runonceex|runservices|winlogon|image file execution options|policies\\explorer\\run)\b/i;
/** Outer headings speak of all below them only where they name a list. */
const LIST_HEADING =
  /\b(?:indicators?|iocs?|infrastructure|servers?|domains?|addresses|ips?|urls?|samples?|hashes|files?|emails?|wallets?)\b/i;
const MAX_HEADINGS = 4;
const NEAR = 300;
const AFTER_COST = 6;
const MAX_INTRO = 900;
const MAX_PASSED = 6;
const MAX_BACK = 300;

/**
 * The role that the words around a value give it: its row, its sentence, its label, the line that introduces its list,
 * the headings above, in this order; last its form. Undefined where nothing says one.
 * @param row what the value's row says, where it stands in a table
 */
export function findRole(
  value: FoundObservable,
  line: Line,
  layout: readonly Line[],
  row: RowFacts | undefined,
): FoundRole | undefined {
  const { type } = value;
  for (const { kind, text } of row?.statements ?? []) {
    const [stated] = statedRoles(text, type);
    if (stated !== undefined) return found(stated.role, text, RANK[kind]);
  }
  const near = line.kind === "table" ? undefined : findInSentence(value, line, layout);
  if (near !== undefined) return near;
  const byIntro =
    line.intro === line.plain.text ? undefined : findInIntro(introOf(line, layout), type);
  if (byIntro !== undefined) return byIntro;
  return findInHeadings(value, line) ?? findByForm(value, line);
}

function found(role: IndicatorRole, text: string, rank: number): FoundRole {
  return { role, rank, evidence: { text: toPassage(text), basis: "stated" } };
}

/** In a sentence the nearest words decide; those before the value count as somewhat nearer. */
function findInSentence(
  value: FoundObservable,
  line: Line,
  layout: readonly Line[],
): FoundRole | undefined {
  if (line.kind === "rule" || line.kind === "blank") return undefined;
  const sentence = sentenceAt(line, value.span[0]);
  const text = line.plain.text;
  const place = toPlainPlace(line.plain, Math.max(0, value.span[0] - line.start));
  const length = Math.max(1, toPlainPlace(line.plain, value.span[1] - line.start) - place);
  const from = Math.max(0, text.lastIndexOf(sentence, place));
  const at = Math.max(0, place - from);
  const start = Math.max(0, at - NEAR);
  const before = sentence.slice(start, at);
  const after = sentence.slice(at + length, at + length + NEAR);
  const isLabel = line.kind !== "prose" || sentence.split(/\s+/, 9).length < 9;
  const rank = isLabel ? RANK.label : RANK.sentence;
  const last = statedRoles(before, value.type).toSorted((a, b) => b.end - a.end)[0];
  const next = statedRoles(after, value.type).toSorted((a, b) => a.start - b.start)[0];
  const isBefore =
    last !== undefined &&
    (next === undefined || before.length - last.end <= next.start + AFTER_COST);
  const words = start === 0 ? sentence : sentence.slice(start).replace(/^\S{0,60}\s/, "…");
  if (isBefore) return found(last.role, words, rank);
  if (next !== undefined) return found(next.role, words, rank);
  if (line.kind !== "prose" || isLabel) return undefined;
  const whole = unwrapSentence(layout, line, sentence);
  const [stated] = whole === sentence ? [] : statedRoles(whole.slice(-600), value.type);
  return stated && found(stated.role, whole.slice(-600), rank);
}

const MIN_INDENT = 2;
const LISTED: ReadonlySet<Line["kind"]> = new Set(["list", "table"]);
const introsAbove = new WeakMap<Line, string>();

/** The line that introduces a list: its own, the one over indented lines, the paragraph above, or the one a page before. */
function introOf(line: Line, layout: readonly Line[]): string {
  if (line.intro !== "") return line.intro;
  const known = introsAbove.get(line);
  if (known !== undefined) return known;
  const above = introAbove(line, layout) || introOverPage(line, layout);
  introsAbove.set(line, above);
  return above;
}

/**
 * What stands right above a list without a line that says that one follows: an indented line has the last outer one
 * with a colon; other lists the paragraph that ends with a caution on the values.
 */
function introAbove(line: Line, layout: readonly Line[]): string {
  const depth = line.kind === "prose" ? indentOf(line) : 0;
  const isIndented = depth >= MIN_INDENT;
  if (!isIndented && !LISTED.has(line.kind) && !isBare(line)) return "";
  const first = Math.max(0, line.number - MAX_BACK);
  for (let i = line.number - 2; i >= first; i--) {
    const before = layout[i];
    if (before === undefined || before.kind === "heading") break;
    if (before.kind === "blank") continue;
    const text = before.plain.text.trim();
    if (isIndented) {
      if (text.endsWith(":")) return indentOf(before) <= depth ? text : "";
      const known = indentOf(before) === depth ? introsAbove.get(before) : undefined;
      if (known !== undefined) return known;
      if (indentOf(before) >= depth) continue;
      return "";
    }
    if (before.kind === line.kind && (line.kind !== "prose" || isBare(before))) {
      const known = introsAbove.get(before);
      if (known !== undefined) return known;
      continue;
    }
    const last = splitSentences(text.slice(-MAX_INTRO)).at(-1)?.text ?? "";
    return before.kind === "prose" && findCaution(last) !== undefined ? text : "";
  }
  return "";
}

/** Blanks a line begins with; a tab counts as four. */
function indentOf({ text }: Line): number {
  const blanks = /^[ \t]{0,40}/.exec(text)?.[0] ?? "";
  return blanks.replaceAll("\t", "    ").length;
}

/** Whether a line is a value alone. */
function isBare({ kind, text }: Line): boolean {
  return kind === "prose" && text.length < 400 && text.trim().split(/\s+/).length <= 2;
}

/** Over the notes at the end of a page on which the list breaks off. */
function introOverPage(line: Line, layout: readonly Line[]): string {
  if (line.kind !== "list" || line.place?.page === undefined) return "";
  const first = Math.max(0, line.number - MAX_BACK);
  for (let i = line.number - 2, passed = 0; i >= first && passed < MAX_PASSED; i--) {
    const before = layout[i];
    if (before === undefined || before.kind === "heading" || before.kind === "table") break;
    if (before.kind === "blank") continue;
    // Items of the same page may be long; what lies between two pages is short.
    if (before.kind === "list" && before.intro !== "")
      return before.place?.page === line.place.page ? "" : before.intro;
    if (before.place?.page !== line.place.page || before.kind !== "list") passed++;
  }
  return "";
}

/** The last sentence of the introducing line that says a role. */
function findInIntro(intro: string, type: ObservableType): FoundRole | undefined {
  if (intro === "") return undefined;
  for (const { text } of splitSentences(intro.slice(-MAX_INTRO)).toReversed()) {
    const [stated] = statedRoles(text, type);
    if (stated !== undefined) return found(stated.role, text, RANK.intro);
  }
  return undefined;
}

/** The innermost heading, then outer ones that name a list; a long title speaks of the whole report. */
function findInHeadings(value: FoundObservable, line: Line): FoundRole | undefined {
  const headings = line.headings.toReversed().slice(0, MAX_HEADINGS);
  for (const [i, heading] of headings.entries()) {
    const isTitle = line.headings.length - 1 - i === 0 && heading.split(/\s+/).length > 5;
    if (isTitle || (i > 0 && !LIST_HEADING.test(heading))) continue;
    const [stated] = statedRoles(heading, value.type);
    // Tools and files are spoken of in many headings that list none.
    if (stated !== undefined && (isNetworkType(value.type) || line.kind !== "prose" || i === 0))
      return found(stated.role, heading, RANK.heading - i * 0.5);
  }
  return undefined;
}

function findByForm(value: FoundObservable, line: Line): FoundRole | undefined {
  const isPersistent =
    value.type === "scheduled-task" ||
    (value.type === "registry-key" && RUN_KEY.test(value.value)) ||
    (value.type === "filepath" && /\\start menu\\programs\\startup\\/i.test(value.value));
  if (!isPersistent) return undefined;
  const evidence: RoleEvidence = { text: toPassage(line.plain.text), basis: "inferred" };
  return { role: "persistence", rank: RANK.form, evidence };
}
