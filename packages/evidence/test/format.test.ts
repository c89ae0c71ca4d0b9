import fc from "fast-check";
import { expect, test } from "vitest";
import { recognizeFormat } from "../src/index.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, !bigEndian);
  for (let at = 0; at < text.length; at++)
    view.setUint16(2 * at + 2, text.charCodeAt(at), !bigEndian);
  return bytes;
}

const LONG = `"${"x".repeat(70_000)}"`;

test.each([
  ["", "empty"],
  ["ElfFile\0\0\0", "evtx"],
  ["ElfChnk\0\0\0", "evtx"],
  ["PK\u0003\u0004\u0014\0", "zip"],
  ["MZ\0\0\u0003\0\0\0", "binary"],
  ["SQLite format 3\0", "binary"],
  ["MZ is how a text may begin, too\n", "text"],
  ["one line\nand another\n", "text"],
  ['{"a":1}', "json-lines"],
  ['{"a":1}\n{"a":2}\n', "json-lines"],
  ['\ufeff{"a":1}\r\n{"a":2}', "json-lines"],
  ['{"a":1\n{"a":2}\n{"a":3}\n', "json-lines"],
  ['{"a":1}{"a":2}', "json-object"],
  ['{\n  "a": 1\n}\n{\n  "a": 2\n}\n', "json-object"],
  ['{\n  "a": 1,\n  "b": ', "json-object"],
  [`{"Records":[${LONG}`, "json-object"],
  [`{"@odata.context":"x","value":[${LONG}`, "json-object"],
  [`{"a":${LONG}`, "json-lines"],
  ['[{"a":1},{"a":2}]', "json-array"],
  ['[\n{"a":1},\n{"a":2}\n]', "json-array"],
  ["[]", "json-array"],
  [`[${LONG}`, "json-array"],
  ["[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok\n", "text"],
  ["[2024-01-01 10:00:00] started\n", "text"],
  ["{not json}\n{neither}\n", "text"],
  ["{9c6a} some text\n", "text"],
])("the format of %j is recognised", (text, format) => {
  expect(recognizeFormat(utf8(text))).toBe(format);
});

test("gzip and pictures are recognised by bytes beyond ASCII", () => {
  expect(recognizeFormat(new Uint8Array([0x1f, 0x8b, 8, 0]))).toBe("gzip");
  expect(recognizeFormat(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe("binary");
  expect(recognizeFormat(new Uint8Array(100))).toBe("binary");
});

test.each([false, true])("UTF-16 with a mark is text or JSON (big endian: %s)", (bigEndian) => {
  expect(recognizeFormat(utf16("a line\n", bigEndian))).toBe("text");
  expect(recognizeFormat(utf16('{"a":1}\n', bigEndian))).toBe("json-lines");
  expect(recognizeFormat(utf16('[{"a":1}]', bigEndian))).toBe("json-array");
});

test("recognition does not throw on arbitrary bytes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(utf8)), (bytes) => {
      expect(recognizeFormat(bytes)).toMatch(/^[a-z-]+$/);
    }),
  );
});
