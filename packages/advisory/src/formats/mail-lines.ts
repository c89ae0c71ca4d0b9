/** What lines of a mail's own text are beside its message. */
export type MailAside = "quoted" | "signature";

/** The lines of a mail without the marks of quoting, and which of them (by number from 1) are beside its message. */
export interface MailLines {
  readonly lines: readonly string[];
  readonly asides: ReadonlyMap<number, MailAside>;
}

interface Quoted {
  readonly level: number;
  readonly text: string;
}

/** RFC 3676, 4.5: a line depth of quoting is one `>`, with or without blanks between. */
const QUOTE = /^(?:>[ \t]?){1,40}/;
const SEPARATOR = /^--[ \t]?$/;
/** A longer one is a part of the message behind a line of hyphens. */
const MOST_SIGNED = 12;
const MOST_CLOSING = 6;
const SPEAKS_OF_INDICATORS = /\b(?:indicators?|iocs?|hash(?:es)?|c2)\b|\[\.\]|\bhxxps?\b/i;
/** `Example CERT | www.cert.example`. */
const CLOSING = /^[^|@/]{2,60}\|[^|]{0,60}(?:www\.|@|https?:\/\/)[^\s|]{3,200}/i;
/** What a mail program writes above what it quotes. */
const ATTRIBUTION = /^(?:On|Am|Le|El)\b.{4,200}(?:wrote|schrieb.{0,60}|a écrit|escribió)\s?:$/;

/**
 * Takes the marks of quoting off and tells quoted lines and signatures: behind the line `-- ` (RFC 3676, 4.3), or a
 * closing line with a name and a site. What speaks of indicators is no signature.
 */
export function readMailLines(raw: readonly string[]): MailLines {
  const lines = raw.map((line): Quoted => {
    const mark = QUOTE.exec(line.slice(0, 100))?.[0] ?? "";
    return { level: mark.split(">").length - 1, text: line.slice(mark.length) };
  });
  const asides = new Map<number, MailAside>();
  for (const [i, { level, text }] of lines.entries()) {
    if (level > 0 && !asides.has(i + 1)) asides.set(i + 1, "quoted");
    if (ATTRIBUTION.test(text.trim().slice(0, 300))) asides.set(i + 1, "signature");
    const isLast = lines[i + 1]?.level !== level;
    if (SEPARATOR.test(text)) markRun(asides, lines, i + 1, endOfSignature(lines, i));
    else if (isLast) markClosing(asides, lines, i);
  }
  return { lines: lines.map(({ text }) => text), asides };
}

/** The line behind the signature, or its own beginning where it is none. */
function endOfSignature(lines: readonly Quoted[], at: number): number {
  let filled = 0;
  let end = at + 1;
  for (; lines[end]?.level === lines[at]?.level; end++) {
    const text = lines[end]?.text ?? "";
    if (text.trim() !== "") filled++;
    if (filled > MOST_SIGNED || SPEAKS_OF_INDICATORS.test(text.slice(0, 500))) return at + 1;
  }
  return end;
}

/** The last lines of a message behind an empty one, where one of them is a name with a site. */
function markClosing(asides: Map<number, MailAside>, lines: readonly Quoted[], last: number): void {
  let end = last;
  while (end >= 0 && lines[end]?.text.trim() === "") end--;
  const level = lines[last]?.level;
  let start = end;
  while (
    end - start < MOST_CLOSING &&
    lines[start - 1]?.level === level &&
    lines[start - 1]?.text.trim() !== ""
  )
    start--;
  const closing = lines.slice(Math.max(0, start), end + 1).map(({ text }) => text.slice(0, 500));
  const named = closing.filter((text) => CLOSING.test(text.trim()));
  if (named.length !== 1 || closing.some((text) => SPEAKS_OF_INDICATORS.test(text))) return;
  markRun(asides, lines, start + closing.findIndex((text) => CLOSING.test(text.trim())), end + 1);
}

function markRun(
  asides: Map<number, MailAside>,
  lines: readonly Quoted[],
  start: number,
  end: number,
): void {
  for (let i = Math.max(0, start); i < Math.min(end, lines.length); i++)
    asides.set(i + 1, "signature");
}
