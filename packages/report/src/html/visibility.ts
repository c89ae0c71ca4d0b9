import type { Answer, Coverage } from "@tocsin/model";
import { count, formatCount, formatTime } from "../layout.ts";
import { describeUnruled, isType } from "../text-visibility.ts";
import { escapeHtml, htmlBar, htmlTable } from "./escape.ts";

const MOST_ROWS = 200;

/** What the evidence could have shown: by kind, by technique, by source, and what is missing. */
export function renderVisibility({ visibility }: Answer): string {
  const { byKind, byTechnique, missing } = visibility;
  const sources = [...visibility.sources].sort((a, b) => b.records - a.records);
  return `<section class="block" id="visibility" aria-labelledby="visibility-title">
<h2 id="visibility-title">Visibility</h2>
<p>${visibility.percent} %: ${formatCount(visibility.couldMatch)} of ${count(visibility.total, "detection")} could have matched in this evidence${describeUnruled(visibility)}. Records cover ${formatCount(visibility.hoursCovered)} of ${count(visibility.hoursTotal, "hour")}.</p>
${htmlTable("By kind of detection", ["Kind", "Could match", "Share"], nestTypes(byKind).map(row))}
${htmlTable(
  "Evidence that is missing, the most useful first",
  ["Evidence", "Would serve"],
  missing
    .slice(0, MOST_ROWS)
    .map(({ needs, detections }) => [escapeHtml(needs), count(detections, "detection")]),
)}
${fold(
  `Techniques: ${formatCount(byTechnique.length)}`,
  htmlTable(
    "By technique",
    ["Technique", "Could match", "Share"],
    byTechnique.slice(0, MOST_ROWS).map(row),
  ),
)}
${fold(
  `Sources read: ${formatCount(sources.length)}`,
  htmlTable(
    "Sources",
    ["Source", "Records", "Hours", "From", "To"],
    sources
      .slice(0, MOST_ROWS)
      .map(({ source, records, hours, first, last }) => [
        escapeHtml(source),
        formatCount(records),
        formatCount(hours),
        escapeHtml(first === undefined ? "no time" : formatTime(first)),
        escapeHtml(last === undefined ? "no time" : formatTime(last)),
      ]),
  ),
)}
</section>`;
}

/** A part that is folded until it is asked for; nothing if its body is empty. */
export function fold(title: string, body: string): string {
  return body === ""
    ? ""
    : `<details class="more"><summary>${escapeHtml(title)}</summary>${body}</details>`;
}

function row(coverage: Coverage): string[] {
  const { of, total, couldMatch } = coverage;
  return [
    isType(coverage) ? `<span class="sub">${escapeHtml(of)}</span>` : escapeHtml(of),
    total === 0 ? "no rule" : `${formatCount(couldMatch)} of ${formatCount(total)}`,
    total === 0 ? "" : htmlBar((couldMatch / total) * 100),
  ];
}

/** Types of observables are put under the kind `indicator`, which counts them all. */
function nestTypes(byKind: readonly Coverage[]): Coverage[] {
  const types = byKind.filter(isType);
  return byKind
    .filter((coverage) => !isType(coverage))
    .flatMap((coverage) => (coverage.of === "indicator" ? [coverage, ...types] : [coverage]));
}
