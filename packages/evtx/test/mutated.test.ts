// Logs that were mutated with knowledge of the format. `npm run fuzz` does the same for longer, led by coverage.
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkLog,
  createRandom,
  findLogs,
  makeLog,
  mutate,
  openSession,
  type Random,
  readSeed,
} from "../../../tools/fuzz/src/index.ts";
import * as reader from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora");
const logs = findLogs(CORPORA);
const WHY = logs.length === 0 ? " (skipped: the corpora are not there)" : "";
/** One session for all, as in a hunt: what a log leaves in the caches must not show in the next one. */
const session = openSession(reader);

/** Some seconds at most. */
const PLAN = { numRuns: 200, seed: 5, plugins: [fc.interruptAfterTimeLimit(5000)] };

/** Mutates two logs of a kind, and gives what the reader did wrong with the mutant; undefined if nothing. */
function breachOf(seed: number, makeInput: (random: Random) => Uint8Array): unknown {
  const random = createRandom(seed);
  const { bytes } = mutate(makeInput(random), makeInput(random), random);
  try {
    checkLog(bytes, session, { pieces: random.oneIn(16) });
    return undefined;
  } catch (error) {
    return error;
  }
}

test("the synthetic logs that are mutated are sound", () => {
  for (let seed = 0; seed < 40; seed++) {
    const bytes = makeLog(createRandom(seed));
    expect(checkLog(bytes, session, { pieces: false }).records).toBeGreaterThan(0);
    const told: string[] = [];
    for (const record of reader.readEvtx(bytes, { sink: ({ code }) => told.push(code) }))
      record.fields();
    expect(told.filter((code) => /_(?:CHUNK|FILE|RECORD_MAGIC|RECORD_SIZE)/.test(code))).toEqual(
      [],
    );
  }
});

test("a mutated synthetic log breaks no promise of the reader", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(breachOf(seed, makeLog)).toBeUndefined();
    }),
    PLAN,
  );
});

test.skipIf(logs.length === 0)(
  `a mutated part of a real log breaks no promise of the reader${WHY}`,
  () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(breachOf(seed, (random) => readSeed(random.pick(logs), random))).toBeUndefined();
      }),
      PLAN,
    );
  },
);
