// MS-EVEN6 3.1.4.7.3: strings are as long as their bytes say; not assumed to end in NUL.
import { expect, test } from "vitest";
import { EvtxError, readEvtx } from "../../src/index.ts";
import { fragment, text, utf16 } from "./builder.ts";
import { data, eventOf, join, readOne, recordOf, valueOf } from "./reading.ts";

test.each([
  ["empty", "", null],
  ["one blank", " ", " "],
  ["blanks at both ends", "  a b  ", "  a b  "],
  ["line breaks and tabs at the end", "a\r\n\t", "a\r\n\t"],
  ["one NUL at the end", "ab\0", "ab"],
  ["NULs at the end", "ab\0\0\0", "ab"],
  ["a NUL inside", "ab\0cd", "ab\0cd"],
  ["a NUL inside and one at the end", "ab\0cd\0", "ab\0cd"],
  ["an emoji", "a😀b", "a😀b"],
  ["a byte order mark", "\ufeffa", "\ufeffa"],
  ["text that looks like a number", "007", "007"],
  ["text that looks like markup", "<a href='x'>&amp;</a>", "<a href='x'>&amp;</a>"],
  ["control characters", "\u0001\u001f\u007f", "\u0001\u001f\u007f"],
  ["noncharacters", "\ufffe\uffff", "\ufffe\uffff"],
])("a string with %s is kept", (_, value, expected) => {
  const { value: got, told } = valueOf(0x01, utf16(value));
  expect([got === "" ? null : got, told]).toEqual([expected, []]);
});

/** With U+FFFD for each surrogate that stands alone. */
const wellFormed = (value: string): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(value));

test.each([
  ["a high surrogate alone", "a\ud800b"],
  ["a low surrogate alone", "a\udc00b"],
  ["a high surrogate at the end", "ab\ud83d"],
  ["a pair in the wrong order", "\udc00\ud800"],
])("a string with %s loses nothing else", (_, value) => {
  const { value: got, told } = valueOf(0x01, utf16(value));
  expect([wellFormed(String(got)), told]).toEqual([wellFormed(value), []]);
});

test("a long string, and one beyond each size at which a decoder may change its way", () => {
  for (const length of [1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000, 20_000]) {
    for (const letter of ["a", "é", "Ж"]) {
      const value = `${letter.repeat(length)}.`;
      expect(valueOf(0x01, utf16(value)).value).toBe(value);
    }
  }
});

test("a string of an odd number of bytes is read without the odd one", () => {
  expect(valueOf(0x01, join(utf16("AB"), new Uint8Array([0x43]))).value).toBe("AB");
});

test("a string behind an odd number of bytes is read", () => {
  const odd = { type: 0x0e, data: new Uint8Array([1]) };
  const record = readOne(recordOf(odd, { type: 0x01, data: utf16("Zürich Ж") }));
  expect(record.field("V1")).toBe("Zürich Ж");
});

test("blanks around a literal stay", () => {
  expect(readOne(fragment(eventOf(data("A", text("  x  "))))).field("A")).toBe("  x  ");
});

test.each([
  ["windows-1252", [0x80, 0xe9, 0x41], "€éA"],
  ["windows-1251", [0xcf, 0xf0, 0xe8], "При"],
  ["gbk", [0xd6, 0xd0, 0x41], "中A"],
  ["shift_jis", [0x93, 0xfa, 0x96, 0x7b], "日本"],
  ["euc-kr", [0xc7, 0xd1], "한"],
])("an AnsiString in %s", (ansiEncoding, bytes, expected) => {
  const { value, told } = valueOf(0x02, new Uint8Array(bytes), { ansiEncoding });
  expect([value, told]).toEqual([expected, []]);
});

test("an AnsiString keeps blanks and NULs inside and drops NULs at the end", () => {
  const value = (...bytes: number[]): unknown => valueOf(0x02, new Uint8Array(bytes)).value;
  expect(value(0x41, 0x20, 0x20)).toBe("A  ");
  expect(value(0x41, 0x00, 0x42)).toBe("A\0B");
  expect(value(0x41, 0x00, 0x00)).toBe("A");
});

test("an AnsiString that its code page cuts short does not run into its neighbour", () => {
  const { value } = valueOf(0x02, new Uint8Array([0x41, 0xd6]), { ansiEncoding: "gbk" });
  expect(String(value)).toMatch(/^A.?$/u);
  // The decoder keeps no state from one value to the next.
  const again = valueOf(0x02, new Uint8Array([0xd0, 0x41]), { ansiEncoding: "windows-1252" });
  expect(again.value).toBe("ÐA");
});

test("an unknown code page is a mistake of the caller", () => {
  expect(() => [...readEvtx(new Uint8Array(0), { ansiEncoding: "klingon" })]).toThrow(EvtxError);
});
