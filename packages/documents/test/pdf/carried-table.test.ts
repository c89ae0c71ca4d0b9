import { expect, test } from "vitest";
import { readPdf } from "../../src/index.ts";
import type { Document } from "../../src/index.ts";
import { stack, writePdf } from "./write-pdf.ts";
import type { TestPage, TestText } from "./write-pdf.ts";

const DIGESTS = [
  "3e25960a79dbc69b674cd4ec67a72c62b1a4c1c5d3d7ff1a0a3d0f6e9bd1c7a4",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
  "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
] as const;

function row(name: string, value: readonly string[], note: string, y: number): TestText[] {
  return [{ text: name, x: 76, y }, ...stack(value, { x: 170, y }), { text: note, x: 400, y }];
}

function halves(digest: string): string[] {
  return [digest.slice(0, 32), digest.slice(32)];
}

function grid(edges: readonly number[]): NonNullable<TestPage["lines"]> {
  const [top = 0, bottom = 0] = [edges[0], edges.at(-1)];
  return [
    ...edges.map((y) => [70, y, 540, y] as const),
    ...[70, 164, 394, 540].map((x) => [x, top, x, bottom] as const),
  ];
}

const FIRST: readonly TestText[] = [
  { text: "File", x: 76, y: 112, font: "bold" },
  { text: "SHA-256", x: 170, y: 112, font: "bold" },
  { text: "Note", x: 400, y: 112, font: "bold" },
  ...row("a.exe", halves(DIGESTS[0]), "loader", 132),
  ...row("b.exe", halves(DIGESTS[1]), "backdoor", 162),
];
const SECOND = row("c.exe", halves(DIGESTS[2]), "implant", 80);
const THIRD = row("d.exe", halves(DIGESTS[3]), "dropper", 110);
const PROSE = stack(
  ["Defenders look for archives in folders of web", "servers that no one knows."],
  {
    x: 72,
    y: 180,
  },
);
const WHOLE = [
  ["File", "SHA-256", "Note"],
  ["a.exe", DIGESTS[0], "loader"],
  ["b.exe", DIGESTS[1], "backdoor"],
  ["c.exe", DIGESTS[2], "implant"],
  ["d.exe", DIGESTS[3], "dropper"],
];

async function read(...pages: readonly TestPage[]): Promise<Document> {
  return readPdf("case.pdf", writePdf({ pages }));
}

function tablesOf({ blocks }: Document): string[][][] {
  return blocks.flatMap((block) =>
    block.kind === "table" ? [block.rows.map(({ cells }) => cells.map(({ text }) => text))] : [],
  );
}

const NOTE = { text: "1 https://blog.example.com/quiet-heron", x: 72, y: 733 };
const CASES: readonly (readonly [name: string, pages: readonly TestPage[], rows: number])[] = [
  ["two rows without lines", [{ texts: FIRST }, { texts: [...SECOND, ...THIRD] }], 5],
  ["one row without lines", [{ texts: FIRST }, { texts: SECOND }], 4],
  ["rows above prose", [{ texts: FIRST }, { texts: [...SECOND, ...THIRD, ...PROSE] }], 5],
  ["rows behind a note", [{ texts: [...FIRST, NOTE] }, { texts: [...SECOND, ...THIRD] }], 5],
  [
    "one drawn row",
    [
      { texts: FIRST, lines: grid([100, 120, 150, 180]) },
      { texts: SECOND, lines: grid([68, 98]) },
    ],
    4,
  ],
  [
    "drawn rows behind a note as large as the text",
    [
      { texts: [...FIRST, NOTE], lines: grid([100, 120, 150, 180]) },
      { texts: [...SECOND, ...THIRD], lines: grid([68, 98, 128]) },
    ],
    5,
  ],
];

test.each(CASES)("a table goes on over a page without its header: %s", async (_, pages, rows) => {
  expect(tablesOf(await read(...pages))).toEqual([WHOLE.slice(0, rows)]);
});

test("prose at the top of the next page carries no table on", async () => {
  const document = await read(
    { texts: FIRST },
    { texts: stack(["Quiet Heron was seen again.", "It is the same group."], { x: 76, y: 80 }) },
  );
  expect(tablesOf(document)).toEqual([WHOLE.slice(0, 3)]);
});

test("a numbered link at the foot of a page is a footnote", async () => {
  const { blocks } = await read({ texts: [...FIRST, NOTE] }, { texts: PROSE });
  expect(blocks.map(({ kind }) => kind)).toEqual(["table", "footnote", "paragraph"]);
});

test("many numbered links as large as the text are no footnotes", async () => {
  const links = Array.from({ length: 5 }, (_, i) => `${i + 1} https://evil.example/${i}`);
  const { blocks } = await read({ texts: [...PROSE, ...stack(links, { x: 72, y: 300 })] });
  expect(blocks.some(({ kind }) => kind === "footnote")).toBe(false);
});

test.each([
  [["evil[.]exam", "ple/a/gate.php"], "evil[.]example/a/gate.php"],
  [["hxxps://evil[.]exam", "ple/a/gate.php"], "hxxps://evil[.]example/a/gate.php"],
  [["evil[.]com", "ok/not ok"], "evil[.]com ok/not ok"],
  [["evil[.]com", "loader"], "evil[.]com loader"],
])("a cell joins the lines %j", async (lines, expected) => {
  const texts = [...FIRST, ...row("c.exe", lines, "implant", 192)];
  expect(tablesOf(await read({ texts }))[0]?.[3]?.[1]).toBe(expected);
});

test("a text that is alike on every page is text where no page has another", async () => {
  const page = { texts: [{ text: "Quiet Heron uses evil.example", x: 72, y: 60 }] };
  const { blocks } = await read(page, page, page);
  expect(blocks.map(({ kind }) => kind)).toEqual(["paragraph", "paragraph", "paragraph"]);
});
