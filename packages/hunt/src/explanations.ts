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
  /** By detection and key of a match. */
  readonly byMatch: Map<string, Explanation>;
  /** By its text: equal explanations are one. */
  readonly byText: Map<string, Explanation>;
  /** By detection, host and key. */
  readonly told: Map<number, Map<string | undefined, Map<string, Told>>>;
  toldCount: number;
}

const MAX_EXPLANATIONS = 10_000;
/** Longer ones are not kept for other units. */
const MAX_KEY = 8192;
const MAX_TOLD = 50_000;

/** Nothing yet. */
export function emptyRecall(): Recall {
  return { byMatch: new Map(), byText: new Map(), told: new Map(), toldCount: 0 };
}

/** Before a unit: forgets what grew too large. */
export function trimRecall(recall: Recall): void {
  if (recall.byText.size >= MAX_EXPLANATIONS || recall.byMatch.size >= MAX_EXPLANATIONS) {
    recall.byText.clear();
    recall.byMatch.clear();
  }
  if (recall.toldCount < MAX_TOLD) return;
  recall.told.clear();
  recall.toldCount = 0;
}

/** The explanation of a match: remembered, or made. */
export function explanationOf(
  recall: Recall,
  match: string,
  explain: () => readonly MatchedField[],
): Explanation {
  const known = recall.byMatch.get(match);
  if (known !== undefined) return known;
  const made = keepExplanation(recall, explain());
  if (made.key.length <= MAX_KEY && recall.byMatch.size < MAX_EXPLANATIONS)
    recall.byMatch.set(match, made);
  return made;
}

/** The explanation with these fields. */
export function keepExplanation(recall: Recall, matched: readonly MatchedField[]): Explanation {
  const key = JSON.stringify(matched);
  const known = recall.byText.get(key);
  if (known !== undefined) return known;
  const made = { matched, key };
  if (key.length <= MAX_KEY && recall.byText.size < MAX_EXPLANATIONS) recall.byText.set(key, made);
  return made;
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

/** Remembers what is being told. */
export function keepTold(
  recall: Recall,
  detection: number,
  host: string | undefined,
  told: Told,
): void {
  let byHost = recall.told.get(detection);
  if (byHost === undefined) recall.told.set(detection, (byHost = new Map()));
  let byKey = byHost.get(host);
  if (byKey === undefined) byHost.set(host, (byKey = new Map()));
  if (!byKey.has(told.explanation.key)) recall.toldCount++;
  byKey.set(told.explanation.key, told);
}
