import type { Answer, VerdictValue } from "@tocsin/model";
import { formatCount, formatTime } from "../layout.ts";
import { describeUnruled } from "../text-visibility.ts";
import { escapeHtml, htmlBar, htmlList } from "./escape.ts";
import { renderFindings } from "./findings.ts";
import { renderLedger } from "./ledger.ts";
import { renderQuestions } from "./questions.ts";
import { STYLE, STYLE_HASH } from "./style.ts";
import { renderTimeline } from "./timeline.ts";
import { renderVisibility } from "./visibility.ts";

const TITLES: Readonly<Record<VerdictValue, string>> = {
  hit: "Hit",
  suspicious: "Suspicious",
  "no-sign": "No sign found",
  "cannot-say": "Cannot say",
};

/**
 * The answer as one self-contained page: no script, no request, its one style pinned by digest in the page's
 * content security policy. Everything from evidence, rules and warning is escaped.
 */
export function formatAnswerHtml(answer: Answer): string {
  const title = answer.campaigns[0]?.title ?? "Rules run over evidence";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(`${TITLES[answer.verdict.value]}: ${title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">To the answer</a>
<div class="page">
${renderMasthead(answer, title)}
<main id="main">
${renderHero(answer)}
${renderTimeline(answer)}
${renderQuestions(answer)}
${renderFindings(answer)}
${renderVisibility(answer)}
${renderLedger(answer)}
</main>
<footer><p>Made by ${answer.tool.name} ${escapeHtml(answer.tool.version)}. Times are UTC. The same input gives the same page.</p></footer>
</div>
</body>
</html>
`;
}

function renderMasthead({ campaigns, window }: Answer, title: string): string {
  const [campaign] = campaigns;
  const about = [
    ...(campaign && campaign.issuers.length > 0 ? [campaign.issuers.join(", ")] : []),
    ...(campaign?.published === undefined ? [] : [campaign.published.slice(0, 10)]),
    ...(campaign?.tlp === undefined ? [] : [`TLP:${campaign.tlp}`]),
  ];
  const names = campaigns.flatMap(({ documents }) => documents.map(({ name }) => name));
  const read =
    names.length === 0 ? "" : `<p class="soft">Read in ${escapeHtml(names.join(", "))}</p>`;
  const span =
    window.since === undefined && window.until === undefined
      ? ""
      : `<p>Window: ${escapeHtml(window.since === undefined ? "first record" : formatTime(window.since))} to ${escapeHtml(window.until === undefined ? "last record" : formatTime(window.until))}</p>`;
  return `<header class="masthead"><div><p><strong>${escapeHtml(title)}</strong></p><p class="soft">${escapeHtml(about.join(", "))}</p>${read}</div>${span}</header>`;
}

function renderHero({ verdict, visibility, partial, findings }: Answer): string {
  const links = [
    ["questions", "Five questions"],
    ...(findings.length > 0 ? [["findings", `Findings (${formatCount(findings.length)})`]] : []),
    ["visibility", "Visibility"],
    ["ledger", "What was read"],
  ];
  return `<section class="hero ${verdict.value}" aria-labelledby="verdict">
<div>
<h1 id="verdict">${TITLES[verdict.value]}</h1>
<p class="summary">${escapeHtml(verdict.summary)}</p>
${partial ? '<p class="notice">The run was cut short. What is said holds for the part that was read.</p>' : ""}
<div class="meter"><p><b>${visibility.percent} %</b> would have been visible: ${formatCount(visibility.couldMatch)} of ${formatCount(visibility.total)} detections could have matched${describeUnruled(visibility)}. Records cover ${formatCount(visibility.hoursCovered)} of ${formatCount(visibility.hoursTotal)} hours.</p>${htmlBar(visibility.percent)}</div>
<h2>Why</h2>
${htmlList(verdict.reasons.map(escapeHtml))}
</div>
<section class="limits" aria-labelledby="limits-title">
<h2 id="limits-title">Limits of this verdict</h2>
${htmlList(verdict.limits.map(escapeHtml))}
</section>
</section>
<nav class="contents" aria-label="On this page">${links.map(([id = "", text = ""]) => `<a href="#${id}">${escapeHtml(text)}</a>`).join("")}</nav>`;
}
