import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readPdf } from "../../src/index.ts";
import type { Document, TableBlock } from "../../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../../shared/corpora", import.meta.url));
const DOCUMENTS = join(CORPORA, "advisory", "documents");
const ADVISORY = join(DOCUMENTS, "cisa", "AA20-302A");
const REPORTS = join(DOCUMENTS, "cti-hal");

function textOf(document: Document): string {
  const texts = document.blocks.flatMap((block) => {
    if (block.kind === "page-header" || block.kind === "page-footer") return [];
    if (block.kind !== "table") return [block.text];
    return block.rows.flatMap(({ cells }) => cells.map((cell) => cell.text));
  });
  return texts.join("\n");
}

test.skipIf(!existsSync(ADVISORY))(
  "an advisory of 22 pages gives every value whole when it is that of the public corpus",
  async () => {
    const document = await readPdf("AA20-302A.pdf", readFileSync(join(ADVISORY, "AA20-302A.pdf")));
    const truth = JSON.parse(readFileSync(join(ADVISORY, "truth.json"), "utf8")) as {
      indicators: Record<string, string[]>;
      context: Record<string, string[]>;
    };
    const words = new Set(
      textOf(document)
        .toLowerCase()
        .replaceAll("[.]", ".")
        .split(/[\s"(),;]+/),
    );
    const wanted = [
      ...(truth.indicators["ipv4"] ?? []),
      ...(truth.indicators["domain"] ?? []),
      ...(truth.context["domain"] ?? []),
      ...(truth.context["sha1"] ?? []),
    ];
    expect(wanted).toHaveLength(36 + 4 + 9 + 16);
    expect(wanted.filter((value) => !words.has(value))).toEqual([]);
    const tables = document.blocks.filter((block): block is TableBlock => block.kind === "table");
    expect(tables).toHaveLength(1);
    const ids = tables[0]?.rows.map(
      ({ cells }) => /T1\d{3}(?:\.\d{3})?/.exec(cells[0]?.text ?? "")?.[0],
    );
    expect(ids?.filter((id) => id !== undefined)).toHaveLength(13);
    expect(tables[0]?.rows.every(({ cells }) => cells.length === 2)).toBe(true);
  },
);

const BLANKS = /[\s\p{Cf}"'“”‘’´`–—-]+/gu;

function level(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(BLANKS, "");
}

/** Marks were copied out of the PDF: where its fonts give letters as signs, so do they. */
function pattern(mark: string): RegExp {
  const signed = mark.replaceAll(/(?<=\p{L}|^| )["'!#$%&](?=\p{Ll}| |$)/gu, "\u0001");
  const escaped = level(signed).replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  // A sign may also be a w: some of these fonts name `fi` so.
  return new RegExp(
    escaped.replaceAll(/[\u0001w]|le/g, (unit) => (unit === "le" ? ".{0,2}le" : ".{0,3}")),
  );
}

test.skipIf(!existsSync(REPORTS))(
  "sentences that people marked in reports stand in their text when it is that of the public corpus",
  async () => {
    let wanted = 0;
    let found = 0;
    for (const name of readdirSync(REPORTS)) {
      const document = await readPdf(name, readFileSync(join(REPORTS, name, "report.pdf")));
      const truth = JSON.parse(readFileSync(join(REPORTS, name, "truth.json"), "utf8")) as {
        marks: { text: string }[];
      };
      const text = level(textOf(document));
      for (const mark of new Set(truth.marks.map((one) => one.text))) {
        wanted++;
        if (text.includes(level(mark)) || pattern(mark).test(text)) found++;
      }
    }
    expect(wanted).toBe(327);
    // One report was printed with its right margin cut off; its sentences are not in the file.
    expect(found).toBeGreaterThanOrEqual(320);
  },
  60_000,
);
