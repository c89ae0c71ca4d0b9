import fc from "fast-check";
import { expect, test } from "vitest";
import { EvtxSelection, EvtxText } from "../src/index.ts";
import { utf16 } from "./binxml/builder.ts";
import { readOne, recordOf } from "./binxml/reading.ts";

const MODES = ["equals", "startsWith", "endsWith", "contains"] as const;
const unit = fc.constantFrom("a", "A", "b", "k", "K", "\u212a", "i", "İ", "Σ", "ß", "[", "@", "\\");
const words = fc.array(unit, { maxLength: 6 }).map((units) => units.join(""));

function plain(value: string, text: string, mode: (typeof MODES)[number], cased: boolean): boolean {
  const [inside, wanted] = cased ? [value, text] : [value.toLowerCase(), text.toLowerCase()];
  if (mode === "equals") return inside === wanted;
  return mode === "contains" ? inside.includes(wanted) : inside[mode](wanted);
}

test("a text is found in bytes where it is found in the string that they are", () => {
  fc.assert(
    fc.property(
      words,
      words,
      fc.constantFrom(...MODES),
      fc.boolean(),
      fc.nat(2),
      (value, text, mode, cased, nuls) => {
        const bytes = utf16(`..${value}${"\0".repeat(nuls)}`);
        const found = new EvtxText(text, { mode, cased }).testUtf16(bytes, 4, bytes.length);
        expect(found).toBe(plain(value, text, mode, cased));
      },
    ),
    { numRuns: 5000, seed: 1 },
  );
});

test("a text is looked for in every value of a field, and in numbers as they are written", () => {
  const texts = { type: 0x81, data: utf16("one\0Two\0") };
  const record = readOne(recordOf(texts, { type: 0x08, data: Uint8Array.of(44, 1, 0, 0) }));
  const selection = new EvtxSelection(["V0", "V1", "V2"]);
  selection.read(record);
  expect(selection.test(0, new EvtxText("two"))).toBe(true);
  expect(selection.test(0, new EvtxText("two", { cased: true }))).toBe(false);
  expect(selection.test(1, new EvtxText("300"))).toBe(true);
  expect(selection.test(2, new EvtxText(""))).toBe(false);
});

test("the bytes of a field are those of its value, and none where it has none of its own", () => {
  const record = readOne(
    recordOf({ type: 0x01, data: utf16("text") }, { type: 0x00, data: utf16("") }),
  );
  const selection = new EvtxSelection(["V0", "V1", "V2"]);
  selection.read(record);
  const raw = selection.raw(0);
  expect(raw?.type).toBe(0x01);
  expect(raw?.bytes.slice(raw.start, raw.end)).toEqual(utf16("text"));
  expect([selection.raw(1), selection.raw(2)]).toEqual([undefined, undefined]);
});
