import fc from "fast-check";
import { expect, test } from "vitest";
import { readPlacedYaml } from "../src/yaml-placed.ts";
import { readYaml } from "../src/yaml.ts";

type Read = typeof readYaml;

/** What a reader makes of a text: values, the place of each document, and what it says of the rest. */
function readWith(read: Read, text: string): unknown {
  const said: unknown[] = [];
  const documents = read(text, "a.yml", ({ code, place }) => said.push([code, place]));
  return {
    values: documents.map(({ value }) => value),
    places: documents.map((one) => (one.value === null ? null : one.placeOf([]))),
    said,
  };
}

test.each([
  ["two values of one key", "a: 1\na: 2\n"],
  ["a time", "d: 2020-01-01\ne: 2001-12-14t21:59:43.10-05:00\n"],
  ["a merge key", "x: {b: 1}\n<<: {c: 2}\n"],
  ["an alias", "a: &x [1]\nb: *x\n"],
  ["an anchor without an alias", "a: &x [1]\n"],
  [
    "numbers of all kinds",
    "a: 010\nb: 0o10\nc: 0x1F\nd: .inf\ne: -.INF\nf: .nan\ng: 1e3\nh: 1_000\n",
  ],
  ["words for nothing and truth", "a: ~\nb: yes\nc: TRUE\nd: null\ne: Null\nf: off\ng:\n"],
  ["long numbers", "a: 12345678901234567890\nb: 0.1\nc: -0\n"],
  ["a tab for blanks", "a:\tb\nc: d\t# e\n"],
  ["a tab for indentation", "a:\n\t- b\n"],
  ["a known tag", "a: !!str 1\nb: !!int '3'\n"],
  ["an unknown tag", "a: !foo 1\n"],
  ["a tag of binary", "a: !!binary aGk=\n"],
  ["several documents", "---\na: 1\n---\n# x\n\nb: 2\n---\n"],
  ["an end of a document", "a: 1\n...\n---\nb: 2\n"],
  ["content beside a marker", "--- {a: 1}\n--- b\n"],
  ["a marker in a block of text", "a: |\n  x\n  ---\n  y\n---\nb: 1\n"],
  ["a marker at the margin of a block of text", "a: |\n---\nb: 1\n"],
  ["a marker in quotes", "a: 'x\n--- y'\n"],
  ["a byte order mark", "\uFEFFa: 1\n"],
  ["a byte order mark before a marker", "\uFEFF---\na: 1\n"],
  ["lines ended by CRLF", "a: |\r\n  x\r\n  y\r\n---\r\nb: 2\r\n"],
  ["carriage returns alone", "a: 1\rb: 2\r"],
  ["a directive of YAML 1.1", "%YAML 1.1\n---\na: yes\n"],
  ["keys that are no texts", "1: a\n0x10: b\ntrue: c\n2020-01-01: d\n"],
  ["a key of null", "null: a\n"],
  ["no key", ": a\n"],
  ["a key that is a list", "? [a, b]\n: c\n"],
  ["a key beyond 1,024 characters", `${"a".repeat(1100)}: 1\n`],
  ["a key of the prototype", "__proto__: {a: 1}\nconstructor: 2\n"],
  ["a control character", "a: b\u0007c\n"],
  ["half a surrogate pair", "a: \ud800\n"],
  ["nothing", ""],
  ["a comment", "# x\n"],
  ["indented content behind comments", "# x\n\n   # y\n  a: 1\n  b: 2\n"],
  ["a broken document behind a good one", "a: 1\n---\nb: [\n"],
  ["escapes", "a: \"\\x41\\u0042\\e\\N\\L\\t\"\nb: 'it''s'\n"],
  ["folded texts", "a: >\n  x\n  y\n\n   z\nb: |+\n  x\n\nc: x\n  y\n"],
])("readYaml reads %s as the parser with places does", (_, text) => {
  expect(readWith(readYaml, text)).toEqual(readWith(readPlacedYaml, text.replace(/^\uFEFF/, "")));
});

test("readYaml reads arbitrary pieces of YAML as the parser with places does", () => {
  const piece = fc.constantFrom(
    "a",
    "b: ",
    "- ",
    "? ",
    ": ",
    "\n",
    "\n  ",
    "\n    ",
    "---\n",
    "...\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'x'\n",
    '"y"',
    "|\n",
    ">-\n",
    "# c\n",
    "&k ",
    "*k",
    "!!str ",
    "!t ",
    "1",
    "0x1",
    "~",
    "null",
    "<<: ",
    "%YAML 1.1\n",
    "\r\n",
    "\t",
    "c: d\n",
    "e: 'f'\n",
    "x*y",
    "\\",
    "true",
    "-",
    "\uFEFF",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join("");
      expect(readWith(readYaml, text)).toEqual(
        readWith(readPlacedYaml, text.replace(/^\uFEFF/, "")),
      );
    }),
    { numRuns: 1500 },
  );
});

test("readYaml tells the place of a thing in the second document", () => {
  const [, second] = readYaml("a: 1\n---\nb:\n  - c\n  - d: e\n", "a.yml", () => undefined);
  expect(second?.placeOf([])).toEqual({ file: "a.yml", line: 3, column: 1 });
  expect(second?.placeOf(["b", 1, "d"])).toEqual({ file: "a.yml", line: 5, column: 5 });
  expect(second?.placeOf(["b", 7])).toEqual({ file: "a.yml", line: 3, column: 1 });
});

test.each([
  ["lists", (levels: number) => `a: ${"[".repeat(levels)}1${"]".repeat(levels)}\n`],
  ["maps", (levels: number) => `a: ${"{b: ".repeat(levels)}1${"}".repeat(levels)}\n`],
])("%s in brackets are read as deep as the bound, not as deep as the stack", (_name, nested) => {
  const messages = [300, 450, 1000, 100_000].map((levels) => {
    const told: string[] = [];
    readYaml(nested(levels), "a.yml", ({ message }) => told.push(message));
    return told.join();
  });
  expect(messages).toEqual(["", ...Array<string>(3).fill("nested deeper than 200 levels")]);
});
