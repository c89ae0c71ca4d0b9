import { expect, test } from "vitest";
import { readPdf } from "../../src/index.ts";
import { writePdf } from "./write-pdf.ts";

test("a PDF is read out of a Buffer, as Node reads files, which stays as it was", async () => {
  const buffer = Buffer.from(
    writePdf({ pages: [{ texts: [{ text: "Read me.", x: 72, y: 100 }] }] }),
  );
  const before = Uint8Array.from(buffer);
  const { blocks } = await readPdf("a.pdf", buffer);
  expect(blocks).toMatchObject([{ kind: "paragraph", text: "Read me." }]);
  expect(Uint8Array.from(buffer)).toEqual(before);
});
