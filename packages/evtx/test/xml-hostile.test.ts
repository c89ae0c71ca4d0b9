import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EvtxRecord } from "../src/index.ts";
import { readEvtx } from "../src/index.ts";
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
import { chunk, file, mend } from "./binxml/log-file.ts";
import { NULL, read, readOne, string, strings } from "./binxml/reading.ts";
import { recordOf, rootOf, xmlOf } from "./xml-record.ts";
import { readXml, type XmlElement } from "./xml-tree.ts";

describe("names from hostile files", () => {
  test.each([
    ["a b", "a_b"],
    ["1a", "_1a"],
    ["x'><script>", "x___script_"],
    ["-", "_-"],
    ["xmlns:auto-ns3", "xmlns_auto-ns3"],
    ["xml:a", "xml:a"],
    ["a:b", "a_b"],
    [":", "_"],
    [":a", "_a"],
    ["a:", "a_"],
    ["a:1", "a_1"],
    ["xml:a:b", "xml_a_b"],
    ["é", "é"],
    ["Дата", "Дата"],
    ["ユーザー名", "ユーザー名"],
    // The fifth edition of XML allows them, parsers of earlier ones refuse them.
    ["a\u{10000}\ufffd", "a__"],
    ["\u0132", "_"],
  ])("%j is the element %s", (name, wanted) => {
    expect(xmlOf(element(name, [element(name, [], { close: "empty" })]))).toBe(
      `<${wanted}><${wanted}/></${wanted}>`,
    );
  });

  test("attributes of one name are told apart", () => {
    const body = element("a", [], {
      attributes: ["b", "b", "b_1", "b"].map((name, n) => attribute(name, text(String(n)))),
      close: "empty",
    });
    const { attributes } = rootOf(xmlOf(body));
    expect([...attributes.values()]).toEqual(["0", "1", "2", "3"]);
  });
});

/** What holds the attributes, and an element of the name within. */
const declaring = (attributes: Readonly<Record<string, string>>, name: string): Piece =>
  element("e", [element(name, [], { close: "empty" })], {
    attributes: Object.entries(attributes).map(([key, value]) => attribute(key, text(value))),
  });

describe("prefixes", () => {
  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    ["one that is declared stays", { "xmlns:p": "u" }, "p:a", "<e xmlns:p='u'><p:a/></e>"],
    [
      "one that is declared behind its use stays",
      { "p:a": "1", "xmlns:p": "u" },
      "b",
      "<e p:a='1' xmlns:p='u'><b/></e>",
    ],
    ["one that is not goes", { "p:a": "1" }, "q:b", "<e p_a='1'><q_b/></e>"],
    ["xml needs none", { "xml:lang": "en" }, "b", "<e xml:lang='en'><b/></e>"],
    ["one that is no name goes", { "xmlns:1": "u" }, "1:b", "<e xmlns_1='u'><_1_b/></e>"],
    ["xml is not declared", { "xmlns:xml": "u" }, "b", "<e xmlns_xml='u'><b/></e>"],
    ["xmlns is not declared", { "xmlns:xmlns": "u" }, "b", "<e xmlns_xmlns='u'><b/></e>"],
    ["what has no value declares nothing", { "xmlns:p": "" }, "p:b", "<e><p_b/></e>"],
    [
      "a namespace that is reserved is not declared",
      { "xmlns:p": "http://www.w3.org/2000/xmlns/", xmlns: "http://www.w3.org/XML/1998/namespace" },
      "p:b",
      "<e xmlns_p='http://www.w3.org/2000/xmlns/' _xmlns='http://www.w3.org/XML/1998/namespace'><p_b/></e>",
    ],
    [
      "a namespace that could hold a name is not declared",
      { "xmlns:p": "u}v", xmlns: "a b" },
      "p:b",
      "<e xmlns_p='u}v' _xmlns='a b'><p_b/></e>",
    ],
    [
      "two of one namespace are one, however it is written",
      { "xmlns:p": "u&", "xmlns:q": "u&", "xmlns:r": "v", "p:a": "1", "q:a": "2", "r:a": "3" },
      "q:b",
      "<e xmlns:p='u&amp;' xmlns:q='u&amp;' xmlns:r='v' p:a='1' q:a_1='2' r:a='3'><q:b/></e>",
    ],
  ])("%s", (_, attributes, name, wanted) => {
    const xml = xmlOf(declaring(attributes, name));
    expect(xml).toBe(wanted);
    expect(rootOf(xml).name).toBe("e");
  });

  test("of two declarations of one prefix the first counts", () => {
    const attributes = ["u", "v"].map((value) => attribute("xmlns:p", text(value)));
    const body = element("e", [element("p:a", [], { close: "empty" })], { attributes });
    expect(xmlOf(body)).toBe("<e xmlns:p='u' xmlns_p='v'><p:a/></e>");
  });

  test("a declaration ends with its element, and is that of the record's value", () => {
    const declares = attribute("xmlns:p", normal(0, 0x01));
    const body = element("e", [
      element("p:a", [element("p:b", [], { close: "empty" })], { attributes: [declares] }),
      element("p:c", [], { close: "empty" }),
    ]);
    expect(xmlOf(body, string("u"))).toBe("<e><p:a xmlns:p='u'><p:b/></p:a><p_c/></e>");
    expect(xmlOf(body, NULL)).toBe("<e><p_a><p_b/></p_a><p_c/></e>");
  });

  test("a template within another has those around it", () => {
    const inner = fragment(instance(template(5, element("p:a", [], { close: "empty" })), []));
    const body = element("e", [normal(0, 0x21)], { attributes: [attribute("xmlns:p", text("u"))] });
    expect(xmlOf(body, { type: 0x21, data: inner })).toBe("<e xmlns:p='u'><p:a/></e>");
  });

  test("an instruction has none", () => {
    expect(xmlOf(element("e", [instruction("xml:a", "b")]))).toBe("<e><?xml_a b?></e>");
  });

  test.each([
    ["<p:a xmlns:p='u'><p:b p:c='1'/></p:a>", true],
    [`<a xmlns="u" xml:lang="en"/>`, true],
    ["<a xmlns='u'><b xmlns=''/></a>", true],
    ["<a xmlns:p='u' xmlns:q='v' p:b='' q:b=''/>", true],
    ["<p:a/>", false],
    ["<a p:b='1'/>", false],
    ["<a><b xmlns:p='u'/><p:c/></a>", false],
    ["<a><b xmlns:p='u'></b><p:c/></a>", false],
    ["<:/>", false],
    ["<xmlns:a/>", false],
    ["<a xmlns:p=''/>", false],
    ["<a xmlns:xml='u'/>", false],
    ["<a xmlns='u}v'/>", false],
    ["<a xmlns:p='A' xmlns:q='&#x41;' p:b='' q:b=''/>", false],
    ["<?p:a b?>", false],
  ])("XML as a value, %s, stands as it is: %s", (value, stands) => {
    const body = element("e", [normal(0, 0x23)], { attributes: [attribute("xmlns:p", text("o"))] });
    const xml = xmlOf(body, { type: 0x23, data: utf16(value) });
    const escaped = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(xml).toBe(`<e xmlns:p='o'>${stands ? value : escaped}</e>`);
  });
});

describe("limits", () => {
  const deep = (depth: number, inner: Piece): Piece =>
    depth === 0 ? inner : element("d", [deep(depth - 1, inner)]);

  function damaged(piece: Piece, limits: object): { record: EvtxRecord; told: readonly string[] } {
    const { records, told } = read(file(chunk([piece])), { limits });
    const [record] = records;
    if (record === undefined) throw new Error("no record");
    return { record, told };
  }

  test.each([
    ["nodes", { maxNodes: 50 }],
    ["bytes", { maxValueBytes: 400 }],
  ])("a record over the limit of %s is cut, closed and told", (_, limits) => {
    const items = Array.from({ length: 100 }, (__, n) => element("item", [text(`n${n}`)]));
    const { record, told } = damaged(fragment(element("Event", items)), limits);
    const root = rootOf(record.toXml());
    expect(root.name).toBe("Event");
    expect(root.children.length).toBeGreaterThan(3);
    expect(root.children.length).toBeLessThan(60);
    expect(told).toContain("EVTX_LIMIT");
  });

  test("an array is written no more often than nodes are allowed", () => {
    const body = element("e", [element("a", [normal(0, 0x84)])]);
    const bytes: Value = { type: 0x84, data: new Uint8Array(30_000).fill(1) };
    const { record } = damaged(recordOf(body, bytes), {});
    expect(rootOf(record.toXml()).children.length).toBeLessThan(20_000);
    expect(record.damaged).toBe(true);
  });

  test("deep templates nested deeply end at the limit of depth, in XML and JSON", () => {
    const used = template(5, deep(100, normal(0, 0x21)));
    const nest = (depth: number): Piece =>
      fragment(
        instance(used, [depth === 0 ? string("end") : { type: 0x21, data: nest(depth - 1) }]),
      );
    const { record, told } = damaged(nest(120), {});
    let open = 0;
    for (let at: XmlElement | string | undefined = rootOf(record.toXml()); ; open++) {
      if (at === undefined || typeof at === "string") break;
      at = at.children[0];
    }
    expect(open).toBe(128);
    expect(told).toContain("EVTX_LIMIT");
    expect(Object.keys(record.toJson())).toEqual(["d"]);
  });

  test("deep templates nested deeply in an attribute end there, too", () => {
    const used = template(5, deep(100, normal(0, 0x21)));
    const nest = (depth: number): Piece =>
      fragment(
        instance(used, [depth === 0 ? string("end") : { type: 0x21, data: nest(depth - 1) }]),
      );
    const body = element("e", [], { attributes: [attribute("k", normal(0, 0x21))] });
    const { record, told } = damaged(recordOf(body, { type: 0x21, data: nest(120) }), {});
    expect(told).toEqual(["EVTX_LIMIT"]);
    expect(record.toXml()).toBe("");
  });

  test("the same text a thousand times over stays within bytes", () => {
    const long = string("&".repeat(5000));
    const body = element(
      "e",
      Array.from({ length: 1000 }, () => normal(0, 0x01)),
    );
    const { record } = damaged(recordOf(body, long), { maxValueBytes: 100_000 });
    expect(record.toXml().length).toBeLessThan(5 * 50_000 + 100);
  });
});

test("a record of several fragments gives one element for each, one without content gives nothing", () => {
  const two = readOne((out) => {
    fragment(element("a", []))(out);
    out.at--;
    fragment(element("b", []))(out);
  });
  expect(readXml(two.toXml())).toHaveLength(Object.keys(two.toJson()).length);
  const { records } = read(file(chunk([(out) => out.u8(0xff)])));
  expect(records[0]?.toXml()).toBe("");
});

describe("every record is well-formed", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 12 });
  const hostileText = fc.oneof(
    anyText,
    fc.constantFrom("]]>", "<", "&", "'", "?>", "--", "\u0000", "u", "u v", "<p:a/>"),
  );
  const name = fc.oneof(
    fc.constantFrom("a", "b", "Data", "p:a", "q:a", "xmlns:p", "xmlns:q", "xmlns", ":", "xml:a"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 5 }).filter((each) => each !== ""),
  );
  const leaf: fc.Arbitrary<Piece> = fc.oneof(
    hostileText.map(text),
    hostileText.map(cdata),
    fc.nat(0xffff).map(charRef),
    name.map(entityRef),
    fc.tuple(name, hostileText).map(([target, data]) => instruction(target, data)),
    fc.nat(3).map((index) => normal(index, 0x01)),
    fc.nat(3).map((index) => optional(index, 0x01)),
  );
  const inAttribute = fc.oneof(
    hostileText.map(text),
    fc.nat(0xffff).map(charRef),
    name.map(entityRef),
    fc.nat(3).map((index) => normal(index, 0x01)),
  );
  const attributes = fc.array(
    fc
      .tuple(name, fc.array(inAttribute, { minLength: 1, maxLength: 3 }))
      .map(([key, parts]) => attribute(key, ...parts)),
    { maxLength: 3 },
  );
  const { tree } = fc.letrec<{ tree: Piece; child: Piece }>((tie) => ({
    tree: fc
      .tuple(name, attributes, fc.array(tie("child"), { maxLength: 4 }), fc.boolean())
      .map(([key, list, children, closes]) =>
        closes
          ? element(key, [], { attributes: list, close: "empty" })
          : element(key, children, { attributes: list }),
      ),
    child: fc.oneof({ maxDepth: 3 }, leaf, tie("tree")),
  }));
  const value: fc.Arbitrary<Value> = fc.oneof(
    fc.constant(NULL),
    hostileText.map(string),
    fc.array(hostileText, { maxLength: 3 }).map((items) => strings(...items)),
    hostileText.map((each): Value => ({ type: 0x23, data: utf16(each) })),
    fc
      .uint8Array({ maxLength: 20 })
      .chain((data) => fc.nat(0xff).map((type): Value => ({ type, data }))),
  );
  const values = fc.array(value, { minLength: 4, maxLength: 4 });

  test("whatever its tokens and values", () => {
    fc.assert(
      fc.property(tree, values, (body, list) => {
        const { records } = read(file(chunk([recordOf(body, ...list)])));
        expect(records).toHaveLength(1);
        for (const record of records) expect(readXml(record.toXml())).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test("with any bytes of its chunk changed", () => {
    const changes = fc.array(fc.tuple(fc.nat(1500), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(tree, values, changes, (body, list, flips) => {
        const bytes = chunk([recordOf(body, ...list), recordOf(body, ...list)]);
        for (const [at, to] of flips) bytes[512 + at] = to;
        mend(bytes);
        for (const record of readEvtx(file(bytes))) readXml(record.toXml());
      }),
      { numRuns: 300 },
    );
  });
});
