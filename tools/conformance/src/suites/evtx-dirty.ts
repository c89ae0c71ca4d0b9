import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEvtx } from "@tocsin/evtx";
import type { Case, Suite } from "../suite.ts";

interface Expected {
  readonly ok?: number;
  readonly errors?: number;
  readonly records?: number;
  readonly walk_bad?: number;
}

const ENDING = ".expected.json";

function judge(folder: string, name: string): string | undefined {
  const expected = JSON.parse(readFileSync(join(folder, name + ENDING), "utf8")) as Expected;
  let damage = 0;
  let records = 0;
  const bytes = readFileSync(join(folder, name));
  for (const record of readEvtx(bytes, { sink: () => void damage++ })) {
    record.check();
    records++;
  }
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
