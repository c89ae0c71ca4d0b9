import fc from "fast-check";
import { zlibSync } from "fflate";
import { expect, test } from "vitest";
import { boundStreams } from "../../src/pdf/bound-streams.ts";

/** The streams of a PDF with no more around them than what they are found by. */
function writeStreams(sizes: readonly number[], filters: string = "/FlateDecode"): Uint8Array {
  const parts = sizes.flatMap((size, i) => [
    toBytes(`${i + 1} 0 obj\n<< /Filter ${filters} >>\nstream\n`),
    zlibSync(new Uint8Array(size)),
    toBytes("\nendstream\nendobj\n"),
  ]);
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function isRefused(bytes: Uint8Array, maxBytes: number): boolean {
  try {
    boundStreams("a.pdf", bytes, maxBytes);
    return false;
  } catch {
    return true;
  }
}

test("streams are refused if, and only if, all of them together come to more than is allowed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: -2, max: 2 }),
      (sizes, difference) => {
        const sum = sizes.reduce((total, size) => total + size, 0);
        expect(isRefused(writeStreams(sizes), sum + difference)).toBe(difference < 0);
      },
    ),
    { numRuns: 60 },
  );
});

test("a stream that is compressed twice counts with both layers", () => {
  const inner = zlibSync(new Uint8Array(1_000_000));
  const outer = zlibSync(inner);
  const bytes = Uint8Array.from([
    ...toBytes("1 0 obj\n<< /Filter [/FlateDecode /FlateDecode] >>\nstream\n"),
    ...outer,
    ...toBytes("\nendstream\nendobj\n"),
  ]);
  expect(isRefused(bytes, 999_999)).toBe(true);
  expect(isRefused(bytes, 1_000_000 + inner.length)).toBe(false);
});

test("images are left aside", () => {
  const image = writeStreams([100_000], "/FlateDecode /Subtype /Image");
  expect(isRefused(image, 1)).toBe(false);
});
