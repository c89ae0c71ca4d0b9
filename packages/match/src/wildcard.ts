import type { WildcardPart } from "@tocsin/model";

interface Step {
  readonly kind: "text" | "run" | "one";
  readonly text: string;
}

function toSteps(parts: readonly WildcardPart[], fold: (text: string) => string): Step[] {
  return parts.flatMap((part): Step[] =>
    typeof part === "string"
      ? Array.from(fold(part), (text) => ({ kind: "text", text }))
      : [{ kind: part.any, text: "" }],
  );
}

/**
 * Whether the whole text has the pattern's form. Works by code points and keeps only the last run to go
 * back to: at most pattern × text steps, whatever the input.
 */
export function matchWildcard(
  parts: readonly WildcardPart[],
  text: string,
  fold: (text: string) => string,
): boolean {
  const steps = toSteps(parts, fold);
  const points = Array.from(fold(text));
  let step = 0;
  let point = 0;
  let run = -1;
  let runPoint = 0;
  while (point < points.length) {
    const here = steps[step];
    if (here?.kind === "run") {
      run = step++;
      runPoint = point;
    } else if (here !== undefined && (here.kind === "one" || here.text === points[point])) {
      step++;
      point++;
    } else if (run >= 0) {
      step = run + 1;
      point = ++runPoint;
    } else return false;
  }
  while (steps[step]?.kind === "run") step++;
  return step === steps.length;
}
