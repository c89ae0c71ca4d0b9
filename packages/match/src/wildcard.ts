import type { WildcardPart } from "@tocsin/model";

type Fold = (text: string) => string;

/** The two wildcards; other steps are code points. */
const RUN = -1;
const ONE = -2;
/** Without one, code units are code points. */
const SURROGATE = /[\ud800-\udfff]/;

/** Steps by pattern and folding: patterns are few, and live as long as their rules. */
const made = new WeakMap<readonly WildcardPart[], Map<Fold, readonly number[]>>();

function stepsOf(parts: readonly WildcardPart[], fold: Fold): readonly number[] {
  let byFold = made.get(parts);
  if (byFold === undefined) made.set(parts, (byFold = new Map<Fold, readonly number[]>()));
  const known = byFold.get(fold);
  if (known !== undefined) return known;
  const steps = parts.flatMap((part) =>
    typeof part === "string" ? pointsOf(fold(part)) : [part.any === "run" ? RUN : ONE],
  );
  byFold.set(fold, steps);
  return steps;
}

/**
 * Whether the whole text has the pattern's form. Works by code points and keeps only the last run to go
 * back to: at most pattern × text steps, whatever the input.
 */
export function matchWildcard(parts: readonly WildcardPart[], text: string, fold: Fold): boolean {
  const steps = stepsOf(parts, fold);
  const folded = fold(text);
  const points = SURROGATE.test(folded) ? pointsOf(folded) : undefined;
  const size = points === undefined ? folded.length : points.length;
  let step = 0;
  let point = 0;
  let run = -1;
  let runPoint = 0;
  while (point < size) {
    const here = steps[step];
    if (here === RUN) {
      run = step++;
      runPoint = point;
    } else if (
      here === ONE ||
      here === (points === undefined ? folded.charCodeAt(point) : points[point])
    ) {
      step++;
      point++;
    } else if (run >= 0) {
      step = run + 1;
      point = ++runPoint;
    } else return false;
  }
  while (steps[step] === RUN) step++;
  return step === steps.length;
}

function pointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}
