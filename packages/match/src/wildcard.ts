import type { WildcardPart } from "@tocsin/model";

type Fold = (text: string) => string;

/** A code point, or one of the two wildcards. */
const RUN = Symbol("*");
const ONE = Symbol("?");
type Step = string | typeof RUN | typeof ONE;

/** Steps by pattern and folding: patterns are few, and live as long as their rules. */
const made = new WeakMap<readonly WildcardPart[], Map<Fold, readonly Step[]>>();

function stepsOf(parts: readonly WildcardPart[], fold: Fold): readonly Step[] {
  let byFold = made.get(parts);
  if (byFold === undefined) made.set(parts, (byFold = new Map<Fold, readonly Step[]>()));
  const known = byFold.get(fold);
  if (known !== undefined) return known;
  const steps = parts.flatMap((part): Step[] =>
    typeof part === "string" ? Array.from(fold(part)) : [part.any === "run" ? RUN : ONE],
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
  const points = Array.from(fold(text));
  let step = 0;
  let point = 0;
  let run = -1;
  let runPoint = 0;
  while (point < points.length) {
    const here = steps[step];
    if (here === RUN) {
      run = step++;
      runPoint = point;
    } else if (here !== undefined && (here === ONE || here === points[point])) {
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
