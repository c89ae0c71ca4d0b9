import { HuntError, readRuleSources } from "@tocsin/hunt";
import type { RuleSources } from "@tocsin/hunt";
import { checkPredicate } from "@tocsin/match";
import { RULE_LINT_VERSION } from "@tocsin/model";
import type { Diagnostic, RuleLint, RuleLintFinding, Severity } from "@tocsin/model";
import { toSafeJson } from "@tocsin/report";
import { isRuleTestFile, lintCodes, lintSigma } from "@tocsin/sigma";
import type { LintFinding, LintReport } from "@tocsin/sigma";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { mappingOf } from "../mapping.ts";
import { placeholdersOf } from "../rule-options.ts";
import { formatCodes, formatFinding, formatSummary } from "./rules-lint-text.ts";
import { tellTrouble } from "./trouble.ts";

const ORDER: readonly Severity[] = ["note", "warning", "error"];

/** `tocsin rules lint`: what is wrong with rules, where, and how to mend it. */
export const runRulesLint: CommandBody = async (invocation, io) => {
  if (valueOf(invocation, "codes") !== undefined) {
    await io.out(formatCodes(lintCodes()));
    return EXIT.nothing;
  }
  if (invocation.operands.length === 0)
    throw new CommandError(
      "CLI_USAGE",
      "PATH is missing: the rules to look at",
      "Read: tocsin rules lint --help",
    );
  const mapping = mappingOf(invocation);
  const options = { refuseRegex, ...placeholdersOf(invocation), ...(mapping && { mapping }) };
  const { sources, diagnostics } = readSources(invocation.operands);
  if (sources.length === 0 && diagnostics.length === 0)
    throw new CommandError(
      "CLI_INPUT",
      "there is no rule file among what is named",
      "Give Sigma rules: .yml or .yaml",
    );
  const report = lintSigma(sources, options);
  const least = ORDER.indexOf((valueOf(invocation, "least") ?? "note") as Severity);
  const findings = report.findings.filter(({ severity }) => ORDER.indexOf(severity) >= least);
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  await write({ ...report, findings }, texts, valueOf(invocation, "format") ?? "text", io);
  const unread = tellAll(diagnostics, io);
  if (findings.length > 0) return EXIT.found;
  return unread > 0 ? EXIT.incomplete : EXIT.nothing;
};

/** @throws {CommandError} `CLI_INPUT` */
function readSources(paths: readonly string[]): RuleSources {
  try {
    const { sources, diagnostics } = readRuleSources(paths);
    return {
      sources: sources.filter(({ text, file }) => !isRuleTestFile(text, file)),
      diagnostics,
    };
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
}

/** What the engine that runs the rules says of a regular expression. */
function refuseRegex(source: string, flags: string): string | undefined {
  return checkPredicate({ kind: "field", field: "", test: { op: "regex", source, flags } });
}

function tellAll(diagnostics: readonly Diagnostic[], io: Io): number {
  const trouble = tellTrouble(io);
  for (const one of diagnostics) trouble.add(one);
  return trouble.end();
}

async function write(
  report: LintReport,
  texts: ReadonlyMap<string, string>,
  format: string,
  io: Io,
): Promise<void> {
  const { findings, documents, suppressed } = report;
  if (format === "json") {
    const count = (severity: Severity): number =>
      findings.filter((one) => one.severity === severity).length;
    const whole: RuleLint = {
      version: RULE_LINT_VERSION,
      files: texts.size,
      documents,
      counts: { error: count("error"), warning: count("warning"), note: count("note") },
      suppressed,
      findings: findings.map(toPlain),
    };
    await io.out(`${toSafeJson(whole, 2)}\n`);
    return;
  }
  if (format === "jsonl") {
    for (const finding of findings) await io.out(`${toSafeJson(toPlain(finding))}\n`);
    return;
  }
  const lines = new Map<string, readonly string[]>();
  for (const finding of findings) {
    const { file } = finding.place;
    let own = lines.get(file);
    if (own === undefined) {
      // Findings come file by file: only the lines of one are kept.
      lines.clear();
      own = (texts.get(file) ?? "").split(/\r?\n/);
      lines.set(file, own);
    }
    await io.out(formatFinding(finding, own[finding.place.line - 1], io));
  }
  await io.out(formatSummary(report, texts.size));
}

function toPlain(finding: LintFinding): RuleLintFinding {
  const { severity, code, message, remedy, place, width } = finding;
  const { file, line, column } = place;
  return { version: RULE_LINT_VERSION, severity, code, message, remedy, file, line, column, width };
}
