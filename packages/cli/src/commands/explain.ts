import { readFileSync, statSync } from "node:fs";
import { formatPlace } from "@tocsin/model";
import type { Answer, Finding, RecordPlace } from "@tocsin/model";
import { formatFindingText, sanitizeText, toSafeJson } from "@tocsin/report";
import { type CommandBody, type Invocation, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { mappingOf } from "../mapping.ts";
import { explainRecord } from "./explain-record.ts";
import { formatFields } from "./explain-text.ts";
import { type RecordName, useRecord } from "./find-record.ts";
import { tellTrouble } from "./trouble.ts";

const DEFAULT_ANSWER = "answer.json";
/** Records of one finding whose fields are shown. */
const MOST_RECORDS = 3;

/** `tocsin explain`: one finding of an answer, field by field; or why a rule does not fire on a record. */
export const runExplain: CommandBody = async (invocation, io) => {
  const isOfRule = ["rule", "record"].some((name) => valueOf(invocation, name) !== undefined);
  return isOfRule ? explainRecord(invocation, io) : explainFindings(invocation, io);
};

async function explainFindings(invocation: Invocation, io: Io): Promise<ExitCode> {
  if (invocation.operands.length === 0)
    throw new CommandError(
      "CLI_USAGE",
      "FINDING is missing: the id of a finding, or how it begins",
      "Read: tocsin explain --help",
    );
  const path = valueOf(invocation, "answer") ?? DEFAULT_ANSWER;
  const findings = readFindings(path);
  const [wanted = ""] = invocation.operands;
  const found = findings.filter(({ id }) => id.startsWith(wanted.toLowerCase()));
  if (found.length === 0)
    throw new CommandError(
      "CLI_INPUT",
      `${path} has no finding whose id begins with "${wanted}"`,
      findings.length === 0 ? "It has no findings at all" : "Take an id from the answer",
    );
  if (found.length > 1)
    io.err(`tocsin: ${found.length} findings have an id that begins with "${wanted}"\n`);
  if (valueOf(invocation, "format") === "json") {
    await io.out(`${toSafeJson(found, 2)}\n`);
    return EXIT.nothing;
  }
  const options = { columns: Math.min(100, io.columns), color: io.color };
  await io.out(found.map((finding) => formatFindingText(finding, options)).join("\n"));
  if (valueOf(invocation, "fields") === undefined) return EXIT.nothing;
  let complete = true;
  for (const finding of found)
    for (const { place } of finding.occurrences.slice(0, MOST_RECORDS))
      complete = (await tellFields(place, invocation, io)) && complete;
  return complete ? EXIT.nothing : EXIT.incomplete;
}

/** The fields of a record that is read again from its evidence; false where it is not there any more. */
async function tellFields(place: RecordPlace, invocation: Invocation, io: Io): Promise<boolean> {
  const { file, line, recordId, offsetBytes } = place;
  const name: RecordName = {
    file,
    ...(line !== undefined && { line }),
    ...(recordId !== undefined && { recordId }),
    ...(offsetBytes !== undefined && { offsetBytes }),
  };
  const recover = place.recovered === true || valueOf(invocation, "recover") !== undefined;
  const trouble = tellTrouble(io);
  let text: string | undefined;
  try {
    const mapping = mappingOf(invocation);
    const options = { recover, mapping, signal: io.signal, onDiagnostic: trouble.add };
    text = await useRecord(name, options, formatFields);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    io.err(`tocsin: ${sanitizeText(error.message)}\n`);
  }
  trouble.end();
  const where = sanitizeText(formatPlace(place));
  if (text === undefined) io.err(`tocsin: ${where} is not there to be read again\n`);
  else await io.out(`\nfields of ${where}\n${text}`);
  return text !== undefined;
}

function readFindings(path: string): readonly Finding[] {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new CommandError(
      "CLI_INPUT",
      `${path} is no file; expected the answer of a check`,
      "Run tocsin check with --out FOLDER, then name the file: --answer FOLDER/answer.json",
    );
  try {
    const answer = JSON.parse(readFileSync(path, "utf8")) as Partial<Answer> | null;
    const findings: readonly Finding[] | undefined = answer?.findings;
    if (Array.isArray(findings) && findings.every(isFinding)) return findings as Finding[];
  } catch (cause) {
    throw new CommandError(
      "CLI_INPUT",
      `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Name an answer.json that tocsin check has written",
      { cause },
    );
  }
  throw new CommandError(
    "CLI_INPUT",
    `${path} is no answer: it has no list of findings`,
    "Name an answer.json that tocsin check has written",
  );
}

/** As much as the text of a finding needs. */
function isFinding(value: Partial<Finding> | null): boolean {
  return (
    typeof value?.id === "string" &&
    typeof value.detection?.title === "string" &&
    [
      value.detection.techniques,
      value.detection.vulnerabilities,
      value.detection.falsePositives,
    ].every(Array.isArray) &&
    isListOf(value.matched, "value") &&
    isListOf(value.occurrences, "source") &&
    isListOf(value.citations, "passage")
  );
}

/** Whether it is a list of objects that have such a text. */
function isListOf(list: unknown, key: string): boolean {
  return (
    Array.isArray(list) &&
    list.every((one: unknown) => typeof (one as Record<string, unknown> | null)?.[key] === "string")
  );
}
