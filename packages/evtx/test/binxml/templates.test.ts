// libevtx "Template definition": a definition belongs to its chunk; its GUID promises nothing.
import { expect, test } from "vitest";
import { readEvtx } from "../../src/index.ts";
import {
  element,
  fragment,
  instance,
  normal,
  optional,
  template,
  text,
  utf16,
  type Value,
} from "./builder.ts";
import { chunk, file } from "./log-file.ts";
import { data, eventOf, le, NULL, readSound, string } from "./reading.ts";

test("one template serves many records, in the chunk and in the next one", () => {
  const used = template(1, eventOf(data("A", normal(0, 1)), data("B", normal(1, 8))));
  const pieces = Array.from({ length: 50 }, (_, index) =>
    fragment(instance(used, [string(`a${index}`), { type: 0x08, data: le(index, 4) }])),
  );
  const records = [...readEvtx(file(chunk(pieces), chunk(pieces, 51)))];
  expect(records.map((record) => [record.recordId, record.field("A"), record.field("B")])).toEqual(
    Array.from({ length: 100 }, (_, index) => [index + 1, `a${index % 50}`, index % 50]),
  );
});

test("one template with values of other types in each record", () => {
  const used = template(1, eventOf(data("A", optional(0, 1))));
  const values: Value[] = [
    string("x"),
    { type: 0x08, data: le(5, 4) },
    NULL,
    { type: 0x81, data: utf16("p\0q\0") },
    { type: 0x14, data: le(5, 4) },
    string("y"),
  ];
  const records = readSound(values.map((value) => fragment(instance(used, [value]))));
  expect(records.map((record) => record.field("A") ?? null)).toEqual([
    "x",
    5,
    null,
    ["p", "q"],
    "0x5",
    "y",
  ]);
});

test("instances with fewer and with more values than the template has slots", () => {
  const used = template(1, eventOf(data("A", normal(0, 1)), data("B", normal(1, 1))));
  const [fewer, more] = readSound([
    fragment(instance(used, [string("a")])),
    fragment(instance(used, [string("a"), string("b"), string("c")])),
  ]);
  expect([fewer?.field("A"), fewer?.field("B") ?? null]).toEqual(["a", null]);
  expect([more?.field("A"), more?.field("B")]).toEqual(["a", "b"]);
});

test("names that another record has written", () => {
  const record = fragment(eventOf(element("Alpha", [text("1")])));
  const used = template(1, eventOf(element("Alpha", [normal(0, 1)])));
  const [first, second] = readSound([record, fragment(instance(used, [string("2")]))]);
  expect([first?.field("Alpha"), second?.field("Alpha")]).toEqual(["1", "2"]);
});

test("a chunk of 80 templates, more than its table has rows", () => {
  const used = Array.from({ length: 80 }, (_, index) =>
    template(index, eventOf(data(`F${index}`, normal(0, 1)))),
  );
  const pieces = [...used, ...used.toReversed()].map((each) =>
    fragment(instance(each, [string("v")])),
  );
  const records = readSound(pieces);
  expect(records.map((record) => [...record.fields().keys()][0])).toEqual([
    ...used.map((_, index) => `F${index}`),
    ...used.map((_, index) => `F${79 - index}`),
  ]);
});

test("two definitions with one GUID in one chunk", () => {
  const one = template(1, eventOf(data("Alpha", normal(0, 1))));
  const two = template(1, eventOf(data("Bravo", normal(0, 1))));
  const pieces = [one, two, one, two].map((each) => fragment(instance(each, [string("v")])));
  expect(readSound(pieces).map((record) => [...record.fields().keys()])).toEqual([
    ["Alpha"],
    ["Bravo"],
    ["Alpha"],
    ["Bravo"],
  ]);
});
