import { fileEnding } from "./file-endings.ts";
import { gluedLength } from "./glue.ts";
import { readHost } from "./hosts.ts";
import { hasMark } from "./mapped.ts";
import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";

/** A run of units of names. One class, one quantifier: linear. */
const TOKEN = /[\p{L}\p{M}\p{N}_.-]+/gu;
const IDEOGRAPHIC = /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const MAX_TOKEN = 300;

/** Finds names of files and hosts: what has a dot inside, told apart by the last part. */
export function findNames(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: raw, index } of text.matchAll(TOKEN)) {
    if (raw.length < 3 || raw.length > MAX_TOKEN || !raw.includes(".")) continue;
    const { start, end: whole } = trimToken(raw, index);
    const token = text.slice(start, whole);
    const kept = gluedLength(token, false) ?? gluedLength(token, true);
    const end = kept === undefined ? whole : start + kept;
    if (end - start < 3 || isTaken(state, start, end)) continue;
    const before = text.charAt(start - 1);
    if (before === "$" || before === "%" || before === "@") continue;
    addName(state, start, end, before, text.charAt(end));
  }
}

function addName(
  state: FindState,
  start: number,
  end: number,
  before: string,
  after: string,
): void {
  const name = state.mapped.text.slice(start, end);
  const isDefanged = hasMark(state.mapped, start, end);
  const host =
    before === "\\" || (!isDefanged && after === "(")
      ? undefined
      : readHost(name, { isDefanged, isCertain: false });
  if (host !== undefined) {
    add(state, "domain", host, start, end);
    return;
  }
  if (isFileName(name)) add(state, "filename", name, start, end);
}

function isFileName(name: string): boolean {
  const dot = name.lastIndexOf(".");
  const base = name.slice(0, dot);
  const ending = name.slice(dot + 1);
  if (
    base === "" ||
    base.endsWith(".") ||
    /^(?:node|vue|next|react|express|three|d3)\.js$/i.test(name)
  )
    return false;
  const kind = fileEnding(ending);
  if (kind === "no") return /^lib[\w-]{1,40}\.so$/i.test(name);
  // `e.g.` lists of endings (`.doc.xls`) and versions (`2.0.c`) are no names.
  return /[\p{L}\p{N}]/u.test(base) && ending.toLowerCase() !== base.toLowerCase();
}

/** Takes off dots, hyphens and emphasis at the ends, and letters of scripts written without blanks. */
function trimToken(raw: string, index: number): { start: number; end: number } {
  let start = 0;
  let end = raw.length;
  while (end > start && /[.-]/.test(raw.charAt(end - 1))) end--;
  while (start < end && /[.-]/.test(raw.charAt(start))) start++;
  while (end > start && raw.charAt(end - 1) === "_") {
    end--;
    if (raw.charAt(start) === "_") start++;
  }
  if (!raw.slice(start, end).includes(".")) return { start: index, end: index };
  const isMixed = /[a-z]/i.test(raw) && IDEOGRAPHIC.test(raw);
  if (isMixed) {
    const dot = raw.lastIndexOf(".", end - 1);
    const tail = /^[a-z]{2,24}(?=[^a-z0-9])/i.exec(raw.slice(dot + 1, end));
    if (tail !== null && IDEOGRAPHIC.test(raw.charAt(dot + 1 + tail[0].length)))
      end = dot + 1 + tail[0].length;
    const first = raw.indexOf(".", start);
    let cut = start;
    for (let i = start; i < first; i++) if (IDEOGRAPHIC.test(raw.charAt(i))) cut = i + 1;
    if (cut < first) start = cut;
  }
  return { start: index + start, end: index + end };
}
