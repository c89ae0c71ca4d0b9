import { parseNetwork, walkPredicate } from "@tocsin/model";
import type { Predicate, Test } from "@tocsin/model";
import { compileRegex } from "./regex.ts";

/** Why a predicate cannot be run, in words; undefined if it can. */
export function checkPredicate(predicate: Predicate): string | undefined {
  let reason: string | undefined;
  walkPredicate(predicate, (node) => {
    if (node.kind === "field" || node.kind === "any-field") reason ??= checkTest(node.test);
  });
  return reason;
}

function checkTest(test: Test): string | undefined {
  if (test.op === "cidr" && parseNetwork(test.network) === undefined)
    return `"${test.network}" is no network`;
  if (test.op !== "regex") return undefined;
  try {
    compileRegex(test.source, test.flags);
    return undefined;
  } catch (error) {
    return `the linear-time engine cannot express /${test.source}/: ${error instanceof Error ? error.message : String(error)}`;
  }
}
