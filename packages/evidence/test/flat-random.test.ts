import fc from "fast-check";
import { expect, test } from "vitest";
import { ALIASES, bytesOf, compare, NAMES, ODD } from "./flat-reading.ts";

const TIMES = ["2024-05-06T07:08:09.5Z", "2024-05-06 07:08:09", "2024-05-06T07:08:09+02:00", "x"];
const scalars = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.stringMatching(/^[ -~]{0,40}$/),
  fc.constantFrom(
    ...TIMES,
    "Security",
    "Microsoft-Windows-Sysmon/Operational",
    'C:\\a\r\n\t"b"',
    "",
  ),
  fc.constantFrom(1, 4688, 0, -5, 1.5, 1e21, 1715000000, Number.MAX_SAFE_INTEGER),
  fc.integer(),
  fc.constantFrom(null, true, false),
);
const values = fc.oneof(
  { weight: 9, arbitrary: scalars },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const names = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES, ...ALIASES) },
  { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z.@_-]{1,20}$/) },
  { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: "binary" })) },
);
const events = fc
  .tuple(
    fc.array(fc.tuple(names, values), { maxLength: 12 }),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([entries, at, plain]) => {
    // Mostly with what makes it an event; entries, not an object, so that names may come twice.
    const all: (readonly [string, unknown])[] = [...entries];
    if (plain > 0) all.splice(at, 0, ["EventID", 4688], ["Channel", "Security"]);
    const blank = plain > 7 ? " " : "";
    const parts = all.map(
      ([name, value]) => `${JSON.stringify(name)}${blank}:${blank}${JSON.stringify(value)}`,
    );
    return `{${parts.join(`,${blank}`)}}\n`;
  });
const lines = fc.array(events, { minLength: 1, maxLength: 6 }).map((all) => all.join(""));

test("lines of random flat objects tell the same, parsed or not", () => {
  let total = 0;
  fc.assert(
    fc.property(lines, (input) => {
      total += compare(bytesOf(input)).scanned;
    }),
    { numRuns: 250 },
  );
  expect(total).toBeGreaterThan(100);
});

test("lines whose bytes are changed at random tell the same, parsed or not", () => {
  const bytes = fc.oneof(
    fc.constantFrom(...bytesOf('{}[]":,\\u0\n\r\t 1e.-tfn\x1e\x7f')),
    fc.nat(255),
  );
  const changes = fc.array(fc.tuple(fc.nat(), bytes, fc.constantFrom("set", "cut", "add")), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(lines, changes, (input, edits) => {
      const all = [...bytesOf(input)];
      for (const [where, byte, how] of edits) {
        const at = where % (all.length + 1);
        if (how === "set") all[Math.min(at, all.length - 1)] = byte;
        else if (how === "add") all.splice(at, 0, byte);
        else all.splice(at, 1);
      }
      compare(Uint8Array.from(all));
    }),
    { numRuns: 600 },
  );
});
