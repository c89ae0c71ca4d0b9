import { normalizeObservable, OBSERVABLE_TYPES, plainRecord, toObservable } from "@tocsin/model";
import type { FieldSource, FieldValue, Observable } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bearsObservable } from "../src/index.ts";
import { compileObservableIndex } from "../src/observable-index.ts";
import { literalsOf } from "../src/observable-literals.ts";
import { createBearing } from "../src/plan/bearing.ts";
import { createShared } from "../src/plan/shared.ts";
import { RAW_SOURCE } from "./random.ts";

const HEX = fc.string({
  unit: fc.constantFrom(...Array.from("0123456789abcdefAF")),
  minLength: 2,
  maxLength: 4,
});
const WORDS = [
  "a",
  "evil",
  "EVIL",
  "x1",
  "com",
  "5",
  "0",
  "\u0130",
  "\u03a3",
  "\u00e9",
  "k",
  "\u212a",
  "HKLM",
  "hkcu",
];
const JOINTS = [
  ".",
  "-",
  "_",
  " ",
  "/",
  "\\",
  ":",
  "::",
  "@",
  "//",
  "+",
  "%",
  "?",
  "=",
  "{",
  "\u0307",
  "\ud835\udc00",
];
const name = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...JOINTS)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(""));
const hexOf = (length: number): fc.Arbitrary<string> =>
  HEX.map((text) => text.repeat(64).slice(0, length));
const part = fc.constantFrom("0", "1", "5", "10", "192", "255");
const quad = fc.tuple(part, part, part, part).map((parts) => parts.join("."));
const groups = fc
  .array(fc.constantFrom("0", "db8", "2001", "a", "FFFF", "", "0001"), {
    minLength: 2,
    maxLength: 8,
  })
  .map((parts) => parts.join(":"));
const key = fc
  .tuple(
    fc.constantFrom("HKLM", "HKCU", "HKEY_USERS", "HKU:", "\\Registry\\Machine", "Software"),
    name,
  )
  .map((parts) => parts.join("\\"));

const DIGESTS = {
  imphash: 32,
  ja3: 32,
  ja3s: 32,
  md5: 32,
  "certificate-sha1": 40,
  sha1: 40,
  sha224: 56,
  jarm: 62,
  "certificate-sha256": 64,
  sha256: 64,
  sha384: 96,
  sha512: 128,
} as const;

/** Of types that many others share a shape with, or that have a form of their own. */
const SELDOM_BY_CHANCE: readonly Observable[] = [
  ...Object.entries(DIGESTS).map(([type, length]) => ({
    type: type as keyof typeof DIGESTS,
    value: "a1".repeat(length / 2),
  })),
  { type: "asn", value: "AS5" },
  { type: "domain", value: "evil.com" },
  { type: "email", value: "who@evil.com" },
  { type: "ipv6", value: "2001:db8::a" },
  { type: "eth", value: `0x${"a1".repeat(20)}` },
  { type: "xmr", value: `4${"A".repeat(94)}` },
  { type: "ssdeep", value: "3:evil/A+:com" },
  { type: "tlsh", value: "A1".repeat(35) },
  { type: "ja4", value: `t13d1516h2_${"a1".repeat(6)}_${"b2".repeat(6)}` },
];

/** Texts of the shape of some type, and some that are of none. */
const value = fc.oneof(
  name,
  quad,
  groups,
  key,
  { weight: 4, arbitrary: fc.constantFrom(32, 40, 56, 62, 64, 70, 96, 128).chain(hexOf) },
  fc.tuple(quad, fc.constantFrom("8", "12", "24", "31", "32", "0")).map((parts) => parts.join("/")),
  fc.tuple(groups, fc.constantFrom("0", "16", "33", "127", "128")).map((parts) => parts.join("/")),
  fc
    .tuple(fc.constantFrom("http", "HTTPS"), name, name)
    .map(([scheme, host, path]) => `${scheme}://${host}/${path}`),
  fc.tuple(name, name).map((parts) => parts.join("@")),
  fc.array(hexOf(2), { minLength: 6, maxLength: 6 }).map((parts) => parts.join("-")),
  fc.constantFrom(
    "AS5",
    "who@evil.com",
    "a+b@a.evil",
    "as64500",
    "x",
    "!!",
    "_-",
    "Evil/1.0",
    "evilbot 5",
    "C:\\Temp\\evil.exe",
    "\\",
    "sqlmap",
  ),
);
const observable = fc
  .oneof(
    {
      weight: 6,
      arbitrary: value.chain((text) =>
        fc.constantFrom(
          ...OBSERVABLE_TYPES.flatMap((type) => normalizeObservable(type, text) ?? []),
          undefined,
        ),
      ),
    },
    fc.constantFrom(...SELDOM_BY_CHANCE),
  )
  .filter((one): one is Observable => one !== undefined);

/** Observables, and texts made of them and of what stands between them in hostile places. */
const setting = fc.array(observable, { minLength: 1, maxLength: 12 }).chain((observables) => {
  const values = observables.map((one) => one.value);
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    fc.constantFrom(...values).map((text) => text.toUpperCase()),
    fc.constantFrom(...values).map((text) => text.replaceAll("\\", "/")),
    { weight: 3, arbitrary: fc.constantFrom(...JOINTS) },
    fc.constantFrom(...WORDS),
    fc.constantFrom(
      "::ffff:",
      "HKEY_LOCAL_MACHINE",
      "hku\\S-1\\",
      "\\registry\\user",
      " ".repeat(50),
    ),
    value,
  );
  const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(""));
  return fc.tuple(fc.constant(observables), fc.array(text, { minLength: 1, maxLength: 4 }));
});

function naive(observables: readonly Observable[], text: string): number[] {
  return observables.flatMap((one, at) => (bearsObservable(one, text) ? [at] : []));
}

function sorted(run: (sink: (position: number) => void) => void): number[] {
  const found: number[] = [];
  run((position) => found.push(position));
  return found.sort((a, b) => a - b);
}

test("the observable index finds in a text what asking for each observable finds, of all types", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(setting, ([observables, texts]) => {
      const index = compileObservableIndex(observables);
      // Twice, for the second time it may remember.
      for (const text of [...texts, ...texts]) {
        const expected = naive(observables, text);
        expect(sorted((sink) => index.findInText(text, sink))).toEqual(expected);
        for (const at of expected) seen.add(observables[at]?.type ?? "");
      }
    }),
    { numRuns: 3000 },
  );
  expect([...seen].sort()).toEqual([...OBSERVABLE_TYPES].sort());
});

test("a text that bears an observable holds one of its literals", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(setting, ([observables, texts]) => {
      for (const one of observables) {
        const literals = literalsOf(one);
        if (literals === undefined) continue;
        for (const text of texts) {
          if (!bearsObservable(one, text)) continue;
          seen.add(one.type);
          expect(literals.some((literal) => text.toLowerCase().includes(literal))).toBe(true);
        }
      }
    }),
    { numRuns: 5000 },
  );
  expect(OBSERVABLE_TYPES.filter((type) => !seen.has(type))).toEqual(["ipv6"]);
});

test.each([
  ["192.0.2.139", "to 192.0.2.139."],
  ["192.0.2.139", "::ffff:192.0.2.139"],
  ["192.0.2.139", "::FFFF:C000:28B"],
  ["192.0.2.139", "[0:0:0:0:0:ffff:c000:028b]:80"],
  ["10.1.0.7", "::ffff:a01:7"],
  ["10.1.0.7", "::ffff:0a01:0007"],
  ["10.0.0.0", "0:0:0:0:0:ffff:a00::"],
  ["0.0.0.7", "0:0:0:0:0:ffff::7"],
])("the literals of %s stand in %s, if it has any", (address, text) => {
  const one = toObservable("ipv4", address);
  const literals = literalsOf(one);
  expect(literals === undefined).toBe(address.includes("0.0"));
  expect(bearsObservable(one, text)).toBe(true);
  expect(literals?.some((literal) => text.toLowerCase().includes(literal)) ?? true).toBe(true);
});

const ABOUT = { place: { file: "a" }, source: { format: "text" } };

/** Observables of which all have literals, so that values are passed over, beside any. */
const borne = fc.oneof(
  setting,
  setting
    .map(([observables, texts]) => {
      const few = observables.filter((one) => literalsOf(one) !== undefined);
      return [few, texts] as [Observable[], string[]];
    })
    .filter(([observables]) => observables.length > 0),
);

test.each([
  ["decoded", undefined],
  ["in bytes", RAW_SOURCE],
])("each observable is given once for a record of several values, %s", (_name, fieldSource) => {
  let found = 0;
  fc.assert(
    fc.property(borne, ([observables, texts]) => {
      const bearing = createBearing(observables, createShared(1_000_000));
      const records = [...texts, ...texts].map((text, at) =>
        plainRecord(
          { one: texts.slice(0, at), two: text, three: 5, four: null, five: texts[0] ?? null },
          { ...ABOUT, ...(fieldSource !== undefined && { fieldSource }) },
        ),
      );
      for (const record of records) {
        const values = record.fields();
        const all = [...values].flatMap(([, value]) => (value === null ? [] : value)).map(String);
        const expected = new Set(all.flatMap((text) => naive(observables, text)));
        found += expected.size;
        expect(sorted((sink) => bearing.find(record, sink))).toEqual(
          [...expected].sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(1000);
});

test("values that hold no literal are not decoded, and those that come again not twice", () => {
  let decoded: string[] = [];
  const fieldSource: FieldSource = {
    ...RAW_SOURCE,
    openAll() {
      const cursor = RAW_SOURCE.openAll();
      const value = cursor.value.bind(cursor);
      const counting = (index: number): FieldValue | undefined => {
        const one = value(index);
        decoded.push(String(one));
        return one;
      };
      // A stretch is that of one record here: values are to be asked one by one.
      return Object.defineProperties(cursor, {
        value: { value: counting },
        surround: { value: () => false },
      });
    },
  };
  const bearing = createBearing([toObservable("domain", "evil.example")], createShared(1_000_000));
  const values = ["to evil.example", "not-evil.example", "nothing of it", "else"];
  const record = plainRecord(Object.fromEntries(values.entries()), { ...ABOUT, fieldSource });
  expect(sorted((sink) => bearing.find(record, sink))).toEqual([0]);
  expect(decoded).toEqual(values.slice(0, 2));
  decoded = [];
  expect(sorted((sink) => bearing.find(record, sink))).toEqual([0]);
  expect(decoded).toEqual([]);
});
