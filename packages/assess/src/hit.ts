import { formatCitation } from "@tocsin/model";
import type { Finding, Point, QuestionAnswer } from "@tocsin/model";
import { findingsOf } from "./input.ts";
import type { JudgedCase } from "./input.ts";
import type { Weight } from "./relation.ts";
import { count, formatMinute } from "./words.ts";

const MOST_HOSTS = 15;
const MOST_LINES = 6;
const WEIGHT_WORDS: Readonly<Record<Weight, string>> = {
  decisive: "named by the warning",
  suspicious: "suspicious",
  other: "other",
};

/** "Were we hit?": findings by host, the worst host first, each with its time line. */
export function askHit(input: JudgedCase): QuestionAnswer {
  const points: Point[] = [];
  const relevant = [...findingsOf(input, "decisive"), ...findingsOf(input, "suspicious")];
  const byHost = new Map<string, Finding[]>();
  for (const finding of relevant) {
    const host = finding.host ?? "";
    const known = byHost.get(host);
    if (known) known.push(finding);
    else byHost.set(host, [finding]);
  }
  const hosts = [...byHost];
  for (const [host, findings] of hosts.slice(0, MOST_HOSTS))
    points.push(describeHost(host, findings, input));
  if (hosts.length > MOST_HOSTS)
    points.push({ text: `${count(hosts.length - MOST_HOSTS, "more host")} with findings.` });
  const other = findingsOf(input, "other");
  if (other.length > 0)
    points.push({
      text: `Other findings, which do not move the verdict: ${count(other.length, "finding")}.`,
      details: describeLines(other, input),
    });
  return { status: "asked", answer: input.verdict.summary, points };
}

function describeHost(host: string, findings: readonly Finding[], input: JudgedCase): Point {
  const times = findings.flatMap(({ firstSeen, lastSeen }) => [
    ...(firstSeen === undefined ? [] : [firstSeen]),
    ...(lastSeen === undefined ? [] : [lastSeen]),
  ]);
  times.sort();
  const [first] = times;
  const last = times.at(-1);
  const span =
    first === undefined || last === undefined
      ? ""
      : `, from ${formatMinute(first)} to ${formatMinute(last)}`;
  const citations = findings.flatMap((finding) => finding.citations.slice(0, 1));
  const distinct = new Map(citations.map((citation) => [formatCitation(citation), citation]));
  return {
    text: `${host === "" ? "Records without a host" : host}: ${count(findings.length, "finding")}${span}.`,
    details: describeLines(findings, input),
    ...(distinct.size > 0 && { citations: [...distinct.values()].slice(0, 5) }),
  };
}

/** The strongest are kept, and told in the order they happened. */
function describeLines(findings: readonly Finding[], input: JudgedCase): string[] {
  const kept = findings
    .slice(0, MOST_LINES)
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => {
      const left = a.finding.firstSeen ?? "~";
      const right = b.finding.firstSeen ?? "~";
      if (left === right) return a.index - b.index;
      return left < right ? -1 : 1;
    })
    .map(({ finding }) => {
      const when = finding.firstSeen === undefined ? "no time" : formatMinute(finding.firstSeen);
      const weight = WEIGHT_WORDS[input.weights.get(finding) ?? "other"];
      return `${when}: ${finding.detection.title} (${weight}, ${finding.detection.level}, ${count(finding.count, "record")})`;
    });
  if (findings.length > MOST_LINES) kept.push(`${findings.length - MOST_LINES} more`);
  return kept;
}
