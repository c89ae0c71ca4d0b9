import { formatCitation, formatPlace } from "@tocsin/model";
import type { Answer, Finding } from "@tocsin/model";
import { count, formatCount, formatTime } from "../layout.ts";
import { describeKind, describeSeen } from "../text-finding.ts";
import { escapeHtml, htmlList } from "./escape.ts";
import { markOf } from "./mark.ts";

const MOST_FINDINGS = 500;
const OPEN = 3;

/** All findings, worst first; the first few stand open, all open without script. */
export function renderFindings({ findings }: Answer): string {
  if (findings.length === 0) return "";
  const rest = findings.length - MOST_FINDINGS;
  return `<section class="block" id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings, worst first: ${formatCount(findings.length)}</h2>
${findings
  .slice(0, MOST_FINDINGS)
  .map((finding, index) => renderFinding(finding, index < OPEN))
  .join("\n")}
${rest > 0 ? `<p class="soft">${count(rest, "more finding")}: --format json gives all of them.</p>` : ""}
</section>`;
}

function renderFinding(finding: Finding, open: boolean): string {
  const { detection } = finding;
  const mark = markOf(finding);
  const where = finding.host === undefined ? "" : ` on ${finding.host}`;
  return `<details class="finding${mark === "other" ? "" : ` ${mark}`}"${open ? " open" : ""}>
<summary><h3>${escapeHtml(`${detection.title}${where}`)}</h3>
<span class="tags"><b>${escapeHtml(detection.level)}</b> ${escapeHtml(`${describeKind(finding)}. ${describeSeen(finding)}`)}</span></summary>
<div class="body"><dl class="facts">
${facts(finding)
  .map(([name, body]) => `<dt>${name}</dt><dd>${body}</dd>`)
  .join("\n")}
</dl></div>
</details>`;
}

function facts(finding: Finding): [name: string, body: string][] {
  const { detection } = finding;
  const pairs: [string, string][] = [];
  if (detection.observable)
    pairs.push([
      "Looked for",
      `${escapeHtml(detection.observable.type)} ${value(detection.observable.value)}`,
    ]);
  if (finding.matched.length > 0)
    pairs.push([
      "Because",
      finding.matched
        .map(
          (one) =>
            `<p>${escapeHtml(one.field)} = ${value(one.value)}<br><span class="soft">${escapeHtml(one.test)}</span></p>`,
        )
        .join(""),
    ]);
  pairs.push(["Where", htmlList(finding.occurrences.map(renderOccurrence)) + renderRest(finding)]);
  if (finding.citations.length > 0)
    pairs.push([
      "The warning says",
      finding.citations
        .slice(0, 5)
        .map(
          (citation) =>
            `<blockquote>${escapeHtml(citation.passage)}</blockquote><p class="cite">${escapeHtml(formatCitation(citation))}</p>`,
        )
        .join(""),
    ]);
  const tags = [...detection.techniques, ...detection.vulnerabilities];
  if (tags.length > 0) pairs.push(["Bears", escapeHtml(tags.join(", "))]);
  if (detection.falsePositives.length > 0)
    pairs.push(["Innocent causes", htmlList(detection.falsePositives.map(escapeHtml))]);
  if (detection.origin) pairs.push(["Rule", escapeHtml(formatPlace(detection.origin))]);
  pairs.push(["Finding", `<code>${escapeHtml(finding.id)}</code>`]);
  return pairs;
}

function value(text: string): string {
  return `<span class="value">${escapeHtml(text)}</span>`;
}

function renderOccurrence({ place, time, source }: Finding["occurrences"][number]): string {
  const when = time === undefined ? "" : `, ${escapeHtml(formatTime(time))}`;
  return `${escapeHtml(formatPlace(place))}<br><span class="soft">${escapeHtml(source)}${when}</span>`;
}

function renderRest(finding: Finding): string {
  const rest = finding.count - finding.occurrences.length;
  return rest > 0 ? `<p class="soft">and ${count(rest, "more record")}</p>` : "";
}
