import { expect, test } from "vitest";
import { docxOf, paragraph } from "../../documents/test/office-sample.ts";
import { writePdf } from "../../documents/test/pdf/write-pdf.ts";
import { readAdvisory } from "../src/index.ts";

function read(name: string, content: string | Uint8Array): ReturnType<typeof readAdvisory> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
}

/** Two pages with the same words above and below their text. */
function pagesWith(header: string, text: string): Uint8Array {
  return writePdf({
    pages: [1, 2].map((page) => ({
      texts: [
        { text: header, x: 72, y: 30, size: 8 },
        { text: "Quiet Heron targets utilities", x: 72, y: 80, size: 18, font: "bold" as const },
        { text: `${text} The C2 server is 192.0.2.${page}.`, x: 72, y: 120, size: 11 },
        { text: `Page ${page} of 2`, x: 300, y: 770, size: 8 },
      ],
    })),
  });
}

test.each([
  ["TLP:AMBER  Example Agency", "", "AMBER"],
  ["TLP:AMBER+STRICT", "", "AMBER+STRICT"],
  ["TLP:RED", "TLP:CLEAR", "RED"],
  ["Example Agency", "TLP:GREEN", "GREEN"],
  ["Example Agency", "", undefined],
])("a PDF with the header %s and the text %s is marked %s", async (header, text, tlp) => {
  expect((await read("warning.pdf", pagesWith(header, text))).tlp).toBe(tlp);
});

test("a Word document keeps the marking of its page header", async () => {
  const bytes = docxOf(
    paragraph("The C2 server is 192.0.2.1."),
    { "word/header1.xml": `<w:hdr>${paragraph("TLP:AMBER")}</w:hdr>` },
    [`<Relationship Id="h1" Type="http://example.com/relationships/header" Target="header1.xml"/>`],
  );
  expect((await read("warning.docx", bytes)).tlp).toBe("AMBER");
});

const ITEM = `<IndicatorItem id="i1" condition="is"><Context document="Network" search="Network/DNS"/><Content type="string">evil.example.net</Content></IndicatorItem>`;

test("a definition of OpenIOC dated by a day is valid from its first moment and bears its marking", async () => {
  const campaign = await read(
    "a.ioc",
    `<?xml version="1.0"?><ioc xmlns="http://schemas.mandiant.com/2010/ioc" id="x"><authored_date>2024-02-01T00:00:00</authored_date><links><link rel="tlp">AMBER</link></links><definition><Indicator operator="OR" id="i0">${ITEM}</Indicator></definition></ioc>`,
  );
  expect(campaign).toMatchObject({ tlp: "AMBER", published: "2024-02-01" });
  expect(campaign.indicators[0]?.validFrom).toBe("2024-02-01T00:00:00.000Z");
});
