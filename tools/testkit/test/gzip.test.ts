import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gzip } from "../src/index.ts";

test("zlib gives back any bytes that gzip packed", () => {
  const skewed = fc.array(fc.constantFrom(0, 0, 0, 65, 66), { maxLength: 3000 });
  const any = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    skewed.map((each) => Uint8Array.from(each)),
  );
  fc.assert(
    fc.property(any, (bytes) => {
      expect(new Uint8Array(gunzipSync(gzip(bytes)))).toEqual(bytes);
    }),
  );
});

test("zlib gives back a long text over several blocks, packed to a part of its size", () => {
  let text = "";
  for (let i = 0; i < 40_000; i++)
    text += `10.20.${i % 7}.${(i * i) % 251} GET /page/${i % 97} ${i}\n`;
  const bytes = new TextEncoder().encode(text);
  const packed = gzip(bytes);
  expect(gunzipSync(packed).equals(bytes)).toBe(true);
  expect(packed.length).toBeLessThan(bytes.length / 4);
});
