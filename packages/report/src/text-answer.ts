import { formatPlace, QUESTIONS } from "@tocsin/model";
import type { Answer, QuestionAnswer, QuestionName, VerdictValue } from "@tocsin/model";
import { count, formatBytes, formatCount, formatTime } from "./layout.ts";
import { createSheet } from "./sheet.ts";
import type { Sheet, TextOptions, Tone } from "./sheet.ts";
import { describeCitation, putFinding } from "./text-finding.ts";
import { putVisibility } from "./text-visibility.ts";

/** The verdict's word for a person. */
const VERDICT_WORDS: Readonly<Record<VerdictValue, string>> = {
  hit: "HIT",
  suspicious: "SUSPICIOUS",
  "no-sign": "NO SIGN FOUND",
  "cannot-say": "CANNOT SAY",
};

const TONES: Readonly<Record<VerdictValue, Tone>> = {
  hit: "bad",
  suspicious: "warn",
  "no-sign": "title",
  "cannot-say": "warn",
};
/** Told in full; the others in a line each. */
const MOST_FULL = 8;
const MOST_FINDINGS = 40;
const MOST_REFUSED = 5;

/** The whole answer for a terminal or a text file. No line is wider than `columns`; ends with a newline. */
export function formatAnswerText(answer: Answer, options: TextOptions = {}): string {
  const sheet = createSheet(options);
  putVerdict(sheet, answer);
  for (const name of Object.keys(QUESTIONS) as QuestionName[])
    putQuestion(sheet, QUESTIONS[name], answer.questions[name]);
  putFindings(sheet, answer);
  putVisibility(sheet, answer.visibility);
  putLedger(sheet, answer);
  putRules(sheet, answer);
  return sheet.toString();
}

function putVerdict(sheet: Sheet, answer: Answer): void {
  const { verdict, campaigns, window } = answer;
  sheet.put(VERDICT_WORDS[verdict.value], "", TONES[verdict.value]);
  sheet.put(verdict.summary);
  if (answer.partial)
    sheet.put("The run was cut short. What follows holds for the part that was read.", "", "warn");
  sheet.blank();
  for (const campaign of campaigns) {
    const issuers = campaign.issuers.length > 0 ? `, by ${campaign.issuers.join(", ")}` : "";
    const date = campaign.published === undefined ? "" : `, ${campaign.published.slice(0, 10)}`;
    const tlp = campaign.tlp === undefined ? "" : `, TLP:${campaign.tlp}`;
    sheet.pair("Warning", `${campaign.title}${issuers}${date}${tlp}`, "", 8);
    const names = campaign.documents.map(({ name }) => name);
    if (names.length > 0) sheet.pair("Read in", names.join(", "), "", 8);
  }
  if (window.since !== undefined || window.until !== undefined)
    sheet.pair(
      "Window",
      `${window.since === undefined ? "from the first record" : formatTime(window.since)} to ${window.until === undefined ? "the last record" : formatTime(window.until)}`,
      "",
      8,
    );
  sheet.heading("Why");
  for (const reason of verdict.reasons) sheet.item(reason);
  sheet.heading("Limits of this verdict");
  for (const limit of verdict.limits) sheet.item(limit);
}

function putQuestion(sheet: Sheet, title: string, question: QuestionAnswer): void {
  sheet.heading(title);
  if (question.status === "asked") sheet.put(question.answer);
  else sheet.put(`Not asked. ${question.toAsk}`);
  for (const point of question.points) {
    sheet.item(point.text);
    for (const detail of point.details ?? []) sheet.item(detail, "  ");
    const [citation] = point.citations ?? [];
    if (citation) sheet.put(`see ${describeCitation(citation)}`, "  ", "faint");
  }
}

function putFindings(sheet: Sheet, { findings }: Answer): void {
  if (findings.length === 0) return;
  sheet.heading(`Findings: ${formatCount(findings.length)}, worst first`);
  for (const finding of findings.slice(0, MOST_FULL)) {
    sheet.blank();
    putFinding(sheet, finding);
  }
  const brief = findings.slice(MOST_FULL, MOST_FINDINGS);
  if (brief.length > 0) {
    sheet.blank();
    sheet.put("In brief (tocsin explain with the beginning of an id tells one in full):");
  }
  for (const { id, detection, host, firstSeen, count: n } of brief)
    sheet.item(
      `${id.slice(0, 8)} [${detection.level}] ${detection.title}${host === undefined ? "" : ` on ${host}`}: ${count(n, "record")}${firstSeen === undefined ? "" : `, first ${formatTime(firstSeen)}`}`,
    );
  if (findings.length > MOST_FINDINGS) {
    sheet.blank();
    sheet.put(
      `${count(findings.length - MOST_FINDINGS, "more finding")}: --format html or --format json gives all of them.`,
    );
  }
}

function putLedger(sheet: Sheet, { ledger }: Answer): void {
  sheet.heading("What was read");
  sheet.put(
    `${count(ledger.files.length, "file")}, ${formatBytes(ledger.sizeBytes)}, ${count(ledger.records, "record")}, ${count(ledger.hosts.length, "host")}; ${count(ledger.damaged, "damaged record")}${ledger.recovered === undefined ? "" : `, ${formatCount(ledger.recovered)} recovered`}, ${formatCount(ledger.outsideWindow)} outside the window.`,
  );
  const hurt = ledger.files.filter(({ status }) => status !== "read");
  for (const file of hurt.slice(0, 10)) {
    const [first] = file.diagnostics;
    sheet.item(`${file.file}: ${file.status}${first === undefined ? "" : `. ${first.message}`}`);
  }
  if (hurt.length > 10) sheet.item(`${count(hurt.length - 10, "more file")} not read in full`);
}

function putRules(sheet: Sheet, { rules, diagnostics }: Answer): void {
  sheet.heading("Rules");
  const kinds = Object.entries(rules.byKind).map(([kind, n]) => `${formatCount(n)} ${kind}`);
  sheet.put(
    `${count(rules.loaded, "rule and indicator", "rules and indicators")} stood ready${kinds.length > 0 ? ` (${kinds.join(", ")})` : ""}; ${formatCount(rules.refused.length)} refused.`,
  );
  for (const { message, place, remedy } of rules.refused.slice(0, MOST_REFUSED))
    sheet.item(
      `${place === undefined ? "" : `${formatPlace(place)}: `}${message}${remedy === undefined ? "" : `. ${remedy}`}`,
    );
  if (rules.refused.length > MOST_REFUSED)
    sheet.put(
      `${formatCount(rules.refused.length - MOST_REFUSED)} more: --format json lists all under rules.refused.`,
    );
  if (diagnostics.length === 0) return;
  sheet.heading("Notes from reading the warning");
  for (const { message, place } of diagnostics.slice(0, MOST_REFUSED))
    sheet.item(`${place === undefined ? "" : `${formatPlace(place)}: `}${message}`);
  if (diagnostics.length > MOST_REFUSED)
    sheet.put(`${formatCount(diagnostics.length - MOST_REFUSED)} more.`);
}
