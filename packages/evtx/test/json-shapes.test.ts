import { describe, expect, test } from "vitest";
import {
  attribute,
  element,
  fragment,
  instance,
  normal,
  optional,
  type Piece,
  template,
  text,
  type Value,
} from "./binxml/builder.ts";
import { data, eventOf, NULL, readOne, strings } from "./binxml/reading.ts";

const bearing = (name: string, ...content: readonly Piece[]): Piece =>
  element(name, content, { attributes: [attribute("k", text("v"))] });
const recordOf = (body: Piece, ...values: readonly Value[]): Piece =>
  fragment(instance(template(3, body), values));

describe("attributes stand in their element or beside it", () => {
  test.each([
    [
      "text",
      bearing("a", text("t")),
      { a: { "#attributes": { k: "v" }, "#text": "t" } },
      { a_attributes: { k: "v" }, a: "t" },
    ],
    ["nothing", bearing("a"), { a: { "#attributes": { k: "v" } } }, { a_attributes: { k: "v" } }],
    [
      "children",
      bearing("a", element("b", [text("t")])),
      { a: { "#attributes": { k: "v" }, b: "t" } },
      { a_attributes: { k: "v" }, a: { b: "t" } },
    ],
    [
      "children and text",
      bearing("a", text("t"), element("b", [])),
      { a: { "#attributes": { k: "v" }, "#text": "t", b: null } },
      { a_attributes: { k: "v" }, a: { "#text": "t", b: null } },
    ],
    ["no attributes", element("a", [text("t")]), { a: "t" }, { a: "t" }],
  ])("an element with %s", (_, piece, inside, beside) => {
    const record = readOne(fragment(element("e", [piece])));
    expect(record.toJson()).toEqual({ e: inside });
    expect(record.toJson({ shape: "attributes" })).toEqual({ e: inside });
    expect(record.toJson({ shape: "separate" })).toEqual({ e: beside });
  });

  test("elements of one name without text keep their attributes apart", () => {
    const record = readOne(
      fragment(element("e", [bearing("a"), bearing("a"), bearing("a", text("t"))])),
    );
    expect(record.toJson({ shape: "separate" })).toEqual({
      e: {
        a_attributes: { k: "v" },
        a_1_attributes: { k: "v" },
        a_2_attributes: { k: "v" },
        a_2: "t",
      },
    });
  });

  test("Data elements are fields in both shapes", () => {
    const record = readOne(fragment(eventOf(data("x", text("1")), data("y"))));
    const wanted = { Event: { EventData: { x: "1", y: null } } };
    expect(record.toJson({ shape: "separate" })).toEqual(wanted);
    expect(record.toJson()).toEqual(wanted);
  });

  test("a name such as __proto__ is a key like any other", () => {
    const record = readOne(fragment(element("e", [bearing("__proto__", text("t"))])));
    const json = JSON.stringify(record.toJson({ shape: "separate" }));
    expect(json).toBe('{"e":{"__proto___attributes":{"k":"v"},"__proto__":"t"}}');
  });
});

describe("what a null leaves out", () => {
  test("an element that depends on a null is not there", () => {
    const body = element("Event", [
      element("EventData", [
        element("Data", [optional(0, 0x81)], { dependency: 0 }),
        element("Binary", [optional(0, 0x0e)], { dependency: 0 }),
      ]),
    ]);
    expect(readOne(recordOf(body, NULL)).toJson()).toEqual({ Event: { EventData: null } });
  });

  test("an element without dependency is null", () => {
    const body = element("Event", [element("a", [normal(0, 0x01)])]);
    expect(readOne(recordOf(body, NULL)).toJson()).toEqual({ Event: { a: null } });
  });

  test("the outermost element stays", () => {
    const body = element("Event", [element("a", [text("t")])], { dependency: 0 });
    expect(readOne(recordOf(body, NULL)).toJson()).toEqual({ Event: { a: "t" } });
  });
});

describe("Data", () => {
  const body = (name: string | undefined, slots: Iterable<number>): Piece => {
    const attributes = name === undefined ? [] : [attribute("Name", text(name))];
    return eventOf(
      ...[...slots].map((index) => element("Data", [normal(index, 0x81)], { attributes })),
    );
  };

  test.each([
    ["an array", [strings("x", "y")], ["x", "y"]],
    ["an array of one", [strings("x")], "x"],
    ["an array of one and another", [strings("x"), strings("y", "z")], ["x", "y", "z"]],
    ["a value and a null", [strings("x"), NULL], ["x", ""]],
  ])("without name: %s stands under #text", (_, values, wanted) => {
    const record = readOne(recordOf(body(undefined, values.keys()), ...values));
    expect(record.toJson()).toEqual({ Event: { EventData: { Data: { "#text": wanted } } } });
  });

  test("without name: a single null is null", () => {
    const record = readOne(recordOf(body(undefined, [0]), NULL));
    expect(record.toJson()).toEqual({ Event: { EventData: { Data: null } } });
  });

  test.each([
    ["an array", [strings("x")], ["x"]],
    ["several", [strings("x"), strings("y", "z"), NULL], ["x", "y", "z", ""]],
  ])("with one name: %s are a list", (_, values, wanted) => {
    const record = readOne(recordOf(body("n", values.keys()), ...values));
    expect(record.toJson()).toEqual({ Event: { EventData: { n: wanted } } });
  });

  test("called Data, and without a name, is one list", () => {
    const record = readOne(
      fragment(eventOf(data("Data", text("a")), element("Data", [text("b")]))),
    );
    expect(record.toJson()).toEqual({ Event: { EventData: { Data: { "#text": ["a", "b"] } } } });
  });
});
