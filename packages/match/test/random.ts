import { and, anyField, bears, constant, field, not, or, RAW_FORM } from "@tocsin/model";
import type {
  Detection,
  EvidenceRecord,
  FieldCursor,
  FieldSource,
  FieldValue,
  Predicate,
  Scalar,
  Test,
  TextTest,
  ValueCursor,
  WildcardPart,
} from "@tocsin/model";
import fc from "fast-check";

const PIECES = ["", "a", "A", "aB", "bab", "7", "0x1F", "İ", "ß", "ſ", "Σ", "ας", "K", "\\", "-"];
const ADDRESSES = [
  "192.0.2.5",
  "::ffff:192.0.2.9",
  "2001:db8::1",
  "evil.example",
  "a.evil.example",
];
const TIMES = ["2024-07-25T10:00:00Z", "2024-12-30 23:59", 1_700_000_000_000];

const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join("")),
  fc.constantFrom(...ADDRESSES),
  fc.string({ maxLength: 3 }),
);
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  text,
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom(...TIMES),
  fc.boolean(),
);
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
);
/** Names of the fields that predicates ask for. */
const NAMES = ["A", "B", "C", "D"] as const;
const name = fc.constantFrom(...NAMES);

/** Fields of a random record, some of them asked by no predicate. */
export const fields: fc.Arbitrary<Record<string, FieldValue>> = fc.dictionary(
  fc.oneof(name, fc.constant("other")),
  value,
);

const wildcard: fc.Arbitrary<TextTest & Test> = fc.record({
  op: fc.constant("wildcard" as const),
  pattern: fc.array(
    fc.oneof(
      fc.constantFrom(...PIECES.slice(1)),
      fc.constantFrom<WildcardPart>({ any: "run" }, { any: "one" }),
    ),
    { minLength: 1, maxLength: 5 },
  ),
  cased: fc.boolean(),
});
const regex: fc.Arbitrary<TextTest & Test> = fc.record({
  op: fc.constant("regex" as const),
  source: fc.constantFrom(
    "a",
    "bab",
    "^a.*b",
    "(?:bab|aba)+7?",
    "a{2,3}bab",
    "\\d{1,3}\\.0",
    "(evil|good)\\.example$",
    "[a-f]+bab|192",
    "(?i)BAB",
    "skk|KSS",
  ),
  flags: fc.constantFrom("", "i", "s"),
});
const literal: fc.Arbitrary<TextTest & Test> = fc.record({
  op: fc.constantFrom("equals", "contains", "startsWith", "endsWith"),
  value: text,
  cased: fc.boolean(),
});
const textTest = fc.oneof({ weight: 4, arbitrary: literal }, wildcard, regex);
const comparison = fc.constantFrom("eq", "neq", "lt", "lte", "gt", "gte");
const fieldTest: fc.Arbitrary<Test> = fc.oneof(
  { weight: 6, arbitrary: textTest },
  scalar.filter((one) => typeof one !== "string").map((one): Test => ({ op: "is", value: one })),
  fc.constantFrom<Test>({ op: "exists" }, { op: "null" }),
  fc.record({
    op: fc.constant("compare" as const),
    comparison,
    value: fc.integer({ min: 0, max: 40 }),
  }),
  fc.constantFrom<Test>(
    { op: "cidr", network: "192.0.2.0/24" },
    { op: "cidr", network: "2001:db8::/32" },
  ),
  fc.record({
    op: fc.constant("time" as const),
    part: fc.constantFrom("hour", "week", "year"),
    comparison,
    value: fc.constantFrom(1, 10, 2023, 2024),
  }),
  fc.record({
    op: fc.constant("sameAs" as const),
    field: name,
    mode: fc.constantFrom("equals", "contains", "startsWith", "endsWith"),
    cased: fc.boolean(),
  }),
);
const observable = fc.constantFrom(
  { type: "ipv4", value: "192.0.2.5" } as const,
  { type: "domain", value: "evil.example" } as const,
  { type: "cidr", value: "192.0.2.0/29" } as const,
);

/** Predicates of every kind. */
export const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 4 },
    { weight: 5, arbitrary: fc.tuple(name, fieldTest).map(([on, test]) => field(on, test)) },
    textTest.map((test) => anyField(test)),
    fc
      .tuple(observable, fc.option(fc.array(name, { maxLength: 2 }), { nil: undefined }))
      .map(([of, within]) => bears(of, within)),
    fc.boolean().map(constant),
    fc.array(tie("predicate"), { maxLength: 4 }).map((of) => and(...of)),
    fc.array(tie("predicate"), { maxLength: 4 }).map((of) => or(...of)),
    tie("predicate").map(not),
  ),
})).predicate;

/** A detection of one predicate that looks at every record. */
export function toDetection(of: Predicate, id: string): Detection {
  return {
    id,
    kind: "sigma",
    title: id,
    level: "low",
    strength: "behaviour",
    techniques: [],
    vulnerabilities: [],
    variants: [{ scope: { needs: "any records" }, predicate: of }],
    falsePositives: [],
    citations: [],
  };
}

const encoder = new TextEncoder();

/** Gives texts as bytes of UTF-8, and all else as values, as readers do that decode late. */
export const RAW_SOURCE: FieldSource = {
  open: (names) => cursorOver(() => names),
  openAll: () => cursorOver((record) => [...record.fields()].map(([field]) => field)),
};

function cursorOver(
  namesOf: (record: EvidenceRecord) => readonly string[],
): FieldCursor & ValueCursor {
  let record: EvidenceRecord | undefined;
  let names: readonly string[] = [];
  let bytes: Uint8Array = new Uint8Array();
  let constants: readonly string[] = [];
  let isWhole = false;
  const value = (index: number): FieldValue | undefined => record?.field(names[index] ?? "");
  /** What is absent or a number goes with the shape, as constants of a template do. */
  const isFixed = (index: number): boolean => ["undefined", "number"].includes(typeof value(index));
  const shapes = new Map<string, object>();
  return {
    turn(next) {
      record = next;
      names = namesOf(next);
      return names.length;
    },
    get shape() {
      // As where only the record knows what fields it has.
      if (names.length % 5 === 4) return undefined;
      const key = names.map((_, at) => (isFixed(at) ? String(value(at)) : "varies")).join();
      const known = shapes.get(key) ?? {};
      shapes.set(key, known);
      return known;
    },
    isFixed,
    /** Texts as UTF-16 at odd and even places, numbers beside them. */
    surround() {
      const all = [...(record?.fields() ?? [])].flatMap(([, one]) => one ?? []);
      // As where a value is composed of several.
      if (all.includes("İ")) return false;
      const isConstant = (one: unknown): boolean => one === constants[0];
      constants = all.flatMap((one) => (typeof one === "string" ? one : [])).slice(0, 1);
      const parts = all.map((one) => (isConstant(one) ? "" : String(one)));
      bytes = Uint8Array.from([7, ...parts.flatMap((part) => [...utf16(part), 0, 0, 9])]);
      isWhole = true;
      return true;
    },
    get constants() {
      return constants;
    },
    locate(index) {
      isWhole = false;
      const found = value(index);
      if (typeof found !== "string") return false;
      // Within a larger buffer, as in a file.
      bytes = encoder.encode(`"${found}"`);
      return true;
    },
    get bytes() {
      return bytes;
    },
    start: 1,
    get end() {
      return isWhole ? bytes.length : bytes.length - 1;
    },
    kind: 1,
    get form() {
      if (isWhole) return RAW_FORM.mixed;
      return bytes.every((byte) => byte < 128) ? RAW_FORM.ascii : RAW_FORM.other;
    },
    value,
  };
}

function utf16(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).flatMap((unit) => [
    unit & 255,
    unit >> 8,
  ]);
}
