import type { Answer, Finding } from "@tocsin/model";
import { count, formatTime } from "../layout.ts";
import { escapeHtml } from "./escape.ts";
import { markOf } from "./mark.ts";
import type { Mark } from "./mark.ts";

const MOST_MARKS = 600;
const ROWS: Readonly<Record<Mark, number>> = { hit: 22, suspicious: 44, other: 64 };

/** Findings over the time the evidence covers, silent stretches hatched; empty without times. */
export function renderTimeline(answer: Answer): string {
  const span = findSpan(answer);
  if (span === undefined) return "";
  const timed = answer.findings.filter(
    ({ firstSeen }) => !Number.isNaN(Date.parse(firstSeen ?? "")),
  );
  const at = (iso: string): number => {
    const share = (Date.parse(iso) - span.from) / (span.to - span.from);
    return Math.round(Math.max(0, Math.min(1, share)) * 10_000) / 100;
  };
  const gaps = answer.visibility.gaps.map(
    ({ from, to }) =>
      `<rect class="gap" x="${at(from)}%" y="8" width="${Math.max(0.2, at(to) - at(from)).toFixed(2)}%" height="66"/>`,
  );
  // Strong marks are drawn last, on top.
  const marks = timed
    .slice(0, MOST_MARKS)
    .reverse()
    .map((finding) => renderMark(finding, at));
  const first = new Date(span.from).toISOString();
  const last = new Date(span.to).toISOString();
  const label = `${count(timed.length, "finding")} between ${formatTime(first)} and ${formatTime(last)}`;
  return `<section class="strip" aria-labelledby="strip-title">
<figure>
<h2 class="label" id="strip-title">${timed.length > 0 ? "Findings over the time" : "The time"} the evidence covers</h2>
<svg role="img" aria-label="${escapeHtml(label)}">
${gaps.join("")}
<line class="axis" x1="0" x2="100%" y1="78" y2="78"/>
${marks.join("\n")}
<text class="ends" x="0" y="97">${escapeHtml(shortTime(first))}</text>
<text class="ends" x="100%" y="97" text-anchor="end">${escapeHtml(shortTime(last))}</text>
</svg>
${renderKey(answer)}
</figure>
</section>`;
}

function renderMark(finding: Finding, at: (iso: string) => number): string {
  const mark = markOf(finding);
  const y = ROWS[mark];
  const from = at(finding.firstSeen ?? "");
  const to = at(finding.lastSeen ?? finding.firstSeen ?? "");
  const where = finding.host === undefined ? "" : ` on ${finding.host}`;
  const title = `<title>${escapeHtml(`${finding.detection.title}${where}, ${formatTime(finding.firstSeen ?? "")}`)}</title>`;
  const line =
    to > from ? `<line x1="${from}%" x2="${to}%" y1="${y}" y2="${y}" stroke-width="2"/>` : "";
  return `<g class="m-${mark}">${title}${line}${renderShape(mark, `${from}%`, y)}</g>`;
}

/** Each kind has a shape of its own, so that colour is never alone. */
function renderShape(mark: Mark, x: string, y: number): string {
  if (mark === "hit")
    return `<svg x="${x}" y="${y}" overflow="visible"><path d="M0-8 8 0 0 8-8 0Z"/></svg>`;
  if (mark === "suspicious") return `<circle cx="${x}" cy="${y}" r="5.5"/>`;
  return `<line x1="${x}" x2="${x}" y1="${y - 5}" y2="${y + 5}" stroke-width="2"/>`;
}

function renderKey({ findings, visibility }: Answer): string {
  const shapes: Readonly<Record<Mark, string>> = {
    hit: '<path d="M7 0 14 7 7 14 0 7Z"/>',
    suspicious: '<circle cx="7" cy="7" r="5.5"/>',
    other: '<path d="M6 1h2v12H6Z"/>',
  };
  const words: Readonly<Record<Mark, string>> = {
    hit: "named by the warning",
    suspicious: "weak sign or grave behaviour",
    other: "behaviour of medium or lower level",
  };
  const items = (Object.keys(shapes) as Mark[])
    .filter((mark) => findings.some((finding) => markOf(finding) === mark))
    .map(
      (mark) =>
        `<li><svg class="m-${mark}" aria-hidden="true" viewBox="0 0 14 14">${shapes[mark]}</svg>${words[mark]}</li>`,
    );
  if (visibility.gaps.length > 0)
    items.push(
      '<li><svg aria-hidden="true" viewBox="0 0 14 14"><rect class="gap" x="1" y="1" width="12" height="12"/></svg>no record at all</li>',
    );
  return `<ul class="key">${items.join("")}</ul>`;
}

function findSpan({
  visibility,
  window,
  findings,
}: Answer): { from: number; to: number } | undefined {
  const times = [visibility.first, visibility.last, window.since, window.until]
    .concat(findings.flatMap(({ firstSeen, lastSeen }) => [firstSeen, lastSeen]))
    .map((iso) => Date.parse(iso ?? ""))
    .filter((time) => !Number.isNaN(time));
  if (times.length === 0) return undefined;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  return to > from ? { from, to } : undefined;
}

function shortTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}
