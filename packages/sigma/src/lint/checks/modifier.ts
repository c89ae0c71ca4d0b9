import type { FindInOne } from "../check.ts";
import { itemsOf } from "../selection.ts";
import { words } from "../words.ts";
import { nearest } from "./near.ts";

/** Sigma modifiers appendix 2.1, with the long names of the flags of `re`. */
const MODIFIERS: ReadonlySet<string> =
  words(`all startswith endswith contains exists cased neq windash re i m s ignorecase
  multiline dotall base64 base64offset utf16le utf16be utf16 wide lt lte gt gte minute
  hour day week month year cidr expand fieldref`);

/** A modifier that Sigma does not have, with the one that is likely meant. */
export const findUnknownModifiers: FindInOne = ({ selections }, report) => {
  for (const { key, modifiers, path } of itemsOf(selections))
    for (const modifier of modifiers) {
      if (MODIFIERS.has(modifier)) continue;
      const near = nearest(modifier, MODIFIERS);
      report(path, `unknown modifier "${modifier}" in "${key}"`, {
        within: modifier,
        how:
          near === undefined
            ? `Modifiers are ${[...MODIFIERS].join(", ")}`
            : `Did you mean "${near}"?`,
      });
    }
};
