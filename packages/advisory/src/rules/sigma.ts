import { MAX_RULES } from "./found-rule.ts";
import type { FoundRule } from "./found-rule.ts";

const MAX_LINES = 1000;
const KEY = /^([a-z][\w-]{0,40}):(?:\s|$)/;

/**
 * Finds the Sigma rules of a text: the block of top-level keys that has a title, a logsource and a detection with
 * a condition. A block ends at a document mark, a fence, a line that is no YAML, or an empty line before one.
 * The YAML is not parsed: what it says of itself is read from its lines.
 */
export function findSigmaRules(text: string): FoundRule[] {
  if (!/^[ \t>]{0,40}detection:/m.test(text)) return [];
  const lines = splitLines(text);
  const rules: FoundRule[] = [];
  for (let i = 0; i < lines.length && rules.length < MAX_RULES; i++) {
    const title = /^([ \t]{0,40})title:[ \t]*\S/.exec(lines[i]?.text ?? "");
    if (title === null) continue;
    const indent = title[1] ?? "";
    const end = endOfBlock(lines, i, indent);
    const block = lines.slice(i, end).map((line) => line.text.slice(indent.length));
    const rule = readBlock(block);
    const [first, last] = [lines[i], lines[end - 1]];
    // What is in the block is not looked at again: the time grows with the number of lines.
    i = end - 1;
    if (rule === undefined || first === undefined || last === undefined) continue;
    rules.push({ ...rule, span: [first.start + indent.length, last.start + last.text.length] });
  }
  return rules;
}

interface TextLine {
  readonly text: string;
  readonly start: number;
}

function splitLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ text: line.endsWith("\r") ? line.slice(0, -1) : line, start });
    start += line.length + 1;
  }
  return lines;
}

/** The number of the line after the block; empty lines at its end are not of it. */
function endOfBlock(lines: readonly TextLine[], from: number, indent: string): number {
  let end = from + 1;
  for (let i = from + 1; i < Math.min(lines.length, from + MAX_LINES); i++) {
    const line = lines[i]?.text ?? "";
    if (line.trim() === "") continue;
    if (!line.startsWith(indent)) break;
    const own = line.slice(indent.length);
    if (/^(?:---|\.\.\.|```|~~~|title:)/.test(own)) break;
    if (!/^(?:\s|-\s|#)/.test(own) && !KEY.test(own)) break;
    end = i + 1;
  }
  return end;
}

function readBlock(block: readonly string[]): Omit<FoundRule, "span"> | undefined {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of block) {
    const key = KEY.exec(line)?.[1];
    if (key !== undefined && !sections.has(key)) {
      current = [line.slice(key.length + 1)];
      sections.set(key, current);
    } else current.push(line);
  }
  const isRule =
    sections.has("logsource") &&
    sections.get("detection")?.some((line) => /^\s{1,40}condition:/.test(line)) === true;
  const name = scalar(sections.get("title"));
  if (!isRule || name === undefined) return undefined;
  const description = scalar(sections.get("description"));
  return {
    language: "sigma",
    name,
    text: block.join("\n").trimEnd(),
    meta: {
      ...(description !== undefined && { description }),
      authors: (scalar(sections.get("author")) ?? "").split(",").map(trim).filter(Boolean),
      dates: ["date", "modified"].flatMap((key) => scalar(sections.get(key)) ?? []),
      references: items(sections.get("references")),
      hashes: [],
      words: [name, description ?? "", ...items(sections.get("tags"))].join("\n"),
    },
  };
}

function trim(text: string): string {
  return text.trim();
}

/** The value of a key: on its line, or folded on the lines below. */
function scalar(lines: readonly string[] | undefined): string | undefined {
  const [first = "", ...more] = lines ?? [];
  const own = /^\s*[|>][+-]?\s*$/.test(first) ? "" : first;
  const text = [own, ...more].map(trim).filter(Boolean).join(" ");
  const plain = /^'.*'$|^".*"$/s.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
  return plain === "" ? undefined : plain;
}

/** The items of a list, below one another or in brackets. */
function items(lines: readonly string[] | undefined): string[] {
  const [first = "", ...more] = lines ?? [];
  const inline = /^\s*\[(.*)\]\s*$/.exec(first)?.[1];
  const found =
    inline === undefined
      ? more.map((line) => /^\s*-\s+(.*)$/.exec(line)?.[1] ?? "")
      : inline.split(",");
  return found.map((item) => item.trim().replace(/^['"]|['"]$/g, "")).filter(Boolean);
}
