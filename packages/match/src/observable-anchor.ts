import { isWordUnit } from "./observable-character.ts";
import type { Known } from "./observable-form.ts";
import { readUnits } from "./observable-units.ts";

/** A piece of a known text by which a pass over a text notices that it may stand there. */
export interface Anchor {
  /** A whole word, two of them, the last four signs of a word, or four signs anywhere. */
  readonly kind: "word" | "pair" | "tail" | "gram";
  /** What {@link wordKey}, {@link pairKey} or {@link gramKey} makes of its signs. */
  readonly key: number;
  /** The key of the last word alone; of a pair it is another. */
  readonly wordKey: number;
  /** How far into the known text the piece reaches. */
  readonly end: number;
}

interface Piece extends Anchor {
  /** How much it tells things apart, before it is known how many share it. */
  readonly weight: number;
}

/** Signs in a gram, and in the tail of a word. */
export const GRAM = 4;

const MAX_PIECES = 512;
const LEAST_WEIGHT = 3;
const WEIGHT_LIMIT = 12;

/** Words of many names, paths and agents, which tell little. */
const COMMON: ReadonlySet<string> = new Set(
  (
    "http https www com net org html php exe dll windows system32 program files users public appdata local " +
    "roaming temp software microsoft currentversion system services mozilla compatible nt win64 x64 khtml " +
    "like gecko applewebkit chrome safari firefox version linux android global hklm hkcu hku hkcr"
  ).split(" "),
);

/** Upper case to lower in four bytes at once; numbers stay what they are. */
const FOLD = 0x20202020;

/**
 * The key of the word from `start` to `end`: that of its length and of four signs at its beginning, in its middle
 * and at its end. What it leaves out of longer words is compared later.
 */
export function wordKey(view: DataView, start: number, end: number): number {
  const length = end - start;
  const first = view.getInt32(start, true) | FOLD;
  if (length < 4) return spread((first & ((1 << (length * 8)) - 1)) ^ (length << 24));
  const middle = view.getInt32(start + (length >> 1) - 2, true) | FOLD;
  const last = view.getInt32(end - 4, true) | FOLD;
  return spread(Math.imul(Math.imul(first + length, 0x9e3779b1) ^ middle, 0x85ebca6b) ^ last);
}

/** The key of a word behind another, whatever stands between them. */
export function pairKey(before: number, word: number): number {
  return Math.imul(before, 0x9e3779b1) ^ word;
}

function spread(key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}

/** The key of the four signs before `end`. */
export function gramKey(view: DataView, end: number): number {
  return view.getInt32(end - GRAM, true) | FOLD;
}

/**
 * For each known text the piece that tells it best from the others; undefined where there is none, as for
 * texts of three signs. Two words are better than one, and a whole word better than four letters anywhere.
 */
export function chooseAnchors(known: readonly Known[]): (Anchor | undefined)[] {
  const pieces = known.map(piecesOf);
  const counts = new Map<string, Map<number, number>>();
  for (const own of pieces)
    for (const { kind, key } of own) {
      let ofKind = counts.get(kind);
      if (ofKind === undefined) counts.set(kind, (ofKind = new Map<number, number>()));
      ofKind.set(key, (ofKind.get(key) ?? 0) + 1);
    }
  return pieces.map((own) => {
    let best: Piece | undefined;
    let bestScore = -Infinity;
    for (const piece of own) {
      const shared = counts.get(piece.kind)?.get(piece.key) ?? 1;
      const score = piece.weight - 3 * Math.log2(shared);
      if (score < bestScore) continue;
      best = piece;
      bestScore = score;
    }
    return best;
  });
}

function piecesOf(known: Known): readonly Piece[] {
  const words = wordsOf(known);
  const pairs = pairsOf(words);
  if (pairs.length > 0) return pairs;
  const telling = known.isFreeBefore && known.isFreeBehind ? words : words.filter(isTelling);
  if (telling.length > 0) return telling.map(({ piece }) => piece);
  const grams = gramsOf(known);
  const tails = grams.filter(({ kind }) => kind === "tail");
  if (tails.length > 0) return tails;
  return grams.length > 0 ? grams : words.map(({ piece }) => piece);
}

interface Word {
  readonly piece: Piece;
  /** Place among all words of the text, those that may go on outside it counted too. */
  readonly at: number;
}

/** The words that are whole wherever the text stands. */
function wordsOf({ text, isFreeBefore, isFreeBehind }: Known): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (let start = 0; start < text.length && at < MAX_PIECES; start++) {
    if (!isWordUnit(text.charCodeAt(start))) continue;
    let end = start;
    while (isWordUnit(text.charCodeAt(end))) end++;
    if ((start > 0 || isFreeBefore) && (end < text.length || isFreeBehind)) {
      const weight = weightOf(text.slice(start, end));
      const key = keyOf(text.slice(start, end));
      words.push({ at, piece: { kind: "word", key, wordKey: key, end, weight } });
    }
    at++;
    start = end;
  }
  return words;
}

function keyOf(word: string): number {
  const { view, length } = readUnits(word);
  return wordKey(view, 0, length);
}

function pairsOf(words: readonly Word[]): Piece[] {
  return words.flatMap(({ at, piece }, i) => {
    const before = words[i - 1];
    if (before?.at !== at - 1) return [];
    const key = pairKey(before.piece.key, piece.key);
    const weight = before.piece.weight + piece.weight;
    return [{ kind: "pair" as const, key, wordKey: piece.key, end: piece.end, weight }];
  });
}

/** Slashes are left out: in one reading both are one. */
function gramsOf({ text, isFreeBehind }: Known): Piece[] {
  const grams: Piece[] = [];
  for (let end = GRAM; end <= text.length && grams.length < MAX_PIECES; end++) {
    const part = text.slice(end - GRAM, end);
    if (part.includes("\\")) continue;
    const key = gramKey(readUnits(part).view, GRAM);
    const isEnd = end < text.length ? !isWordUnit(text.charCodeAt(end)) : isFreeBehind;
    const kind = isEnd && isWord(part) ? "tail" : "gram";
    grams.push({ kind, key, wordKey: 0, end, weight: weightOf(part) });
  }
  return grams;
}

function isWord(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isWordUnit(text.charCodeAt(at))) return false;
  return true;
}

function isTelling({ piece }: Word): boolean {
  return piece.weight >= LEAST_WEIGHT;
}

function weightOf(word: string): number {
  if (COMMON.has(word) || /^\d{1,3}$/u.test(word)) return 1;
  return Math.min(word.length, WEIGHT_LIMIT);
}
