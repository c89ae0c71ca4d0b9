// Sigma modifiers appendix 2.1, "Time Modifiers".
import type { Comparison, Test, TimePart } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";

/** What each part can be; ISO 8601 years have up to 53 weeks. */
const RANGES: Readonly<Record<TimePart, readonly [least: number, most: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1, 9999],
};

/** A test of a part of a time. A number that the part never is would be a rule that never matches. @throws {Refusal} */
export function readTimePart(
  part: TimePart,
  comparison: Comparison,
  value: number,
  path: Path,
): Test {
  const [least, most] = RANGES[part];
  if (comparison === "eq" && (!Number.isInteger(value) || value < least || value > most))
    throw new Refusal("SIGMA_VALUE", path, `"${part}" is ${least} to ${most}, got ${value}`);
  return { op: "time", part, comparison, value };
}
