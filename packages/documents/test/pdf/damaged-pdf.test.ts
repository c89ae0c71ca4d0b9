import { setImmediate, setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { zlibSync } from "fflate";
import { expect, test, vi } from "vitest";
import { cpuNow } from "../../../../tools/testkit/src/index.ts";
import { DocumentError, isPdf, readPdf } from "../../src/index.ts";
import { readPdfWithin } from "../../src/pdf/read-pdf.ts";
import { writeFile, writePdf } from "./write-pdf.ts";

const PLAIN = writePdf({
  pages: [1, 2, 3].map((page) => ({ texts: [{ text: `Text of page ${page}.`, x: 72, y: 100 }] })),
});

const RICH = writePdf({
  pages: [1, 2, 3].map((page) => ({
    texts: [{ text: `Text of page ${page}.`, x: 72, y: 100 }],
    links: [{ url: "http://host.example.com", area: [70, 90, 90, 100] }],
  })),
  files: [{ name: "a.txt", content: "text" }],
  info: { Title: "Example" },
});

function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await readPdf("bad.pdf", bytes);
    return "read";
  } catch (error) {
    if (error instanceof DocumentError) return error.code;
    throw error;
  }
}

const PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>";

test.each([
  ["a PDF as it should be", PLAIN, true],
  ["junk before the head", new Uint8Array([...toBytes("Received: by mail\n\n"), ...PLAIN]), true],
  ["a head behind 1,024 bytes", new Uint8Array([...new Uint8Array(1024), ...PLAIN]), false],
  ["a text about PDF", toBytes("PDF files are read"), false],
  ["nothing", new Uint8Array(), false],
])("a PDF is recognised by its first bytes: %s", (_, bytes, expected) => {
  expect(isPdf(bytes)).toBe(expected);
});

test("junk before the head is no part of the PDF when it is read", async () => {
  const junk = toBytes("MIME-Version: 1.0\r\nX-Junk: yes\r\n\r\n");
  const document = await readPdf("junk.pdf", new Uint8Array([...junk, ...PLAIN]));
  expect(document.blocks.map((block) => "text" in block && block.text)).toEqual([
    "Text of page 1.",
    "Text of page 2.",
    "Text of page 3.",
  ]);
});

test("an encrypted PDF is refused as encrypted when it asks for a password", async () => {
  const key = "A".repeat(32);
  const trailer = ` /ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter /Standard /V 1 /R 2 /O (${key}) /U (${key}) /P -44 >>`;
  const bytes = writePdf({ pages: [{ texts: [{ text: "Secret.", x: 72, y: 100 }] }], trailer });
  await expect(readPdf("locked.pdf", bytes)).rejects.toMatchObject({
    code: "DOCUMENT_ENCRYPTED",
    message: expect.stringContaining("locked.pdf") as unknown,
  });
});

test.each([
  ["only its head", toBytes("%PDF-1.7\n")],
  ["garbage behind its head", toBytes(`%PDF-1.7\n${"\u0000\u00FF<<[(".repeat(500)}`)],
  ["no PDF at all", toBytes("a text")],
  ["no bytes", new Uint8Array()],
  ["a catalogue without pages", writeFile(["<< /Type /Catalog >>"], "/Root 1 0 R")],
  [
    "a tree of pages that is its own child",
    writeFile(
      ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"],
      "/Root 1 0 R",
    ),
  ],
])("a PDF of which nothing can be read is refused as damaged: %s", async (_, bytes) => {
  expect(await codeOf(bytes)).toBe("DOCUMENT_DAMAGED");
});

test("a PDF that is cut off in its last table is read whole", async () => {
  const text = new TextDecoder("latin1").decode(PLAIN);
  const document = await readPdf("cut.pdf", PLAIN.slice(0, text.indexOf("startxref")));
  expect(document.blocks).toHaveLength(3);
});

test("a PDF that is cut off before its trailer is refused as damaged", async () => {
  expect(await codeOf(PLAIN.slice(0, PLAIN.length / 2))).toBe("DOCUMENT_DAMAGED");
});

test("pages beyond the time that is allowed are told and not read", async () => {
  const shown = Array.from({ length: 20_000 }, (_, i) => `1 0 0 1 ${i % 600} ${i % 780} Tm (a) Tj`);
  const content = `BT /F1 5 Tf ${shown.join("\n")} ET`;
  const bytes = writePdf({ pages: Array.from({ length: 15 }, () => ({ content })) });
  const start = cpuNow();
  const document = await readPdfWithin("slow.pdf", bytes, {}, 200);
  expect(cpuNow() - start).toBeLessThan(8000);
  expect(document.pages?.count).toBe(15);
  expect(document.blocks.every((block) => (block.page ?? 0) < 15)).toBe(true);
  expect(document.diagnostics).toContainEqual(
    expect.objectContaining({ code: "DOCUMENT_CUT", severity: "error" }),
  );
});

test("a page that is damaged is told and the others are read", async () => {
  const text = new TextDecoder("latin1").decode(PLAIN);
  const [, second] = [
    ...text.matchAll(/\d+ 0 R(?= \d+ 0 R \d+ 0 R\] \/Count)|(?<=\/Kids \[\d+ 0 R )\d+(?= 0 R)/g),
  ];
  const id = second?.[0] ?? /\/Kids \[\d+ 0 R (\d+)/.exec(text)?.[1] ?? "";
  const broken = text.replace(`${id} 0 obj\n<< /Type /Page /`, `${id} 0 obj\n<< /Type /Nope /`);
  expect(broken).not.toBe(text);
  const document = await readPdf("hole.pdf", toBytes(broken));
  const texts = document.blocks.map((block) => "text" in block && block.text);
  expect(texts).toContain("Text of page 1.");
  expect(document.blocks.length + document.diagnostics.length).toBeGreaterThanOrEqual(3);
});

test("pages beyond the limit are told and not read", async () => {
  const document = await readPdf("long.pdf", PLAIN, { maxPages: 2 });
  expect(document.pages?.count).toBe(3);
  expect(document.blocks).toHaveLength(2);
  expect(document.diagnostics).toMatchObject([{ code: "DOCUMENT_CUT", severity: "error" }]);
});

test("blocks beyond the limit are told and not given", async () => {
  const document = await readPdf("long.pdf", PLAIN, { maxBlocks: 1 });
  expect(document.blocks).toHaveLength(1);
  expect(document.diagnostics.map(({ code }) => code)).toEqual(["DOCUMENT_CUT"]);
});

test("embedded files beyond the limit are told and not given", async () => {
  const files = ["a.txt", "b.txt", "c.txt"].map((name) => ({ name, content: "x".repeat(100) }));
  const bytes = writePdf({ pages: [{ texts: [{ text: "Cover.", x: 72, y: 100 }] }], files });
  const byNumber = await readPdf("parts.pdf", bytes, { maxParts: 2 });
  expect(byNumber.parts).toHaveLength(2);
  const bySize = await readPdf("parts.pdf", bytes, { maxExpandedBytes: 150 });
  expect(bySize.parts).toHaveLength(1);
  expect(bySize.diagnostics.map(({ code }) => code)).toEqual(["DOCUMENT_CUT"]);
});

test("a page with more pieces of text than are read is cut and told within seconds", async () => {
  const shown: string[] = [];
  for (let i = 0; i < 130_000; i++)
    shown.push(`1 0 0 1 ${(i * 7) % 600} ${(i * 13) % 780} Tm (a${i % 10}) Tj`);
  const bytes = writePdf({ pages: [{ content: `BT /F1 5 Tf ${shown.join("\n")} ET` }] });
  const start = cpuNow();
  const document = await readPdf("full.pdf", bytes);
  expect(document.diagnostics.map(({ code }) => code)).toContain("DOCUMENT_PAGE_UNREAD");
  expect(cpuNow() - start).toBeLessThan(15_000);
}, 30_000);

test.each([
  ["once", [9]],
  ["twice", [9, 9]],
] as const)(
  "a stream deflated %s is refused when it expands beyond the limit",
  async (_, levels) => {
    let body: Uint8Array = toBytes("0 0 m\n".repeat(500_000));
    for (const level of levels) body = zlibSync(body, { level });
    const filter = levels.map(() => "/FlateDecode").join(" ");
    const content = String.fromCharCode(...body);
    const objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      PAGE,
      `<< /Filter [${filter}] /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ];
    expect(content.length).toBeLessThan(20_000);
    const bytes = writeFile(objects, "/Root 1 0 R");
    await expect(readPdf("bomb.pdf", bytes, { maxExpandedBytes: 1_000_000 })).rejects.toMatchObject(
      {
        code: "DOCUMENT_LIMIT",
      },
    );
    expect(await codeOf(bytes)).toBe("read");
  },
);

test("forms that show themselves end when they are read", async () => {
  const form = "/F Do BT /F1 10 Tf 72 700 Td (In the form.) Tj ET";
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    PAGE.replace(" >>", " /Resources << /XObject << /F 5 0 R >> /Font << /F1 6 0 R >> >> >>"),
    "<< /Length 5 >>\nstream\n/F Do\nendstream",
    `<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /F 5 0 R >> /Font << /F1 6 0 R >> >> /Length ${form.length} >>\nstream\n${form}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  const start = cpuNow();
  const code = await codeOf(writeFile(objects, "/Root 1 0 R"));
  expect(["read", "DOCUMENT_DAMAGED"]).toContain(code);
  expect(cpuNow() - start).toBeLessThan(15_000);
});

test("tags that nest without end do not keep the text from being read", async () => {
  let tags: { role: string; children: ({ role: string; children: never[] } | number)[] } = {
    role: "P",
    children: [0],
  };
  for (let i = 0; i < 1000; i++) tags = { role: "Div", children: [tags as never] };
  const content = "/P << /MCID 0 >> BDC BT /F1 10 Tf 72 700 Td (Deep down.) Tj ET EMC";
  const document = await readPdf("deep.pdf", writePdf({ pages: [{ content }], tags }));
  expect(document.blocks).toMatchObject([{ text: "Deep down." }]);
});

test("nothing is written to the console when a PDF is damaged", async () => {
  const spies = (["log", "info", "warn", "error"] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(() => undefined),
  );
  await codeOf(
    toBytes("%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj trailer << /Root 1 0 R >>"),
  );
  await codeOf(PLAIN.slice(0, PLAIN.length / 2));
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});

/** The test runner hears every rejection; here only the reader may. Failures that it does not take end the run. */
async function withOwnListeners(work: () => Promise<void>): Promise<void> {
  // The reader's own listener lingers for a moment behind the test before.
  await setTimeout(60);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  try {
    await work();
    await setTimeout(50);
  } finally {
    for (const listener of others) process.on("unhandledRejection", listener);
  }
}

test("bytes that are changed at random are read or refused by the reader's own error", async () => {
  const changed = fc.asyncProperty(
    fc.array(fc.tuple(fc.nat(RICH.length - 1), fc.constantFrom(...toBytes("()<>[]/ 09"))), {
      maxLength: 12,
    }),
    fc.nat(600),
    async (changes, cut) => {
      const bytes = RICH.slice();
      for (const [at, value] of changes) if (at > 8) bytes[at] = value;
      await codeOf(bytes.slice(0, cut % 3 === 0 ? RICH.length - cut : RICH.length));
    },
  );
  await withOwnListeners(() => fc.assert(changed, { numRuns: 150 }));
}, 60_000);

test("bytes behind a head are read or refused by the reader's own error", async () => {
  const behind = fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (tail) => {
    await codeOf(new Uint8Array([...toBytes("%PDF-1.4\n"), ...tail]));
  });
  await withOwnListeners(() => fc.assert(behind, { numRuns: 60 }));
}, 60_000);

test("a promise that pdf.js drops does not end the process when it fails", async () => {
  const bytes = RICH.slice();
  // Found by chance: objects that pdf.js fetches ahead for the page after next are damaged.
  let state = 1;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return state % below;
  };
  const heard: unknown[] = [];
  await withOwnListeners(async () => {
    const hear = (reason: unknown): void => void heard.push(reason);
    process.on("unhandledRejection", hear);
    for (let run = 0; run < 200; run++) {
      const damaged = bytes.slice();
      for (let i = next(12); i >= 0; i--)
        damaged[9 + next(damaged.length - 9)] = "()<>[]/ 09".charCodeAt(next(10));
      await codeOf(damaged);
      await setImmediate();
    }
    process.off("unhandledRejection", hear);
  });
  // Should pdf.js mend this, the guard can go.
  expect(heard.length).toBeGreaterThan(0);
}, 60_000);
