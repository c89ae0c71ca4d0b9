import { compileAnswer } from "@tocsin/assess";
import { HuntError, prepareHunt } from "@tocsin/hunt";
import type { PreparedHunt, RuleSet } from "@tocsin/hunt";
import type { Answer, Campaign, Correlation, Detection, Diagnostic } from "@tocsin/model";
import { formatPlace } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import { type Invocation, valueOf } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { mappingOf } from "../mapping.ts";
import { createProgressLine } from "../progress.ts";
import { parseWindow } from "../time-window.ts";

/** What a hunt is made of. */
export interface Armoury {
  readonly campaigns: readonly Campaign[];
  readonly detections: readonly Detection[];
  readonly correlations: readonly Correlation[];
  readonly silent: ReadonlySet<string>;
  readonly refused: readonly Diagnostic[];
}

const MOST_TOLD = 10;

/** Joins rules to what there is; a rule that is there already is not taken twice. */
export function withRules(to: Armoury, rules: RuleSet): Armoury {
  const known = new Set(to.detections.map(({ id }) => id));
  return {
    campaigns: to.campaigns,
    detections: [...to.detections, ...rules.detections.filter(({ id }) => !known.has(id))],
    correlations: [...to.correlations, ...rules.correlations],
    silent: new Set([...to.silent, ...rules.silent]),
    refused: [...to.refused, ...rules.diagnostics.filter(({ severity }) => severity !== "note")],
  };
}

/**
 * Hunts as the options say and compiles the answer; tells on stderr what was left out.
 * @param arm reads what to hunt with, while threads start
 */
export async function huntAnswer(
  arm: () => Armoury,
  invocation: Invocation,
  io: Io,
): Promise<Answer> {
  const since = valueOf(invocation, "since");
  const until = valueOf(invocation, "until");
  const window = parseWindow(since, until);
  const mapping = mappingOf(invocation);
  const workers = workersOf(invocation);
  const line = createProgressLine(io);
  let prepared: PreparedHunt | undefined;
  try {
    prepared = prepareHunt({
      evidence: invocation.values["evidence"] ?? [],
      recover: valueOf(invocation, "recover") !== undefined,
      mapping,
      workers,
      isWorking: true,
    });
    const armoury = arm();
    const { campaigns, detections, correlations, silent } = armoury;
    const result = await prepared.run({
      detections,
      correlations,
      silent,
      sinceMs: window.since,
      untilMs: window.until,
      signal: io.signal,
      onProgress: line.show,
    });
    line.end();
    const answer = compileAnswer({
      campaigns,
      detections: result.detections,
      correlations,
      findings: result.findings,
      ledger: result.ledger,
      refused: [...armoury.refused, ...result.refused],
      ...(window.since !== undefined && { since: new Date(window.since).toISOString() }),
      ...(window.until !== undefined && { until: new Date(window.until).toISOString() }),
      toolVersion: io.version,
    });
    tell(answer, io);
    return answer;
  } catch (error) {
    line.end();
    if (!(error instanceof HuntError)) throw error;
    const { code, message } = error;
    if (code === "HUNT_PATH")
      throw new CommandError("CLI_INPUT", message, "Correct the path", { cause: error });
    if (code !== "HUNT_TEMPORARY") throw error;
    const remedy = "Free space there, or name another folder in TMPDIR, and run again";
    throw new CommandError("CLI_OUTPUT", message, remedy, { cause: error });
  } finally {
    await prepared?.close();
  }
}

/** What was not read or not used, in brief; the answer has all of it. */
function tell({ ledger, rules, partial }: Answer, io: Io): void {
  const say = (text: string): void => io.err(`${sanitizeText(`tocsin: ${text}`)}\n`);
  if (partial) say("stopped before the end; the answer is partial");
  const troubled = ledger.files.filter(({ status }) => status !== "read");
  for (const { file, diagnostics, diagnosticCount, status } of troubled.slice(0, MOST_TOLD)) {
    const [first] = diagnostics;
    const more = diagnosticCount > 1 ? ` (and ${diagnosticCount - 1} more)` : "";
    const remedy = first?.remedy === undefined ? "" : `. ${first.remedy}`;
    say(`${file}: ${first?.message ?? status}${more}${remedy}`);
  }
  if (troubled.length > MOST_TOLD)
    say(
      `${troubled.length - MOST_TOLD} more files were not read whole; the ledger in the answer has them`,
    );
  for (const { message, place } of rules.refused.slice(0, MOST_TOLD))
    say(`${place === undefined ? "" : `${formatPlace(place)}: `}${message}`);
  if (rules.refused.length > MOST_TOLD)
    say(
      `${rules.refused.length - MOST_TOLD} more rules or patterns were refused; the answer has them`,
    );
  if (rules.refused.some(({ code }) => code === "SIGMA_PLACEHOLDER"))
    say("give your values for %names% in rules with --placeholders FILE");
}

/** 1 if something moves the verdict, which goes before 3: not everything could be read or used, or nothing said. */
export function exitCodeOf(answer: Answer, failedAdvisories: number): ExitCode {
  const { value } = answer.verdict;
  if (value === "hit" || value === "suspicious") return EXIT.found;
  const incomplete =
    value === "cannot-say" ||
    answer.partial ||
    failedAdvisories > 0 ||
    answer.diagnostics.some(({ severity }) => severity === "error") ||
    answer.rules.refused.length > 0 ||
    answer.ledger.files.some(({ status }) => status !== "read");
  return incomplete ? EXIT.incomplete : EXIT.nothing;
}

/** Threads beside this one, which works too. */
function workersOf(invocation: Invocation): number | "auto" {
  const text = valueOf(invocation, "workers");
  if (text === undefined) return "auto";
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text) - 1;
  throw new CommandError(
    "CLI_USAGE",
    `--workers "${text}" is no whole number from 1 to 999`,
    "Give the number of threads",
  );
}
