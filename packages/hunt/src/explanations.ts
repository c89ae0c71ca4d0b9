import type { MatchedField } from "@tocsin/model";

/** Why a detection matched, as findings tell it. Plain data: it crosses threads. */
export interface Explanation {
  readonly matched: readonly MatchedField[];
  /** {@link matched} as text, which tells sightings apart; of an indicator, nothing. */
  readonly key: string;
}

/** When a record was, and which. */
export interface Moment {
  /** UTC milliseconds; infinite if it tells none. */
  readonly timeMs: number;
  /** The record's identity. */
  readonly high: number;
  readonly low: number;
}

/** What was said of a detection on a host in earlier units. */
export interface Told {
  readonly explanation: Explanation;
  /** Of the earliest occurrences, ascending, no record twice. */
  earliest: readonly Moment[];
}

/**
 * What a thread remembers from one unit to the next. It changes no result: it spares explaining and telling again
 * what was told. Units of a thread come in their order, so what it told is known before what it tells next.
 */
export interface Recall {
  /** By key of a match. */
  readonly byMatch: Map<number, Explanation>;
  /** By its text: equal explanations are one. */
  readonly byText: Map<string, Explanation>;
  /** Length of these texts. */
  textUnits: number;
  /** By detection, host and key. */
  readonly told: Map<number, Map<string | undefined, Map<string, Told>>>;
  toldCount: number;
  /** Length of their keys. */
  toldUnits: number;
}

const MAX_EXPLANATIONS = 10_000;
/** Scripts are long, and come again; longer ones are not kept for other units. */
const MAX_KEY = 65_536;
const MAX_TEXT_UNITS = 8 * 1024 * 1024;
const MAX_TOLD = 50_000;

/** Nothing yet. */
export function emptyRecall(): Recall {
  return {
    byMatch: new Map(),
    byText: new Map(),
    textUnits: 0,
    told: new Map(),
    toldCount: 0,
    toldUnits: 0,
  };
}

/** Before a unit: forgets what grew too large. */
export function trimRecall(recall: Recall): void {
  const { byText, byMatch, textUnits } = recall;
  if (Math.max(byText.size, byMatch.size) >= MAX_EXPLANATIONS || textUnits >= MAX_TEXT_UNITS) {
    byText.clear();
    byMatch.clear();
    recall.textUnits = 0;
  }
  if (recall.toldCount < MAX_TOLD && recall.toldUnits < MAX_TEXT_UNITS) return;
  recall.told.clear();
  recall.toldCount = 0;
  recall.toldUnits = 0;
}

/** The explanation of a match: remembered, or made. */
export function explanationOf(
  recall: Recall,
  match: number,
  explain: () => readonly MatchedField[],
): Explanation {
  const known = recall.byMatch.get(match);
  if (known !== undefined) return known;
  const made = keepExplanation(recall, explain());
  const isKept = recall.byText.get(made.key) === made;
  if (isKept && recall.byMatch.size < MAX_EXPLANATIONS) recall.byMatch.set(match, made);
  return made;
}

/** The explanation with these fields. */
export function keepExplanation(recall: Recall, matched: readonly MatchedField[]): Explanation {
  const key = JSON.stringify(matched);
  const known = recall.byText.get(key);
  if (known !== undefined) return known;
  const made = { matched, key };
  const isShort = key.length <= MAX_KEY && recall.textUnits < MAX_TEXT_UNITS;
  if (isShort && recall.byText.size < MAX_EXPLANATIONS) {
    recall.byText.set(key, made);
    recall.textUnits += key.length;
  }
  return made;
}

/** The map under a key of a map of maps; made if there is none. */
export function within<Outer, Inner, Value>(
  maps: Map<Outer, Map<Inner, Value>>,
  key: Outer,
): Map<Inner, Value> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map<Inner, Value>()));
  return map;
}

/** What was told of a detection on a host under a key. */
export function toldOf(
  recall: Recall,
  detection: number,
  host: string | undefined,
  key: string,
): Told | undefined {
  return recall.told.get(detection)?.get(host)?.get(key);
}

/** Length of what an explanation says. */
export function unitsOf({ key, matched }: Explanation): number {
  return key === "" ? matched.reduce((sum, { value }) => sum + value.length, 0) : key.length;
}

/** Remembers what is being told, if there is room. */
export function keepTold(
  recall: Recall,
  detection: number,
  host: string | undefined,
  told: Told,
): void {
  const { key } = told.explanation;
  const units = unitsOf(told.explanation);
  if (units > MAX_KEY || recall.toldUnits >= MAX_TEXT_UNITS || recall.toldCount >= MAX_TOLD) return;
  recall.toldCount++;
  recall.toldUnits += units;
  within(within(recall.told, detection), host).set(key, told);
}
