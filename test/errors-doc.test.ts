import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { collectCodes, DOCUMENT, renderDocument } from "../scripts/errors-doc.mjs";
import { roomsIn, sourcesOf } from "./house/rooms.ts";

const codes = await collectCodes();

/** The sources of each package as one text. */
const SOURCES = new Map(
  roomsIn("packages").map((room) => [
    room.manifest.name,
    sourcesOf(room)
      .map((file) => readFileSync(file, "utf8"))
      .join("\n"),
  ]),
);

test("docs/errors.md is what the tables of codes say", () => {
  const document = readFileSync(DOCUMENT, "utf8");
  expect(document, "run: npm run errors-doc").toBe(renderDocument(codes));
});

test("every code has one table, its meaning, and the form of a code", () => {
  const names = codes.map(({ code }) => code);
  expect(names).toEqual([...new Set(names)]);
  expect(codes.filter(({ meaning }) => meaning.trim().length < 10)).toEqual([]);
  expect(names.filter((name) => !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name))).toEqual([]);
});

test("every documented code is used by its package beside its table", () => {
  const unused = codes.filter(({ packageName, code }) => {
    const uses = SOURCES.get(packageName)?.match(new RegExp(String.raw`\b${code}\b`, "g"));
    return (uses?.length ?? 0) < 2;
  });
  expect(unused.map(({ code }) => code)).toEqual([]);
});

test("every code a package gives is documented", () => {
  const documented = new Set(codes.map(({ code }) => code));
  const given = [...SOURCES].flatMap(([name, text]) =>
    [...text.matchAll(/\bcode: "([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g)]
      .map(([, code = ""]) => code)
      .filter((code) => !documented.has(code))
      .map((code) => `${name}: ${code}`),
  );
  expect(given).toEqual([]);
});

test("every error class of a package has a table of codes", () => {
  const withTable = new Set(codes.map(({ packageName }) => packageName));
  const without = [...SOURCES].filter(
    ([name, text]) => /\bexport class \w+Error extends Error\b/.test(text) && !withTable.has(name),
  );
  expect(without.map(([name]) => name)).toEqual([]);
});
