import { formatCitation, QUESTIONS } from "@tocsin/model";
import type { Answer, Point, QuestionAnswer, QuestionName } from "@tocsin/model";
import { escapeHtml, htmlList } from "./escape.ts";

const MANY_SHORT = 8;
const LONGEST_SHORT = 60;

/** The five questions in order, each answered or said not to be asked. */
export function renderQuestions({ questions }: Answer): string {
  const names = Object.keys(QUESTIONS) as QuestionName[];
  return `<section class="block" id="questions" aria-labelledby="questions-title">
<h2 id="questions-title">Five questions</h2>
${names.map((name) => renderQuestion(name, questions[name])).join("\n")}
</section>`;
}

function renderQuestion(name: QuestionName, question: QuestionAnswer): string {
  const asked = question.status === "asked";
  return `<section class="question" id="${name}" aria-labelledby="${name}-title">
<div><h3 id="${name}-title">${escapeHtml(QUESTIONS[name])}</h3>${asked ? "" : '<span class="state">Not asked in this run</span>'}</div>
<div class="answer"><p>${escapeHtml(asked ? question.answer : question.toAsk)}</p>
${question.points.map(renderPoint).join("\n")}</div>
</section>`;
}

function renderPoint({ text, details = [], citations = [] }: Point): string {
  const short = details.length >= MANY_SHORT && details.every((one) => one.length <= LONGEST_SHORT);
  const sources = [...new Set(citations.map(formatCitation))].slice(0, 3);
  return `<div class="point"><p${details.length > 0 ? ' class="lead"' : ""}>${escapeHtml(text)}</p>${htmlList(details.map(escapeHtml), short ? "columns" : "")}${
    sources.length > 0 ? `<p class="cite">See ${escapeHtml(sources.join("; "))}</p>` : ""
  }</div>`;
}
