// Binary XML that costs more than it takes: each ends soon, throws nothing and is
// reported, and the sound record behind it is read.
import { expect, test } from "vitest";
import {
  attribute,
  element,
  fragment,
  instance,
  nameOf,
  normal,
  type Output,
  type Piece,
  raw,
  type Template,
  template,
  text,
  utf16,
  type Value,
} from "./builder.ts";
import { data, eventOf, string, survive } from "./reading.ts";

const inner = (data: Piece): Value => ({ type: 0x21, data });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const openElement: Piece = (out) => {
  out.u8(0x01);
  if (out.inDefinition) out.u16(0xffff);
  out.u32(0x1000);
  nameOf("E")(out);
  out.u8(0x02);
};

function nested(depth: number): Piece {
  return (out) => {
    for (let open = 0; open < depth; open++) openElement(out);
    for (let open = 0; open < depth; open++) out.u8(0x04);
  };
}

test.each([200, 5000])("%i elements within each other", (depth) => {
  expect(survive([fragment(nested(depth))])).toContain("EVTX_LIMIT");
});

test("elements within each other in a definition", () => {
  const used = template(1, nested(4000));
  expect(survive([fragment(instance(used, [])), fragment(instance(used, []))])).toContain(
    "EVTX_LIMIT",
  );
});

test("elements that open and never close", () => {
  const opened: Piece = (out) => {
    for (let open = 0; open < 3000; open++) openElement(out);
  };
  expect(survive([fragment(opened)])).not.toEqual([]);
});

test("binary XML values within each other", () => {
  const used = template(1, element("E", [normal(0, 0x21)]));
  let value: Piece = fragment(instance(used, [string("end")]));
  for (let depth = 0; depth < 600; depth++) {
    const within = value;
    value = fragment(instance(used, [inner(within)]));
  }
  expect(survive([value])).toContain("EVTX_LIMIT");
});

test("a template that holds an instance of itself", () => {
  const used: Template = template(1, (out) => {
    element("E", [instance(used, []), instance(used, [])])(out);
  });
  const told = survive([fragment(instance(used, [])), fragment(instance(used, []))]);
  expect(told.length).toBeGreaterThanOrEqual(2);
});

test("two templates that hold instances of each other", () => {
  const one: Template = template(1, (out) => {
    element("E", [instance(two, [])])(out);
  });
  const two: Template = template(2, (out) => {
    element("E", [instance(one, [])])(out);
  });
  expect(survive([fragment(instance(one, []))])).not.toEqual([]);
});

test("a definition that is the very instance which uses it", () => {
  // 24 bytes behind the offset of the definition stands this instance itself.
  const loop: Piece = (out) => {
    const start = out.at;
    out.u8(0x0c, 0x01);
    out.u32(7);
    out.u32(start - 24);
    out.u32(0);
  };
  expect(survive([fragment(loop)])).not.toEqual([]);
});

test("a cycle of templates through a value", () => {
  // The definition holds an instance of itself with a value that is an instance of it again.
  const used: Template = template(1, (out) => {
    const again = inner(fragment(instance(used, [string("x")])));
    element("E", [normal(0, 0x21), instance(used, [again])])(out);
  });
  expect(survive([fragment(instance(used, [string("y")]))])).not.toEqual([]);
});

test("templates that hold ten instances of the one before, nine deep", () => {
  let last = template(0, element("E", [text("lol")]));
  for (let level = 1; level < 9; level++) {
    const before = last;
    last = template(
      level,
      element(
        "E",
        times(10, () => instance(before, [])),
      ),
    );
  }
  const top = last;
  expect(survive([fragment(instance(top, [])), fragment(instance(top, []))])).toContain(
    "EVTX_LIMIT",
  );
});

test("a value that stands in a hundred places and is such a template again", () => {
  const used = template(
    1,
    element(
      "E",
      times(100, () => normal(0, 0x21)),
    ),
  );
  let value: Piece = fragment(instance(used, [string("x")]));
  for (let depth = 0; depth < 6; depth++) {
    const within = value;
    value = fragment(instance(used, [inner(within)]));
  }
  expect(survive([value])).toContain("EVTX_LIMIT");
});

test.each([
  ["string", string("x".repeat(20_000))],
  ["binary", { type: 0x0e, data: new Uint8Array(20_000) }],
  ["array of strings", { type: 0x81, data: utf16("\0".repeat(20_000)) }],
  ["array of bytes", { type: 0x84, data: new Uint8Array(20_000) }],
  ["array of GUIDs", { type: 0x8f, data: new Uint8Array(20_000) }],
])("a large %s that stands in a thousand places", (_, value) => {
  const used = template(
    1,
    element("Event", [
      element(
        "E",
        times(1000, () => normal(0, value.type)),
      ),
    ]),
  );
  expect(survive([fragment(instance(used, [value]))])).toContain("EVTX_LIMIT");
});

test("a large string that stands in a thousand attributes", () => {
  const attributes = times(1000, (index) => attribute(`a${index}`, normal(0, 1)));
  const used = template(1, element("Event", [element("E", [], { attributes })]));
  expect(survive([fragment(instance(used, [string("x".repeat(8000))]))])).toContain("EVTX_LIMIT");
});

test("as many attributes as a chunk holds are read within the limits", () => {
  const attributes = times(6000, () => attribute("a", text("")));
  const told = survive([fragment(element("Event", [element("E", [], { attributes })]))]);
  expect(told).toEqual([]);
});

test("66,000 attributes through a template", () => {
  const attributes = times(5500, () => attribute("a", text("v")));
  const used = template(1, element("E", [], { attributes }));
  const many = element(
    "Event",
    times(12, () => instance(used, [])),
  );
  expect(survive([fragment(many)])).toContain("EVTX_LIMIT");
});

test("thousands of elements of one name stay linear", () => {
  const empty = (name: string): Piece => element(name, [], { close: "empty" });
  const plain = fragment(
    element(
      "Event",
      times(5000, () => empty("E")),
    ),
  );
  // Their numbered names are taken already.
  const numbered = times(700, (index) => empty(`E_${index}`));
  const taken = fragment(element("Event", [...numbered, ...times(1500, () => empty("E"))]));
  expect([survive([plain]), survive([taken])]).toEqual([[], []]);
});

test("a thousand definitions that overlap", () => {
  // A fragment header that is also a plausible size: each place among them begins a definition.
  const headers = raw(...times(1000, () => [0x0f, 0x40, 0, 0]).flat());
  let first = 0;
  const long = template(1, headers, ...times(1500, () => element("E", [], { close: "empty" })));
  const start: Piece = (out) => {
    instance(long, [])(out);
    first = out.templates.get(long) ?? 0;
  };
  const overlapping = times(300, (index): Piece => (out: Output) => {
    out.u8(0x0c, 0x01);
    out.u32(7);
    out.u32(first + 4 * index);
    out.u32(0);
  });
  const told = survive([fragment(start), ...overlapping.map((piece) => fragment(piece))]);
  expect(told).toContain("EVTX_LIMIT");
});

test("a small limit ends the record, not the chunk", () => {
  const deep = fragment(nested(20));
  const wide = fragment(
    element(
      "Event",
      times(50, () => element("E", [text("abc")])),
    ),
  );
  const long = fragment(eventOf(data("A", text("x".repeat(300)))));
  expect(survive([deep], { limits: { maxDepth: 10 } })).toContain("EVTX_LIMIT");
  expect(survive([wide], { limits: { maxNodes: 20 } })).toContain("EVTX_LIMIT");
  expect(survive([long], { limits: { maxValueBytes: 200 } })).toContain("EVTX_LIMIT");
});
