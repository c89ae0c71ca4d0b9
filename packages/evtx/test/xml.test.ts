import { describe, expect, test } from "vitest";
import {
  attribute,
  cdata,
  charRef,
  element,
  entityRef,
  fragment,
  instance,
  instruction,
  normal,
  optional,
  type Piece,
  template,
  text,
  utf16,
  type Value,
} from "./binxml/builder.ts";
import { join, le, NULL, readOne, string, strings } from "./binxml/reading.ts";
import { recordOf, rootOf, xmlOf } from "./xml-record.ts";
import { textWithin } from "./xml-tree.ts";

const GUID: Value = {
  type: 0x0f,
  data: Uint8Array.from([
    0x5f, 0x38, 0x70, 0x57, 0x2a, 0xc2, 0xe0, 0x43, 0xbf, 0x4c, 6, 0xf5, 0x69, 0x8f, 0xfb, 0xd9,
  ]),
};
/** 2021-01-28T09:58:44.5230589Z */
const TIME = le(132_563_015_245_230_589n, 8);

/** `<a>` around a slot, and the slot's value. */
const inElement = (value: Value): string => xmlOf(element("a", [normal(0, value.type)]), value);

test("an event is one line as Windows writes it", () => {
  const system = element("System", [
    element("Provider", [], {
      attributes: [attribute("Name", optional(0, 0x01)), attribute("Guid", optional(1, 0x0f))],
      close: "empty",
    }),
    element("EventID", [optional(2, 0x06)], { dependency: 2 }),
    element("Version", [optional(3, 0x04)], { dependency: 3 }),
    element("Keywords", [optional(4, 0x15)], { dependency: 4 }),
    element("TimeCreated", [], {
      attributes: [attribute("SystemTime", optional(5, 0x11))],
      close: "empty",
    }),
    element("Correlation", [], {
      attributes: [attribute("ActivityID", optional(6, 0x0f))],
      close: "empty",
    }),
  ]);
  const content = element("EventData", [
    element("Data", [normal(7, 0x01)], { attributes: [attribute("Name", text("CommandLine"))] }),
    element("Data", [normal(8, 0x0d)], { attributes: [attribute("Name", text("Signed"))] }),
    element("Data", [normal(9, 0x14)], { attributes: [attribute("Name", text("Status"))] }),
    element("Binary", [normal(10, 0x0e)]),
  ]);
  const body = element("Event", [system, content], {
    attributes: [attribute("xmlns", text("urn:events"))],
  });
  const xml = xmlOf(
    body,
    string("Sysmon"),
    GUID,
    { type: 0x06, data: le(1, 2) },
    NULL,
    { type: 0x15, data: le(0x8000_0000_0000_0000n, 8) },
    { type: 0x11, data: TIME },
    NULL,
    string(`"C:\\a.exe" -c 'x' 2>&1 <y> `),
    { type: 0x0d, data: le(1, 4) },
    { type: 0x14, data: le(0xc000_0022, 4) },
    { type: 0x0e, data: Uint8Array.of(0x0a, 0xff) },
  );
  expect(xml).toBe(
    "<Event xmlns='urn:events'><System>" +
      "<Provider Name='Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/>" +
      "<EventID>1</EventID><Keywords>0x8000000000000000</Keywords>" +
      "<TimeCreated SystemTime='2021-01-28T09:58:44.5230589Z'/><Correlation/></System>" +
      `<EventData><Data Name='CommandLine'>"C:\\a.exe" -c 'x' 2&gt;&amp;1 &lt;y&gt; </Data>` +
      "<Data Name='Signed'>true</Data><Data Name='Status'>0xc0000022</Data>" +
      "<Binary>0AFF</Binary></EventData></Event>",
  );
});

test("times and GUIDs come as earlier versions of Windows wrote them when asked", () => {
  const body = element("a", [normal(0, 0x11), text(" "), normal(1, 0x0f)]);
  const record = readOne(recordOf(body, { type: 0x11, data: TIME }, GUID));
  expect(record.toXml({ timeDecimals: 9, guidCase: "upper" })).toBe(
    "<a>2021-01-28T09:58:44.523058900Z {5770385F-C22A-43E0-BF4C-06F5698FFBD9}</a>",
  );
});

test("empty elements are closed as their tokens say", () => {
  const body = element("e", [element("a", [], { close: "empty" }), element("b", [])]);
  expect(xmlOf(body)).toBe("<e><a/><b></b></e>");
});

describe("MS-EVEN6 3.1.4.7.2 and 2.2.12.3: null", () => {
  test.each([
    ["an optional null leaves its element out", element("a", [optional(0, 0x01)]), "<e></e>"],
    ["a normal null leaves it empty", element("a", [normal(0, 0x01)]), "<e><a></a></e>"],
    [
      "a null that it depends on leaves an element out",
      element("a", [text("x")], { dependency: 0 }),
      "<e></e>",
    ],
    [
      "an optional null leaves its attribute out, not the element",
      element("a", [], { attributes: [attribute("b", optional(0, 0x01))], close: "empty" }),
      "<e><a/></e>",
    ],
    [
      "an optional null within a child leaves only the child out",
      element("a", [element("b", [optional(0, 0x01)]), text("x")]),
      "<e><a>x</a></e>",
    ],
  ])("%s", (_, child, wanted) => {
    expect(xmlOf(element("e", [child]), NULL)).toBe(wanted);
  });

  test("an empty string is no null", () => {
    expect(xmlOf(element("e", [element("a", [optional(0, 0x01)])]), string(""))).toBe(
      "<e><a></a></e>",
    );
  });

  test("the outermost element stays", () => {
    expect(xmlOf(element("Event", [optional(0, 0x21)], { dependency: 0 }), NULL)).toBe(
      "<Event></Event>",
    );
  });
});

describe("arrays", () => {
  const named = (...content: readonly Piece[]): Piece =>
    element("e", [
      element("Data", content, { attributes: [attribute("Name", text("n"))] }),
      element("b", [], { close: "empty" }),
    ]);

  test.each([
    [
      "strings",
      strings("x", "", "y&z"),
      "<Data Name='n'>x</Data><Data Name='n'></Data><Data Name='n'>y&amp;z</Data>",
    ],
    ["one string", strings("x"), "<Data Name='n'>x</Data>"],
    ["none", strings(), "<Data Name='n'></Data>"],
    [
      "numbers",
      { type: 0x86, data: join(le(7, 2), le(8, 2)) },
      "<Data Name='n'>7</Data><Data Name='n'>8</Data>",
    ],
    [
      "times",
      { type: 0x91, data: join(TIME, TIME) },
      "<Data Name='n'>2021-01-28T09:58:44.5230589Z</Data>".repeat(2),
    ],
    [
      "GUIDs",
      { type: 0x8f, data: GUID.data },
      "<Data Name='n'>{5770385f-c22a-43e0-bf4c-06f5698ffbd9}</Data>",
    ],
  ])("an array of %s repeats the element that holds it", (_, value, wanted) => {
    expect(xmlOf(named(normal(0, value.type)), value)).toBe(`<e>${wanted}<b/></e>`);
  });

  test("what stands beside an array is repeated with it, and a shorter array ends", () => {
    const body = element("e", [element("a", [normal(0, 0x81), text("-"), normal(1, 0x81)])]);
    expect(xmlOf(body, strings("x", "y"), strings("z"))).toBe("<e><a>x-z</a><a>y-</a></e>");
  });

  test("the outermost element is not repeated", () => {
    expect(xmlOf(element("a", [normal(0, 0x81)]), strings("x", "y"))).toBe("<a>x,y</a>");
  });

  test("an array in an attribute, which cannot be repeated, has commas", () => {
    const body = element("a", [], { attributes: [attribute("b", normal(0, 0x81))] });
    expect(xmlOf(body, strings("x", "y"))).toBe("<a b='x,y'></a>");
  });
});

describe("text that is markup", () => {
  test("CDATA, references and instructions stay what they were", () => {
    const body = element("a", [
      text("x"),
      cdata("<&"),
      entityRef("amp"),
      charRef(0x41),
      text("'<"),
      instruction("go", "on"),
    ]);
    expect(xmlOf(body)).toBe("<a>x<![CDATA[<&]]>&amp;&#65;'&lt;<?go on?></a>");
    const json = readOne(recordOf(body)).toJson();
    expect(json).toEqual({ a: "x<&&A'<" });
  });

  test.each([
    ["an entity that no XML parser knows", entityRef("foo"), "&amp;foo;"],
    ["a reference to a control character", charRef(1), "\ufffd"],
    ["half a surrogate pair", charRef(0xd83d), "\ufffd"],
    ["the end of CDATA within it", cdata("a]]>b"), "<![CDATA[a]]]]><![CDATA[>b]]>"],
    ["a control character in CDATA", cdata("\u0001"), "<![CDATA[\ufffd]]>"],
    ["the end of an instruction within it", instruction("p", "a?>b"), "<?p a? >b?>"],
    ["an XML declaration", instruction("XML", "version='1.0'"), ""],
  ])("%s stays within the rules", (_, piece, wanted) => {
    const xml = xmlOf(element("a", [piece]));
    expect(xml).toBe(`<a>${wanted}</a>`);
    rootOf(xml);
  });

  test("an attribute holds the same pieces without CDATA", () => {
    const value = [text("it's <"), entityRef("lt"), charRef(39), text('\u0002"')];
    const body = element("a", [], { attributes: [attribute("b", ...value)], close: "empty" });
    expect(xmlOf(body)).toBe("<a b='it&apos;s &lt;&lt;&#39;\ufffd\"'/>");
  });

  test.each(["\u0000x", "\u0008", "\ufffe", "\ud800", "\u001b[0m"])(
    "characters that XML cannot hold are U+FFFD: %j",
    (value) => {
      const shown = value.replaceAll(/[^\u0020-\ud7ff]/g, "\ufffd");
      expect(inElement(string(value))).toBe(`<a>${shown}</a>`);
    },
  );

  test("tabs, line ends and characters beyond the first plane stay", () => {
    expect(inElement(string("a\r\n\tb 💡"))).toBe("<a>a\r\n\tb 💡</a>");
  });
});

describe("values that are XML", () => {
  test("embedded binary XML stands in its place", () => {
    const inner = template(9, element("in", [normal(0, 0x01)]));
    const value: Value = { type: 0x21, data: fragment(instance(inner, [string("<")])) };
    expect(inElement(value)).toBe("<a><in>&lt;</in></a>");
  });

  const xml = (value: string): Value => ({ type: 0x23, data: utf16(value) });

  test.each([
    "<x/>",
    `<x y='1' z="&lt;'"><!-- c --><?p d?><![CDATA[<]]>&#x41;&amp;</x>text`,
    "plain > text",
    "]]",
  ])("EvtXml is inlined where it is well-formed: %s", (value) => {
    expect(inElement(xml(value))).toBe(`<a>${value}</a>`);
  });

  test.each([
    "<x>",
    "</a><b>",
    "</a>",
    "<x></y>",
    "<x a='1' a='2'/>",
    "<x a=1/>",
    "<x a='<'/>",
    "<x a='1'b='2'/>",
    "<1/>",
    "&",
    "&foo;",
    "&#0;",
    "&#xD800;",
    "]]>",
    ">",
    "]>",
    "<!-- a -- b -->",
    "<!DOCTYPE a>",
    "<?xml version='1.0'?>",
    "<![CDATA[",
    "<?p",
    "< x/>",
    "<x/>\u0001",
    "<x>".repeat(200) + "</x>".repeat(200),
  ])("EvtXml that is not is text: %s", (value) => {
    const shown = value.replaceAll("\u0001", "\ufffd");
    expect(textWithin(rootOf(inElement(xml(value))))).toBe(shown);
  });
});
