import type { Finding, Point, QuestionAnswer, VulnerabilityStatus } from "@tocsin/model";
import type { Case } from "./input.ts";
import { count, list } from "./words.ts";

const STATUS_WORDS: Readonly<Record<VulnerabilityStatus, string>> = {
  exploited: "exploited by the actors",
  attempted: "exploitation attempted",
  possible: "may be exploited",
  researched: "researched by the actors",
  mentioned: "mentioned",
  "not-observed": "exploitation not observed",
  "not-affected": "said not to be affected",
};
const STATUS_ORDER = Object.keys(STATUS_WORDS) as VulnerabilityStatus[];

/** "Are we exposed?": this version reads no inventories; the warning's own list is what a person checks by hand. */
export function askExposed({ campaign, findings }: Case): QuestionAnswer {
  const points: Point[] = [];
  const fired = findings.filter((finding) => finding.detection.vulnerabilities.length > 0);
  if (fired.length > 0)
    points.push({
      text: `${count(fired.length, "finding")} came from rules that look for the exploitation of a vulnerability.`,
      details: countSame(fired.map(describeFired)).slice(0, 20),
    });
  for (const status of STATUS_ORDER) {
    const named = (campaign?.vulnerabilities ?? []).filter((entry) => entry.status === status);
    if (named.length === 0) continue;
    points.push({
      text: `${count(named.length, "vulnerability", "vulnerabilities")} ${STATUS_WORDS[status]}.`,
      details: named.map((entry) => (entry.product ? `${entry.id}: ${entry.product}` : entry.id)),
      citations: named.flatMap((entry) => entry.citations.slice(0, 1)).slice(0, 5),
    });
  }
  return {
    status: "not-asked",
    toAsk:
      (campaign?.vulnerabilities ?? []).length > 0
        ? "This version does not read inventories. By hand: compare the products below with what you run, and with what you ran while the actors were active; begin with what the internet can reach."
        : `This version does not read inventories${campaign ? ", and the warning names no vulnerability to compare with one" : ""}.`,
    points,
  };
}

function describeFired({ detection, host }: Finding): string {
  return `${list(detection.vulnerabilities)}: ${detection.title}${host === undefined ? "" : ` on ${host}`}`;
}

/** Lines that say the same, once, with their number. */
function countSame(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, n]) => (n === 1 ? line : `${line} (${n} findings)`));
}
