import { makeId, toPassage } from "@tocsin/model";
import type {
  Actor,
  Citation,
  ContextValue,
  Diagnostic,
  Indicator,
  Reference,
  RuleText,
  Software,
  TechniqueRef,
  Tlp,
  VulnerabilityRef,
} from "@tocsin/model";
import { joinCitations, MAX_CITATIONS } from "../read/cite.ts";
import { screenValue } from "../screen/values.ts";
import type { IndicatorList } from "./find-list.ts";
import { findListValues } from "./find-values.ts";
import type { ListValue } from "./find-values.ts";
import { isNothing } from "./read-cell.ts";
import { cautionOf, CONTEXT_ROLES, whyHarmless } from "./row-cautions.ts";
import { readListRow, roleOf } from "./row-facts.ts";
import type { ListRowFacts } from "./row-facts.ts";

/** What a list comes to. */
export interface ReadList {
  readonly indicators: readonly Indicator[];
  readonly context: readonly ContextValue[];
  readonly software: readonly Software[];
  readonly actors: readonly Actor[];
  readonly techniques: readonly TechniqueRef[];
  readonly vulnerabilities: readonly VulnerabilityRef[];
  readonly references: readonly Reference[];
  readonly rules: readonly RuleText[];
  /** Labels of the Traffic Light Protocol that rows bear. */
  readonly tlps: readonly Tlp[];
  readonly diagnostics: readonly Diagnostic[];
}

interface State {
  readonly indicators: Map<string, Indicator>;
  readonly context: Map<string, ContextValue>;
  readonly software: Map<string, Software>;
  readonly actors: Map<string, Actor>;
  readonly techniques: Map<string, TechniqueRef>;
  readonly vulnerabilities: Map<string, VulnerabilityRef>;
  readonly references: Map<string, Reference>;
  readonly rules: RuleText[];
  readonly tlps: Set<Tlp>;
}

/** Most rows of a list that are told of; behind them only their number is. */
const MAX_NOTES = 50;

/**
 * Reads a list row by row: each value is an indicator with what the other cells say of it, unless it cannot be one. In a list
 * that marks rows for detection, the others are context. A row without any value is told.
 * @param table 1-based number of the table in the document
 */
export function readList(document: string, list: IndicatorList, table: number): ReadList {
  const { header, columns, rows } = list;
  const values = findListValues(list);
  const facts = rows.map(({ row }) => readListRow(row.cells, header, columns.facts));
  const usesMarks = facts.some(({ isMarked }) => isMarked === true);
  const state: State = {
    indicators: new Map(),
    context: new Map(),
    software: new Map(),
    actors: new Map(),
    techniques: new Map(),
    vulnerabilities: new Map(),
    references: new Map(),
    rules: [],
    tlps: new Set(),
  };
  const unread: Citation[] = [];
  for (const [i, { row, number }] of rows.entries()) {
    const words = row.cells.map(({ text }) => text).filter((text) => !isNothing(text));
    const citation: Citation = {
      document,
      ...(row.page !== undefined && { page: row.page }),
      ...(row.line !== undefined && { line: row.line }),
      table,
      row: number,
      passage: toPassage(words.join(" | ")),
    };
    const told = facts[i];
    const found = values[i] ?? [];
    if (told === undefined || words.length === 0) continue;
    const says = told.vulnerabilities.length + told.techniques.length;
    if (found.length === 0 && says === 0) unread.push(citation);
    addNamed(state, told, citation);
    for (const value of found)
      if (value.kind === "observable") addValue(state, value.observable, told, citation, usesMarks);
      else addOther(state, value, citation);
  }
  const { tlps, ...maps } = state;
  return {
    indicators: [...maps.indicators.values()],
    context: [...maps.context]
      .filter(([key]) => !maps.indicators.has(key))
      .map(([, value]) => value),
    software: [...maps.software.values()],
    actors: [...maps.actors.values()],
    techniques: [...maps.techniques.values()],
    vulnerabilities: [...maps.vulnerabilities.values()],
    references: [...maps.references.values()],
    rules: maps.rules,
    tlps: [...tlps],
    diagnostics: tellUnread(document, unread),
  };
}

function addNamed(state: State, told: ListRowFacts, citation: Citation): void {
  for (const name of told.malware)
    addName(state.software, { name, kind: "malware", aliases: [], citations: [] }, citation);
  for (const name of told.actors)
    addName(state.actors, { name, aliases: [], citations: [] }, citation);
  for (const id of told.techniques) addTechnique(state, id, citation);
  for (const id of told.vulnerabilities) addVulnerability(state, id, citation);
  if (told.tlp !== undefined) state.tlps.add(told.tlp);
}

function addOther(
  state: State,
  value: Exclude<ListValue, { readonly kind: "observable" }>,
  citation: Citation,
): void {
  switch (value.kind) {
    case "cve":
      addVulnerability(state, value.id, citation);
      return;
    case "technique":
      addTechnique(state, value.id, citation);
      return;
    case "actor":
      addName(state.actors, { name: value.id, aliases: [], citations: [] }, citation);
      return;
    case "reference":
      state.references.set(value.id, { url: value.id, citations: [citation] });
      return;
    case "rule": {
      const name = /\brule\s{1,20}(\w{1,128})/.exec(value.id)?.[1] ?? "";
      state.rules.push({ language: "yara", name, text: value.id, citations: [citation] });
    }
  }
}

/** An actor or a piece of software, once a name. */
function addName<T extends Actor | Software>(
  names: Map<string, T>,
  start: T,
  citation: Citation,
): void {
  const key = start.name.toLowerCase();
  const before = names.get(key) ?? start;
  names.set(key, { ...before, citations: joinCitations(before.citations, [citation]) });
}

function addTechnique({ techniques }: State, id: string, citation: Citation): void {
  const citations = joinCitations(techniques.get(id)?.citations ?? [], [citation]);
  techniques.set(id, { id, citations });
}

function addVulnerability({ vulnerabilities }: State, id: string, citation: Citation): void {
  const citations = joinCitations(vulnerabilities.get(id)?.citations ?? [], [citation]);
  vulnerabilities.set(id, { id, status: "mentioned", citations });
}

function addValue(
  state: State,
  observable: NonNullable<Indicator["observable"]>,
  told: ListRowFacts,
  citation: Citation,
  usesMarks: boolean,
): void {
  const key = `${observable.type} ${observable.value}`;
  const role = roleOf(told.roleTexts, observable.type);
  const harmless = whyHarmless(told.roleTexts);
  const reason =
    screenValue(observable, "listed") ??
    (usesMarks && told.isMarked !== true ? "not marked for detection (to_ids)" : undefined) ??
    (role !== undefined && CONTEXT_ROLES.has(role.role)
      ? `its row says: ${role.roleEvidence.text.slice(0, 120)}`
      : undefined) ??
    harmless?.reason;
  if (reason !== undefined) {
    const before = state.context.get(key);
    const citations = joinCitations(before?.citations ?? [], [citation]);
    const part = role?.role ?? (reason === harmless?.reason ? harmless?.role : undefined);
    const about = before ?? { observable, reason, ...(part !== undefined && { role: part }) };
    state.context.set(key, { ...about, citations });
    return;
  }
  const before = state.indicators.get(key);
  if ((before?.citations.length ?? 0) >= MAX_CITATIONS) return;
  const { description, firstSeen, lastSeen, confidence } = told;
  const caution = cautionOf(told.roleTexts);
  const first = [before?.firstSeen, firstSeen].filter((time) => time !== undefined).toSorted()[0];
  const last = [before?.lastSeen, lastSeen]
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);
  state.indicators.set(key, {
    ...(description !== undefined && { description }),
    ...(confidence !== undefined && { confidence }),
    ...(caution !== undefined && { caution }),
    ...role,
    ...before,
    id: makeId("indicator", observable.type, observable.value),
    observable,
    labels: union(before?.labels, told.labels),
    malware: union(before?.malware, told.malware),
    ...(told.techniques.length > 0 && { techniques: union(before?.techniques, told.techniques) }),
    ...(first !== undefined && { firstSeen: first }),
    ...(last !== undefined && { lastSeen: last }),
    citations: joinCitations(before?.citations ?? [], [citation]),
  });
}

function union(before: readonly string[] | undefined, more: readonly string[]): readonly string[] {
  return before === undefined ? more : [...new Set([...before, ...more])];
}

function tellUnread(file: string, unread: readonly Citation[]): Diagnostic[] {
  const notes = unread.slice(0, MAX_NOTES).map(({ line, passage }): Diagnostic => {
    const place = line === undefined ? "" : `line ${line}: `;
    return {
      severity: "note",
      code: "ADVISORY_ROW_UNREAD",
      message: `${place}expected a value of a known type, got ${JSON.stringify(passage.slice(0, 200))}`,
      place: { file, ...(line !== undefined && { line }) },
      remedy: "Look for it by hand if it matters",
    };
  });
  const left = unread.length - notes.length;
  const [last] = notes.slice(-1);
  if (left > 0 && last !== undefined)
    notes[notes.length - 1] = { ...last, message: `${last.message}; ${left} more rows like it` };
  return notes;
}
