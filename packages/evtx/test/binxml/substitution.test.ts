// MS-EVEN6 3.1.4.7.2 (optional substitutions), 3.1.4.7.4 (BinXml as a value).
import { expect, test } from "vitest";
import {
  attribute,
  charRef,
  element,
  fragment,
  instance,
  normal,
  optional,
  type Piece,
  template,
  text,
  utf16,
  type Value,
} from "./builder.ts";
import { data, eventOf, le, NULL, readOne, string } from "./reading.ts";

const uint32 = (value: number): Value => ({ type: 0x08, data: le(value, 4) });
const user = (...content: readonly Piece[]): Piece =>
  element("Event", [element("UserData", content)]);
const json = (piece: Piece): unknown => JSON.parse(JSON.stringify(readOne(piece).toJson()));
/** The same through a template. */
const filled = (content: readonly Piece[], ...values: readonly Value[]): unknown =>
  json(fragment(instance(template(1, user(...content)), values)));
const inside = (content: unknown): unknown => ({ Event: { UserData: content } });

test("null through a normal substitution leaves the element, empty", () => {
  expect(filled([element("X", [normal(0, 1)]), element("Y", [text("y")])], NULL)).toEqual(
    inside({ X: null, Y: "y" }),
  );
});

test.each([undefined, 0])(
  "null through an optional substitution leaves out the element (dependency %s)",
  (dependency) => {
    const x = element("X", [optional(0, 1)], dependency === undefined ? {} : { dependency });
    expect(filled([x, element("Y", [text("y")])], NULL)).toEqual(inside({ Y: "y" }));
  },
);

test("null through an optional substitution leaves out the attribute, not the element", () => {
  const x = element("X", [text("x")], {
    attributes: [attribute("a", optional(0, 1)), attribute("b", optional(1, 1))],
  });
  expect(filled([x], NULL, string("v"))).toEqual(
    inside({ X: { "#attributes": { b: "v" }, "#text": "x" } }),
  );
});

test("an element that depends on a null value is left out with all that is in it", () => {
  const content = [
    element("A", [text("constant")], { dependency: 0 }),
    element("B", [normal(1, 1)], { dependency: 0 }),
    element("C", [element("D", [normal(1, 1)])], { dependency: 0 }),
    element("E", [normal(1, 1)], { dependency: 1 }),
  ];
  expect(filled(content, NULL, string("v"))).toEqual(inside({ E: "v" }));
  expect(filled(content, string("u"), string("v"))).toEqual(
    inside({ A: "constant", B: "v", C: { D: "v" }, E: "v" }),
  );
});

test("an empty string is not null: what depends on it stays", () => {
  const content = [element("X", [optional(0, 1)], { dependency: 0 }), element("Y", [text("y")])];
  const record = readOne(fragment(instance(template(1, user(...content)), [string("")])));
  expect([...record.fields().keys()]).toEqual(["X", "Y"]);
});

test("a dependency on a value that is not there leaves nothing else out", () => {
  const content = [element("X", [text("x")], { dependency: 9 }), element("Y", [text("y")])];
  const record = readOne(fragment(instance(template(1, user(...content)), [string("v")])));
  expect(record.field("Y")).toBe("y");
});

test("text, references and values join in content and in attributes", () => {
  const parts = [text("<"), normal(0, 1), text("|"), optional(1, 8), charRef(62)];
  const x = element("X", parts, { attributes: [attribute("a", ...parts)] });
  expect(filled([x], string(" v "), uint32(5))).toEqual(
    inside({ X: { "#attributes": { a: "< v |5>" }, "#text": "< v |5>" } }),
  );
});

test("one value in several places", () => {
  const x = element("X", [normal(0, 8)], { attributes: [attribute("a", normal(0, 8))] });
  expect(filled([x, element("Y", [normal(0, 8)])], uint32(5))).toEqual(
    inside({ X: { "#attributes": { a: 5 }, "#text": 5 }, Y: 5 }),
  );
});

test("the type of a value is the one that its instance states", () => {
  expect(filled([element("X", [normal(0, 0x01)])], uint32(5))).toEqual(inside({ X: 5 }));
});

test.each([
  ["a fragment", fragment(element("In", [element("P", [text("x")])]))],
  [
    "an element without fragment header",
    ((out) => {
      element("In", [element("P", [text("x")])])(out);
      out.u8(0x00);
    }) satisfies Piece,
  ],
  [
    "a template instance",
    fragment(instance(template(2, element("In", [element("P", [normal(0, 1)])])), [string("x")])),
  ],
  [
    "a template instance without fragment header",
    instance(template(2, element("In", [element("P", [normal(0, 1)])])), [string("x")]),
  ],
])("%s as a value stands in the element's content", (_, value) => {
  const outer = template(1, user(optional(0, 0x21), element("After", [normal(1, 8)])));
  const values = [{ type: 0x21, data: value }, uint32(7)];
  expect(json(fragment(instance(outer, values)))).toEqual(inside({ In: { P: "x" }, After: 7 }));
});

test("values of an inner instance do not mix with those of the outer one", () => {
  const inner = template(
    2,
    element("EventData", [data("A", normal(0, 1)), data("B", normal(1, 1))]),
  );
  const outer = template(1, element("Event", [element("S", [normal(1, 1)]), optional(0, 0x21)]));
  const nested = { type: 0x21, data: fragment(instance(inner, [string("i0"), string("i1")])) };
  const record = readOne(fragment(instance(outer, [nested, string("o1")])));
  expect([...record.fields()]).toEqual([
    ["S", "o1"],
    ["A", "i0"],
    ["B", "i1"],
  ]);
});

test("a fragment in a value may refer to names of the record around it", () => {
  const outer = template(1, user(element("Same", [text("1")]), optional(0, 0x21)));
  const nested = { type: 0x21, data: fragment(element("Same", [text("2")])) };
  expect(readOne(fragment(instance(outer, [nested]))).field("Same")).toEqual(["1", "2"]);
});

test("embedded EvtXml comes as its text", () => {
  const xml = "<a k='v'>b</a>";
  const value = { type: 0x23, data: utf16(xml) };
  const record = readOne(
    fragment(instance(template(1, eventOf(data("X", normal(0, 0x23)))), [value])),
  );
  expect(record.field("X")).toBe(xml);
});
