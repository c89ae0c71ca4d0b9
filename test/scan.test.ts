import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scan } from "./house/scan.ts";

const specifiers = (source: string) => scan(source).imports.map(({ specifier }) => specifier);

test.each([
  [`import "a";`, ["a"]],
  [`import a from 'a';`, ["a"]],
  [`import{a}from"a"`, ["a"]],
  [`import type { A } from "a";`, ["a"]],
  [`import type from "a";`, ["a"]],
  [`import from from "a"; import type, { b } from "b";`, ["a", "b"]],
  [`import { from } from "a";`, ["a"]],
  [`import a, * as b from "a";`, ["a"]],
  [`import {\n  a, // from "no"\n  type B,\n} from "a";`, ["a"]],
  [`import { "from 'no'" as a } from "a";`, ["a"]],
  [`import data from "./a.json" with { type: "json" };`, ["./a.json"]],
  [`export * from "a"; export * as b from "b"; export { c } from "c";`, ["a", "b", "c"]],
  [`export type { A } from "a";`, ["a"]],
  [`export * as "x" from "a";`, ["a"]],
  [`const a = await import("a");`, ["a"]],
  [`const a = [...await import("a"), ...import("b")];`, ["a", "b"]],
  ["const a = import(`a`);", ["a"]],
  [`import /* of */ ( /* what */ "a" )`, ["a"]],
  [`type A = import("a").B; let b: typeof import("b");`, ["a", "b"]],
  [`const a = require("a");`, ["a"]],
  ["const a = `${await import('a')}`;", ["a"]],
  ["const a = `${`${import('a')} ` + '}'}import('no')`; import('b')", ["a", "b"]],
])("scan finds the imports of %j", (source, expected) => {
  expect(specifiers(source)).toEqual(expected);
});

test.each([
  ["a comment", `// import "a";\n/* export * from "b"; import("c") */`],
  ["a comment mark in a string", `const a = "/*"; const b = 'import "x"'; const c = "*/";`],
  ["an address", `const a = "https://a.example"; const b = "import('x')";`],
  ["an escaped quote", `const a = "\\"; import('x'); \\"";`],
  ["a template", 'const a = `import "x"; ${b} import("y")`;'],
  ["a regular expression", `const a = /["'\`]import("x")/; const b = /[/"]import('y')/u;`],
  [
    "an expression after a condition",
    `if (a) /"/.test(b); else /'/.exec(c); const d = 'import("x")';`,
  ],
  ["an expression after a block", `{ a(); }\n/"/.test(b);\nconst d = '"; import("x")';`],
  ["a property", `a.import("x"); a?.require("y"); this.#import("z"); a.from("w");`],
  [
    "an export that takes from nowhere",
    `export { a };\nexport const from = "x";\nexport default "y";`,
  ],
  ["the module's own data", `const a = import.meta.url; new URL("./x.ts", import.meta.url);`],
  ["a word that only begins so", `importAll("x"); $import("y"); exports("z"); import_("w");`],
])("scan finds no import in %s", (_, source) => {
  expect(scan(source).imports).toEqual([]);
});

test.each([
  ["a quotient", `const a = b / c; import("a"); const d = e / f;`],
  ["a quotient of an element", `const a = b[0] / c(1) / 2; import("a"); f(1) / 2;`],
  ["a quotient of a certain value", `const a = b[0]! / c! / 2; import("a"); 1 / 2;`],
  ["a quotient of a counter", `const a = b++ / c; import("a"); 1 / 2;`],
  ["a quotient of a property called like a keyword", `const a = b.return / c; import("a"); 1 / 2;`],
  ["an unfinished string", `const a = "b\nimport("a");`],
])("scan does not lose an import behind %s", (_, source) => {
  expect(specifiers(source)).toEqual(["a"]);
});

test.each([
  ["a variable", "import(name)"],
  ["a template with a substitution", "import(`./${name}.ts`)"],
  ["an escape", `import("node:\\x66s")`],
  ["a variable of require", "require(name)"],
])("scan reports an import of %s as computed", (_, source) => {
  expect(specifiers(source)).toEqual([undefined]);
});

test("scan tells the line of an import", () => {
  const found = scan(`/* one\ntwo */\nimport "a";\n\nconst b = \`\n\`; import("b");`).imports;
  expect(found).toEqual([
    { specifier: "a", line: 3 },
    { specifier: "b", line: 6 },
  ]);
});

test("scan keeps code outside comments and strings, at its place", () => {
  const source = `process.exit(1); // process.env\nconst a = "process.argv"; /console/.test(b);`;
  const { code } = scan(source);
  expect(code).toHaveLength(source.length);
  expect(code).toContain("process.exit(1);");
  expect(code).not.toMatch(/env|argv|console/);
  expect(code.indexOf(".test(b)")).toBe(source.indexOf(".test(b)"));
});

test("scan keeps length and lines of any text", () => {
  const pieces = [
    "`",
    "${",
    "}",
    '"',
    "'",
    "/",
    "*",
    "\\",
    "\n",
    "(",
    ")",
    "import",
    " ",
    "[",
    "é",
    "!",
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => list.join(""));
  fc.assert(
    fc.property(text, (source) => {
      const { code } = scan(source);
      expect(code).toHaveLength(source.length);
      expect(code.split("\n")).toHaveLength(source.split("\n").length);
    }),
  );
});
