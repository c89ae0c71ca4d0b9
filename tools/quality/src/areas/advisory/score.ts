import type { Campaign } from "@tocsin/model";
import type { Measure } from "../../area.ts";

/** What was wanted and what was found of one kind, over all documents. */
export interface Score {
  wanted: number;
  found: number;
  /** Values offered where precision may be measured, and how many of them are right. */
  offered: number;
  right: number;
  readonly missed: string[];
  readonly extra: string[];
}

/** What one document must give of one kind. */
export interface Question {
  readonly id: string;
  readonly wanted: readonly string[];
  /** Values that may stand beside the wanted ones and count for nothing. */
  readonly allowed: readonly string[];
  readonly isPrecise: boolean;
}

const MAX_WORST = 200;

/** A score of nothing yet. */
export function emptyScore(): Score {
  return { wanted: 0, found: 0, offered: 0, right: 0, missed: [], extra: [] };
}

/** The corpus says that a lone trailing slash makes no difference; neither does a blank written as `%20`. */
function level(value: string): string {
  return value.replace(/\/$/, "").replaceAll("%20", " ");
}

/** The values of a kind that a campaign offers. Names of files also stand at the end of paths. */
export function offeredValues(campaign: Campaign | undefined, kind: string): Set<string> {
  const values = new Set<string>();
  for (const { observable } of campaign?.indicators ?? []) {
    if (observable?.type === kind) values.add(level(observable.value));
    if (kind === "filename" && observable?.type === "filepath")
      values.add(observable.value.split(/[\\/]/).at(-1) ?? "");
  }
  return values;
}

/** The values of a kind that the source itself holds back from detection: read, and kept as context. */
export function heldBackValues(campaign: Campaign | undefined, kind: string): Set<string> {
  const values = new Set<string>();
  for (const { observable, reason } of campaign?.context ?? [])
    if (observable.type === kind && reason.startsWith("not marked for detection"))
      values.add(level(observable.value));
  return values;
}

/** Adds what one document gave to the score of a kind. */
export function judge(score: Score, question: Question, found: ReadonlySet<string>): void {
  const { id, isPrecise } = question;
  const wanted = new Set(question.wanted.map(level));
  const allowed = new Set(question.allowed.map(level));
  score.wanted += wanted.size;
  for (const value of wanted)
    if (found.has(value)) score.found++;
    else if (score.missed.length < MAX_WORST) score.missed.push(`missed in ${id}: ${value}`);
  if (!isPrecise) return;
  for (const value of found) {
    if (!wanted.has(value) && isAllowed(value, allowed)) continue;
    score.offered++;
    if (wanted.has(value)) score.right++;
    else if (score.extra.length < MAX_WORST) score.extra.push(`extra in ${id}: ${value}`);
  }
}

/** The host of a listed address, and a name above a listed one that the text lists by itself, may stand beside it. */
function isAllowed(value: string, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(value)) return true;
  for (const other of allowed) if (other.endsWith(`.${value}`)) return true;
  return false;
}

/** Recall, precision and, where both are measured, F1 of one kind. */
export function measuresOf(name: string, score: Score): Measure[] {
  const { wanted, found, offered, right, missed, extra } = score;
  const measures: Measure[] = [];
  if (wanted > 0)
    measures.push({ name: `${name}-recall`, value: found / wanted, n: wanted, worst: missed });
  if (offered > 0)
    measures.push({ name: `${name}-precision`, value: right / offered, n: offered, worst: extra });
  if (wanted > 0 && offered > 0) {
    const recall = found / wanted;
    const precision = right / offered;
    const sum = recall + precision;
    const value = sum === 0 ? 0 : (2 * recall * precision) / sum;
    measures.push({ name: `${name}-f1`, value, n: wanted, worst: [] });
  }
  return measures;
}
