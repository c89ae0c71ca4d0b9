import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEvtx } from "@tocsin/evtx";
import type { EvtxRecord } from "@tocsin/evtx";
import type { Case, Suite } from "../suite.ts";

interface Expected {
  readonly ok?: number;
  readonly errors?: number;
  readonly records?: number;
  readonly walk_bad?: number;
  /** Values by `record NUMBER PATH`, the path below the record's `System`. */
  readonly facts?: Readonly<Record<string, string>>;
}

const ENDING = ".expected.json";

/** The value at the path of a fact; attributes stand in `#attributes`. */
function factOf(record: EvtxRecord, fact: string): unknown {
  const path = fact.split(" ").slice(2).join(" ").split(".");
  let value: unknown = (record.toJson()["Event"] as Record<string, unknown>)["System"];
  for (const step of path) {
    const map = value as Readonly<Record<string, unknown>> | undefined;
    const attributes = map?.["#attributes"] as Readonly<Record<string, unknown>> | undefined;
    value = map?.[step] ?? attributes?.[step];
  }
  return value;
}

function judge(folder: string, name: string): string | undefined {
  const expected = JSON.parse(readFileSync(join(folder, name + ENDING), "utf8")) as Expected;
  let damage = 0;
  let records = 0;
  const bytes = readFileSync(join(folder, name));
  const facts = new Map(Object.entries(expected.facts ?? {}));
  for (const record of readEvtx(bytes, { sink: () => void damage++ })) {
    record.check();
    records++;
    for (const [fact, value] of facts)
      if (fact.startsWith(`record ${record.recordId} `) && factOf(record, fact) === value)
        facts.delete(fact);
  }
  const [missing] = facts;
  if (missing !== undefined) return `${missing[0]} is not ${missing[1]}`;
  const least = expected.ok ?? expected.records ?? 0;
  if (records < least) return `${records} records, expected at least ${least}`;
  const isDamaged = (expected.errors ?? 0) > 0 || (expected.walk_bad ?? 0) > 0;
  return isDamaged && damage === 0 ? "damage is not reported" : undefined;
}

/** Damaged and odd event logs: at least the stated records, and damage is told. */
export const suite: Suite = {
  name: "evtx-dirty",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "hunting", "evtx", "dirty");
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith(ENDING)) continue;
      const id = file.slice(0, -ENDING.length);
      yield { id, run: () => judge(folder, id) };
    }
  },
};
