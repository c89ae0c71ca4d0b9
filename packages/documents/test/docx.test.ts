import fc from "fast-check";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { DocumentError, readDocx } from "../src/index.ts";
import type { Document } from "../src/index.ts";
import { attempt, docxOf, paragraph } from "./office-sample.ts";

function outline({ blocks }: Document): string[] {
  return blocks.flatMap((block) =>
    block.kind === "table"
      ? block.rows.map(({ cells }) => `row: ${cells.map(({ text }) => text).join(" | ")}`)
      : [`${block.kind}${"depth" in block ? block.depth : ""}: ${block.text}`],
  );
}

const cell = (text: string, properties = ""): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`;

test.each([
  ["an outline level", paragraph("a", `<w:outlineLvl w:val="1"/>`), ["heading2: a"]],
  [
    "a list item",
    paragraph("a", `<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>`),
    ["list-item2: a"],
  ],
  [
    "no list item where numbering is off",
    paragraph("a", `<w:numPr><w:numId w:val="0"/></w:numPr>`),
    ["paragraph: a"],
  ],
  ["a bullet that was typed", paragraph("• a"), ["list-item1: a"]],
  [
    "inserted and not deleted text",
    `<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>`,
    ["paragraph: a"],
  ],
  [
    "no hidden text",
    `<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r></w:p>`,
    ["paragraph: a"],
  ],
  [
    "lines of code as one block",
    paragraph("a", "", `<w:rFonts w:ascii="Consolas"/>`) +
      paragraph("b", "", `<w:rFonts w:ascii="Courier New"/>`),
    ["code: a\nb"],
  ],
  [
    "one of two alternatives",
    `<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>a</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
    ["paragraph: a"],
  ],
  [
    "the text of a text box after its paragraph",
    `<w:p><w:r><w:t>a</w:t><w:drawing><x><w:txbxContent>${paragraph("b")}</w:txbxContent></x></w:drawing></w:r></w:p>`,
    ["paragraph: a", "paragraph: b"],
  ],
  [
    "a value without its soft hyphen",
    `<w:p><w:r><w:t>evil.exam</w:t><w:softHyphen/><w:t>ple.com</w:t></w:r></w:p>`,
    ["paragraph: evil.example.com"],
  ],
  [
    "merged cells",
    `<w:tbl><w:tr>${cell("h", `<w:gridSpan w:val="2"/>`)}${cell("i")}</w:tr><w:tr>${cell("a", `<w:vMerge w:val="restart"/>`)}${cell("b")}${cell("c")}</w:tr><w:tr>${cell("", "<w:vMerge/>")}${cell("d")}${cell("e")}</w:tr></w:tbl>`,
    ["row: h |  | i", "row: a | b | c", "row: a | d | e"],
  ],
  [
    "a table of one cell as its content",
    `<w:tbl><w:tr>${cell("a")}</w:tr></w:tbl>`,
    ["paragraph: a"],
  ],
])("a Word document gives %s", (_, body, expected) => {
  expect(outline(readDocx("a.docx", docxOf(body)))).toEqual(expected);
});

test("headings are told by the name of their style in any language", () => {
  const styles = `<w:styles><w:style w:styleId="u1"><w:name w:val="Überschrift 1"/></w:style>
    <w:style w:styleId="u2"><w:name w:val="mine"/><w:basedOn w:val="k2"/></w:style>
    <w:style w:styleId="k2"><w:name w:val="제목 2"/></w:style></w:styles>`;
  const body = paragraph("a", `<w:pStyle w:val="u1"/>`) + paragraph("b", `<w:pStyle w:val="u2"/>`);
  const rels = [`<Relationship Id="s" Type="x/styles" Target="styles.xml"/>`];
  expect(outline(readDocx("a.docx", docxOf(body, { "word/styles.xml": styles }, rels)))).toEqual([
    "heading1: a",
    "heading2: b",
  ]);
});

test("headings are told by larger letters when no style says them", () => {
  const text = paragraph("Plain words of the text that stand below.", "", `<w:sz w:val="22"/>`);
  const body =
    paragraph("Top", "", `<w:sz w:val="40"/>`) +
    text +
    paragraph("Next", "", `<w:sz w:val="28"/>`) +
    text;
  expect(
    outline(readDocx("a.docx", docxOf(body))).filter((line) => line.startsWith("heading")),
  ).toEqual(["heading1: Top", "heading2: Next"]);
});

test("links are read from relationships and from fields", () => {
  const rels = [
    `<Relationship Id="l" Type="x/hyperlink" Target="https://www.example.com/a" TargetMode="External"/>`,
  ];
  const field = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const body = `<w:p><w:hyperlink r:id="l"><w:r><w:t>a</w:t></w:r></w:hyperlink>${field("begin")}<w:r><w:instrText> HYPERLINK "https://www.example.net/b" </w:instrText></w:r>${field("separate")}<w:r><w:t>b</w:t></w:r>${field("end")}</w:p>`;
  expect(readDocx("a.docx", docxOf(body, {}, rels)).blocks).toMatchObject([
    {
      text: "ab",
      links: [
        { start: 0, end: 1, url: "https://www.example.com/a" },
        { start: 1, end: 2, url: "https://www.example.net/b" },
      ],
    },
  ]);
});

test("notes, headers and footers have their kinds; comments and macros are told of", () => {
  const document = readDocx(
    "a.docx",
    docxOf(
      paragraph("text"),
      {
        "word/footnotes.xml": `<w:footnotes><w:footnote w:type="separator">${paragraph("-")}</w:footnote><w:footnote>${paragraph("note")}</w:footnote></w:footnotes>`,
        "word/header1.xml": `<w:hdr>${paragraph("TLP:CLEAR")}</w:hdr>`,
        "word/footer1.xml": `<w:ftr>${paragraph("Page")}</w:ftr>`,
        "word/comments.xml": `<w:comments><w:comment>${paragraph("secret")}</w:comment></w:comments>`,
        "word/vbaProject.bin": "x",
        "docProps/core.xml": `<cp:coreProperties><dc:title>T</dc:title><dcterms:created>2024-07-25T01:02:03Z</dcterms:created></cp:coreProperties>`,
      },
      ["footnotes", "header", "footer", "comments"].map(
        (type) =>
          `<Relationship Id="${type}" Type="x/${type}" Target="${type}${type.endsWith("er") ? "1" : ""}.xml"/>`,
      ),
    ),
  );
  expect(outline(document)).toEqual([
    "page-header: TLP:CLEAR",
    "paragraph: text",
    "footnote: note",
    "page-footer: Page",
  ]);
  expect(document.properties).toEqual({ title: "T", created: "2024-07-25T01:02:03Z" });
  expect(document.diagnostics.map(({ code }) => code)).toEqual([
    "DOCUMENT_LEFT_OUT",
    "DOCUMENT_MACROS",
  ]);
  expect(document.diagnostics[0]?.message).toContain("1 comments");
});

test("a table drawn line by line is put together along its drawn borders", () => {
  const drawn = (texts: readonly string[], isLast: boolean): string =>
    `<w:tr>${texts.map((text, i) => cell(text, `<w:gridSpan w:val="5"/><w:tcBorders>${i === 0 ? `<w:right w:val="single"/>` : ""}${isLast ? `<w:bottom w:val="single"/>` : ""}</w:tcBorders>`)).join("")}</w:tr>`;
  const rows = [
    ["Technique", "Use"],
    true,
    ["Process", "It calls"],
    false,
    ["Injection [T1055]", "a function."],
    true,
  ] as const;
  const body = [0, 2, 4]
    .map((i) => drawn(rows[i] as readonly string[], rows[i + 1] as boolean))
    .join("");
  const table = `<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr>${body}</w:tbl>`;
  expect(outline(readDocx("a.docx", docxOf(table)))).toEqual([
    "row: Technique | Use",
    "row: Process Injection [T1055] | It calls a function.",
  ]);
});

test("what stands between pages of a turned document is left out and the sentence goes on", () => {
  const start = "A long sentence begins on this page and says what the intruders do and how they";
  const others = ["move", "go", "pass", "turn"];
  const page = (n: number): string =>
    paragraph(`Page ${n} of 9 | Product`) + paragraph("TLP:CLEAR");
  const body = [1, 2, 3, 4]
    .map(
      (n) =>
        paragraph(`${start} ${others[n - 1]}`) +
        page(n) +
        paragraph(`on to the host ${others[n - 1]}.`),
    )
    .join("");
  const lines = outline(readDocx("a.docx", docxOf(body)));
  expect(lines[0]).toBe(`paragraph: ${start} move on to the host move.`);
  expect(lines.some((line) => line.includes("Page"))).toBe(false);
});

test("values beside the numbers of pages stay", () => {
  const body = [1, 2, 3, 4, 5]
    .map((n) => paragraph(`192.0.2.${n}`) + paragraph(`Page ${n}`))
    .join("");
  expect(outline(readDocx("a.docx", docxOf(body)))).toEqual(
    [1, 2, 3, 4, 5].map((n) => `paragraph: 192.0.2.${n}`),
  );
});

test("entities of a document type are not expanded", () => {
  const bytes = docxOf(paragraph("x"), {
    "word/document.xml": `<!DOCTYPE w [<!ENTITY a "${"lol".repeat(100)}"><!ENTITY b "&a;&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>a&b;c</w:t></w:r></w:p></w:body></w:document>`,
  });
  expect(outline(readDocx("a.docx", bytes))).toEqual(["paragraph: a&b;c"]);
});

test.each([
  ["no main part", zipSync({ "[Content_Types].xml": new Uint8Array(1) }), "DOCUMENT_DAMAGED"],
  ["elements nested 100,000 deep", docxOf("<w:sdt>".repeat(100_000)), "DOCUMENT_LIMIT"],
])("a Word document is refused when it has %s", (_, bytes, code) => {
  expect(() => readDocx("a.docx", bytes)).toThrow(expect.objectContaining({ code }) as Error);
});

test("readDocx throws nothing but its own error on bytes changed at random", () => {
  const whole = docxOf(
    paragraph("a", `<w:outlineLvl w:val="1"/>`) +
      `<w:tbl><w:tr>${cell("b")}${cell("c")}</w:tr></w:tbl>`,
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.nat(whole.length),
      (changes, cut) => {
        const bytes = whole.slice(0, changes.length % 2 === 0 ? whole.length : cut);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const read = attempt(() => readDocx("a.docx", bytes));
        expect(read instanceof DocumentError ? "docx" : read.format).toBe("docx");
      },
    ),
    { numRuns: 200 },
  );
});
