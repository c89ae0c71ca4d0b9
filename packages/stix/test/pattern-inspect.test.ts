import { expect, test } from "vitest";
import { inspectPattern, parsePattern } from "../src/index.ts";

test("inspectPattern names tests by object type, operators and qualifiers, each once", () => {
  const text =
    "([file:size > 10 AND file:name NOT LIKE 'a%'] REPEATS 2 TIMES OR [NOT EXISTS url:value]) " +
    "WITHIN 5 SECONDS FOLLOWEDBY [file:size > 10] REPEATS 2 TIMES";
  expect(inspectPattern(parsePattern(text))).toEqual({
    comparisons: new Map([
      [
        "file",
        [
          { path: ["size"], operator: ">", value: "10" },
          { path: ["name"], operator: "NOT LIKE", value: "'a%'" },
        ],
      ],
      ["url", [{ path: ["value"], operator: "NOT EXISTS" }]],
    ]),
    operators: ["FOLLOWEDBY", "OR"],
    qualifiers: ["REPEATS 2 TIMES", "WITHIN 5 SECONDS"],
  });
});

test("inspectPattern keeps object types apart from what every object has", () => {
  const { comparisons } = inspectPattern(parsePattern("[__proto__:a = 1 OR constructor:b[*] = 2]"));
  expect([...comparisons.keys()]).toEqual(["__proto__", "constructor"]);
});
