import type { TextLink } from "../document.ts";

interface LinkedLine {
  readonly text: string;
  readonly links: readonly TextLink[];
}

/**
 * Finds the ends of lines (by the number of the line) at which the text of a link goes on without a blank, because
 * the text that the link covers, put together, stands so in its target.
 */
export function joinWithLinks(lines: readonly LinkedLine[]): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i + 1 < lines.length; i++) {
    const link = lastLink(lines[i]);
    if (link === undefined) continue;
    let covered = lines[i]?.text.slice(link.start, link.end) ?? "";
    let end = i;
    for (let j = i + 1; j < lines.length; j++) {
      const line = lines[j];
      const next = line?.links[0];
      if (line === undefined || next?.url !== link.url || next.start !== 0) break;
      covered += line.text.slice(0, next.end);
      end = j;
      if (next.end < line.text.length) break;
    }
    if (end > i && standsIn(covered, link.url))
      for (let seam = i; seam < end; seam++) found.add(seam);
  }
  return found;
}

/** The link that reaches to the end of the line. */
function lastLink(line: LinkedLine | undefined): TextLink | undefined {
  const link = line?.links.at(-1);
  return link !== undefined && link.end === line?.text.length ? link : undefined;
}

function standsIn(covered: string, url: string): boolean {
  const text = level(covered);
  return text.length >= 6 && /[./:@]/.test(text) && level(url).includes(text);
}

function level(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/^[\s("'<]{1,9}|[\s)"'>.,;]{1,9}$/g, "")
    .replace(/^[a-z]{1,10}:(?:\/\/)?/, "")
    .replace(/\/$/, "");
}
