import { fileEnding } from "./file-endings.ts";
import { gluedLength } from "./glue.ts";
import { looksLikeDetection, readHost } from "./hosts.ts";
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
    const trimmed = trimToken(raw, index);
    const whole = trimmed.end;
    const start = trimmed.start + gluedBefore(text, trimmed.start, whole);
    const token = text.slice(start, whole);
    const kept = gluedLength(token, false) ?? gluedLength(token, true);
    const end = kept === undefined ? whole : start + kept;
    if (end - start < 3 || isTaken(state, start, end)) continue;
    const before = text.charAt(start - 1);
    if (before === "$" || before === "%" || before === "@") continue;
    addName(state, start, end, before, text.charAt(end));
  }
}

/** Digits of a port that the next host is glued to: `evil.example:8080next.example.net`. */
function gluedBefore(text: string, start: number, end: number): number {
  if (text.charAt(start - 1) !== ":" || !/[\p{L}\p{N}\]]/u.test(text.charAt(start - 2))) return 0;
  const port = /^\d{1,5}(?=[A-Za-z])/.exec(text.slice(start, Math.min(end, start + 6)))?.[0] ?? "";
  return port.length;
}

function addName(
  state: FindState,
  start: number,
  end: number,
  before: string,
  after: string,
): void {
  const address = gluedAddress(state, start, end);
  if (address > 0) {
    addName(state, start + address, end, ".", after);
    return;
  }
  const name = state.mapped.text.slice(start, end);
  const isDefanged = hasMark(state.mapped, start, end);
  const { text } = state.mapped;
  if (!isDefanged && looksLikeDetection(name, text.slice(Math.max(0, start - 14), start))) return;
  // A bundle of macOS is a folder: `Licatrade.app/Contents/…`.
  const isBundle = /\.app$/i.test(name) && /^\/Contents\b/.test(text.slice(end, end + 9));
  const host =
    before === "\\" || isBundle || (!isDefanged && after === "(")
      ? undefined
      : readHost(name, { isDefanged, isCertain: false });
  if (host !== undefined) {
    add(state, "domain", host, start, end);
    return;
  }
  // The number of a footnote glued to a marked name: `evil[.]example1`.
  const noted =
    isDefanged && /[a-z]\d$/i.test(name) && !/\d.{0,62}\d$/.test(name.slice(name.lastIndexOf(".")));
  const bare = noted ? readHost(name.slice(0, -1), { isDefanged, isCertain: false }) : undefined;
  if (bare !== undefined) {
    add(state, "domain", bare, start, end - 1);
    return;
  }
  if (isFileName(name) && !isInAddress(state, start)) add(state, "filename", name, start, end);
}

/** Whether a name stands in the path of an address that has no scheme: `evil[.]example/a/login.php`. */
function isInAddress(state: FindState, start: number): boolean {
  const { text } = state.mapped;
  if (text.charAt(start - 1) !== "/") return false;
  const before = text.slice(Math.max(0, start - MAX_TOKEN), start);
  const address = /[^\s"'`|<>()]{1,300}$/.exec(before)?.[0] ?? "";
  const host = address.slice(0, Math.max(0, address.indexOf("/"))).replace(/:\d{1,5}$/, "");
  const isDefanged = hasMark(state.mapped, start - address.length, start);
  return (
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ||
    readHost(host, { isDefanged, isCertain: false }) !== undefined
  );
}

/** An address that a host is glued to (`192.0.2.7evil.example`) is added; gives its length, else 0. */
function gluedAddress(state: FindState, start: number, end: number): number {
  const head = state.mapped.text.slice(start, Math.min(end, start + 18));
  const address = /^(?:\d{1,3}\.){3}\d{1,3}(?=[A-Za-z]{2})/.exec(head)?.[0] ?? "";
  if (address === "" || end - start - address.length < 3) return 0;
  return add(state, "ipv4", address, start, start + address.length) ? address.length : 0;
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
  // Raised digits are marks of footnotes.
  while (end > start && /[.\-¹²³⁰⁴-⁹]/.test(raw.charAt(end - 1))) end--;
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
