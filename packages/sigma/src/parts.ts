// Sigma rules specification 2.1, "Detection".
import { allOf, anyOf, not, or } from "@tocsin/model";
import type { Predicate } from "@tocsin/model";
import { readCondition } from "./condition.ts";
import type { LoadContext } from "./context.ts";
import { Refusal } from "./diagnostic.ts";
import { shown } from "./item.ts";
import { readSelection } from "./selection.ts";

/** A condition may name all selections many times over, so both are bounded. */
const MAX_SELECTIONS = 10_000;
const MAX_CONDITION_CHARACTERS = 20_000;

/** The parts of a `detection` or `filter` map. */
export interface DetectionParts {
  readonly key: string;
  readonly selections: ReadonlyMap<string, Predicate>;
  readonly conditions: readonly string[];
}

/** Selections and conditions of a `detection` or `filter` map. @throws {Refusal} */
export function readParts(
  map: Readonly<Record<string, unknown>>,
  key: string,
  context: LoadContext,
): DetectionParts {
  const { condition } = map;
  if (condition === undefined || condition === null)
    throw new Refusal("SIGMA_RULE", [key], `the ${key} has no condition`);
  const names = Object.keys(map);
  if (names.length > MAX_SELECTIONS) {
    const message = `${names.length} selections, expected at most ${MAX_SELECTIONS}`;
    throw new Refusal("SIGMA_LIMIT", [key], message);
  }
  const selections = new Map<string, Predicate>();
  for (const name of names)
    if (name !== "condition" && name !== "timeframe" && name !== "rules")
      selections.set(name, readSelection(map[name], [key, name], context));
  const list: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  const path = [key, "condition"];
  if (list.length === 0) throw new Refusal("SIGMA_CONDITION", path, "the condition is empty");
  const conditions = list.map((text) => {
    if (typeof text === "string" && text.length > MAX_CONDITION_CHARACTERS) {
      const message = `the condition has ${text.length} characters, expected at most ${MAX_CONDITION_CHARACTERS}`;
      throw new Refusal("SIGMA_LIMIT", path, message);
    }
    if (typeof text === "string") return text;
    throw new Refusal("SIGMA_CONDITION", path, `expected a text, got ${shown(text)}`);
  });
  return { key, selections, conditions };
}

const SELECTIONS = {
  noun: "selection",
  and: allOf,
  or: anyOf,
  not,
};

/** The predicate of all conditions; several are linked with or. @throws {Refusal} `SIGMA_CONDITION` */
export function readConditions({ key, selections, conditions }: DetectionParts): Predicate {
  const words = { ...SELECTIONS, named: selections };
  const path = [key, "condition"];
  return or(
    ...conditions.map((text) => readCondition({ text, path, code: "SIGMA_CONDITION" }, words)),
  );
}
