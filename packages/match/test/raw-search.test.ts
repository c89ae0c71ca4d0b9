import { RAW_FORM } from "@tocsin/model";
import type { RawForm } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { createRawSearch } from "../src/plan/raw-search.ts";

const needle = fc
  .array(fc.constantFrom("a", "b", "ab", "k", "i", "!", "0", ":", "\\", '"'), {
    minLength: 3,
    maxLength: 8,
  })
  .map((pieces) => pieces.join(""));
const hay = fc
  .array(
    fc.constantFrom("a", "A", "b", "aB", "K", "\u212A", "İ", "i", "!", "0", ":", "\\", '"', "世"),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(""));

function utf16(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).flatMap((unit) => [
    unit & 255,
    unit >> 8,
  ]);
}

function value(bytes: readonly number[], form: RawForm) {
  // Not at the beginning of its buffer, nor at its end.
  return {
    bytes: Uint8Array.from([1, ...bytes, 2]),
    start: 1,
    end: 1 + bytes.length,
    kind: 0,
    form,
  };
}

test("a search in undecoded bytes never overlooks what the lower case of the text contains", () => {
  fc.assert(
    fc.property(
      fc.array(needle, { minLength: 1, maxLength: 5 }),
      hay,
      fc.nat(3),
      (needles, text, odd) => {
        const search = createRawSearch(needles);
        const holds = needles.some((one) => text.toLowerCase().includes(one));
        const units = utf16(text);
        const mixed = [...Array.from({ length: odd }, () => 0), ...units, 9];
        expect(search?.mayHold(value(units, RAW_FORM.utf16))).toSatisfy((it) => it || !holds);
        expect(search?.mayHold(value(mixed, RAW_FORM.mixed))).toSatisfy((it) => it || !holds);
        expect(search?.mayHoldText(text)).toBe(holds);
        if (!/^[\0-\x7f]*$/.test(text)) return;
        const bytes = utf16(text).filter((_, at) => at % 2 === 0);
        const json = utf16(JSON.stringify(text).slice(1, -1)).filter((_, at) => at % 2 === 0);
        expect(search?.mayHold(value(bytes, RAW_FORM.ascii))).toBe(holds);
        expect(search?.mayHold(value(units, RAW_FORM.utf16))).toBe(holds);
        expect(search?.mayHold(value(json, RAW_FORM.escaped))).toSatisfy((it) => it || !holds);
      },
    ),
    { numRuns: 20_000 },
  );
});

test("a text is found wherever it stands, in either case, and not beyond the bounds", () => {
  const needles = ["sekurlsa::", "lsadump::", "mimilib.dll"];
  const search = createRawSearch(needles);
  const filler = "sekurlsa lsadump: mimilib dll".repeat(4);
  for (const needle of [...needles, "SekurLSA::", "LSADUMP::"])
    for (let at = 0; at <= filler.length; at++) {
      const text = filler.slice(0, at) + needle + filler.slice(at);
      const bytes = Buffer.from(text);
      const within = { ...value([...bytes], RAW_FORM.ascii) };
      expect(search?.mayHold(within)).toBe(true);
      expect(search?.mayHold({ ...within, end: at + needle.length })).toBe(false);
      expect(search?.mayHold({ ...within, start: at + 2 })).toBe(false);
    }
});

test("of thousands of texts each is found, and nothing else", () => {
  const needles = Array.from({ length: 9000 }, (_, n) => `word::${(n * 7919).toString(36)}-x`);
  const search = createRawSearch(needles);
  const told = (text: string): boolean | undefined =>
    search?.mayHold(value([...Buffer.from(text)], RAW_FORM.ascii));
  for (const needle of needles.slice(0, 500)) {
    expect(told(`C:\\Windows ${needle.toUpperCase()} and more`)).toBe(true);
    expect(told(`C:\\Windows ${needle.slice(0, -1)} and more`)).toBe(false);
  }
});

test("a search for long texts is made in a time that grows with their length alone", () => {
  const start = cpuNow();
  const search = createRawSearch(["a".repeat(20_000), "b".repeat(40_000)]);
  expect(cpuNow() - start).toBeLessThan(1000);
  const bytes = [...Buffer.from("b".repeat(40_000))];
  expect(search?.mayHold(value(bytes, RAW_FORM.ascii))).toBe(true);
  expect(search?.mayHold(value(bytes.slice(1), RAW_FORM.ascii))).toBe(false);
});

test.each([
  ["short texts", ["ab"]],
  ["texts beyond ASCII", ["käse"]],
  ["no texts", []],
])("there is no search in undecoded bytes for %s", (_name, needles) => {
  expect(createRawSearch(needles)).toBeUndefined();
});

test("figures are only searched for texts that are figures", () => {
  const figure = value([1, 2, 3, 4], RAW_FORM.figure);
  const mayHold = (text: string): boolean | undefined => createRawSearch([text])?.mayHold(figure);
  expect(mayHold("mimikatz")).toBe(false);
  for (const text of [
    "0x1f",
    "s-1-5-18",
    "00:00",
    "12.5",
    "{d41d8cd9",
    "9".repeat(20),
    "inf",
    "-inf",
  ])
    expect(mayHold(text)).toBe(true);
  for (const text of ["192.0.2.7", "c138:1cfb", "d41d8cd98f00b204e9800998ecf8427e"])
    expect(mayHold(text)).toBe(false);
});
