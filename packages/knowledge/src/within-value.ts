import { signOf } from "./fold.ts";

/** Signs around a name that are looked at to tell a host, a path or an address. */
const REACH = 80;
const BLANKS_AND_QUOTES: ReadonlySet<string> = new Set("\u00a0\"'<>(),;“”‘’|");

/** Whether the name is a part of a host, a mail address, a path, a file name or a URL. */
export function isWithinValue(text: string, start: number, end: number): boolean {
  return isWithin(text, start - 1, -1, start) || isWithin(text, end, 1, end);
}

/** Looks from a name outward, up to a blank or a quote. */
function isWithin(text: string, first: number, step: 1 | -1, edge: number): boolean {
  for (let at = first; at >= 0 && at < text.length && Math.abs(at - edge) < REACH; at += step) {
    const sign = text[at] ?? "";
    if (isEdge(sign)) return false;
    if (sign === "\\" || sign === "@" || sign === "%") return true;
    if (sign === "/" && step < 0 && (at === 0 || isEdge(text[at - 1] ?? ""))) return true;
    if (sign === ":" && text[at + 1] === "/" && text[at + 2] === "/") return true;
    // A dot between two words is one of a host or a file name; `[.]` is the same, made harmless.
    if (sign === "." && isWordAt(text, at - 1, "]") && isWordAt(text, at + 1, "]")) return true;
    if (sign === "." && text[at - 1] === "[" && text[at + 1] === "]") return true;
  }
  return false;
}

function isEdge(sign: string): boolean {
  return sign <= " " || BLANKS_AND_QUOTES.has(sign);
}

function isWordAt(text: string, at: number, or: string): boolean {
  return at >= 0 && at < text.length && (signOf(text.charCodeAt(at)) !== 0 || text[at] === or);
}
