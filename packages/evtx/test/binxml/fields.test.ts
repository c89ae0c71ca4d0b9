// Names of fields, and the JSON that evtx_dump publishes ("#attributes" shape).
import { expect, test } from "vitest";
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
  utf16,
} from "./builder.ts";
import { data, eventOf, le, readOne } from "./reading.ts";

const event = (...content: readonly Piece[]): Piece => fragment(element("Event", content));
const user = (...content: readonly Piece[]): Piece => event(element("UserData", content));
const unnamed = (value: string): Piece => element("Data", [text(value)]);
const leaf = (name: string, value: string): Piece => element(name, [text(value)]);

test("System, through a template as Windows writes it", () => {
  const system = element("System", [
    element("Provider", [], {
      attributes: [attribute("Name", text("Prov")), attribute("Guid", normal(0, 0x0f))],
      close: "empty",
    }),
    element("EventID", [optional(1, 0x06)], {
      attributes: [attribute("Qualifiers", optional(2, 0x06))],
      dependency: 1,
    }),
    element("Keywords", [optional(3, 0x15)], { dependency: 3 }),
    element("TimeCreated", [], { attributes: [attribute("SystemTime", optional(4, 0x11))] }),
    element("Correlation", [], { attributes: [attribute("ActivityID", optional(5, 0x0f))] }),
    element("Channel", [normal(6, 0x01)]),
    element("Computer", [text("PC")]),
  ]);
  const values = [
    { type: 0x0f, data: new Uint8Array(16) },
    { type: 0x06, data: le(4688, 2) },
    { type: 0x00, data: new Uint8Array(0) },
    { type: 0x15, data: le(0x8020_0000_0000_0000n, 8) },
    { type: 0x11, data: le(131_372_268_770_033_931n, 8) },
    { type: 0x00, data: new Uint8Array(0) },
    { type: 0x01, data: utf16("Security") },
  ];
  const used = template(1, element("Event", [system]));
  const record = readOne(fragment(instance(used, values)));
  expect(record).toMatchObject({ eventId: 4688, channel: "Security", provider: "Prov" });
  expect(record.computer).toBe("PC");
  expect(record.timeMs).toBe(Date.UTC(2017, 3, 21, 5, 41, 17, 3));
  expect(record.writtenMs).toBe(Date.UTC(2020, 0, 2, 3, 4, 5));
  expect(record.field("Keywords")).toBe("0x8020000000000000");
  expect(record.field("Correlation_ActivityID")).toBeUndefined();
  expect(record.field("EventID_Qualifiers")).toBeUndefined();
});

test("named Data", () => {
  const record = readOne(fragment(eventOf(data("A", text("1")), data("B"), data("C", text(" ")))));
  expect([...record.fields()]).toEqual([
    ["A", "1"],
    ["B", null],
    ["C", " "],
  ]);
  // evtx_dump writes "" for a Data without content; null tells it from an empty string.
  expect(record.toJson()).toEqual({ Event: { EventData: { A: "1", B: null, C: " " } } });
});

test("several Data of one name are one list, in order", () => {
  const record = readOne(fragment(eventOf(...["x", "y", "z"].map((x) => data("A", text(x))))));
  expect(record.field("A")).toEqual(["x", "y", "z"]);
  expect(record.toJson()).toEqual({ Event: { EventData: { A: ["x", "y", "z"] } } });
});

test("unnamed Data", () => {
  const several = readOne(fragment(eventOf(unnamed("a"), unnamed("b"), leaf("Binary", "FF"))));
  expect([several.field("Data"), several.field("Binary")]).toEqual([["a", "b"], "FF"]);
  expect(several.toJson()).toEqual({
    Event: { EventData: { Data: { "#text": ["a", "b"] }, Binary: "FF" } },
  });
  const one = readOne(fragment(eventOf(unnamed("a"))));
  expect(one.toJson()).toEqual({ Event: { EventData: { Data: { "#text": "a" } } } });
});

test("unnamed Data beside named Data is not lost", () => {
  const record = readOne(
    fragment(eventOf(data("N", text("a")), unnamed("b"), data("M", text("c")))),
  );
  expect(Object.fromEntries(record.fields())).toEqual({ N: "a", Data: "b", M: "c" });
  expect(JSON.stringify(record.toJson())).toContain('"b"');
});

test("EventData with a name of its own", () => {
  const options = { attributes: [attribute("Name", text("evt"))] };
  const record = readOne(event(element("EventData", [data("N", text("a"))], options)));
  expect(record.toJson()).toEqual({
    Event: { EventData: { "#attributes": { Name: "evt" }, N: "a" } },
  });
  expect(record.field("N")).toBe("a");
});

test("UserData: leaves by their names, attributes with the element's name", () => {
  const attributes = [attribute("xmlns", text("urn:x")), attribute("k", text("v"))];
  const inner = element("Inner", [leaf("A", "1"), element("B", [leaf("C", "2")])], { attributes });
  const record = readOne(user(inner));
  expect(Object.fromEntries(record.fields())).toMatchObject({ A: "1", C: "2", Inner_k: "v" });
  expect(record.toJson()).toEqual({
    Event: {
      UserData: { Inner: { "#attributes": { xmlns: "urn:x", k: "v" }, A: "1", B: { C: "2" } } },
    },
  });
});

test("elements of one name are numbered in JSON and one list as a field", () => {
  const third = element("X", [text("3")], { attributes: [attribute("k", text("v"))] });
  const record = readOne(user(leaf("X", "1"), leaf("X", "2"), third));
  expect(record.field("X")).toEqual(["1", "2", "3"]);
  expect(record.toJson()).toEqual({
    Event: { UserData: { X: "1", X_1: "2", X_2: { "#attributes": { k: "v" }, "#text": "3" } } },
  });
});

test("an element that has the name of a numbered one replaces nothing", () => {
  const record = readOne(user(leaf("X", "1"), leaf("X_1", "other"), leaf("X", "2")));
  const json = JSON.stringify(record.toJson());
  for (const value of ["1", "other", "2"]) expect(json).toContain(`"${value}"`);
});

test("children named as the shape's own keys replace nothing", () => {
  const x = element("X", [text("t"), leaf("#text", "child"), leaf("#attributes", "child2")], {
    attributes: [attribute("k", text("v"))],
  });
  const json = JSON.stringify(readOne(user(x)).toJson());
  for (const value of ["t", "child", "child2", "v"]) expect(json).toContain(`"${value}"`);
});

const PROTOTYPE_NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

test.each(PROTOTYPE_NAMES)("Data named %s is a field like any other", (name) => {
  const record = readOne(fragment(eventOf(data(name, text("v")), data("B", text("w")))));
  expect([record.field(name), record.fields().get(name)]).toEqual(["v", "v"]);
  expect(JSON.stringify(record.toJson())).toBe(`{"Event":{"EventData":{"${name}":"v","B":"w"}}}`);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test.each(PROTOTYPE_NAMES)("elements and attributes named %s are kept", (name) => {
  const x = element(name, [element(name, [text("deep")])], {
    attributes: [attribute(name, text("a"))],
  });
  const json = JSON.stringify(readOne(user(x)).toJson());
  const inner = `{"#attributes":{"${name}":"a"},"${name}":"deep"}`;
  expect(json).toBe(`{"Event":{"UserData":{"${name}":${inner}}}}`);
});

test.each(PROTOTYPE_NAMES)("a record without a field %s has none", (name) => {
  expect(readOne(fragment(eventOf(data("A", text("1"))))).field(name)).toBeUndefined();
});

test.each(PROTOTYPE_NAMES)("two elements named %s are both kept", (name) => {
  const record = readOne(user(leaf(name, "1"), leaf(name, "2")));
  expect(record.field(name)).toEqual(["1", "2"]);
  expect(JSON.stringify(record.toJson())).toMatch(/"1".*"2"/u);
});

test("a field of the event with a name that System has is told apart", () => {
  const system = element("System", [leaf("Channel", "Security"), leaf("EventID", "7")]);
  const record = readOne(event(system, element("EventData", [data("Channel", text("mine"))])));
  expect(record.field("Channel")).toBe("Security");
  expect(record.field("EventData_Channel")).toBe("mine");
  expect(record.channel).toBe("Security");
  expect(record.eventId).toBe(7);
});

test("field and fields agree on every name", () => {
  const system = element("System", [leaf("Level", "1")]);
  const content = [data("Level", text("2")), data("A", text("1")), data("A"), unnamed("u")];
  const record = readOne(event(system, element("EventData", content)));
  const names = ["Level", "EventData_Level", "A", "Data"];
  expect([...record.fields().keys()].toSorted()).toEqual(names.toSorted());
  for (const [name, value] of record.fields()) expect(record.field(name)).toEqual(value);
});

test("names of any script", () => {
  const name = "Größe_日本";
  expect(readOne(fragment(eventOf(data(name, text("v"))))).field(name)).toBe("v");
  expect(readOne(user(leaf(name, "v"))).field(name)).toBe("v");
});
