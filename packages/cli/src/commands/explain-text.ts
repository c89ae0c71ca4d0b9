import type { Explained, ScopeMiss } from "@tocsin/match";
import type { EvidenceRecord } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import type { Io } from "../io.ts";

/** What of the terminal matters to a tree. */
export type TreeStyle = Pick<Io, "color" | "unicode">;

const MOST_FIELDS = 200;
const MOST_VALUE = 300;
const MOST_TESTS = 12;

/** `✓` or `✗`, or words where the terminal has no such characters. */
export function markOf(holds: boolean, { color, unicode }: TreeStyle): string {
  const mark = unicode ? (holds ? "✓" : "✗") : holds ? "yes" : "no ";
  return color ? `\u001b[${holds ? "32" : "31"}m${mark}\u001b[0m` : mark;
}

/** A tree of parts, one a line, indented by depth. */
export function formatTree(tree: Explained, style: TreeStyle, indent = "  "): string {
  return lines(tree, style, indent)
    .map((line) => `${line}\n`)
    .join("");
}

function lines(tree: Explained, style: TreeStyle, indent: string): string[] {
  const head = `${indent}${markOf(tree.holds, style)} `;
  const { kind, of = [], left = 0 } = tree;
  if (kind === "test") return [head + formatTest(tree)];
  if (kind === "constant") return [`${head}always ${tree.holds ? "holds" : "fails"}`];
  const joined = joinTests(tree);
  if (joined !== undefined) return [head + joined];
  const words = { all: "all of", any: "one of", not: "not" }[kind];
  const rest = left > 0 ? [`${indent}  … and ${left} more`] : [];
  return [head + words, ...of.flatMap((part) => lines(part, style, `${indent}  `)), ...rest];
}

/** Tests of one field side by side, as lists of values give them, in one line. */
function joinTests({ kind, of = [], left = 0 }: Explained): string | undefined {
  const [first] = of;
  if (kind === "not" || first === undefined || of.length < 2) return undefined;
  const alike = of.every(
    (part) =>
      part.kind === "test" &&
      part.field !== undefined &&
      part.field === first.field &&
      part.refused === undefined,
  );
  // In a conjunction each part's own mark matters.
  if (!alike || (kind === "all" && of.some((part) => part.holds !== first.holds))) return undefined;
  const held = of.filter((part) => part.holds);
  const shown = (kind === "any" && held.length > 0 ? held : of).slice(0, MOST_TESTS);
  const more = of.length + left - shown.length;
  const tests = shown.map(({ test = "" }) => cut(test)).join(kind === "any" ? " or " : " and ");
  return `${cut(first.field ?? "")} ${tests}${more > 0 ? ` (and ${more} more)` : ""}; it is ${told(first)}`;
}

function formatTest(part: Explained): string {
  const { field, test = "", refused } = part;
  if (refused !== undefined) return `${cut(field ?? "a field")} ${cut(test)}: ${cut(refused)}`;
  if (field === undefined) return `some field ${cut(test)}`;
  return `${cut(field)} ${cut(test)}; it is ${told(part)}`;
}

function told({ value, missing }: Explained): string {
  return value === undefined ? (missing ?? "absent") : `"${cut(value)}"`;
}

function cut(text: string): string {
  const safe = sanitizeText(text);
  return safe.length <= MOST_VALUE ? safe : `${safe.slice(0, MOST_VALUE - 1)}…`;
}

/** `channel is "Security", expected Microsoft-Windows-Sysmon/Operational`. */
export function formatMiss({ part, wanted, got }: ScopeMiss): string {
  const shown = wanted.slice(0, 5).map(cut).join(" or ");
  const expected = `expected ${shown}${wanted.length > 5 ? " or others" : ""}`;
  return got === undefined
    ? `the record tells no ${part}, ${expected}`
    : `${part} is "${cut(got)}", ${expected}`;
}

/** The fields of a record, one a line; bounded. */
export function formatFields(record: EvidenceRecord): string {
  const shown: string[] = [];
  let left = 0;
  for (const [name, value] of record.fields()) {
    if (shown.length >= MOST_FIELDS) left++;
    else shown.push(`  ${cut(name)} = ${cut(JSON.stringify(value))}\n`);
  }
  return `${shown.join("")}${left > 0 ? `  … and ${left} more fields\n` : ""}`;
}

/** What kind of record, in words. */
export function formatSource({ source }: EvidenceRecord): string {
  const { format, product, category, service, channel, provider, eventId } = source;
  const parts = [channel ?? provider, eventId === undefined ? undefined : `event ${eventId}`];
  const log = [product, category, service];
  const words = [...(channel === undefined && provider === undefined ? log : []), ...parts];
  const text = words.filter((word) => word !== undefined).join(" ");
  return sanitizeText(text === "" ? format : `${text}, ${format}`);
}
