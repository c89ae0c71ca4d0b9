import { and, walkPredicate } from "@tocsin/model";
import type { Logsource, Predicate, Variant } from "@tocsin/model";
import { readingsOf } from "./taxonomy/index.ts";
import type { Reading } from "./taxonomy/reading.ts";
import { translate } from "./taxonomy/translate.ts";

/**
 * The readings of a rule: for each kind of record its logsource stands for, the records and the
 * predicate in their field names. A logsource the taxonomy does not know is taken as it is written.
 */
export function toVariants(logsource: Logsource, predicate: Predicate): Variant[] {
  const readings = readingsOf(logsource);
  const asked = readings.some(({ answers }) => answers !== undefined)
    ? fieldsOf(predicate)
    : undefined;
  return readings
    .filter(({ answers }) => asked === undefined || answersAll(answers, asked))
    .map((reading) => toVariant(reading, predicate));
}

function toVariant(reading: Reading, predicate: Predicate): Variant {
  const { scope, requires } = reading;
  const translated = translate(predicate, reading);
  return { scope, predicate: requires === undefined ? translated : and(requires, translated) };
}

function answersAll(answers: ReadonlySet<string> | undefined, asked: ReadonlySet<string>): boolean {
  return answers === undefined || [...asked].every((name) => answers.has(name));
}

/** The fields a predicate names. */
function fieldsOf(predicate: Predicate): ReadonlySet<string> {
  const names = new Set<string>();
  walkPredicate(predicate, (node) => {
    if (node.kind !== "field") return;
    names.add(node.field);
    if (node.test.op === "sameAs") names.add(node.test.field);
  });
  return names;
}
