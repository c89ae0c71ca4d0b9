import { toPlainPlace } from "./emphasis.ts";
import type { Line } from "./layout.ts";

const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|al|Mr|Ms|Dr|Inc|Ltd|Corp|No|Nos|Fig|approx|ver|v|U\.S|U\.K|a\.k\.a)|\b[A-Z])$/;
const MAX_SENTENCE = 1200;

/**
 * The sentence of a line that holds the place, without marks of emphasis. A full stop ends one before a blank and a capital,
 * a digit or a quote; the stops of common abbreviations do not. The stops of Chinese and Japanese need no blank.
 */
export function sentenceAt(line: Line, place: number): string {
  const { text } = line.plain;
  const at = Math.min(Math.max(toPlainPlace(line.plain, place - line.start), 0), text.length);
  let start = Math.max(0, at - MAX_SENTENCE);
  let end = Math.min(text.length, at + MAX_SENTENCE);
  for (let i = at - 1; i > start; i--) {
    if (endsSentence(text, i)) {
      start = i + 1;
      break;
    }
  }
  for (let i = at; i < end; i++) {
    if (endsSentence(text, i)) {
      end = i + 1;
      break;
    }
  }
  return text.slice(start, end).trim();
}

/** Splits a stretch of prose into sentences. */
export function splitSentences(text: string): { readonly text: string; readonly start: number }[] {
  const sentences: { text: string; start: number }[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (!endsSentence(text, i)) continue;
    sentences.push({ text: text.slice(start, i + 1).trim(), start });
    start = i + 1;
  }
  if (start < text.length) sentences.push({ text: text.slice(start).trim(), start });
  return sentences.filter((sentence) => sentence.text !== "");
}

/** Lines shorter than this are not broken for their length. */
const WRAPPED = 40;

/**
 * A sentence that a line begins or ends without its other half, with what the lines around it give of that half:
 * texts of mail are broken at a width. `lines` are those of the document, `line` one of them.
 */
export function unwrapSentence(lines: readonly Line[], line: Line, sentence: string): string {
  const text = line.plain.text.trim();
  const before = lines[line.number - 2];
  const after = lines[line.number];
  let whole = sentence;
  const isFirst = text.startsWith(sentence) && line.kind === "prose";
  if (isFirst && before !== undefined && runsOn(before))
    whole = `${splitSentences(before.plain.text.slice(-MAX_SENTENCE)).at(-1)?.text ?? ""} ${whole}`;
  const isLast = text.endsWith(sentence) && runsOn(line);
  if (isLast && after?.kind === "prose")
    whole = `${whole} ${splitSentences(after.plain.text.slice(0, MAX_SENTENCE))[0]?.text ?? ""}`;
  return whole;
}

/** Whether a line breaks off inside a sentence. */
function runsOn({ kind, plain }: Line): boolean {
  const text = plain.text.trimEnd();
  const isText = kind === "prose" || kind === "list";
  return (
    isText && text.length >= WRAPPED && / \S+ \S/.test(text) && !/[.!?:;|][)"'”’\]]?$/.test(text)
  );
}

function endsSentence(text: string, at: number): boolean {
  const unit = text.charAt(at);
  if (unit === "。" || unit === "！" || unit === "？") return true;
  if (unit !== "." && unit !== "!" && unit !== "?") return false;
  if (
    !/\s/.test(text.charAt(at + 1)) ||
    !/^\s{1,4}[\p{Lu}\p{N}"'(\u2018\u201C[]/u.test(text.slice(at + 1, at + 6))
  )
    return false;
  return unit !== "." || !ABBREVIATION.test(text.slice(Math.max(0, at - 8), at));
}
