import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";

const AGENT_LABEL =
  /\buser[- ]?agents?(?: string| header)?(?: is| was)?[ \t]{0,3}[:=][ \t]{0,3}["'\u201C`]?/gi;
/** Products, comments and the two words of KHTML; each step takes at least one unit. */
const AGENT =
  /(?<![\w/])(?:Mozilla|Opera|curl|Wget|python-requests|Go-http-client)\/[\w.]{1,20}(?: \([^()\n]{1,200}\)| [A-Za-z][\w.-]{0,40}\/[\w.]{1,40}| like Gecko){0,12}/g;
const MUTEX =
  /\bmutex(?:es)?(?: (?:name|named|object|called|value)){0,2}[ \t]{0,3}[:=]?[ \t]{0,3}(?:["\u201C`']([^"\u201D`'\n]{3,120})["\u201D`']|(?<=[:=][ \t]{0,3})([^\s,;"']{3,120}))/gi;
const GLOBAL = /(?<![\w\\])(?:Global|Local)\\[\w{}.-]{3,120}/g;
/** `schtasks /create /tn "Updater"`; one that is asked for or deleted is not the intruders' by that. */
const TASK =
  /\bschtasks(?:\.exe)?["']?(?![^\n]{0,400}\/(?:query|delete|end)\b)[^\n]{0,400}?\/tn[ \t]{1,3}(?:["\u201C']([^"\u201D'\n]{2,120})["\u201D']|([^\s,;"'`]{2,120}))/gi;
const TASK_LABEL =
  /\b(?:scheduled[ -])?task[ -]?name[ \t]{0,3}[:=][ \t]{0,3}(?:["\u201C`']([^"\u201D`'\n]{2,120})["\u201D`']|([^\s,;"'`][^\n,;"'`|]{1,80}))/gi;
const SERVICE_LABEL =
  /\bservice[ -]?name[ \t]{0,3}[:=][ \t]{0,3}(?:["\u201C`']([^"\u201D`'\n]{2,120})["\u201D`']|([^\s,;"'`][^\n,;"'`|]{1,80}))/gi;
const LABELLED: readonly (readonly [RegExp, "scheduled-task" | "service-name"])[] = [
  [TASK, "scheduled-task"],
  [TASK_LABEL, "scheduled-task"],
  [SERVICE_LABEL, "service-name"],
];
/** A name of more words is a sentence. */
const MOST_WORDS = 6;
const ASN = /(?<![A-Za-z0-9-])(?:ASN?[ :]{0,2})(\d{1,10})(?![A-Za-z0-9.])/g;
const MAX_AGENT = 400;

/** Finds user agents; done before addresses, for versions in them look like addresses. */
export function findUserAgents(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: label, index } of text.matchAll(AGENT_LABEL)) {
    const start = index + label.length;
    const quote = /["'\u201C`]$/.exec(label)?.[0];
    const line = /^[^\n\r]{0,400}/.exec(text.slice(start, start + MAX_AGENT))?.[0] ?? "";
    const close = quote === undefined ? -1 : line.indexOf(quote === "\u201C" ? "\u201D" : quote);
    const value = (close >= 0 ? line.slice(0, close) : line).replace(/[\s"'`|,;]{1,400}$/, "");
    if (value.length >= 3 && !isTaken(state, start, start + value.length))
      add(state, "user-agent", value, start, start + value.length);
  }
  for (const { 0: value, index } of text.matchAll(AGENT)) {
    const end = index + value.length;
    if (value.length > 12 && !isTaken(state, index, end))
      add(state, "user-agent", value, index, end);
  }
}

/** Finds names of tasks and services behind their labels; done before names of files, for a task may look like one. */
export function findLabelledNames(state: FindState): void {
  const { text } = state.mapped;
  for (const [form, type] of LABELLED)
    for (const { 0: whole, 1: quoted, 2: plain, index } of text.matchAll(form)) {
      const value = (quoted ?? plain ?? "").replace(/[\s.)]{1,80}$/, "");
      const start = index + whole.lastIndexOf(quoted ?? plain ?? "");
      const end = start + value.length;
      // A colon belongs to the label of the next value, whose line break was lost.
      if (quoted === undefined && value.includes(":")) continue;
      if (value.length < 2 || value.split(/\s+/).length > MOST_WORDS) continue;
      if (!isTaken(state, start, end)) add(state, type, value, start, end);
    }
}

/** Finds mutexes and autonomous systems. */
export function findArtefacts(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: whole, 1: quoted, 2: plain, index } of text.matchAll(MUTEX)) {
    const value = quoted ?? plain ?? "";
    const start = index + whole.indexOf(value, 5);
    if (!isTaken(state, start, start + value.length))
      add(state, "mutex", value, start, start + value.length);
  }
  for (const { 0: value, index } of text.matchAll(GLOBAL)) {
    if (!isTaken(state, index, index + value.length))
      add(state, "mutex", value, index, index + value.length);
  }
  for (const { 0: whole, 1: number = "", index } of text.matchAll(ASN)) {
    if (!isTaken(state, index, index + whole.length))
      add(state, "asn", number, index, index + whole.length);
  }
}
