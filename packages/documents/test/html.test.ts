import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { readHtml } from "../src/html/read-html.ts";
import { DocumentError } from "../src/index.ts";
import type { Block, Document } from "../src/index.ts";
import { attempt } from "./office-sample.ts";

function outline({ blocks }: Document): string[] {
  return blocks.flatMap((block: Block) => {
    if (block.kind !== "table")
      return [`${block.kind}${"depth" in block ? block.depth : ""}: ${block.text}`];
    return block.rows.map(
      ({ cells }) =>
        `row: ${cells.map(({ text, isHeader }) => (isHeader ? `#${text}` : text)).join(" | ")}`,
    );
  });
}

function read(body: string, head = ""): string[] {
  return outline(readHtml("page.html", `<html><head>${head}</head><body>${body}</body></html>`));
}

test.each([
  ["headings and paragraphs", "<h2>A  b</h2><p>c\n d</p>", ["heading2: A b", "paragraph: c d"]],
  ["nested lists", "<ul><li>a<ul><li>b</li></ul></li></ul>", ["list-item1: a", "list-item2: b"]],
  ["definition lists", "<dl><dt>t</dt><dd>d</dd></dl>", ["paragraph: t", "list-item1: d"]],
  ["code with its breaks", "<pre>a\n  b</pre>", ["code: a\n  b"]],
  [
    "closed details",
    "<details><summary>s</summary><p>t</p></details>",
    ["paragraph: s", "paragraph: t"],
  ],
  [
    "values parted by breaks",
    "<p>192.0.2.1<br>192.0.2.2</p>",
    ["paragraph: 192.0.2.1", "paragraph: 192.0.2.2"],
  ],
  [
    "a sentence wrapped by a break",
    "<p>this is a long sentence that was wrapped<br>by hand</p>",
    ["paragraph: this is a long sentence that was wrapped by hand"],
  ],
  [
    "a value with a soft hyphen, a zero-width blank and a wbr",
    "<p>evil&shy;.exam&#8203;ple<wbr>.com</p>",
    ["paragraph: evil.example.com"],
  ],
  [
    "a footnote mark glued to a value",
    "<p>198.51.100.7<sup>2</sup> seen</p>",
    ["paragraph: 198.51.100.7 seen"],
  ],
  ["a linked footnote mark", `<p>Ryuk<sup><a href="#fn1">[1]</a></sup></p>`, ["paragraph: Ryuk"]],
  ["an exponent", "<p>10<sup>6</sup></p>", ["paragraph: 106"]],
  ["struck out text", "<p>a <del>b</del> c</p>", ["paragraph: a c"]],
  [
    "a rule written with breaks",
    "<p>rule a {<br>condition:<br>true<br>}</p>",
    ["code: rule a {\ncondition:\ntrue\n}"],
  ],
  [
    "a rule of a paragraph a line",
    "<p>rule a {</p><p>condition: true</p><p>}</p><p>x</p>",
    ["code: rule a {\ncondition: true\n}", "paragraph: x"],
  ],
])("a page gives %s", (_, body, expected) => {
  expect(read(body)).toEqual(expected);
});

test.each([
  [
    "column and row spans",
    "<table><tr><th colspan=2>h</th><th>i</th></tr><tr><td rowspan=2>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>",
    ["row: #h | # | #i", "row: a | b | c", "row: a | d | e"],
  ],
  [
    "breaks in cells",
    "<table><tr><td>a<br>b</td><td><p>c</p><p>d</p></td></tr><tr><td>e</td><td>f</td></tr></table>",
    ["row: a\nb | c\nd", "row: e | f"],
  ],
  [
    "a table inside a cell after the outer one",
    "<table><tr><th>h</th><th>i</th></tr><tr><td>a<table><tr><td>x</td><td>y</td></tr></table></td><td>b</td></tr></table>",
    ["row: #h | #i", "row: a | b", "row: x | y"],
  ],
  [
    "a table of one cell as its content",
    "<table><tr><td><h3>a</h3><p>b</p></td></tr></table>",
    ["heading3: a", "paragraph: b"],
  ],
  [
    "a caption",
    "<table><caption>Table 1</caption><tr><td>a</td><td>b</td></tr></table>",
    ["caption: Table 1", "row: a | b"],
  ],
])("a table gives %s", (_, body, expected) => {
  expect(read(body)).toEqual(expected);
});

test("the main text of a page leaves out what frames it and says how much", () => {
  const page = readHtml(
    "page.html",
    `<body><nav>menu</nav><script>var h = "${"ab".repeat(32)}"</script><header>site</header>
     <main><h1>t</h1><p hidden>secret</p><p>${"text ".repeat(30)}</p></main><footer>imprint</footer></body>`,
  );
  expect(outline(page)).toEqual(["heading1: t", `paragraph: ${"text ".repeat(30).trim()}`]);
  expect(page.diagnostics).toMatchObject([{ severity: "note", code: "DOCUMENT_LEFT_OUT" }]);
  expect(page.diagnostics[0]?.message).toContain("1 hidden (6 characters)");
});

test("the title before an article is kept and what stands before it is not", () => {
  const body = `<div><ol><li>Home</li></ol><h1>Alert</h1><p>July 25, 2024</p><article><h2>Summary</h2>
    <p>${"words ".repeat(40)}</p></article><p>More news</p></div>`;
  expect(read(body)).toEqual([
    "heading1: Alert",
    "paragraph: July 25, 2024",
    "heading2: Summary",
    `paragraph: ${"words ".repeat(40).trim()}`,
  ]);
});

test("a form that is the whole page is read and a form of fields is not", () => {
  expect(read(`<form><article><p>text</p></article></form>`)).toEqual(["paragraph: text"]);
  expect(read(`<p>text</p><form>Search <button>Go</button></form>`)).toEqual(["paragraph: text"]);
});

test("links are resolved against the page's own address when they are relative", () => {
  const { blocks } = readHtml(
    "page.html",
    `<head><link rel=canonical href="https://www.example.com/alerts/a1"></head>
     <p><a href="/b">b</a> <a href="http://example.net/C?d">c</a> <a href="example.org">d</a>
     <a href="/cdn-cgi/l/email-protection#00">[email&#160;protected]</a></p>`,
  );
  const [block] = blocks;
  expect(block).toMatchObject({ text: "b c d [email protected]" });
  expect(block !== undefined && "links" in block ? block.links : []).toEqual([
    { start: 0, end: 1, url: "https://www.example.com/b" },
    { start: 2, end: 3, url: "http://example.net/C?d" },
  ]);
});

test("a page says of itself what its head says", () => {
  const { properties } = readHtml(
    "page.html",
    `<html lang=ko><head><title>T | Example Agency</title><meta property="og:site_name" content="Example Agency">
     <meta property="article:published_time" content="2024-07-25T09:00:00+09:00"><meta name=author content="A. Writer">
     <link rel=canonical href="https://www.example.com/a"></head><p>x</p>`,
  );
  expect(properties).toEqual({
    title: "T",
    author: "A. Writer",
    created: "2024-07-25T00:00:00Z",
    language: "ko",
    source: "https://www.example.com/a",
    publisher: "Example Agency",
  });
});

test("lines are those of the source, of text broken by hand too", () => {
  const { blocks } = readHtml("page.html", "<p>\n\na.example.com<br>\nb.example.com</p>\n<p>c</p>");
  expect(blocks.map(({ line }) => line)).toEqual([3, 4, 5]);
});

test.each([
  ["elements nested 100,000 deep", "<div>".repeat(100_000)],
  ["unclosed formatting", "<b><i>".repeat(100_000)],
])("a page is refused at once when it has %s", (_, text) => {
  const start = cpuNow();
  expect(() => readHtml("page.html", text)).toThrow(
    expect.objectContaining({ code: "DOCUMENT_LIMIT" }) as Error,
  );
  expect(cpuNow() - start).toBeLessThan(5000);
});

test.each([
  ["rows", "<table>" + "<tr><td>a</td><td>b</td></tr>".repeat(25_000)],
  ["breaks", `<p>${"one two three four five six seven<br>eight ".repeat(20_000)}`],
  ["links", `<p>${"<a href=http://example.com/>x y</a><br>".repeat(20_000)}`],
  ["spans", "<table>" + "<tr><td colspan=1000 rowspan=65000>x</td></tr>".repeat(10_000)],
  ["fostered texts", `<table>${"<br>x".repeat(20_000)}`],
])("a page of very many %s is read in bounded time", (_, text) => {
  const start = cpuNow();
  readHtml("page.html", text, { maxBlocks: 20_000 });
  expect(cpuNow() - start).toBeLessThan(5000);
});

test("a page with more rows than allowed is cut and says so", () => {
  const page = readHtml("page.html", "<table>" + "<tr><td>a</td><td>b</td></tr>".repeat(20), {
    maxBlocks: 5,
  });
  expect(outline(page)).toHaveLength(5);
  expect(page.diagnostics).toMatchObject([{ code: "DOCUMENT_CUT" }]);
});

test("readHtml throws nothing but its own error on arbitrary text", () => {
  const tag = fc.constantFrom(
    ..."<table> <tr> <td rowspan=3> </p> <p> <li> <sup> <a href=x> <pre> </table> <main> <article> <h1> <br> <form> <template> <svg> a 1".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(tag, fc.string())), (pieces) => {
      const page = attempt(() => readHtml("x", pieces.join("")));
      const blocks = page instanceof DocumentError ? [] : page.blocks;
      const outside = blocks.flatMap((block) =>
        "links" in block
          ? block.links.filter(
              ({ start, end }) => start < 0 || start >= end || end > block.text.length,
            )
          : [],
      );
      expect(outside).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
