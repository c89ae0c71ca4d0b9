import { expect, test } from "vitest";
import { readPdf } from "../../src/index.ts";
import type { Block, Document, TableBlock } from "../../src/index.ts";
import { showText, stack, writePdf } from "./write-pdf.ts";
import type { TestPage, TestText } from "./write-pdf.ts";

const SHA256 = "3e25960a79dbc69b674cd4ec67a72c62b1a4c1c5d3d7ff1a0a3d0f6e9bd1c7a4";
const MD5 = "9e107d9d372bb6826bd81d3542a419d6";

async function read(...pages: readonly TestPage[]): Promise<Document> {
  return readPdf("case.pdf", writePdf({ pages }));
}

function text(texts: readonly TestText[]): TestPage {
  return { texts };
}

function textsOf(document: Document): string[] {
  return document.blocks.map((block) =>
    block.kind === "table"
      ? cellsOf(block)
          .map((row) => row.join(" | "))
          .join("\n")
      : `${block.kind}: ${block.text}`,
  );
}

function cellsOf(table: TableBlock): string[][] {
  return table.rows.map(({ cells }) => cells.map((cell) => cell.text));
}

function tableOf(document: Document): string[][] {
  const table = document.blocks.find((block): block is TableBlock => block.kind === "table");
  return table === undefined ? [] : cellsOf(table);
}

const LEFT = [
  "The actors gain access through servers that",
  "face the internet and move on with tools that",
  "every system has. They take what they find in",
  "shares and send it out in parts over days.",
];
const RIGHT = [
  "Defenders look for archives in folders of web",
  "servers, for accounts that were made at night",
  "and for traffic to hosts that no one knows in",
  "the office. They keep logs for a whole year.",
];

test("two columns are read one after the other when a title runs across them", async () => {
  const document = await read(
    text([
      { text: "A warning of two columns", x: 72, y: 60, size: 20, font: "bold" },
      ...stack(LEFT, { x: 72, y: 100 }),
      ...stack(RIGHT, { x: 320, y: 100 }),
    ]),
  );
  expect(textsOf(document)).toEqual([
    "heading: A warning of two columns",
    `paragraph: ${LEFT.join(" ")}`,
    `paragraph: ${RIGHT.join(" ")}`,
  ]);
});

test.each([
  ["a word of prose", ["the actors exfil-", "trated plans of the plant"], "exfiltrated plans"],
  ["a compound", ["a tool that is multi-", "stage and quiet"], "multi-stage and"],
  ["a vulnerability", ["they exploit CVE-2021-", "44228 on servers"], "CVE-2021-44228 on"],
  [
    "a path",
    ["it is copied to C:\\Windows\\", "System32\\drop.exe by"],
    "C:\\Windows\\System32\\drop.exe by",
  ],
  ["a defanged host", ["it calls evil.example[.]", "com every hour"], "evil.example[.]com every"],
  ["an address", ["it calls 198.51.", "100.7 every hour"], "198.51.100.7 every"],
  [
    "a digest",
    [`the file ${SHA256.slice(0, 40)}`, `${SHA256.slice(40)} is new`],
    `${SHA256} is new`,
  ],
  [
    "a URL",
    ["see hxxps://evil.example/drop/", "stage_2.bin?id=7 for it"],
    "hxxps://evil.example/drop/stage_2.bin?id=7 for",
  ],
  ["a sentence", ["they wait for", "the night"], "wait for the night"],
])("a line's end inside %s is mended by what it is", async (_, lines, expected) => {
  const document = await read(text(stack(lines, { x: 72, y: 100 })));
  expect(textsOf(document).join("\n")).toContain(expected);
});

test("two digests below each other stay two when each is whole", async () => {
  const other = MD5.split("").toReversed().join("");
  const document = await read(
    text(stack([`the files ${MD5}`, `${other} are new`], { x: 72, y: 100 })),
  );
  expect(textsOf(document).join(" ")).toContain(`${MD5} ${other} are new`);
});

const ROWS: TestText[] = [
  { text: "Name", x: 72, y: 100, font: "bold" },
  { text: "SHA-256", x: 200, y: 100, font: "bold" },
  { text: "Note", x: 440, y: 100, font: "bold" },
  { text: "one.exe", x: 72, y: 130 },
  { text: SHA256.slice(0, 40), x: 200, y: 124, font: "mono", size: 9 },
  { text: SHA256.slice(40), x: 200, y: 136, font: "mono", size: 9 },
  { text: "dropper", x: 440, y: 130 },
  { text: "two.dll", x: 72, y: 166 },
  { text: "--", x: 200, y: 166 },
  { text: "loader", x: 440, y: 166 },
];
const CELLS = [
  ["Name", "SHA-256", "Note"],
  ["one.exe", SHA256, "dropper"],
  ["two.dll", "--", "loader"],
];

test("a ruled table keeps its rows and a digest over two lines of a cell is whole", async () => {
  const [x, y] = [
    [66, 190, 430, 520],
    [85, 110, 150, 180],
  ];
  const lines = [
    ...y.map((at) => [66, at, 520, at] as const),
    ...x.map((at) => [at, 85, at, 180] as const),
  ];
  const document = await read({ texts: ROWS, lines });
  expect(tableOf(document)).toEqual(CELLS);
  expect(document.blocks).toHaveLength(1);
  expect((document.blocks[0] as TableBlock).rows[0]?.cells.every(({ isHeader }) => isHeader)).toBe(
    true,
  );
});

test("a table without lines keeps its rows when its cells stand below each other", async () => {
  const rows = ["198.51.100.7", "198.51.100.8", "203.0.113.9"].flatMap((address, i): TestText[] => [
    { text: address, x: 72, y: 140 + i * 16 },
    { text: `host${i}.example.com`, x: 220, y: 140 + i * 16 },
    { text: i === 1 ? "--" : "2022-06", x: 400, y: 140 + i * 16 },
  ]);
  const document = await read(
    text([
      { text: "These hosts were used by the actors in the last year:", x: 72, y: 100 },
      ...rows,
    ]),
  );
  expect(tableOf(document)).toEqual([
    ["198.51.100.7", "host0.example.com", "2022-06"],
    ["198.51.100.8", "host1.example.com", "--"],
    ["203.0.113.9", "host2.example.com", "2022-06"],
  ]);
  expect(document.blocks[0]).toMatchObject({ kind: "paragraph", page: 1 });
});

function ruledPage(rows: readonly (readonly string[])[]): TestPage {
  const bottom = 100 + rows.length * 20;
  return {
    texts: rows.flatMap((row, i) =>
      row.map((cell, j): TestText => ({
        text: cell,
        x: 76 + j * 200,
        y: 114 + i * 20,
        font: i === 0 ? "bold" : "regular",
      })),
    ),
    lines: [
      ...Array.from(
        { length: rows.length + 1 },
        (_, i) => [72, 100 + i * 20, 472, 100 + i * 20] as const,
      ),
      ...[72, 272, 472].map((x) => [x, 100, x, bottom] as const),
    ],
  };
}

test("a table that runs over pages is one and its repeated header stands once", async () => {
  const header = ["Indicator", "Type"];
  const document = await read(
    ruledPage([header, ["a.example.com", "domain"]]),
    ruledPage([header, ["b.example.com", "domain"]]),
  );
  expect(tableOf(document)).toEqual([
    header,
    ["a.example.com", "domain"],
    ["b.example.com", "domain"],
  ]);
  const [table] = document.blocks as TableBlock[];
  expect(table?.rows.map(({ page }) => page)).toEqual([1, 1, 2]);
});

test("structure tags win over geometry when the page has them", async () => {
  const mark = (role: string, id: number, shown: TestText): string =>
    `/${role} << /MCID ${id} >> BDC ${showText(shown)} EMC`;
  const content = [
    // Cells centre vertically, so that no baseline has two of them; and the text is drawn out of order.
    mark("P", 5, { text: "Below the table.", x: 72, y: 300 }),
    mark("TH", 0, { text: "Technique", x: 72, y: 104 }),
    mark("TH", 1, { text: "Use", x: 240, y: 100 }),
    mark("TD", 2, { text: "T1059", x: 72, y: 137 }),
    mark("TD", 3, { text: "runs commands", x: 240, y: 130 }),
    mark("TD", 4, { text: "of a shell", x: 240, y: 144 }),
  ].join("\n");
  const cell = (role: string, ...children: number[]) => ({ role, children });
  const tags = {
    role: "Document",
    children: [
      {
        role: "Table",
        children: [
          { role: "TR", children: [cell("TH", 0), cell("TH", 1)] },
          { role: "TR", children: [cell("TD", 2), cell("TD", 3, 4)] },
        ],
      },
      cell("H2", 5),
    ],
  };
  const document = await readPdf("tagged.pdf", writePdf({ pages: [{ content }], tags }));
  expect(tableOf(document)).toEqual([
    ["Technique", "Use"],
    ["T1059", "runs commands of a shell"],
  ]);
  expect(document.blocks.at(-1)).toMatchObject({
    kind: "heading",
    depth: 2,
    text: "Below the table.",
  });
  expect((document.blocks[0] as TableBlock).rows[0]?.cells[0]?.isHeader).toBe(true);
});

test("what stands on every page is a header or a footer and no part of the text", async () => {
  const page = (number: number): TestPage =>
    text([
      { text: "TLP:CLEAR", x: 72, y: 30 },
      {
        text: number === 1 ? "The actors wait until the" : "next night before they go on.",
        x: 72,
        y: 200,
      },
      { text: `Page ${number} of 3`, x: 280, y: 770 },
    ]);
  const document = await read(
    page(1),
    page(2),
    text([
      { text: "TLP:CLEAR", x: 72, y: 30 },
      { text: "End.", x: 72, y: 200 },
      { text: "Page 3 of 3", x: 280, y: 770 },
    ]),
  );
  const kinds = document.blocks.map(({ kind, page: at }) => `${kind} ${at}`);
  expect(kinds).toEqual([
    "page-header 1",
    "paragraph 1",
    "page-footer 1",
    "page-header 2",
    "page-footer 2",
    "page-header 3",
    "paragraph 3",
    "page-footer 3",
  ]);
  expect((document.blocks[1] as { text: string }).text).toBe(
    "The actors wait until the next night before they go on.",
  );
});

test("a raised note mark is taken off the value it is glued to", async () => {
  const width = MD5.split("").reduce(
    (sum, c) => sum + (c === "f" ? 2.78 : c === "c" ? 5 : 5.56),
    0,
  );
  const document = await read(
    text([
      { text: MD5, x: 72, y: 100 },
      { text: "12", x: 72 + width, y: 96, size: 6 },
      { text: "12 Seen once.", x: 72, y: 700, size: 8 },
    ]),
  );
  const all = textsOf(document);
  expect(all[0]).toBe(`paragraph: ${MD5}`);
  expect(all[1]).toContain("Seen once.");
});

test("a URL that a line's end cuts is whole when its link says so", async () => {
  const url = "https://www.example.com/reports/advisory";
  const document = await read({
    texts: stack(
      [
        "For the list of the agency see https://www.example.com/reports/ad",
        "visory and the annex.",
      ],
      { x: 72, y: 100 },
    ),
    links: [
      { url, area: [207, 90, 420, 103] },
      { url, area: [72, 103, 99, 115] },
    ],
  });
  const [block] = document.blocks as (Block & { text: string; links: unknown[] })[];
  expect(block?.text).toBe(`For the list of the agency see ${url} and the annex.`);
  expect(block?.links).toEqual([{ start: 31, end: 31 + url.length, url }]);
});

test("code keeps its lines and a quotation that the page cut is whole", async () => {
  const rule = [
    "rule Example {",
    "    meta:",
    '        description = "finds samples that were seen in the last',
    'year"',
    "    strings:",
    '        $a = "MZ"',
    "    condition:",
    "        $a",
    "}",
  ];
  const texts = rule.map((line, i): TestText => ({
    text: line.trimStart(),
    x: 72 + (line.length - line.trimStart().length) * 6,
    y: 100 + i * 12,
    font: "mono",
  }));
  const document = await read(text([{ text: "This rule finds it:", x: 72, y: 70 }, ...texts]));
  const [, code] = document.blocks as (Block & { text: string })[];
  expect(code?.kind).toBe("code");
  expect(code?.text.split("\n")).toEqual([
    ...rule.slice(0, 2),
    '        description = "finds samples that were seen in the last year"',
    ...rule.slice(4),
  ]);
});

test("items of a list lose their bullets and lines of one item are one", async () => {
  const document = await read(
    text([
      { text: "Apply these steps:", x: 72, y: 80 },
      { text: "\u0095", x: 80, y: 100 },
      {
        text: "Patch the servers that face the internet and those that stand right",
        x: 94,
        y: 100,
      },
      { text: "behind them.", x: 94, y: 112 },
      { text: "\u0095", x: 80, y: 124 },
      { text: "Keep logs.", x: 94, y: 124 },
    ]),
  );
  expect(textsOf(document)).toEqual([
    "paragraph: Apply these steps:",
    "list-item: Patch the servers that face the internet and those that stand right behind them.",
    "list-item: Keep logs.",
  ]);
});

test("text that nobody sees is left out and told", async () => {
  const document = await read(
    text([
      { text: "Seen by all.", x: 72, y: 100 },
      { text: "Hidden off the page.", x: 2000, y: 100 },
      { text: "Too small.", x: 72, y: 120, size: 0.1 },
    ]),
  );
  expect(textsOf(document)).toEqual(["paragraph: Seen by all."]);
  expect(document.diagnostics.map(({ code }) => code)).toEqual(["DOCUMENT_LEFT_OUT"]);
});

test("a turned page is read as it is shown", async () => {
  const content =
    "BT /F1 10 Tf 0 1 -1 0 300 100 Tm (Along the margin.) Tj ET " +
    showText({ text: "Upright.", x: 72, y: 100 });
  expect(textsOf(await read({ content }))).toEqual([
    "paragraph: Upright.",
    "paragraph: Along the margin.",
  ]);
});

test("properties and embedded files are given when the document has them", async () => {
  const bytes = writePdf({
    pages: [text([{ text: "Cover.", x: 72, y: 100 }])],
    info: { Title: "Example warning", CreationDate: "D:20240725140000+02'00'" },
    files: [{ name: "iocs.csv", content: "type,value\nipv4,198.51.100.7" }],
  });
  const document = await readPdf("cover.pdf", bytes);
  expect(document.properties).toMatchObject({
    title: "Example warning",
    created: "2024-07-25T12:00:00Z",
  });
  expect(document.parts.map(({ name }) => name)).toEqual(["iocs.csv"]);
  expect(new TextDecoder().decode(document.parts[0]?.bytes)).toContain("198.51.100.7");
});

test("pages without text are named when others have some", async () => {
  const document = await read(text([]), text([{ text: "Text.", x: 72, y: 100 }]), text([]));
  expect(document.pages).toEqual({ count: 3, withoutText: [1, 3] });
});

test("the same bytes give the same document, and the bytes given stay as they were", async () => {
  const bytes = writePdf({ pages: [{ texts: ROWS }] });
  const before = bytes.slice();
  const first = await readPdf("case.pdf", Buffer.from(bytes));
  expect(await readPdf("case.pdf", bytes)).toEqual(first);
  expect(bytes).toEqual(before);
});

test("letters that a font names as signs are read from the words they stand in", async () => {
  const digest = `${MD5.slice(0, 14)}ff${MD5.slice(16)}`;
  const document = await read(
    text([
      {
        text: "The a!ackers wrote di$erent #les in A$airs, and paid 100$ for share$ and C# on Windows!",
        x: 72,
        y: 100,
      },
      { text: digest.replace("ff", "$"), x: 72, y: 130 },
      { text: "$gtqwr = 7; a!b", x: 72, y: 160, font: "mono" },
    ]),
  );
  expect(textsOf(document)).toEqual([
    "paragraph: The attackers wrote different files in Affairs, and paid 100$ for share$ and C# on Windows!",
    `paragraph: ${digest}`,
    "code: $gtqwr = 7; a!b",
  ]);
  expect(document.diagnostics).toMatchObject([{ code: "DOCUMENT_LETTERS_INFERRED" }]);
});
