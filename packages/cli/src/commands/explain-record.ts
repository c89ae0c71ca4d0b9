import { existsSync } from "node:fs";
import { HuntError, readRules } from "@tocsin/hunt";
import type { RuleOptions } from "@tocsin/hunt";
import { formatPlace, RULE_EXPLANATION_VERSION } from "@tocsin/model";
import type {
  Correlation,
  Detection,
  Diagnostic,
  EvidenceRecord,
  RuleExplanation as Report,
} from "@tocsin/model";
import { sanitizeText, toSafeJson } from "@tocsin/report";
import { type Invocation, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { mappingOf } from "../mapping.ts";
import { ruleOptionsOf } from "../rule-options.ts";
import { explainRule, type RuleExplanation } from "./explain-rule.ts";
import { formatFields, formatMiss, formatSource, formatTree, markOf } from "./explain-text.ts";
import { formatRecordName, parseRecordName, useRecord } from "./find-record.ts";
import { tellTrouble } from "./trouble.ts";

/** `tocsin explain --rule RULE --record PLACE`: which parts of a rule fail on a record, and with which value. */
export async function explainRecord(invocation: Invocation, io: Io): Promise<ExitCode> {
  const rule = valueOf(invocation, "rule");
  const record = valueOf(invocation, "record");
  if (rule === undefined || record === undefined || invocation.operands.length > 0)
    throw new CommandError(
      "CLI_USAGE",
      "--rule and --record stand together, and without a FINDING",
      "Write: tocsin explain --rule RULE --record FILE:LINE",
    );
  const name = parseRecordName(record);
  const trouble = tellTrouble(io);
  const how = ruleOptionsOf(invocation, io);
  const detections = findRules(rule, invocation.values["rules"] ?? [], how, trouble.add);
  const options = {
    recover: valueOf(invocation, "recover") !== undefined,
    mapping: mappingOf(invocation),
    signal: io.signal,
    onDiagnostic: trouble.add,
  };
  const withFields = valueOf(invocation, "fields") !== undefined;
  const asJson = valueOf(invocation, "format") === "json";
  const result =
    detections.length === 0
      ? undefined
      : await useRecord(name, options, (found) => {
          const all = detections.map((one) => ({ one, explained: explainRule(one, found) }));
          const text = asJson
            ? `${toSafeJson(toPlain(all, found, withFields), 2)}\n`
            : all.map(({ one, explained }) => format(one, explained, found, io)).join("\n") +
              (withFields ? `\nfields of the record\n${formatFields(found)}` : "");
          return { text, fires: all.some(({ explained }) => explained.fires) };
        });
  trouble.end();
  if (result === undefined) {
    if (detections.length > 0)
      io.err(`tocsin: ${sanitizeText(formatRecordName(name))} is not there\n`);
    return EXIT.incomplete;
  }
  await io.out(result.text);
  return result.fires ? EXIT.found : EXIT.nothing;
}

type Told = readonly { readonly one: Detection; readonly explained: RuleExplanation }[];

/** The rules of a file, or the rule with an id. @throws {CommandError} `CLI_INPUT` */
function findRules(
  rule: string,
  folders: readonly string[],
  options: RuleOptions,
  onDiagnostic: ReturnType<typeof tellTrouble>["add"],
): readonly Detection[] {
  const isFile = existsSync(rule);
  try {
    const { detections, correlations, diagnostics } = readRules(
      isFile ? [rule, ...folders] : folders,
      options,
    );
    const file = rule.replaceAll("\\", "/");
    const found = detections.filter(({ id, origin }) =>
      isFile ? isWithin(origin?.file, file) : id.toLowerCase() === rule.toLowerCase(),
    );
    // What else is refused among the folders is not this command's business.
    for (const one of diagnostics) if (isFile && isWithin(one.place?.file, file)) onDiagnostic(one);
    if (found.length === 0) onDiagnostic(notThere(rule, isFile, correlations));
    return found;
  } catch (error) {
    if (!(error instanceof HuntError)) throw error;
    throw new CommandError("CLI_INPUT", error.message, "Correct the path", { cause: error });
  }
}

/** What to say where no rule is found that a record can be held against. */
function notThere(rule: string, isFile: boolean, correlations: readonly Correlation[]): Diagnostic {
  const about = { severity: "error", code: "CLI_INPUT" } as const;
  const correlation = correlations.find(
    ({ id, origin }) =>
      id.toLowerCase() === rule.toLowerCase() ||
      (isFile && isWithin(origin?.file, rule.replaceAll("\\", "/"))),
  );
  if (correlation !== undefined)
    return {
      ...about,
      message: `"${correlation.title}" is a correlation, which speaks of many records`,
      remedy: "Explain the rules that feed it, or read: tocsin rules test --help",
    };
  if (isFile)
    return {
      ...about,
      message: `${rule} has no rule that can be run`,
      remedy: `Read: tocsin rules lint ${rule}`,
    };
  return {
    ...about,
    message: `there is no rule "${rule}"`,
    remedy: "Name a file of rules, or where rules with ids are: --rules FOLDER",
  };
}

function isWithin(file: string | undefined, path: string): boolean {
  return file === path || file?.startsWith(path.endsWith("/") ? path : `${path}/`) === true;
}

function format(
  detection: Detection,
  { fires, readings }: RuleExplanation,
  record: EvidenceRecord,
  io: Io,
): string {
  const { title, origin } = detection;
  const where = origin === undefined ? "" : ` (${formatPlace(origin)})`;
  const head = `rule    ${sanitizeText(`${title}${where}`)}
record  ${sanitizeText(formatPlace(record.place))} (${formatSource(record)})
${markOf(fires, io)} ${fires ? "the rule fires" : "the rule does not fire"}
`;
  // One source may be read in several ways; where the record is of it, that it fits no other way says nothing.
  const fitting = new Set(readings.flatMap(({ needs, tree }) => (tree === undefined ? [] : needs)));
  return (
    head +
    readings
      .filter(({ needs, tree }) => tree !== undefined || !fitting.has(needs))
      .map(({ needs, scope, tree, refused }) => {
        const title2 = `\n${sanitizeText(needs)}\n`;
        if (refused !== undefined) return `${title2}  not run: ${sanitizeText(refused)}\n`;
        if (tree !== undefined) return title2 + formatTree(tree, io);
        const missed = scope.map((miss) => `    ${markOf(false, io)} ${formatMiss(miss)}\n`);
        return `${title2}  ${markOf(false, io)} the record is not of this source\n${missed.join("")}`;
      })
      .join("")
  );
}

function toPlain(all: Told, record: EvidenceRecord, withFields: boolean): Report {
  const { place, source } = record;
  return {
    version: RULE_EXPLANATION_VERSION,
    record: {
      place,
      source,
      ...(withFields && { fields: Object.fromEntries(record.fields()) }),
    },
    rules: all.map(({ one: { id, title, origin }, explained }) => ({
      id,
      title,
      ...(origin !== undefined && { origin }),
      ...explained,
    })),
  };
}
