import { buildMapped } from "./mapped.ts";
import type { Mapped, MappedBuilder } from "./mapped.ts";

/**
 * Marks put into names and addresses so that nobody clicks on them, taken out again.
 * Every pattern is sticky, bounded and tried only where its first unit stands: time is linear.
 */
const CLOSED =
  /(?:\\?[[({<]){1,3}[ \t]?(\.|,|dot|punkt|punto|:\/\/|:|\/\/|\/|@|at|-)[ \t]?(?:\\?[\])}>]){1,3}/iy;
const UNCLOSED = /[[({]{1,2}\.(?=[\p{L}\p{N}])/uy;
const UNOPENED = /\.[\])}]{1,2}(?=[A-Za-z0-9])/y;
const INNER = /\.[[({](?=[A-Za-z]{2})/y;
const WORD_DOT = / (?:DOT|\[?dot\]?) (?=[A-Za-z0-9])/y;
const CHAIN = / dot [A-Za-z0-9-]{1,63} dot [A-Za-z0-9]/y;
const WORD_AT = / AT (?=[A-Za-z0-9-]{1,63} DOT [A-Za-z0-9])/y;
const LOW_LINE_DOT = /_dot_(?=[A-Za-z0-9])/iy;
const NAME_UNIT = /[\p{L}\p{N}_-]/u;

const READ: Readonly<Record<string, string>> = {
  dot: ".",
  punkt: ".",
  punto: ".",
  ",": ".",
  at: "@",
};

/** Takes the marks out. `spaced` marks (`a [.] b`) take their blanks with them. */
export function refang(source: Mapped): Mapped {
  const { text } = source;
  const out = buildMapped(source);
  let isInChain = false;
  for (let i = 0; i < text.length;) {
    const unit = text.charAt(i);
    let next = i;
    if (unit === "[" || unit === "(" || unit === "{" || unit === "<" || unit === "\\")
      next = takeBracketed(source, i, out);
    else if (unit === ".") next = takeDot(text, i, out);
    else if (unit === " ") {
      next = takeWord(text, i, out, isInChain);
      if (next > i) isInChain = out.last() === "." || out.last() === "@";
    } else if (unit === "_" && NAME_UNIT.test(out.last())) {
      const length = matchLength(LOW_LINE_DOT, text, i);
      if (length > 0) out.push(".", i, i + length, true);
      next = i + length;
    }
    if (next > i) {
      i = next;
      continue;
    }
    if (unit === "\n" || unit === " ") isInChain = false;
    out.push(unit, i, i + 1, false);
    i++;
  }
  return out.done();
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function takeBracketed(source: Mapped, at: number, out: MappedBuilder): number {
  const { text } = source;
  CLOSED.lastIndex = at;
  const match = CLOSED.exec(text);
  if (match !== null) return takeClosed(text, at, match, out);
  if (text.charAt(at) === "\\") return takeEscapedDot(text, at, out);
  if (!NAME_UNIT.test(out.last())) return at;
  const length = matchLength(UNCLOSED, text, at);
  if (length > 0) out.push(".", at, at + length, true);
  return at + length;
}

function takeClosed(text: string, at: number, match: RegExpExecArray, out: MappedBuilder): number {
  const [whole, inner = ""] = match;
  const isSquare = whole.includes("[");
  if (!isSquare && (inner === "-" || inner === "/" || inner === ",")) return at;
  let end = at + whole.length;
  const read = READ[inner.toLowerCase()] ?? inner;
  if (read === "." || read === "@") {
    const after = /^[ \t]{0,2}(?=[\p{L}\p{N}])/u.exec(text.slice(end, end + 4));
    const isWord = inner.length > 1;
    if (after !== null) {
      out.dropBlanks(2);
      end += after[0].length;
    } else if (isWord) return at;
  }
  for (let k = 0; k < read.length; k++) out.push(read.charAt(k), at, end, true);
  return end;
}

/** `\.` between name units is a dot, unless a path runs through it (`C:\users\.ssh`). */
function takeEscapedDot(text: string, at: number, out: MappedBuilder): number {
  if (text.charAt(at + 1) !== "." || !NAME_UNIT.test(out.last())) return at;
  if (!NAME_UNIT.test(text.charAt(at + 2))) return at;
  for (let k = at - 1; k > at - 80 && k >= 0; k--) {
    const unit = text.charAt(k);
    if (unit === " " || unit === "\n" || unit === "\t") break;
    if (unit === "\\" && text.charAt(k + 1) !== ".") return at;
  }
  out.push(".", at, at + 2, true);
  return at + 2;
}

function takeDot(text: string, at: number, out: MappedBuilder): number {
  if (!NAME_UNIT.test(out.last())) return at;
  const length = matchLength(UNOPENED, text, at) || matchLength(INNER, text, at);
  if (length > 0) out.push(".", at, at + length, true);
  return at + length;
}

/** ` DOT ` and ` AT ` in capitals, or in a chain of at least two dots. */
function takeWord(text: string, at: number, out: MappedBuilder, isInChain: boolean): number {
  if (!NAME_UNIT.test(out.last())) return at;
  const dot = matchLength(WORD_DOT, text, at);
  if (dot > 0) {
    const isCapital = text.charAt(at + 1) === "D";
    if (!isCapital && !isInChain && matchLength(CHAIN, text, at) === 0) return at;
    out.push(".", at, at + dot, true);
    return at + dot;
  }
  const sign = matchLength(WORD_AT, text, at);
  if (sign > 0) out.push("@", at, at + sign, true);
  return at + sign;
}
