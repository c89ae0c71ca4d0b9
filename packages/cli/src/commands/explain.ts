import { readFileSync, statSync } from "node:fs";
import type { Answer, Finding } from "@tocsin/model";
import { formatFindingText } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";

const DEFAULT_ANSWER = "answer.json";

/** `tocsin explain`: one finding of an answer, field by field. */
export const runExplain: CommandBody = async (invocation, io) => {
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
  const options = { columns: Math.min(100, io.columns), color: io.color };
  await io.out(found.map((finding) => formatFindingText(finding, options)).join("\n"));
  return EXIT.nothing;
};

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
