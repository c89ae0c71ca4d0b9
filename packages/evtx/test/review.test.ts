// What hostile records tried to hide, or to cost.
import { expect, test } from "vitest";
import {
  EvtxJsonWriter,
  type EvtxDiagnostic,
  type EvtxRecord,
  EvtxSelection,
  readEvtx,
} from "../src/index.ts";
import {
  attribute,
  element,
  fragment,
  instance,
  literal,
  normal,
  optional,
  type Piece,
  template,
  text,
} from "./binxml/builder.ts";
import { chunk, file } from "./binxml/log-file.ts";
import { data, eventOf, string } from "./binxml/reading.ts";

function only(piece: Piece, told: EvtxDiagnostic[] = []): EvtxRecord {
  const [record] = readEvtx(file(chunk([piece])), { sink: (one) => told.push(one) });
  if (record === undefined) throw new Error("no record");
  return record;
}

const unknown: Piece = (out) => {
  out.u16(2);
  out.u8(1, 2);
};

function line(record: EvtxRecord): string {
  const writer = new EvtxJsonWriter();
  writer.write(record);
  return new TextDecoder().decode(writer.take()).trimEnd();
}

test("definitions that lead to definitions end at the limit of depth, not of the stack", () => {
  // Each body is an instance of the next definition; they lie one in the header of the other.
  const count = 1500;
  const piece = fragment((out) => {
    const base = out.at + 10;
    out.u8(0x0c, 0x01);
    out.u32(1);
    out.u32(base);
    for (let n = 0; n < count; n++) {
      out.u32(0);
      out.raw(new Uint8Array(16).fill(n & 0xff));
      out.u32(14);
      const next = out.at + 14;
      out.u8(0x0c, 0x01);
      out.u32(1);
      out.u32(next);
      out.u32(0);
    }
  });
  const told: EvtxDiagnostic[] = [];
  const record = only(piece, told);
  for (const act of [() => record.fields(), () => record.toJson(), () => record.toXml()])
    expect(act).not.toThrow();
  expect(line(record)).toBe(JSON.stringify(record.toJson()));
  expect(told.map(({ code }) => code)).toContain("EVTX_LIMIT");
});

test("documents within documents within documents end at the limit of nodes", () => {
  const many = Array.from({ length: 300 }, () => normal(0, 0x21));
  let inner: Piece = instance(template(100), []);
  for (let level = 0; level < 5; level++) {
    const held = inner;
    inner = instance(template(200 + level, ...many), [{ type: 0x21, data: fragment(held) }]);
  }
  const told: EvtxDiagnostic[] = [];
  const record = only(
    fragment(
      instance(template(1, element("Event", [normal(0, 0x21)])), [
        { type: 0x21, data: fragment(inner) },
      ]),
    ),
    told,
  );
  expect(record.check()).toBe(false);
  expect(told.map(({ code }) => code)).toContain("EVTX_LIMIT");
});

test("JSON lines cost no more than the limits allow, whatever repeats the constants", () => {
  const big = template(50, element("A", [text("x".repeat(20_000))]));
  const many = Array.from({ length: 2000 }, () => normal(0, 0x21));
  const outer = template(51, element("Event", many));
  const record = only(
    fragment(instance(outer, [{ type: 0x21, data: fragment(instance(big, [])) }])),
  );
  const writer = new EvtxJsonWriter();
  writer.write(record);
  expect(writer.sizeBytes).toBeLessThan(8 * 1024 * 1024);
  expect(record.damaged).toBe(true);
});

test("damage of a template is told of every record that uses it, and of no other", () => {
  const flawed = template(60, eventOf(data("a", literal(0x55, unknown)), data("b", normal(0, 1))));
  const use = (value: string): Piece => fragment(instance(flawed, [string(value)]));
  const bytes = file(chunk([fragment(eventOf(data("a", text("sound")))), use("x"), use("y")]));
  for (const first of [
    () => undefined,
    (record: EvtxRecord) => record.eventId,
    (record: EvtxRecord) => line(record),
  ]) {
    const told: EvtxDiagnostic[] = [];
    const records = [...readEvtx(bytes, { sink: (one) => told.push(one) })];
    for (const record of records) first(record);
    expect(records.map((record) => record.check())).toEqual([true, false, false]);
    expect(told.map(({ recordId }) => recordId)).toEqual([2, 3]);
  }
});

test("a value counts as what its descriptor says, whatever the template declares", () => {
  const declared = template(70, element("Event", [element("UserData", [optional(0, 0x01)])]));
  const inner = instance(template(71, element("X", [data("CommandLine", text("evil"))])), []);
  const hidden = only(fragment(instance(declared, [{ type: 0x21, data: fragment(inner) }])));
  const plain = only(
    fragment(instance(template(72, eventOf(data("a", normal(0, 0x21)))), [string("hello")])),
  );
  const selection = new EvtxSelection(["CommandLine", "a"]);
  selection.read(hidden);
  expect([hidden.field("CommandLine"), selection.value(0)]).toEqual(["evil", "evil"]);
  expect(hidden.fields().get("CommandLine")).toBe("evil");
  selection.read(plain);
  expect([plain.field("a"), selection.value(1), plain.fields().get("a")]).toEqual([
    "hello",
    "hello",
    "hello",
  ]);
});

test("no two keys of an object are the same, even those that JSON adds", () => {
  const attributes = [attribute("k", text("v"))];
  const named = (name: string): Piece => element(name, [normal(0, 1)]);
  for (const name of ["#attributes", "#text"]) {
    const holder = template(80, element("Event", [element("X", [named(name)], { attributes })]));
    const record = only(fragment(instance(holder, [string("q")])));
    expect(line(record)).toBe(JSON.stringify(record.toJson()));
  }
});

test("the time of an event does not depend on where it is read", () => {
  const at = (value: string): number => {
    const system = element("System", [
      element("TimeCreated", [], { attributes: [attribute("SystemTime", text(value))] }),
    ]);
    return only(fragment(element("Event", [system]))).timeMs;
  };
  expect(at("2020-01-02T03:04:05")).toBe(Date.UTC(2020, 0, 2, 3, 4, 5));
  expect(at("2020-01-02T03:04:05.5+01:00")).toBe(Date.UTC(2020, 0, 2, 2, 4, 5, 500));
  const written = only(fragment(element("Event", []))).writtenMs;
  expect(at("5")).toBe(written);
});
