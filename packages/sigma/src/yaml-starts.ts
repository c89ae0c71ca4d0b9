/** A line and column, from 1. */
export interface Start {
  readonly line: number;
  readonly column: number;
}

const MARKER = /^---(?=[ \t\r\n]|$)/;
const BLANK = /^[ \t]*(?:#.*)?\r?$/;

/**
 * Where each document's content begins, without parsing: `---` at the beginning of a line parts documents
 * wherever it stands (YAML 1.2.2 section 9.1.2), in block texts too. Undefined if the count is another
 * than that of the parser, or a document begins beside its marker.
 */
export function documentStarts(text: string, count: number): Start[] | undefined {
  if (count === 0) return [];
  if (count === 1 && !text.includes("\n---") && !text.startsWith("---"))
    return [firstContent(text)];
  const starts: Start[] = [];
  let waiting = true;
  let marked: number | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (MARKER.test(line)) {
      if (!BLANK.test(line.slice(3))) return undefined;
      // A document without content stands where its marker does.
      if (waiting && marked !== undefined) starts.push({ line: marked, column: 1 });
      waiting = true;
      marked = index + 1;
    } else if (waiting && !BLANK.test(line)) {
      starts.push({ line: index + 1, column: line.search(/[^ \t]/) + 1 });
      waiting = false;
    }
  }
  if (waiting && marked !== undefined) starts.push({ line: marked, column: 1 });
  return starts.length === count ? starts : undefined;
}

/** The first thing that is neither blank nor a comment. */
function firstContent(text: string): Start {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = text.indexOf("\n", from);
    const content = end < 0 ? text.slice(from) : text.slice(from, end);
    if (!BLANK.test(content)) return { line, column: content.search(/[^ \t]/) + 1 };
    if (end < 0) return { line: 1, column: 1 };
    from = end + 1;
    line++;
  }
}
