import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { lintCodes } from "../src/index.ts";

const DOCUMENT = fileURLToPath(new URL("../../../docs/rules.md", import.meta.url));
const BEGIN = "<!-- checks: from packages/sigma/src/lint/table.ts; UPDATE=1 rewrites -->\n";
const END = "<!-- end of checks -->";

/** The table of checks as docs/rules.md has it. */
function render(): string {
  const rows = lintCodes().map(
    ({ code, severity, what, how }) =>
      `| \`${code}\` | ${severity} | ${escape(what)} | ${escape(how)} |\n`,
  );
  return `\n| code | severity | what is wrong | how to mend it |\n|---|---|---|---|\n${rows.join("")}\n`;
}

function escape(text: string): string {
  return text.replaceAll("|", "\\|");
}

test("docs/rules.md lists every check as the table has it", () => {
  const text = readFileSync(DOCUMENT, "utf8");
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END);
  expect(end).toBeGreaterThan(begin - 1);
  const wanted = text.slice(0, begin) + render() + text.slice(end);
  if (process.env["UPDATE"] === "1") writeFileSync(DOCUMENT, wanted);
  expect(readFileSync(DOCUMENT, "utf8"), "run this test with UPDATE=1").toBe(wanted);
});
