// MS-EVEN6 2.2.12 (BinXml): documents, fragments, elements, text, references, instructions.
import { expect, test } from "vitest";
import {
  attribute,
  cdata,
  charRef,
  element,
  entityRef,
  fragment,
  instance,
  instruction,
  literal,
  normal,
  type Piece,
  raw,
  template,
  text,
} from "./builder.ts";
import { le, readOne, string } from "./reading.ts";

const user = (...content: readonly Piece[]): Piece =>
  element("Event", [element("UserData", content)]);
const json = (piece: Piece): unknown => JSON.parse(JSON.stringify(readOne(piece).toJson()));
/** What stands in `UserData` of a record without a template. */
const plain = (...content: readonly Piece[]): unknown => json(fragment(user(...content)));
const inside = (content: unknown): unknown => ({ Event: { UserData: content } });

test("the example of MS-EVEN6 4.4: elements without a template", () => {
  const mixed = [text("def"), entityRef("amp"), entityRef("lt"), text("ghi")];
  const event = element("Event", [
    element("Element1", [text("abc")]),
    element("Element2", [text(" def "), entityRef("amp"), charRef(60), text(" ghi ")]),
    element("Element3", [], {
      attributes: [attribute("AttrA", text("abc")), attribute("AttrB", ...mixed)],
      close: "empty",
    }),
  ]);
  expect(json(fragment(event))).toEqual({
    Event: {
      Element1: "abc",
      Element2: " def &< ghi ",
      Element3: { "#attributes": { AttrA: "abc", AttrB: "def&<ghi" } },
    },
  });
});

test("an element without a fragment header is read", () => {
  const bare: Piece = (out) => {
    user(element("X", [text("1")]))(out);
    out.u8(0x00);
  };
  expect(json(bare)).toEqual(inside({ X: "1" }));
});

test.each([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
])("entity %s stands for its character", (name, character) => {
  const x = element("X", [text("a"), entityRef(name), text("b")], {
    attributes: [attribute("k", entityRef(name))],
  });
  expect(plain(x)).toEqual(
    inside({ X: { "#attributes": { k: character }, "#text": `a${character}b` } }),
  );
});

test("an entity of another name is not lost", () => {
  expect(plain(element("X", [text("a"), entityRef("nbsp"), text("b")]))).toEqual(
    inside({ X: "a&nbsp;b" }),
  );
});

test("character references", () => {
  const codes = [0x41, 0x26, 0xe9, 0x20ac];
  expect(
    plain(
      element(
        "X",
        codes.map((code) => charRef(code)),
      ),
    ),
  ).toEqual(inside({ X: "A&é€" }));
});

test("CDATA is text", () => {
  expect(plain(element("X", [text("a"), cdata("<b>&</b>"), text("c")]))).toEqual(
    inside({ X: "a<b>&</b>c" }),
  );
});

test("a processing instruction is no text, and nothing behind it is lost", () => {
  expect(plain(element("X", [instruction("php", "echo 1"), text("c")]))).toEqual(
    inside({ X: "c" }),
  );
});

test("processing instructions before and behind the fragment", () => {
  const document: Piece = (out) => {
    instruction("before", "x")(out);
    out.u8(0x0f, 1, 1, 0);
    user(element("X", [text("1")]))(out);
    instruction("behind", "y")(out);
    out.u8(0x00);
  };
  expect(json(document)).toEqual(inside({ X: "1" }));
});

test("text around a child element", () => {
  expect(plain(element("X", [text("a"), element("Y", [text("b")]), text("c")]))).toEqual(
    inside({ X: { "#text": "ac", Y: "b" } }),
  );
});

test("several fragments in one record are all read", () => {
  const record = readOne((out) => {
    out.u8(0x0f, 1, 1, 0);
    user(element("A", [text("1")]))(out);
    fragment(element("More", [element("B", [text("2")])]))(out);
  });
  expect([record.field("A"), record.field("B")]).toEqual(["1", "2"]);
  expect(record.toJson()).toEqual({ Event: { UserData: { A: "1" } }, More: { B: "2" } });
});

test("two template instances in one record are both read", () => {
  const first = template(1, user(element("A", [normal(0, 1)])));
  const second = template(2, element("More", [element("B", [normal(0, 1)])]));
  const record = readOne(
    fragment(instance(first, [string("1")]), raw(0x0f, 1, 1, 0), instance(second, [string("2")])),
  );
  expect([record.field("A"), record.field("B")]).toEqual(["1", "2"]);
});

test.each([
  ["UInt8", 0x04, 1, 250],
  ["Int16", 0x05, 2, -2],
  ["UInt32", 0x08, 4, 70_000],
  ["UInt64", 0x0a, 8, 5],
  ["boolean", 0x0d, 4, true],
  ["HexInt32", 0x14, 4, "0x10"],
  ["HexInt64", 0x15, 8, "0x10"],
])(
  "a literal of type %s, which the specification does not have, is read",
  (_, type, width, value) => {
    const number = Number(value);
    const bytes: Piece = (out) => out.raw(le(number, width));
    const record = readOne(
      fragment(user(element("X", [literal(type, bytes)]), element("Y", [text("y")]))),
    );
    expect([record.field("X"), record.field("Y")]).toEqual([value, "y"]);
  },
);
