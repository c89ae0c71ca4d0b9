import { makeCampaign, makeId, normalizeObservable, toPassage } from "@tocsin/model";
import type {
  Campaign,
  Citation,
  ContextValue,
  Issuer,
  ObservableType,
  Reference,
  TechniqueRef,
  VulnerabilityRef,
} from "@tocsin/model";
import { findObservables } from "../find/find-observables.ts";
import { citePlace, joinCitations } from "../read/cite.ts";
import type { TextSource } from "../read/cite.ts";
import { readLayout } from "../text/layout.ts";
import { findRules, readRules } from "./find-rules.ts";
import type { FoundRule } from "./found-rule.ts";

const DIGESTS: Readonly<Record<number, ObservableType>> = {
  32: "md5",
  40: "sha1",
  64: "sha256",
  128: "sha512",
};
const MAX_SUMMARY = 10_000;

/**
 * Whether a text is a file of rules: a rule or an import is the first thing in it, comments and the keys of a Sigma
 * rule aside, and rules are most of it. A report that quotes rules is none.
 */
export function isRuleFile(text: string): boolean {
  const start = skipComments(text);
  const head = text.slice(start, start + 20_000);
  const isYara =
    /^(?:import\s{1,20}"|include\s{1,20}"|(?:(?:private|global)\s{1,20}){0,2}rule\s{1,20}\w)/.test(
      head,
    );
  const isNetwork =
    /^(?:alert|drop|pass|log|block|reject\w{0,4}|sdrop)[ \t]{1,10}[a-z][a-z0-9-]{1,15}\s{1,20}[^\n]{0,9000}?\(/.test(
      head,
    );
  const isSigma =
    /^(?:---\s*\n)?(?:title|id|name|related|status|description|author|date):\s/.test(head) &&
    /^logsource:/m.test(head) &&
    /^detection:/m.test(head);
  return (isYara || isNetwork || isSigma) && isMostlyRules(text.slice(0, MAX_SAMPLE), start);
}

const MAX_SAMPLE = 1_000_000;

/** Whether rules are at least half of a text: a report whose head looks like one (`author:`, `date:`) has more to say. */
function isMostlyRules(text: string, start: number): boolean {
  let inside = 0;
  for (const { span } of findRules(text)) inside += span[1] - span[0];
  return inside > 0 && inside * 2 >= text.length - start;
}

/** The place of the first thing that is no blank and no comment of any of the languages. */
function skipComments(text: string): number {
  let at = 0;
  for (let i = 0; i < 10_000; i++) {
    while (/[\s\uFEFF]/.test(text.charAt(at))) at++;
    const isBlock = text.startsWith("/*", at);
    if (!isBlock && !text.startsWith("//", at) && !text.startsWith("#", at)) break;
    const end = text.indexOf(isBlock ? "*/" : "\n", at + 1);
    if (end < 0) return text.length;
    at = isBlock ? end + 2 : end;
  }
  return at;
}

/**
 * Reads a file of YARA, Sigma, Snort or Suricata rules as a campaign. The rules say who wrote them, when and after
 * which report; digests in their metadata are samples and never indicators, and their patterns are not searched.
 */
export function readRuleFile(
  text: string,
  document: { readonly name: string; readonly sha256: string },
): Campaign {
  const { name, sha256 } = document;
  const source: TextSource = { document: name, text, layout: readLayout(text) };
  const found = findRules(text);
  const cite = (rule: FoundRule, words: string): Citation => {
    const { passage: _, ...place } = citePlace(source, rule.span[0]);
    return { ...place, object: rule.name, passage: toPassage(words) };
  };
  const [only] = found.length === 1 ? found : [];
  const title = only?.language === "sigma" ? only.name : (only?.meta.description ?? only?.name);
  const summary = distinct(found.flatMap(({ meta }) => meta.description ?? [])).join("\n");
  const dates = found
    .flatMap(({ meta }) => meta.dates)
    .flatMap(toDate)
    .toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  return makeCampaign({
    id: makeId("campaign", sha256),
    title: title?.slice(0, 500) ?? name,
    ...(summary !== "" && { summary: summary.slice(0, MAX_SUMMARY) }),
    documents: [{ name, format: languageOf(found), sha256 }],
    issuers: readAuthors(found, cite),
    ...(first !== undefined && { published: first }),
    ...(last !== undefined && last !== first && { modified: last }),
    ...readNumbers(found, cite),
    context: readSamples(found, cite),
    rules: readRules(source, found),
    references: readReferences(found, cite),
  });
}

type CiteRule = (rule: FoundRule, words: string) => Citation;

/** The language of the rules, or `rules` where a file has several. */
function languageOf(found: readonly FoundRule[]): string {
  const languages = distinct(found.map(({ language }) => language));
  return languages.length === 1 ? (languages[0] ?? "rules") : "rules";
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** `2024-07-25` for that date with dashes or strokes; dates of other forms are not taken. */
function toDate(text: string): string[] {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text);
  if (match === null) return [];
  const date = [match[1], match[2]?.padStart(2, "0"), match[3]?.padStart(2, "0")].join("-");
  return Number.isNaN(Date.parse(date)) ? [] : [date];
}

function readAuthors(found: readonly FoundRule[], cite: CiteRule): Issuer[] {
  const issuers = new Map<string, Issuer>();
  for (const rule of found)
    for (const name of rule.meta.authors.map((author) => author.trim().slice(0, 200))) {
      const before = issuers.get(name)?.citations ?? [];
      if (name !== "")
        issuers.set(name, {
          name,
          citations: joinCitations(before, [cite(rule, `author: ${name}`)]),
        });
    }
  return [...issuers.values()];
}

function readReferences(found: readonly FoundRule[], cite: CiteRule): Reference[] {
  const references = new Map<string, Reference>();
  for (const rule of found)
    for (const text of rule.meta.references)
      for (const [raw] of text.slice(0, 8000).matchAll(/https?:\/\/[^\s"'<>]{1,2000}/gi)) {
        const url = raw.replace(/[.,;)]+$/, "");
        const before = references.get(url)?.citations ?? [];
        references.set(url, {
          url,
          citations: joinCitations(before, [cite(rule, `reference: ${text}`)]),
        });
      }
  return [...references.values()];
}

function readSamples(found: readonly FoundRule[], cite: CiteRule): ContextValue[] {
  const samples = new Map<string, ContextValue>();
  for (const rule of found)
    for (const digest of rule.meta.hashes) {
      const type = DIGESTS[digest.length];
      const observable = type && normalizeObservable(type, digest);
      if (observable === undefined) continue;
      const key = `${observable.type} ${observable.value}`;
      const before = samples.get(key);
      const citations = joinCitations(before?.citations ?? [], [
        cite(rule, `${rule.name}: ${digest}`),
      ]);
      const reason = `a sample of the rule ${rule.name}`;
      samples.set(key, { ...(before ?? { observable, reason, role: "rule-sample" }), citations });
    }
  return [...samples.values()];
}

/** Numbers of CVE and ATT&CK in what the rules say of themselves; tags of Sigma write them in small letters. */
function readNumbers(
  found: readonly FoundRule[],
  cite: CiteRule,
): Pick<Campaign, "techniques" | "vulnerabilities"> {
  const techniques = new Map<string, TechniqueRef>();
  const vulnerabilities = new Map<string, VulnerabilityRef>();
  for (const rule of found) {
    const words = rule.meta.words
      .replaceAll(/\battack\.(t\d{4}(?:\.\d{3})?)\b/gi, (_, id: string) => ` ${id.toUpperCase()} `)
      .replaceAll(/\bcve[._-](\d{4})[._-](\d{4,19})\b/gi, " CVE-$1-$2 ");
    const passage = `${rule.name}: ${rule.meta.words.replaceAll(/\s+/g, " ")}`;
    for (const { type, value } of findObservables(words).identifiers) {
      const citation = cite(rule, passage);
      if (type === "technique") {
        const citations = joinCitations(techniques.get(value)?.citations ?? [], [citation]);
        techniques.set(value, { id: value, citations });
      } else if (type === "cve") {
        const citations = joinCitations(vulnerabilities.get(value)?.citations ?? [], [citation]);
        vulnerabilities.set(value, { id: value, status: "mentioned", citations });
      }
    }
  }
  return { techniques: [...techniques.values()], vulnerabilities: [...vulnerabilities.values()] };
}
