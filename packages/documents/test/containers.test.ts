import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { readEmail } from "../src/email/read-email.ts";
import {
  DocumentError,
  findDelimiter,
  readArchive,
  readCsv,
  readXlsx,
  zipKind,
} from "../src/index.ts";
import type { Document } from "../src/index.ts";
import { attempt, docxOf, patchDirectory, xlsxOf } from "./office-sample.ts";

function rowsOf({ blocks }: Document): unknown[] {
  return blocks.flatMap((block) =>
    block.kind === "table"
      ? block.rows.map(({ line, cells }) => [line, ...cells.map(({ text }) => text)])
      : [],
  );
}

test.each([
  [
    "commas and quotes",
    `a,"b,""c"""\r\n1,2\r\n`,
    [
      [1, "a", 'b,"c"'],
      [2, "1", "2"],
    ],
  ],
  [
    "semicolons",
    "MD5;SHA1\n1;2\n3;4",
    [
      [1, "MD5", "SHA1"],
      [2, "1", "2"],
      [3, "3", "4"],
    ],
  ],
  [
    "tabs",
    "a\tb\n1\t2",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
  ],
  [
    "bars",
    "a|b\n1|2",
    [
      [1, "a", "b"],
      [2, "1", "2"],
    ],
  ],
  [
    "a line that names the mark",
    "sep=;\na;b\n1;2,5",
    [
      [2, "a", "b"],
      [3, "1", "2,5"],
    ],
  ],
  [
    "breaks inside quotes",
    `a,b\n"x\ny",2\n3,4`,
    [
      [1, "a", "b"],
      [2, "x\ny", "2"],
      [4, "3", "4"],
    ],
  ],
  [
    "a header in a comment",
    `# made by x\n# "value","type"\n1,2\n3,4`,
    [
      [2, "value", "type"],
      [3, "1", "2"],
      [4, "3", "4"],
    ],
  ],
  [
    "one value a line",
    "192.0.2.1\n192.0.2.2",
    [
      [1, "192.0.2.1"],
      [2, "192.0.2.2"],
    ],
  ],
])("a text of rows with %s gives its fields and lines", (_, text, expected) => {
  expect(rowsOf(readCsv("a.csv", text))).toEqual(expected);
});

test("a quote that does not close is taken as it stands, and told", () => {
  const document = readCsv("a.csv", `a,b\n"1,2\n3,4`);
  expect(rowsOf(document)).toEqual([
    [1, "a", "b"],
    [2, '"1', "2"],
    [3, "3", "4"],
  ]);
  expect(document.diagnostics).toMatchObject([{ code: "DOCUMENT_CSV_FORM" }]);
});

test("a million rows are cut at the bound within five seconds", () => {
  const text = "a,b\n" + "192.0.2.1,x\n".repeat(1_000_000);
  const start = cpuNow();
  const document = readCsv("a.csv", text, { maxBlocks: 100_000 });
  expect(cpuNow() - start).toBeLessThan(5000);
  expect(rowsOf(document)).toHaveLength(100_000);
  expect(document.diagnostics).toMatchObject([{ code: "DOCUMENT_CUT" }]);
});

test("rows written with any mark are read back as they were", () => {
  const field = fc.stringMatching(/^[a-z0-9 .:"\n,;]{0,12}$/).map((text) => text.trim());
  const mark = fc.constantFrom(",", ";", "\t");
  fc.assert(
    fc.property(
      mark,
      fc.array(fc.tuple(field, field, field), { minLength: 3, maxLength: 8 }),
      (by, rows) => {
        const full = rows.map((row) => ["id", ...row]);
        const text = full
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(by))
          .join("\n");
        if (findDelimiter(text) !== by) return;
        expect(rowsOf(readCsv("a.csv", text)).map((row) => (row as unknown[]).slice(1))).toEqual(
          full,
        );
      },
    ),
  );
});

test("a workbook gives its sheets with shared and inline strings, dates and gaps", () => {
  const data = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>b</t></is></c></row><row r="4"><c r="A4" s="1"><v>45498</v></c><c r="B4"><v>7</v></c></row>`;
  const styles = `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>`;
  const document = readXlsx(
    "a.xlsx",
    xlsxOf(
      [
        ["IOC", "visible", data],
        ["old", "hidden", data],
      ],
      ["a"],
      styles,
    ),
  );
  expect(rowsOf(document)).toEqual([
    [2, "a", "", "b"],
    [4, "2024-07-25", "7"],
  ]);
  expect(document.blocks).toMatchObject([{ kind: "table", name: "IOC" }]);
  expect(document.diagnostics[0]?.message).toContain("hidden sheets old");
});

test("a workbook that declares a sheet of a gigabyte is refused before it is expanded", () => {
  const bytes = patchDirectory(xlsxOf([["a", "visible", "<row/>"]]), 24, 1_000_000_000, 4);
  expect(() => readXlsx("a.xlsx", bytes)).toThrow(
    expect.objectContaining({ code: "DOCUMENT_LIMIT" }) as Error,
  );
});

test("an archive gives its files and passes over folders and litter", () => {
  const bytes = zipSync({
    "a/b.txt": strToU8("x"),
    "__MACOSX/a": strToU8("y"),
    "c/": new Uint8Array(),
  });
  const { parts } = readArchive("a.zip", bytes);
  expect(
    parts.map(({ name, bytes: content }) => [name, new TextDecoder().decode(content)]),
  ).toEqual([["a/b.txt", "x"]]);
});

const BOMB = zipSync({ "a.txt": new Uint8Array(4_000_000) }, { level: 9 });

test.each([
  ["encrypted", patchDirectory(zipSync({ "a.txt": strToU8("x") }), 8, 1, 2), "DOCUMENT_ENCRYPTED"],
  ["cut off", zipSync({ "a.txt": strToU8("x") }).slice(0, 30), "DOCUMENT_DAMAGED"],
  ["larger than allowed", BOMB, "DOCUMENT_LIMIT"],
  ["larger than it declares", patchDirectory(BOMB, 24, 1000, 4), "DOCUMENT_LIMIT"],
])("an archive is refused when it is %s", (_, bytes, code) => {
  expect(() => readArchive("a.zip", bytes, { maxExpandedBytes: 1_000_000 })).toThrow(
    expect.objectContaining({ code }) as Error,
  );
});

test("an archive tells of a file that cannot be taken and gives the others", () => {
  const bytes = zipSync({ "a.txt": strToU8("x"), "b.txt": new Uint8Array(2_000_000) });
  const { parts, diagnostics } = readArchive("a.zip", bytes, { maxExpandedBytes: 1_000_000 });
  expect(parts.map(({ name }) => name)).toEqual(["a.txt"]);
  expect(diagnostics).toMatchObject([
    { code: "DOCUMENT_PART_UNREAD", place: { file: "a.zip/b.txt" } },
  ]);
});

test.each([
  ["docx", docxOf("")],
  ["xlsx", xlsxOf([])],
  ["archive", zipSync({ "a.txt": strToU8("x") })],
  [
    "open-document",
    zipSync({ mimetype: [strToU8("application/vnd.oasis.opendocument.text"), { level: 0 }] }),
  ],
  [
    "other-office",
    zipSync({ "[Content_Types].xml": strToU8(""), "ppt/presentation.xml": strToU8("") }),
  ],
  [undefined, strToU8("PK is no archive")],
])("zipKind tells %s by the directory", (kind, bytes) => {
  expect(zipKind(bytes)).toBe(kind);
});

test("readArchive throws nothing but its own error on bytes changed at random", () => {
  const whole = zipSync({ "a.txt": strToU8("hello hello hello"), "b.txt": strToU8("x") });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const read = attempt(() => readArchive("a.zip", bytes, { maxExpandedBytes: 10_000_000 }));
        expect(read instanceof DocumentError ? "archive" : read.format).toBe("archive");
      },
    ),
    { numRuns: 300 },
  );
});

const HEAD =
  "From: Desk <desk@example.com>\r\nSubject: =?utf-8?q?Warning_=C3=BC?=\r\nDate: Thu, 25 Jul 2024 10:00:00 +0200\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n";

test("a message gives its head, its text line by line and its attachments", async () => {
  const mail = `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nC2 servers:\r\n\r\n192.0.2.1\r\n--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\nx,y\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=l.png\r\n\r\nx\r\n--b--\r\n`;
  const document = await readEmail("a.eml", strToU8(mail));
  expect(document.properties).toEqual({
    title: "Warning ü",
    author: "Desk <desk@example.com>",
    created: "2024-07-25T08:00:00Z",
    source: "<1@example.com>",
  });
  expect(document.blocks.map((block) => ("text" in block ? [block.line, block.text] : []))).toEqual(
    [
      [1, "C2 servers:"],
      [3, "192.0.2.1"],
    ],
  );
  expect(document.parts.map(({ name }) => name)).toEqual(["a.csv"]);
  expect(document.diagnostics).toMatchObject([{ code: "DOCUMENT_LEFT_OUT" }]);
});

test("a message takes the richer of two forms of its body", async () => {
  const both = (html: string): string =>
    `${HEAD}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the page.\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b--\r\n`;
  const rich = await readEmail("a.eml", strToU8(both("<h1>Title</h1><p>Some words here.</p>")));
  expect(rich.blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph"]);
  const poor = await readEmail("a.eml", strToU8(both("<p>x</p>")));
  expect(poor.blocks).toMatchObject([{ kind: "paragraph", text: "See the page." }]);
});

test("a page saved as one file is read as the page", async () => {
  const page = `From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.com/a\r\nSubject: T\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<h1>T</h1>\r\n--b\r\nContent-Type: text/css\r\n\r\na{}\r\n--b--\r\n`;
  const document = await readEmail("a.mht", strToU8(page));
  expect(document).toMatchObject({
    format: "html",
    properties: { source: "https://www.example.com/a" },
    parts: [],
  });
});

test.each([
  [
    "encrypted",
    `${HEAD}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nx`,
    "DOCUMENT_ENCRYPTED",
  ],
  [
    "nested without end",
    `${HEAD}Content-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: 500 }, (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`).join("")}`,
    "DOCUMENT_LIMIT",
  ],
])("a message is refused when it is %s", async (_, text, code) => {
  await expect(readEmail("a.eml", strToU8(text))).rejects.toMatchObject({ code });
});

test("an archive tells the files beyond its expansion once with their number", () => {
  const text = strToU8("a".repeat(100));
  const files = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}.txt`, text]));
  const { parts, diagnostics } = readArchive("a.zip", zipSync(files), { maxExpandedBytes: 250 });
  expect(parts).toHaveLength(2);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringMatching(/got 7 that pass it: f2\.txt, .* and 2 more/),
  ]);
});
