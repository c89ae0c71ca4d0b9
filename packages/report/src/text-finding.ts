import { formatCitation, formatPlace } from "@tocsin/model";
import type { Citation, Finding } from "@tocsin/model";
import { count, formatTime, shorten } from "./layout.ts";
import { sanitizeText } from "./sanitize.ts";
import { createSheet } from "./sheet.ts";
import type { Sheet, TextOptions, Tone } from "./sheet.ts";

const MOST_OCCURRENCES = 3;
const LONGEST_VALUE = 300;

/** One finding in full: why it matched, where, when, and what the warning says of it. */
export function formatFindingText(finding: Finding, options: TextOptions = {}): string {
  const sheet = createSheet(options);
  putFinding(sheet, finding, { occurrences: Infinity, value: Infinity });
  return sheet.toString();
}

/** How much of a finding is shown. */
interface Most {
  /** Places named; the rest is counted. */
  readonly occurrences: number;
  /** Characters of a value. */
  readonly value: number;
}

const BRIEF: Most = { occurrences: MOST_OCCURRENCES, value: LONGEST_VALUE };

/** Sets one finding. */
export function putFinding(sheet: Sheet, finding: Finding, most: Most = BRIEF): void {
  const { detection } = finding;
  const where = finding.host === undefined ? "" : ` on ${finding.host}`;
  sheet.put(
    `[${detection.level}] ${detection.title}${where}`,
    { first: "", rest: "  " },
    toneOf(finding),
  );
  sheet.pair("what", describeKind(finding), "  ");
  if (detection.observable)
    sheet.pair("looked for", `${detection.observable.type} ${detection.observable.value}`, "  ");
  for (const { field, value, test } of finding.matched) {
    sheet.pair("because", `${field} = ${shorten(sanitizeText(value), most.value)}`, "  ");
    sheet.pair("", `(${shorten(sanitizeText(test), LONGEST_VALUE)})`, "  ");
  }
  sheet.pair("seen", describeSeen(finding), "  ");
  const shown = finding.occurrences.slice(0, most.occurrences);
  for (const { place, time, source } of shown)
    sheet.pair(
      "where",
      `${formatPlace(place)} (${source}${time === undefined ? "" : `, ${formatTime(time)}`})`,
      "  ",
    );
  if (finding.count > shown.length && shown.length > 0)
    sheet.pair("", `and ${count(finding.count - shown.length, "more record")}`, "  ");
  const tags = [...detection.techniques, ...detection.vulnerabilities];
  if (tags.length > 0) sheet.pair("speaks of", tags.join(", "), "  ");
  for (const citation of finding.citations.slice(0, 3))
    sheet.pair("warning", describeCitation(citation), "  ");
  if (detection.origin) sheet.pair("rule", formatPlace(detection.origin), "  ");
  for (const innocent of detection.falsePositives.slice(0, 3))
    sheet.pair("innocent if", innocent, "  ");
  sheet.pair("id", finding.id, "  ");
}

/** `aa24-207a.md line 12: "the words"`. */
export function describeCitation(citation: Citation): string {
  const passage = shorten(sanitizeText(citation.passage), 160);
  return passage === "" ? formatCitation(citation) : `${formatCitation(citation)}: "${passage}"`;
}

/** `12 records, 2024-03-01 08:15:02 UTC to 2024-03-02 …`. */
export function describeSeen({ count: n, firstSeen, lastSeen }: Finding): string {
  const records = count(n, "record");
  if (firstSeen === undefined) return `${records}, no time told`;
  if (lastSeen === undefined || lastSeen === firstSeen)
    return `${records}, ${formatTime(firstSeen)}`;
  return `${records}, ${formatTime(firstSeen)} to ${formatTime(lastSeen)}`;
}

/** The kind and strength of a finding in words. */
export function describeKind({ detection: { kind, strength } }: Finding): string {
  const kinds = {
    indicator: "indicator of the warning",
    "stix-pattern": "pattern of the warning",
    sigma: "Sigma rule",
  } as const;
  const strengths = {
    strong: "strong: hardly found by chance",
    weak: "weak: found in innocent records too",
    behaviour: "behaviour",
  } as const;
  return `${kinds[kind]}, ${strengths[strength]}`;
}

function toneOf({ detection: { strength, level, kind } }: Finding): Tone {
  if (kind !== "sigma" && strength === "strong") return "bad";
  return kind !== "sigma" || level === "high" || level === "critical" ? "warn" : "faint";
}
