// Binary XML that states wrong places, sizes, counts and tokens: each ends soon, throws nothing and is
// reported, and the sound record behind it is read.
import { expect, test } from "vitest";
import {
  attribute,
  charRef,
  element,
  fragment,
  instance,
  literal,
  nameOf,
  normal,
  optional,
  type Piece,
  raw,
  template,
  text,
  utf16,
} from "./builder.ts";
import { chunk, file } from "./log-file.ts";
import { data, eventOf, le, read, readOne, string, survive } from "./reading.ts";

const SOUND = fragment(eventOf(data("Sound", text("yes"))));
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

test.each([
  ["more values than bytes", 0xffff],
  ["the greatest number of values", 0xffff_ffff],
])("an instance that states %s", (_, count) => {
  const used = template(1, eventOf(data("A", normal(0, 1))));
  expect(survive([fragment(instance(used, [string("a")], count))])).not.toEqual([]);
});

test.each([100, 0x7fff, 0xffff])("a value of %i bytes that runs past its record", (size) => {
  const used = template(1, eventOf(data("A", normal(0, 1)), data("B", normal(1, 1))));
  const values = [{ ...string("ab"), size }, string("cd")];
  const told = survive([fragment(instance(used, values))]);
  expect(told).toContain("EVTX_VALUE");
});

test("values that overlap nothing of the next record", () => {
  const used = template(1, eventOf(data("A", normal(0, 1))));
  const hostile = fragment(instance(used, [{ ...string("ab"), size: 60 }]));
  const { records } = read(file(chunk([hostile, SOUND])));
  expect(String(records[0]?.field("A"))).not.toContain("**");
});

test.each([0, 1, 511, 65_520, 65_535, 65_536, 70_000, 0x7fff_ffff, 0xffff_ffff])(
  "a name at %i",
  (offset) => {
    const named =
      (at: number): Piece =>
      (out) => {
        out.u8(0x01);
        out.u32(6);
        out.u32(at);
        out.u8(0x02, 0x04);
      };
    const told = survive([fragment(element("Event", [named(offset)]))]);
    expect(told).toContain("EVTX_NAME");
  },
);

test.each([0x7fff, 0xffff])("a name of %i letters", (letters) => {
  const long: Piece = (out) => {
    out.u8(0x01);
    out.u32(0x40);
    out.u32(out.at + 4);
    out.u32(0);
    out.u16(0);
    out.u16(letters);
    out.raw(utf16("name\0"));
    out.u8(0x02, 0x04);
  };
  expect(survive([fragment(element("Event", [long]))])).toContain("EVTX_NAME");
});

/** A size that lies is passed over or reported, but what it covers is not lost in silence. */
function expectReadOrTold(piece: Piece, field: string): void {
  const { records, told } = read(file(chunk([fragment(piece), SOUND])));
  expect(records[1]?.field("Sound")).toBe("yes");
  expect([records[0]?.field(field), ...told]).toContain(told.length > 0 ? told[0] : "v");
}

test.each([0, 1, 5, 0xffff, 0x7fff_ffff, 0xffff_ffff])(
  "an attribute list that states %i bytes",
  (size) => {
    const lying: Piece = (out) => {
      out.u8(0x41);
      out.u32(0x40);
      nameOf("E")(out);
      out.u32(size);
      attribute("a", text("v"))(out);
      out.u8(0x03);
    };
    expectReadOrTold(eventOf(lying), "E_a");
  },
);

test.each([0, 1, 0x7fff_ffff, 0xffff_ffff])("an element that states %i bytes", (size) => {
  expectReadOrTold(eventOf(element("E", [text("v")], { size })), "E");
});

const tokens = times(256, (code) => code).filter((code) => (code & 0xbf) > 0x0f);

test("tokens that do not exist", () => {
  for (const code of tokens) {
    const told = survive([fragment(element("Event", [raw(code, 0, 0)]))]);
    expect(told, `token ${code}`).not.toEqual([]);
  }
});

test("tokens that stand where they must not", () => {
  const misplaced: Piece[] = [
    raw(0x04),
    raw(0x02, 0x04),
    raw(0x03),
    raw(0x06),
    raw(0x0b),
    normal(0, 1),
    raw(0x00, 0x00),
  ];
  for (const piece of misplaced) {
    const pieces = [fragment(element("Event", [piece, text("x")])), fragment(piece)];
    expect(() => survive(pieces)).not.toThrow();
  }
});

test.each([0, 1, 100, 65_500, 65_535, 65_536, 0x7fff_ffff, 0xffff_ffff])(
  "a definition at %i",
  (offset) => {
    const elsewhere: Piece = (out) => {
      out.u8(0x0c, 0x01);
      out.u32(7);
      out.u32(offset);
      out.u32(0);
    };
    expect(survive([fragment(elsewhere)])).not.toEqual([]);
  },
);

test.each([0, 1, 5, 65_535, 0x7fff_ffff, 0xffff_ffff])("a definition of %i bytes", (size) => {
  const used = { ...template(1, eventOf(data("A", normal(0, 1)))), size };
  expect(survive([fragment(instance(used, [string("a")]))])).not.toEqual([]);
});

test("a literal that states more letters than its record has", () => {
  const long: Piece = (out) => {
    out.u8(0x05, 0x01);
    out.u16(0xffff);
    out.raw(utf16("abc"));
  };
  expect(survive([fragment(eventOf(data("A", long)))])).not.toEqual([]);
});

test("literals of types that have no literal", () => {
  for (const type of times(256, (code) => code)) {
    const pieces = [literal(type, raw()), literal(type, raw(0, 0))];
    const records = pieces.map((piece) => fragment(eventOf(data("A", piece))));
    expect(() => survive(records), `type ${type}`).not.toThrow();
  }
});

test.each([0xd800, 0x0000, 0xffff])("a reference to character %i", (code) => {
  const record = readOne(fragment(eventOf(data("A", charRef(code), text("x")))));
  // XML knows none of them: one replacement at most stands for it, and the text goes on.
  expect(record.field("A")).toMatch(/^.?x$/su);
});

test("a record that ends within any of its tokens is reported", () => {
  const used = template(1, eventOf(data("A", normal(0, 1)), data("B", optional(1, 8))));
  const whole = fragment(instance(used, [string("ab"), { type: 0x08, data: le(5, 4) }]));
  const before = new DataView(chunk([SOUND]).buffer).getUint32(48, true);
  const size = new DataView(chunk([SOUND, whole]).buffer).getUint32(48, true) - before - 28;
  // Only its last byte, the end of file, may be missing in silence.
  for (let keep = 1; keep < size - 1; keep++) {
    const cut: Piece = (out) => {
      const start = out.at;
      whole(out);
      out.bytes.fill(0, start + keep, out.at);
      out.at = start + keep;
    };
    // The names stand in the first record: what is cut takes no name away from the last one.
    expect(survive([SOUND, cut]), `${keep} of ${size} bytes`).not.toEqual([]);
  }
});
