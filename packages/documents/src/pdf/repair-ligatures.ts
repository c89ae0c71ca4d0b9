import type { Item } from "./item.ts";
import { gapBefore } from "./line.ts";

/** What a sign stands for in one font of a document. */
export interface Repair {
  readonly font: string;
  readonly sign: string;
  readonly letters: string;
}

/** Common words of reports with the letters that fonts draw as one shape. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    "attempt attempts attempted attempting attack attacks attacker attackers attachment attachments attached written setting settings button formatted attributed attribution better committed little pattern patterns letter " +
    "department artifact artifacts start started starting startup property properties shortcut shortcuts certain particular inserted report reported reports support supported important export short further portal virtual northern " +
    "file files first find finds finding specific specifically identified identify identifier identification configuration configured configure configures financial significant profile field fields final classified modified modifies specified notification defined verified confirmed " +
    "different difference differences effective effectively effort efforts affected affect affairs offset offsets offense offenses suffix buffer traffic office officer officers official officials difficult efficient sufficient sufficiently affiliated " +
    "often after crafted software microsoft shift left influence flag flags flow conflict reflected offline perform performed performs performance powerful interface"
  ).split(" "),
);
const LIGATURES = ["fi", "fl", "ff", "ffi", "ffl", "ft", "tt", "rt", "rf", "ti", "tti"];
const SIGNS = /[!"#$%&'*+^]/;
const ALL_SIGNS = /[!"#$%&'*+^]/g;
const WORD = /[^\s/.,;:()]+/g;
const DIGESTS: ReadonlySet<number> = new Set([32, 40, 64, 128]);
const MAX_SAMPLES = 400;

/**
 * Finds the letters that a document's fonts give as signs: programs that print web pages draw `fi` or `tt` as one
 * shape and name it `#` or `!`, often in a font of its own. A sign is read as letters only where, in its font, one
 * reading makes words known to reports and no other makes as many. Signs stay where the words do not tell.
 */
export function findRepairs(items: readonly Item[]): readonly Repair[] {
  const samples = new Map<string, Set<string>>();
  for (const run of toRuns(items)) {
    if (!SIGNS.test(run.text)) continue;
    for (const { 0: token, index } of run.text.matchAll(WORD)) {
      const sign = /^\p{L}*([!"#$%&'*+^])\p{Ll}+$/u.exec(token.slice(0, 60))?.[1];
      const item = sign === undefined ? undefined : run.itemAt(index + token.indexOf(sign));
      if (sign === undefined || item === undefined || item.isMono) continue;
      const key = `${sign}${item.font}`;
      const tokens = samples.get(key) ?? new Set();
      if (tokens.size < MAX_SAMPLES) tokens.add(token.toLowerCase());
      samples.set(key, tokens);
    }
  }
  return [...samples].flatMap(([key, tokens]): Repair[] => {
    const sign = key.charAt(0);
    const ranked = LIGATURES.map((letters) => ({
      letters,
      hits: [...tokens].filter((token) => KNOWN.has(token.replace(sign, letters))).length,
    })).sort((a, b) => b.hits - a.hits);
    const [best, second] = ranked;
    const isClear = best !== undefined && best.hits > 0 && best.hits > (second?.hits ?? 0) * 2;
    return isClear ? [{ font: key.slice(1), sign, letters: best.letters }] : [];
  });
}

/** Reads the signs of items as the letters found for their fonts. */
export function repairItems(items: readonly Item[], repairs: readonly Repair[]): readonly Item[] {
  if (repairs.length === 0) return items;
  const letters = new Map(
    repairs.map((repair) => [`${repair.sign}${repair.font}`, repair.letters]),
  );
  return toRuns(items).flatMap((run) => repairRun(run, letters));
}

/** Items that touch on one baseline: their text reads on without a blank. */
interface Run {
  readonly items: readonly Item[];
  readonly text: string;
  readonly itemAt: (index: number) => Item | undefined;
}

function toRuns(items: readonly Item[]): Run[] {
  const runs: Item[][] = [];
  for (const item of items) {
    const last = runs.at(-1)?.at(-1);
    const isTouching =
      last !== undefined &&
      Math.abs(last.y - item.y) < 0.5 &&
      Math.abs(item.x - last.right) < item.size &&
      gapBefore(last, item) === "";
    if (isTouching) runs.at(-1)?.push(item);
    else runs.push([item]);
  }
  return runs.map((run) => ({
    items: run,
    text: run.map(({ text }) => text).join(""),
    itemAt: (index) => {
      let end = 0;
      return run.find(({ text }) => (end += text.length) > index);
    },
  }));
}

function repairRun(run: Run, letters: ReadonlyMap<string, string>): readonly Item[] {
  const found = new Map<number, string>();
  for (const { index, 0: sign } of run.text.matchAll(ALL_SIGNS)) {
    const item = run.itemAt(index);
    const reading = item === undefined ? undefined : letters.get(`${sign}${item.font}`);
    if (reading !== undefined) found.set(index, reading);
  }
  if (found.size === 0) return run.items;
  const taken = new Map<number, string>();
  for (const { index, 0: token } of run.text.matchAll(/\S+/g)) {
    const own = [...found].filter(([at]) => at >= index && at < index + token.length);
    for (const [at, reading] of own) {
      const before = spell(run.text, index, at, found);
      const after = spell(run.text, at + 1, index + token.length, found);
      const isDigest = isWholeDigest(piecesOf(before).at(-1), reading, piecesOf(after)[0]);
      if (isDigest || isWord(run.text.charAt(at), before, reading, after)) taken.set(at, reading);
    }
  }
  let start = 0;
  return run.items.map((item) => {
    const text = spell(run.text, start, start + item.text.length, taken);
    start += item.text.length;
    return text === item.text ? item : { ...item, text };
  });
}

/** Letters and digits that stand together. */
function piecesOf(text: string): string[] {
  return text.match(/[0-9a-z]+/gi) ?? [];
}

function spell(
  text: string,
  from: number,
  to: number,
  readings: ReadonlyMap<number, string>,
): string {
  let result = "";
  for (let i = from; i < to; i++) result += readings.get(i) ?? text.charAt(i);
  return result;
}

function isWholeDigest(before = "", reading = "", after = ""): boolean {
  const whole = before + reading + after;
  return DIGESTS.has(whole.length) && /^[0-9a-f]+$/i.test(whole);
}

/** A sign between letters is letters; at the start of a word, or an apostrophe, only where that makes a known word. */
function isWord(sign: string, before: string, reading: string, after: string): boolean {
  const isInside = /\p{L}$/u.test(before) && /^\p{Ll}/u.test(after);
  if (isInside && sign !== "'") return true;
  const head = /\p{L}*$/u.exec(before.slice(-40))?.[0] ?? "";
  const tail = /^\p{L}*/u.exec(after.slice(0, 40))?.[0] ?? "";
  return KNOWN.has((head + reading + tail).toLowerCase());
}
