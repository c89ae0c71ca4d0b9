import type { FindInOne } from "../check.ts";
import { words } from "../words.ts";
import { nearest } from "./near.ts";

/** Keys of the three kinds of documents, Sigma 2.1. */
const KEYS: ReadonlySet<string> =
  words(`title id name related taxonomy status description license author references date
  modified logsource detection fields falsepositives level tags scope correlation
  filter generate action sigma-version regression_tests_path simulation`);

/** A key of the document that is likely a misspelt one; others are the author's own and allowed. */
export const findMisspeltKeys: FindInOne = ({ map }, report) => {
  for (const key of Object.keys(map)) {
    if (KEYS.has(key)) continue;
    const near = nearest(key, KEYS);
    if (near !== undefined && map[near] === undefined)
      report([key], `unknown key "${key}"`, { how: `Did you mean "${near}"?` });
  }
};
