import { KINDS } from "./kinds.ts";
import type { Kind, Values } from "./kinds.ts";

/** What one text must give. */
export interface Question {
  readonly wanted: Values;
  /** Values that may stand beside the wanted ones and count for nothing, of any kind. */
  readonly allowed: readonly string[];
  /** Kinds whose answer is whole, so that anything else of them is a false find. */
  readonly precise: readonly Kind[];
}

/** What was wanted and found of one kind, over all texts. */
export interface Score {
  readonly kind: Kind;
  readonly wanted: number;
  readonly found: number;
  /** Values given where precision can be measured, and how many of them are right. */
  readonly offered: number;
  readonly right: number;
  /** The extractor looks for this kind. */
  readonly isSought: boolean;
}

const HOST = /^(?:[a-z]{1,20}:\/\/)?(?:[^/@]{0,200}@)?([^/:?#]{1,300})/i;

/** Scores of all kinds; none where there are no questions. */
export function scoreAnswer(
  questions: readonly Question[],
  answers: readonly Values[],
): readonly Score[] {
  if (questions.length === 0) return [];
  return KINDS.map((kind): Score => {
    let [wanted, found, offered, right] = [0, 0, 0, 0];
    for (const [i, question] of questions.entries()) {
      const given = new Set((answers[i]?.[kind] ?? []).map(level));
      const asked = new Set((question.wanted[kind] ?? []).map(level));
      const allowed = new Set(question.allowed.map(level));
      wanted += asked.size;
      for (const value of asked) if (given.has(value)) found++;
      if (!question.precise.includes(kind)) continue;
      for (const value of given) {
        if (!asked.has(value) && isAllowed(value, allowed)) continue;
        offered++;
        if (asked.has(value)) right++;
      }
    }
    const isSought = answers.some((values) => values[kind] !== undefined);
    return { kind, wanted, found, offered, right, isSought };
  });
}

/** Recall, precision and their harmonic mean; undefined where nothing was asked for, or given. */
export function ratesOf({ wanted, found, offered, right }: Score): {
  readonly recall: number | undefined;
  readonly precision: number | undefined;
  readonly f1: number | undefined;
} {
  const recall = wanted === 0 ? undefined : found / wanted;
  const precision = offered === 0 ? undefined : right / offered;
  if (recall === undefined || precision === undefined) return { recall, precision, f1: undefined };
  const sum = recall + precision;
  return { recall, precision, f1: sum === 0 ? 0 : (2 * recall * precision) / sum };
}

/**
 * The form in which values are compared: case, a lone trailing slash and `%20` make no difference, and neither does a
 * scheme, which some extractors add and some take away.
 */
function level(value: string): string {
  const bare = value.toLowerCase().replace(/^(?:https?|hxxps?):\/\//, "");
  return bare.replace(/\/$/, "").replaceAll("%20", " ");
}

/** Also a name above an allowed one: `example.com` beside `www.example.com`. */
function isAllowed(value: string, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(value)) return true;
  for (const other of allowed) if (other.endsWith(`.${value}`)) return true;
  return false;
}

/** Hosts of URLs and of mail addresses. */
export function hostsOf(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => HOST.exec(value)?.[1] ?? []);
}
