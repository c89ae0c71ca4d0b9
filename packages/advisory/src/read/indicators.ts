import { makeId } from "@tocsin/model";
import type { ContextValue, Indicator, Software } from "@tocsin/model";
import type { ScreenedObservable } from "../screen/screen-observables.ts";
import { lineAt } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";
import { citePlace, joinCitations, MAX_CITATIONS } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { readListCautions } from "./roles/cautions.ts";
import { findRole } from "./roles/find-role.ts";
import type { FoundRole } from "./roles/find-role.ts";
import { readFootnotes } from "./roles/footnotes.ts";
import { readRowFacts } from "./roles/row-facts.ts";
import type { RowFacts } from "./roles/row-facts.ts";
import { readSeenInItem } from "./roles/seen-dates.ts";

/** What the screened values come to. */
export interface ReadValues {
  readonly indicators: readonly Indicator[];
  readonly context: readonly ContextValue[];
}

/** What is read once of a document for all its values. */
interface Reading {
  readonly source: TextSource;
  readonly names: readonly string[];
  readonly footnotes: ReturnType<typeof readFootnotes>;
  readonly cautions: ReturnType<typeof readListCautions>;
}

/** A value while its places are read: the role that the plainest of them gives, and how plain it is. */
interface Growing {
  readonly indicator: Indicator;
  readonly rank: number;
}

const EMPTY_ROW: RowFacts = { statements: [], malware: [], techniques: [] };

/**
 * One indicator a value, with all its places. A value that one place calls an indicator is one, unless another says in
 * words that it is harmless and none gives it a hostile role. What is left is context with the reason of the place that says most.
 */
export function collectIndicators(
  source: TextSource,
  screened: readonly ScreenedObservable[],
  software: readonly Software[],
): ReadValues {
  const reading: Reading = {
    source,
    names: software.map(({ name }) => name).filter((name) => name.length > 2),
    footnotes: readFootnotes(source.layout),
    cautions: readListCautions(source.layout),
  };
  const growing = new Map<string, Growing>();
  const context = new Map<string, ContextValue>();
  let url: FoundRole | undefined;
  for (const value of screened) {
    const key = `${value.type} ${value.value}`;
    if (value.role === "context") {
      if ((context.get(key)?.citations.length ?? 0) < MAX_CITATIONS)
        context.set(key, growContext(reading, context.get(key), value));
      continue;
    }
    if ((growing.get(key)?.indicator.citations.length ?? 0) >= MAX_CITATIONS) continue;
    const grown = grow(reading, growing.get(key), value, url);
    if (value.type === "url") url = grown.role;
    growing.set(key, grown.growing);
  }
  for (const [key, { rank }] of growing) {
    // The words that call a value harmless weigh more than its form.
    if (context.get(key)?.role !== undefined && saysHarmless(context.get(key)) && rank === 0)
      growing.delete(key);
  }
  return {
    indicators: [...growing.values()].map(({ indicator }) => indicator),
    context: [...context].filter(([key]) => !growing.has(key)).map(([, value]) => value),
  };
}

function saysHarmless(value: ContextValue | undefined): boolean {
  return value?.role === "connectivity-check" || value?.role === "victim";
}

function growContext(
  { source }: Reading,
  before: ContextValue | undefined,
  value: ScreenedObservable,
): ContextValue {
  const citations = joinCitations(before?.citations ?? [], [citePlace(source, value.span[0])]);
  const observable = { type: value.type, value: value.value };
  const { reason = "", contextRole: role } = value;
  if (before !== undefined && (before.role !== undefined || role === undefined))
    return { ...before, citations };
  return { observable, reason, ...(role !== undefined && { role }), citations };
}

function grow(
  reading: Reading,
  before: Growing | undefined,
  value: ScreenedObservable,
  url: FoundRole | undefined,
): { readonly growing: Growing; readonly role: FoundRole | undefined } {
  const { source } = reading;
  const line = lineAt(source.layout, value.span[0]);
  const citation = citePlace(source, value.span[0]);
  const isHost = value.within === "url";
  const row = line === undefined ? EMPTY_ROW : rowOf(reading, line, value);
  const role = line && (isHost ? url : findRole(value, line, source.layout, row));
  const known = before?.indicator;
  const isStronger = role !== undefined && role.rank > (before?.rank ?? 0);
  const caution = known?.caution ?? row.caution ?? (line && reading.cautions.get(line));
  const description =
    known?.description ?? row.description ?? (isHost ? "host of a listed URL" : undefined);
  const techniques = join(known?.techniques ?? [], row.techniques);
  const firstSeen = earlier(known?.firstSeen, row.firstSeen);
  const lastSeen = later(known?.lastSeen, row.lastSeen);
  const confidence = known?.confidence ?? row.confidence;
  const indicator: Indicator = {
    ...(known ?? {
      id: makeId("indicator", value.type, value.value),
      observable: { type: value.type, value: value.value },
      labels: [],
    }),
    ...(isStronger && { role: role.role, roleEvidence: role.evidence }),
    ...(description !== undefined && { description }),
    malware: join(known?.malware ?? [], [...row.malware, ...namesOn(line, reading.names)]),
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastSeen !== undefined && { lastSeen }),
    ...(confidence !== undefined && { confidence }),
    ...(techniques.length > 0 && { techniques }),
    ...(caution !== undefined && { caution }),
    citations: joinCitations(known?.citations ?? [], [citation]),
  };
  return {
    growing: { indicator, rank: isStronger ? role.rank : (before?.rank ?? 0) },
    role,
  };
}

function rowOf({ footnotes }: Reading, line: Line, value: ScreenedObservable): RowFacts {
  const [start, end] = value.span;
  if (line.kind === "list") return { ...EMPTY_ROW, ...readSeenInItem(line.text, end - line.start) };
  if (line.kind !== "table") return EMPTY_ROW;
  return readRowFacts(line, [start - line.start, end - line.start], footnotes.get(line));
}

function join(a: readonly string[], b: readonly string[]): readonly string[] {
  const added = b.filter((name, i) => !a.includes(name) && b.indexOf(name) === i);
  return added.length === 0 ? a : [...a, ...added];
}

/** The earlier of two ISO dates as coarse as given; a coarse one that holds the other gives way to it. */
function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.startsWith(b)) return a;
  return b.startsWith(a) || b < a ? b : a;
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b > a ? b : a;
}

/** Malware named on the value's line or the line that introduces its list; else in the heading right above it. */
function namesOn(line: Line | undefined, names: readonly string[]): readonly string[] {
  if (line === undefined || names.length === 0) return [];
  const words = `${line.text.slice(0, 2000)}\n${line.intro.slice(-600)}`;
  const near = names.filter((name) => words.includes(name));
  const heading = line.headings.at(-1) ?? "";
  return near.length > 0 ? near : names.filter((name) => heading.includes(name));
}
