import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isEvtx, readEvtx } from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora");
const REAL = join(CORPORA, "hunting/evtx/dirty/Application_no_crc32.evtx");

function readAll(bytes: Uint8Array): number {
  let records = 0;
  for (const record of readEvtx(bytes)) {
    record.fields();
    record.check();
    records++;
  }
  return records;
}

test("arbitrary bytes never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      expect(readAll(bytes)).toBe(0);
    }),
  );
});

test("bytes that begin like an event log and go on as anything never throw", () => {
  const magic = new TextEncoder().encode("ElfFile\0");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000, size: "max" }), (tail) => {
      const bytes = new Uint8Array([...magic, ...tail]);
      readAll(bytes);
      expect(isEvtx(bytes)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

// Needs the public corpora; mutates a real log.
test.skipIf(!existsSync(REAL))("a real log with flipped bytes never throws and never hangs", () => {
  const real = new Uint8Array(readFileSync(REAL));
  const flips = fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(flips, (changes) => {
      const bytes = real.slice();
      for (const [at, value] of changes) bytes[at] = value;
      expect(readAll(bytes)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});
