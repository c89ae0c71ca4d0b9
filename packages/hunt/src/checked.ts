import { checkDetections } from "@tocsin/match";
import type { Detection, Diagnostic } from "@tocsin/model";

/** Detections that are known to be ready: to compile their patterns only to see whether they can be takes time. */
const checked = new WeakSet<Detection>();

/** Says that detections were found ready before, in this run or in one that kept them. */
export function markChecked(detections: Iterable<Detection>): void {
  for (const detection of detections) checked.add(detection);
}

/** Those that can be run, in their order, and why the others cannot; each is looked at once. */
export function checkOnce(detections: readonly Detection[]): {
  readonly ready: readonly Detection[];
  readonly refused: readonly Diagnostic[];
} {
  const { ready, refused } = checkDetections(detections.filter((one) => !checked.has(one)));
  markChecked(ready);
  return {
    ready: refused.length === 0 ? detections : detections.filter((one) => checked.has(one)),
    refused,
  };
}
