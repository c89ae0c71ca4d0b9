import { gluedLength } from "./glue.ts";
import { readAuthority } from "./hosts.ts";
import { add, isTaken, take } from "./sink.ts";
import type { FindState } from "./sink.ts";

/** Beginning of a URL, in the forms that are used against clicking. */
const START =
  /[[({<]?(h[tx*_-]{1,4}ps?|(?<![A-Za-z0-9])(?:xxps?|ttps?|meows?|purrs?|s?f[tx*]ps?|wss?|tcp|udp|ldaps?|rmi|ssh|telnet|smb))[\])}>]?(:\/{2,3}|:\\{2,4}|:\/(?=[\w])|\/\/(?=[\w]))[ \t]?/gi;
const BODY =
  /(?:[^\]\s\u0000-\u0020\u007F<>"`{}|^\u2018-\u201F\u2026\u00AB\u00BB\u2013\u2014\u3001\uFF0C]|\](?!\()){1,8192}/y;
const GLUED_SCRIPT = /[A-Za-z0-9=)](?=[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}])/u;
/** Where one value ends although its letters could go on. */
const CUT = /\]\(|[,;](?=[[(]?(?:h[tx*]{1,3}ps?|s?ftp):)|'(?![A-Za-z0-9])/i;

/** Finds URLs; what stands in one is no address, file or digest of its own. */
export function findUrls(state: FindState): void {
  const { text } = state.mapped;
  START.lastIndex = 0;
  for (let match = START.exec(text); match !== null; match = START.exec(text)) {
    const [whole, scheme = "", separator = ""] = match;
    const read = readScheme(scheme);
    const isPlain = /^(?:https?|s?ftps?|wss?|tcp|udp|ldaps?|rmi|ssh|telnet|smb)$/i.test(scheme);
    const isProper = separator === "://";
    let begin = match.index + whole.length;
    if (isPlain && /[ \t]$/.test(whole)) begin -= 1;
    const from = /^[[({<]/.test(whole) && !/^.[a-z*_-]+[\])}>]/i.test(whole) ? 1 : 0;
    if (isPlain && !isProper && !separator.includes("\\")) continue;
    BODY.lastIndex = begin;
    const raw = BODY.exec(text)?.[0];
    if (raw === undefined) continue;
    const isPassed = text.slice(Math.max(0, match.index - 2), match.index + from).startsWith("++");
    const { body, length } = cutGlue(
      trimBody(isPassed ? cutPass(raw) : raw, separator.includes("\\")),
    );
    const end = begin + length;
    START.lastIndex = Math.max(end, START.lastIndex);
    if (body === "") continue;
    addUrl(
      state,
      { scheme: read, isPlain: isPlain && isProper, body },
      match.index + from,
      begin,
      end,
    );
  }
}

/** The body of an address without a scheme that begins at a place, as far as it goes; `length` counts units of the text. */
export function readBody(
  text: string,
  at: number,
): { readonly body: string; readonly length: number } {
  BODY.lastIndex = at;
  const raw = BODY.exec(text)?.[0];
  return raw === undefined ? { body: "", length: 0 } : cutGlue(trimBody(raw, false));
}

/** `++https://example.com/a++`: AsciiDoc passes the text between through as it is. */
function cutPass(raw: string): string {
  const end = raw.indexOf("++");
  return end > 0 ? raw.slice(0, end) : raw;
}

/** Takes a word of the next cell off that is glued to the host or to the name of a file. */
function cutGlue(trimmed: { body: string; length: number }): { body: string; length: number } {
  const { body, length } = trimmed;
  const isHost = /^[\w.-]{1,253}$/.test(body);
  const path = body.search(/[/]/);
  // A body of which marks were taken out is not cut, for its lengths differ.
  if (body.length !== length || (!isHost && (path < 0 || /[?#]/.test(body)))) return trimmed;
  const kept = gluedLength(body, isHost);
  if (kept === undefined || kept <= path) return trimmed;
  return { body: body.slice(0, kept), length: kept };
}

interface UrlParts {
  readonly scheme: string;
  readonly isPlain: boolean;
  readonly body: string;
}

function addUrl(
  state: FindState,
  parts: UrlParts,
  start: number,
  begin: number,
  end: number,
): void {
  if (isTaken(state, start, end)) return;
  const authorityLength = parts.body.search(/[/?#]/);
  const authority = authorityLength < 0 ? parts.body : parts.body.slice(0, authorityLength);
  const host = readAuthority(authority);
  take(state, start, end);
  if (host === undefined) return;
  const name = host.type === "domain" ? host.value : undefined;
  const asRead = name === undefined ? authority : replaceHost(authority, name);
  const value = `${parts.scheme}://${asRead}${parts.body.slice(authority.length)}`;
  const isDefanged = !parts.isPlain;
  const added = add(state, "url", value, start, end, { isDefanged });
  if (!added || !host.known) return;
  const url = state.found.at(-1);
  add(state, host.type, host.value, begin, begin + authority.length, {
    isDefanged: url?.isDefanged === true,
    within: "url",
  });
}

function replaceHost(authority: string, host: string): string {
  const at = authority.lastIndexOf("@");
  const port = /:\d{0,5}$/.exec(authority)?.[0] ?? "";
  return `${authority.slice(0, at + 1)}${host}${port === ":" ? "" : port}`;
}

function readScheme(scheme: string): string {
  const folded = scheme.toLowerCase();
  const secure = folded.endsWith("s") ? "s" : "";
  if (/^(?:h|xxp|ttp|meow|purr)/.test(folded)) return `http${secure}`;
  if (folded.startsWith("f")) return `ftp${secure}`;
  return folded.startsWith("sf") ? "sftp" : folded;
}

/** Cuts what does not belong to the URL; `length` counts the units of the raw text that do. */
function trimBody(raw: string, isBackslashed: boolean): { body: string; length: number } {
  let length = raw.length;
  const cut = raw.search(CUT);
  if (cut >= 0) length = cut;
  if (!isBackslashed) {
    const slash = raw.search(/\\(?![_*~#&=.-])/);
    if (slash >= 0) length = Math.min(length, slash);
  }
  length = cutScript(raw, cutMacro(raw, length));
  length = cutWord(raw, trimEnd(raw, length));
  const kept = raw.slice(0, length);
  return {
    body: isBackslashed ? kept.replaceAll("\\", "/") : kept.replaceAll("\\", ""),
    length,
  };
}

/** A word of a script without blanks that follows a letter or digit is the sentence's (`/a.exeから`), not the URL's. */
function cutScript(raw: string, from: number): number {
  const path = raw.indexOf("/");
  const glued = GLUED_SCRIPT.exec(raw.slice(Math.max(0, path), from));
  if (glued === null) return from;
  const at = Math.max(0, path) + glued.index + 1;
  // A host may have such letters; what follows in it is another label.
  return path < 0 && /\.[\p{L}\p{N}]/u.test(raw.slice(at, from)) ? from : at;
}

/** A bracket that opens the words of an AsciiDoc link (`https://example.com/a[the report]`) is not of the URL. */
function cutMacro(raw: string, from: number): number {
  const kept = raw.slice(0, from);
  const open = kept.lastIndexOf("[");
  if (open <= 0 || /[?=&/.]$/.test(kept.slice(0, open))) return from;
  const isClosedInside = kept.slice(open).includes("]") && !kept.endsWith("]");
  return isClosedInside || /^\[[\da-f:]{0,40}\]?$/i.test(kept.slice(open)) ? from : open;
}

/** A closing bracket that none opened, and the word that lost its blank behind it (`https://example.com/a/)uses`). */
function cutWord(raw: string, from: number): number {
  const kept = raw.slice(0, from);
  const word = /\)\p{L}{1,20}$/u.exec(kept.slice(-24));
  if (word === null) return from;
  const at = from - word[0].length;
  const open = kept.slice(0, at).split("(").length - kept.slice(0, at).split(")").length;
  return open > 0 ? from : at;
}

/** Punctuation of the sentence and brackets that were not opened inside. */
function trimEnd(raw: string, from: number): number {
  let length = from;
  let round = 0;
  let square = 0;
  for (let i = 0; i < length; i++) {
    const unit = raw.charAt(i);
    if (unit === "(") round++;
    else if (unit === ")") round--;
    else if (unit === "[") square++;
    else if (unit === "]") square--;
  }
  for (; length > 0; length--) {
    const unit = raw.charAt(length - 1);
    if (unit === ")" && round < 0) round++;
    else if (unit === "]" && square < 0) square++;
    else if (unit === "(" || unit === "[") {
      if (unit === "(") round--;
      else square--;
    } else if (!/[.,;:!?*'\\]/.test(unit)) break;
  }
  return length;
}
