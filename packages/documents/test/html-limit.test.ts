import { expect, test } from "vitest";
import { readHtml } from "../src/html/read-html.ts";

test("a page of very many elements is read up to a bound and says so", () => {
  const row = "<tr><td>192.0.2.1</td><td>a</td><td>b</td></tr>";
  const page = `<html><body><table>${row.repeat(45_000)}</table><p>The end.</p></body></html>`;
  const { blocks, diagnostics } = readHtml("page.html", page);
  expect(diagnostics).toMatchObject([{ code: "DOCUMENT_CUT", severity: "warning" }]);
  expect(diagnostics[0]?.message).toContain("150000 elements");
  const [table] = blocks;
  expect(table?.kind === "table" && table.rows.length).toBeGreaterThan(30_000);
});

test("a page below the bound is read to its end without a word", () => {
  const page = `<html><body>${"<p>Some words of it.</p>".repeat(100)}<p>The end.</p></body></html>`;
  const { blocks, diagnostics } = readHtml("page.html", page);
  expect(diagnostics).toEqual([]);
  expect(blocks.at(-1)).toMatchObject({ text: "The end." });
});
