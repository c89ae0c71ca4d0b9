import type { RichText, TextLink } from "../document.ts";
import { readPiece } from "./join-lines.ts";
import type { Line } from "./line.ts";

/**
 * Joins the lines of code. Their breaks and the blanks before them stay, as the places of the words tell them; but a
 * line that a full page width cut within a quoted text or a comment is one again.
 */
export function joinCode(lines: readonly Line[]): RichText {
  const margin = Math.min(...lines.map((line) => line.x));
  const right = Math.max(...lines.map((line) => line.right));
  const links: TextLink[] = [];
  let text = "";
  let start = 0;
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    const width = widthOfLetter(line);
    const piece = readPiece(line);
    if (before !== undefined) {
      if (isCut(text.slice(start), before, line, right)) text += " ";
      else {
        text += "\n";
        start = text.length;
      }
    }
    if (start === text.length)
      text += " ".repeat(Math.min(80, Math.max(0, Math.round((line.x - margin) / width))));
    const at = text.length;
    text += piece.text;
    for (const link of piece.links)
      links.push({ ...link, start: link.start + at, end: link.end + at });
  }
  return { text: text.replaceAll("\u00AD", "-"), links };
}

/** The first word of the next line had no room, and the line so far ends within a quotation or a comment. */
function isCut(sofar: string, before: Line, line: Line, right: number): boolean {
  const word = line.text.slice(0, 300).split(" ", 1)[0] ?? "";
  const room = right - before.right;
  if (room > (word.length + 1) * widthOfLetter(line) || line.x > before.x + line.size) return false;
  const inside = endsInside(sofar.slice(-4000));
  // What a program wraps begins at the margin; behind a comment a line at the same place is the next line.
  return inside === "quotation" || (inside === "comment" && line.x < before.x - line.size);
}

function endsInside(text: string): "quotation" | "comment" | undefined {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text[i];
    if (unit === "\\") i++;
    else if (unit === '"') isQuoted = !isQuoted;
    else if (!isQuoted && unit === "/" && text[i + 1] === "/" && /\s/.test(text[i - 1] ?? " "))
      return "comment";
  }
  return isQuoted ? "quotation" : undefined;
}

function widthOfLetter(line: Line): number {
  const width = (line.right - line.x) / Math.max(1, line.text.length);
  return width > 0 ? width : line.size / 2;
}
