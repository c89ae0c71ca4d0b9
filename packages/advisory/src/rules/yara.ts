import { MAX_RULE, MAX_RULES, scanBudget } from "./found-rule.ts";
import type { FoundRule, RuleMeta } from "./found-rule.ts";

const HEAD =
  /^[ \t>]{0,40}((?:(?:private|global)\s{1,20}){0,2}rule\s{1,20}([A-Za-z_]\w{0,127})\s{0,20}(?::([\w \t]{1,200}))?\s{0,20}\{)/gm;
const IMPORT = /^[ \t]{0,40}import[ \t]{1,10}"([\w.-]{1,60})"/gm;
/** What a printed page adds between the lines of a rule. */
const PAGE_LINE =
  /^[ \t\f]*(?:TLP ?: ?[A-Z+]{3,12}|page[ |]{1,3}\d{1,4}(?: ?(?:of|\/) ?\d{1,4})?|\d{1,4} ?(?:of|\/) ?\d{1,4}|page \d{1,4} of \d{1,4} *\|? *[^{}"=]{0,80})[ \t\f]*$/i;

/**
 * Finds the YARA rules of a text: from the keyword to the brace that closes the rule, whatever braces stand in
 * its strings, hex strings, regular expressions and comments. A rule without a condition or an end is none.
 * Imports the rule uses are put before it; lines of a page's head and foot are taken out.
 */
export function findYaraRules(text: string): FoundRule[] {
  if (!text.includes("rule")) return [];
  const imports = [...text.matchAll(IMPORT)].slice(0, 1000).map((match) => match[1] ?? "");
  const rules: FoundRule[] = [];
  const head = new RegExp(HEAD);
  let budget = scanBudget(text);
  for (let match = head.exec(text); match !== null && budget > 0; match = head.exec(text)) {
    const [whole, start = "", name = "", tags = ""] = match;
    const from = match.index + whole.length - start.length;
    const body = match.index + whole.length;
    const end = endOfRule(text, body);
    budget -= Math.abs(end) - body;
    if (end < 0) continue;
    const raw = text.slice(from, end);
    const inside = text.slice(body, end - 1);
    if (!/\bcondition\s{0,20}:/.test(inside)) continue;
    head.lastIndex = end;
    const used = [...new Set(imports)].filter((module) => inside.includes(`${module}.`));
    const rule = dropPageLines(raw);
    rules.push({
      language: "yara",
      name,
      text: [...used.map((module) => `import "${module}"`), rule].join("\n"),
      span: [from, end],
      meta: readMeta(inside, tags),
    });
    if (rules.length >= MAX_RULES) break;
  }
  return rules;
}

/**
 * The place after the brace that closes the one right before `from`. Negative where there is none, or another rule
 * begins first: then how far was looked.
 */
function endOfRule(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_RULE);
  let depth = 1;
  let before = "";
  for (let at = from; at < limit; at++) {
    const unit = text[at] ?? "";
    if (unit === '"') at = endOfLiteral(text, at, '"', limit);
    else if (unit === "/" && text[at + 1] === "/") at = endOfLine(text, at, limit);
    else if (unit === "/" && text[at + 1] === "*") {
      const end = text.slice(at, limit).indexOf("*/", 2);
      if (end < 0) return -limit;
      at += end + 1;
      continue;
    } else if (unit === "/" && /[=(s]/.test(before)) at = endOfLiteral(text, at, "/", limit);
    else if (unit === "{") depth++;
    else if (unit === "}" && --depth === 0) return at + 1;
    else if (unit === "r" && text[at - 1] === "\n" && NEXT.test(text.slice(at, at + 400)))
      return -at;
    if (!/\s/.test(unit)) before = unit;
  }
  return -limit;
}

/** A rule that begins while another is open: the open one lost its end. */
const NEXT = /^rule\s{1,20}\w{1,128}\s{0,20}(?::[\w \t]{1,200})?\s{0,20}\{/;

/** The unit that closes a string or a regular expression, or the last one of its line: neither goes over lines. */
function endOfLiteral(text: string, from: number, mark: string, limit: number): number {
  for (let at = from + 1; at < limit; at++) {
    const unit = text[at];
    if (unit === "\\") at++;
    else if (unit === mark || unit === "\n") return at;
  }
  return limit;
}

function endOfLine(text: string, from: number, limit: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 || end > limit ? limit : end;
}

function dropPageLines(rule: string): string {
  if (!/page|TLP|\d ?(?:of|\/) ?\d/i.test(rule)) return rule;
  return rule
    .split("\n")
    .filter((line) => line.length > 120 || !PAGE_LINE.test(line.replace(/\r$/, "")))
    .join("\n");
}

const META_LINE =
  /^[ \t]{0,80}([A-Za-z_]\w{0,127})[ \t]{0,40}=[ \t]{0,40}(?:"((?:[^"\\\n]|\\[^\n]){0,4000})"|([^\n"]{1,200}))/gm;

function readMeta(inside: string, tags: string): RuleMeta {
  const from = /(?:^|\n)[ \t]{0,80}meta\s{0,20}:/.exec(inside);
  const begin = from === null ? inside.length : from.index + from[0].length;
  const rest = inside.slice(begin);
  const stop = /\n[ \t]{0,80}(?:strings|variables|condition)[ \t]{0,20}:/.exec(rest);
  const section = rest.slice(0, stop?.index ?? 0);
  const pairs = [...section.matchAll(META_LINE)].slice(0, 500).map((match) => ({
    key: (match[1] ?? "").toLowerCase(),
    value: (match[2] ?? match[3] ?? "").replaceAll(/\\(["\\])/g, "$1").trim(),
  }));
  const valuesOf = (pattern: RegExp): string[] =>
    pairs.filter(({ key }) => pattern.test(key)).map(({ value }) => value);
  const description = valuesOf(/^(?:description|desc|info|details?)$/)[0];
  return {
    ...(description !== undefined && { description }),
    authors: valuesOf(/^authors?\d{0,2}$/),
    dates: valuesOf(
      /^(?:date|created|creation_date|date_created|last_?modified|modified|updated?)$/,
    ),
    references: valuesOf(/^(?:refs?|references?|urls?|links?|source|report)_?\d{0,3}$/),
    hashes: valuesOf(/hash|md5|sha_?(?:1|256|512)|sample/).flatMap(
      (value) => value.match(/\b[0-9a-f]{32,128}\b/gi) ?? [],
    ),
    words: [tags, ...pairs.map(({ key, value }) => `${key} ${value}`)].join("\n"),
  };
}
