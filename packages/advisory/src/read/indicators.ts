import { makeId } from "@tocsin/model";
import type { ContextValue, Indicator, IndicatorRole, Software } from "@tocsin/model";
import type { ScreenedObservable } from "../screen/screen-observables.ts";
import { stripEmphasis } from "../text/emphasis.ts";
import { lineAt } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";
import { splitCells } from "../text/tables.ts";
import { citePlace, joinCitations, MAX_CITATIONS } from "./cite.ts";
import type { TextSource } from "./cite.ts";

const ROLES: readonly (readonly [RegExp, IndicatorRole])[] = [
  [
    /\b(?:command[- ]and[- ]control|command & control|c2s?|c&c|cnc|beacon\w*)\b/i,
    "command-and-control",
  ],
  [/\b(?:exfil|exfiltrat\w+)\b/i, "exfiltration"],
  [/\b(?:phish\w+|lures?|spear-?phish\w+)\b/i, "phishing"],
  [
    /\b(?:download(?:ed|s|ing)? (?:from|site|server|url)|payload (?:delivery|urls?|hosting)|staging|hosting|distribution|delivery)\b/i,
    "payload-delivery",
  ],
  [/\b(?:scann(?:ed|ing|ers?))\b/i, "scanning"],
  [/\b(?:web ?shells?)\b/i, "web-shell"],
  [/\b(?:ransom (?:notes?|payment)|wallets?)\b/i, "ransom-payment"],
];

/** What the screened values come to. */
export interface ReadValues {
  readonly indicators: readonly Indicator[];
  readonly context: readonly ContextValue[];
}

/**
 * One indicator a value, with all its places; a value that one place calls an indicator is one. What is left is
 * context with the reason of its first place.
 */
export function collectIndicators(
  source: TextSource,
  screened: readonly ScreenedObservable[],
  software: readonly Software[],
): ReadValues {
  const indicators = new Map<string, Indicator>();
  const context = new Map<string, ContextValue>();
  const names = software.map(({ name }) => name).filter((name) => name.length > 2);
  for (const value of screened) {
    const key = `${value.type} ${value.value}`;
    if ((indicators.get(key)?.citations.length ?? 0) >= MAX_CITATIONS) continue;
    const citation = citePlace(source, value.span[0]);
    const observable = { type: value.type, value: value.value };
    if (value.role === "context") {
      const before = context.get(key);
      const citations = joinCitations(before?.citations ?? [], [citation]);
      context.set(
        key,
        before ? { ...before, citations } : { observable, reason: value.reason ?? "", citations },
      );
      continue;
    }
    const line = lineAt(source.layout, value.span[0]);
    const before = indicators.get(key);
    indicators.set(key, {
      ...(before ?? { id: makeId("indicator", value.type, value.value), observable, labels: [] }),
      ...roleOf(before, value, line),
      malware: joinNames(before?.malware ?? [], line, names),
      citations: joinCitations(before?.citations ?? [], [citation]),
    });
  }
  return {
    indicators: [...indicators.values()],
    context: [...context].filter(([key]) => !indicators.has(key)).map(([, value]) => value),
  };
}

function roleOf(
  before: Indicator | undefined,
  value: ScreenedObservable,
  line: Line | undefined,
): { readonly role?: IndicatorRole; readonly description?: string } {
  const heading = line?.headings.at(-1);
  const remark = line?.kind === "table" ? readRemark(line, value) : undefined;
  const description =
    before?.description ??
    remark?.comment ??
    (value.within === "url" ? "host of a listed URL" : undefined);
  const prose = line?.kind === "prose" ? line.text.slice(0, 600) : "";
  const around = `${prose} ${line?.intro.slice(-300) ?? ""} ${heading ?? ""}`;
  const role = before?.role ?? findRole(remark?.words ?? "") ?? findRole(around);
  return {
    ...(role !== undefined &&
      /^(?:ipv4|ipv6|cidr|domain|url|email|btc|user-agent)$/.test(value.type) && { role }),
    ...(description !== undefined && { description }),
  };
}

function findRole(words: string): IndicatorRole | undefined {
  return ROLES.find(([pattern]) => pattern.test(words))?.[1];
}

const REMARK_HEADER =
  /^(?:comments?|notes?|roles?|descriptions?|purposes?|usage|uses?|context|remarks?|functions?|details)$/i;

/** What the other cells of the value's row say of it: all their words, and the cell that is there to comment. */
function readRemark(
  line: Line,
  value: ScreenedObservable,
): { readonly words: string; readonly comment?: string } {
  const place = value.span[0] - line.start;
  const cells = splitCells(line.text.slice(0, 20_000));
  const others = cells
    .map((cell, i) => ({ ...cell, header: line.header?.[i] ?? "" }))
    .filter((cell) => place < cell.start || place >= cell.end);
  const comment = others.find(({ header, text }) => REMARK_HEADER.test(header) && text !== "");
  // Without such a column only short cells speak of the value; long ones tell a story.
  const short = others.filter(({ text }) => text.length <= 40).map(({ text }) => text);
  const words = stripEmphasis(`${comment?.text ?? ""} | ${short.join(" | ")}`).text;
  const text = stripEmphasis(comment?.text ?? "").text.slice(0, 500);
  return text === "" || text === comment?.header ? { words } : { words, comment: text };
}

/** Malware named on the value's line, or in the heading right above it. */
function joinNames(
  before: readonly string[],
  line: Line | undefined,
  names: readonly string[],
): readonly string[] {
  if (line === undefined || names.length === 0) return before;
  const words = `${line.text.slice(0, 2000)}\n${line.headings.at(-1) ?? ""}`;
  const found = names.filter((name) => words.includes(name) && !before.includes(name));
  return found.length === 0 ? before : [...before, ...found];
}
