import { parseIpv4 } from "@tocsin/model";
import { gluedLength } from "./glue.ts";
import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";

const HIVES =
  "HKEY_LOCAL_MACHINE|HKEY_CURRENT_USER|HKEY_CLASSES_ROOT|HKEY_USERS|HKEY_CURRENT_CONFIG|HKLM|HKCU|HKCR|HKU|HKCC";
const REGISTRY = new RegExp(`(?<![\\w\\\\])(?:${HIVES}):?\\\\{1,2}`, "gi");
const PIPE = /\\\\(?:\.|[\w.-]{1,64})\\pipe\\([\w.{}#$-]{1,120})/gi;
const DRIVE = /(?:(?<![\w\\])|(?<=\\\\\?\\))[A-Za-z]:\\{1,2}(?=[\w$%<{.~(*[-])/g;
const VARIABLE =
  /(?<![\w\\%])(?:%[A-Za-z][\w()]{1,30}%|\$env:[A-Za-z]\w{1,30})\\{1,2}(?=[\w$%<{.~(*-])/gi;
const SHARE = /(?<![\w\\:])\\\\(?:\?\\)?([\w.-]{1,253})\\(?=[\w$])/g;
const UNIX =
  /(?<![\w\p{L}./\\~%@\])}-])(?:~\/|\/(?:etc|var|tmp|usr|opt|home|bin|sbin|root|dev|proc|lib|lib64|run|mnt|srv|boot|private|Library|Users|Applications|Volumes|System|data|sdcard|storage|vmfs)\/)[\p{L}\p{N}_.~@+$%{}/*:-]{1,400}/gu;
const COMPONENT = /[^\s\\/:*?"<>|,;\u2018-\u201F`]/;
const ENDED =
  /\.(?:exe|dll|bat|cmd|ps1|vbs|js|lnk|sys|txt|log|dat|tmp|zip|rar|7z|py|hta|msi|doc|docx|pdf)$/i;
const MAX_PATH = 600;

/** Finds registry keys, named pipes and paths of files. */
export function findPaths(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: whole, index } of text.matchAll(PIPE)) {
    if (!isTaken(state, index, index + whole.length)) {
      const end = index + whole.replace(/[.-]{1,120}$/, "").length;
      add(state, "named-pipe", text.slice(index, end), index, end);
    }
  }
  for (const match of text.matchAll(REGISTRY)) addPath(state, match, "registry-key");
  for (const pattern of [DRIVE, VARIABLE, SHARE])
    for (const match of text.matchAll(pattern)) addPath(state, match, "filepath");
  for (const { 0: whole, index } of text.matchAll(UNIX)) {
    const value = whole.replace(/[.,:;*/-]{1,400}$/, "");
    const end = index + value.length;
    if (value.indexOf("/", 1) > 0 && !isTaken(state, index, end))
      add(state, "filepath", value, index, end);
  }
}

function addPath(
  state: FindState,
  match: RegExpMatchArray,
  type: "filepath" | "registry-key",
): void {
  const { text } = state.mapped;
  const start = match.index ?? 0;
  const begin = start + match[0].length;
  if (isTaken(state, start, begin)) return;
  const end = readPath(text, start, begin);
  if (end <= begin || isTaken(state, start, end)) return;
  const value = text.slice(start, end).replaceAll(/(?<=[^\\])\\\\/g, "\\");
  const isSymbols = type === "filepath" && /\.pdb$/i.test(value);
  add(state, isSymbols ? "pdb-path" : type, value, start, end);
  const host = type === "filepath" ? match[1] : undefined;
  if (host !== undefined && parseIpv4(host) !== undefined) {
    const at = text.indexOf(host, start);
    add(state, "ipv4", host, at, at + host.length, { within: "path" });
  }
}

/** A path that is glued to the end of this one, or is a key's value, leaves its letter: `…\Paths\C` before `:\`. */
function cutDrive(text: string, begin: number, at: number): number {
  const isDrive = text.charAt(at) === ":" && text.charAt(at + 1) === "\\";
  const tail = /(?:\\|(?<=\.[A-Za-z0-9]{1,8}))[A-Za-z]$/.exec(
    text.slice(Math.max(begin, at - 12), at),
  );
  return at - begin - (isDrive ? (tail?.[0].length ?? 0) : 0);
}

/** Reads components; a blank is part of one only where a backslash follows (`Start Menu\`). */
function readPath(text: string, start: number, begin: number): number {
  const quote = text.charAt(start - 1);
  const limit = Math.min(text.length, begin + MAX_PATH);
  if (quote === '"' || quote === "'" || quote === "`") {
    const close = text.indexOf(quote, begin);
    if (close > 0 && close < limit && !/[\n<>|"*?]/.test(text.slice(begin, close))) return close;
  }
  let at = begin;
  let from = begin;
  while (at < limit) {
    const unit = text.charAt(at);
    if (unit === "\\") from = at + 1;
    else if (unit === "<" || unit === "[") {
      const placeholder = /^[<[][\w .-]{1,30}[>\]](?=\\)/.exec(text.slice(at, at + 34));
      if (placeholder === null) break;
      at += placeholder[0].length - 1;
    } else if (unit === " ") {
      if (ENDED.test(text.slice(from, at))) break;
      const words = /^(?: [A-Z0-9(&][^\s\\/:*?"<>|,;]{0,30}| and Settings){1,4}\\/.exec(
        text.slice(at, at + 130),
      );
      if (words === null || /^ (?:HK|[A-Z]:)/.test(words[0])) break;
      at += words[0].length - 2;
    } else if (unit !== "*" && !COMPONENT.test(unit)) break;
    at++;
  }
  at = begin + cutDrive(text, begin, at);
  const length = text.slice(begin, at).replace(/[.,;:!)\]'*\\-]{1,600}$/, "").length;
  return begin + (gluedLength(text.slice(begin, begin + length), false) ?? length);
}
