import type { Diagnostic, Logsource, Place, RecordMapping } from "@tocsin/model";
import { SIGMA_DIAGNOSTIC_CODES } from "../diagnostic.ts";
import type { Placeholders } from "../item.ts";
import { loadSigma } from "../load.ts";
import type { SigmaSource } from "../load.ts";
import { isKnownLogsource } from "../taxonomy/index.ts";
import { knownFields } from "../taxonomy/known-fields.ts";
import type { Check, LintFacts, Report } from "./check.ts";
import { readLintDocuments } from "./document.ts";
import type { LintDocument } from "./document.ts";
import { suppress, SUPPRESSION_CHECKS } from "./suppress.ts";
import { LINT_CHECKS } from "./table.ts";

/** Something an author should look at. */
export interface LintFinding extends Diagnostic {
  readonly place: Place & { readonly line: number; readonly column: number };
  readonly remedy: string;
  /** UTF-16 units from the column on that the finding speaks of, at least 1. */
  readonly width: number;
}

/** What checks may ask. */
export interface LintOptions {
  readonly placeholders?: Placeholders;
  /** The field names of a logsource's records; undefined where nobody can list them. Default: the taxonomy's. */
  readonly knownFields?: (logsource: Logsource) => ReadonlySet<string> | undefined;
  /** Default: whether the taxonomy knows it. */
  readonly knownLogsource?: (logsource: Logsource) => boolean;
  /** The user's own words: its fields and logsources are known too. */
  readonly mapping?: RecordMapping;
  /** Why the engine that will run the rules refuses a regular expression; flags are of `i`, `m`, `s`. Default: not asked. */
  readonly refuseRegex?: (source: string, flags: string) => string | undefined;
}

/** What was found. */
export interface LintReport {
  /** By file in the order given, then by place. */
  readonly findings: readonly LintFinding[];
  readonly documents: number;
  /** Findings that comments suppress. */
  readonly suppressed: number;
}

/** What a code means and how to mend it: a line of docs/rules.md. */
export interface LintCode {
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly what: string;
  readonly how: string;
}

/**
 * Looks at rules as their author wrote them: everything the loader refuses, and what it takes but is likely not
 * meant. Never throws on data. Cost: the files are parsed twice, since places are asked for.
 */
export function lintSigma(sources: Iterable<SigmaSource>, options: LintOptions = {}): LintReport {
  const list = [...sources];
  const { placeholders } = options;
  const loaded = loadSigma(list, placeholders === undefined ? {} : { placeholders }).diagnostics;
  // What is no YAML, or beyond its bounds, is not parsed again.
  const broken = new Set(
    loaded.flatMap(({ code, place }) =>
      (code === "SIGMA_YAML" || code === "SIGMA_LIMIT") && place !== undefined ? place.file : [],
    ),
  );
  const documents = list.flatMap(({ file, text }) =>
    broken.has(file) ? [] : readLintDocuments(text, file),
  );
  const own = runChecks(documents, toFacts(options));
  const byFile = new Map<string, LintFinding[]>();
  const texts = new Map(list.map(({ file, text }) => [file, text]));
  for (const finding of [...loaderFindings(loaded, own, texts), ...own]) {
    const { file } = finding.place;
    const found = byFile.get(file);
    if (found === undefined) byFile.set(file, [finding]);
    else found.push(finding);
  }
  let suppressed = 0;
  const findings = list.flatMap(({ file, text }) => {
    const result = suppress(text, file, byFile.get(file) ?? [], isCode);
    suppressed += result.suppressed;
    return result.kept.sort(byPlace);
  });
  return { findings, documents: documents.length, suppressed };
}

/** Every code that {@link lintSigma} gives, errors first. */
export function lintCodes(): readonly LintCode[] {
  const loader = Object.entries(SIGMA_DIAGNOSTIC_CODES).flatMap(([code, meaning]) => {
    if (code === "SIGMA_MAPPING" || code === "SIGMA_PLACEHOLDER_FILE") return [];
    const [what = meaning, ...how] = meaning.split(/(?<=\.) /);
    // The one code of the loader that refuses nothing.
    const severity = code === "SIGMA_TRANSLATED" ? ("note" as const) : ("error" as const);
    return [{ code, severity, what, how: how.join(" ") }];
  });
  const own = Object.entries({ ...LINT_CHECKS, ...SUPPRESSION_CHECKS }).map(
    ([code, { severity, what, how }]) => ({ code, severity, what, how }),
  );
  return [...loader, ...own];
}

function isCode(code: string): boolean {
  return Object.hasOwn(LINT_CHECKS, code) || Object.hasOwn(SIGMA_DIAGNOSTIC_CODES, code);
}

function toFacts(own: LintOptions): LintFacts {
  const fieldsOf = own.knownFields ?? knownFields;
  const isKnown = own.knownLogsource ?? isKnownLogsource;
  const { entries = [] } = own.mapping ?? {};
  const mapped = entries.flatMap(({ fields }) => Object.keys(fields));
  return {
    knownFields(logsource) {
      const known = fieldsOf(logsource);
      return known === undefined || mapped.length === 0 ? known : new Set([...known, ...mapped]);
    },
    knownLogsource: (logsource) =>
      isKnown(logsource) || entries.some((one) => gives(one, logsource)),
    refuseRegex: own.refuseRegex,
  };
}

/** Whether records of an entry are those of a logsource. */
function gives(entry: RecordMapping["entries"][number], logsource: Logsource): boolean {
  return (["product", "category", "service"] as const).every(
    (part) => logsource[part] === undefined || logsource[part] === entry[part]?.toLowerCase(),
  );
}

function runChecks(documents: readonly LintDocument[], facts: LintFacts): LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [code, check] of Object.entries(LINT_CHECKS)) {
    for (const document of check.one === undefined ? [] : documents)
      check.one?.(document, reporter(code, check, document, findings), facts);
    const [first] = documents;
    if (first !== undefined) check.all?.(documents, reporter(code, check, first, findings));
  }
  return findings;
}

function reporter(
  code: string,
  { severity, how }: Check,
  own: LintDocument,
  findings: LintFinding[],
): Report {
  return (path, message, more = {}) => {
    const { file, line, column, width } = (more.document ?? own).spanOf(
      path,
      more.part,
      more.within,
    );
    const remedy = more.how ?? how;
    findings.push({ severity, code, message, remedy, place: { file, line, column }, width });
  };
}

/** What the loader says, without what a check says more exactly at the same line. */
function loaderFindings(
  diagnostics: readonly Diagnostic[],
  own: readonly LintFinding[],
  texts: ReadonlyMap<string, string>,
): LintFinding[] {
  const replaced = new Set(
    own.flatMap(({ code, place }) => {
      const refusal = LINT_CHECKS[code]?.replaces;
      return refusal === undefined ? [] : [`${refusal}\u0000${place.file}\u0000${place.line}`];
    }),
  );
  const lines = new Map<string, readonly string[]>();
  return diagnostics.flatMap(({ severity, code, message, place, remedy = "" }) => {
    const { file = "", line = 1, column = 1 } = place ?? {};
    if (replaced.has(`${code}\u0000${file}\u0000${line}`)) return [];
    let text = lines.get(file);
    if (text === undefined) {
      text = (texts.get(file) ?? "").split("\n");
      lines.set(file, text);
    }
    const width = widthAt(text, line, column);
    return [{ severity, code, message, remedy, place: { file, line, column }, width }];
  });
}

/** UTF-16 units of the key or word at a place of a text. */
function widthAt(lines: readonly string[], line: number, column: number): number {
  const rest = lines[line - 1]?.slice(column - 1) ?? "";
  return /^[^\s:]+/.exec(rest)?.[0].length ?? 1;
}

function byPlace(a: LintFinding, b: LintFinding): number {
  return (
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
