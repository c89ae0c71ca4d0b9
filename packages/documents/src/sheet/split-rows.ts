/** A row of fields with the 1-based line it starts on. */
interface SplitRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** The rows of a text, and how many quotes did not close. */
export interface SplitRows {
  readonly rows: readonly SplitRow[];
  readonly openQuotes: number;
}

/** A quoted field longer than this has lost its closing quote. */
const MAX_QUOTED = 1 << 17;
const QUOTE = 34;
const NEWLINE = 10;
const HASH = 35;

/**
 * Splits a text into rows of fields (RFC 4180): a field in quotes may hold the delimiter, line breaks and doubled quotes.
 * A quote that does not close is a character like any other. Empty lines and lines that start with `#` are passed over.
 * Time grows with the length read.
 * @param most rows; reading stops behind them
 */
export function splitRows(text: string, delimiter: string, most: number): SplitRows {
  const rows: SplitRow[] = [];
  const mark = delimiter.charCodeAt(0);
  let openQuotes = 0;
  let line = 1;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length && rows.length < most) {
    const first = text.charCodeAt(at);
    if (first === NEWLINE || first === 13) {
      if (first === NEWLINE) line++;
      at++;
      continue;
    }
    if (first === HASH) {
      at = endOfLine(text, at);
      continue;
    }
    const fields: string[] = [];
    const start = line;
    for (;;) {
      const quoted = text.charCodeAt(at) === QUOTE ? readQuoted(text, at, mark) : undefined;
      if (quoted === undefined) {
        if (text.charCodeAt(at) === QUOTE) openQuotes++;
        const from = at;
        at = endOfField(text, at, mark);
        fields.push(text.slice(from, text.charCodeAt(at - 1) === 13 && at > from ? at - 1 : at));
      } else {
        fields.push(quoted.field);
        line += quoted.breaks;
        at = quoted.end;
      }
      if (at >= text.length || text.charCodeAt(at) !== mark) break;
      at++;
    }
    rows.push({ line: start, fields });
  }
  return { rows, openQuotes };
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

function endOfField(text: string, from: number, mark: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === mark || code === NEWLINE) break;
  }
  return at;
}

/** A field in quotes, up to the delimiter or the end of the line behind it; undefined where it does not close there. */
function readQuoted(
  text: string,
  from: number,
  mark: number,
): { readonly field: string; readonly end: number; readonly breaks: number } | undefined {
  let field = "";
  let start = from + 1;
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote < 0 || quote - from > MAX_QUOTED) return undefined;
    field += text.slice(start, quote);
    if (text.charCodeAt(quote + 1) === QUOTE) {
      field += '"';
      start = quote + 2;
      continue;
    }
    let end = quote + 1;
    while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 13) end++;
    const code = text.charCodeAt(end);
    if (end < text.length && code !== mark && code !== NEWLINE) return undefined;
    let breaks = 0;
    for (let at = field.indexOf("\n"); at >= 0; at = field.indexOf("\n", at + 1)) breaks++;
    return { field, end, breaks };
  }
}
