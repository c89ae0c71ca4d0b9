import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Block, Document, DocumentProperties } from "@tocsin/documents";
import type { Campaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";
import { readDocumentText } from "../src/read-document.ts";

function heading(text: string, depth = 1): Block {
  return { kind: "heading", depth, text, links: [], page: 1 };
}

function paragraph(text: string): Block {
  return { kind: "paragraph", text, links: [], page: 1 };
}

function read(blocks: readonly Block[], properties: DocumentProperties = {}): Campaign {
  const document: Document = { format: "pdf", properties, blocks, parts: [], diagnostics: [] };
  return readDocumentText(document, { name: "a.pdf", bytes: new Uint8Array(), sha256: "" });
}

const BODY = paragraph("The actors attacked hospitals with HyperBro.");
const TITLE = "Herons Attack the Makers of Lenses";

const TITLES: readonly (readonly [
  what: string,
  blocks: readonly Block[],
  property: string | undefined,
  title: string,
])[] = [
  [
    "the heading below what kind of document it is",
    [heading("JOINT CYBERSECURITY ADVISORY"), heading(TITLE, 2), BODY],
    undefined,
    TITLE,
  ],
  [
    "the heading below its number",
    [heading("Alert (AA99-301A)"), heading(TITLE, 2), BODY],
    undefined,
    TITLE,
  ],
  [
    "the part of the property that the text has",
    [heading("JOINT CYBERSECURITY ADVISORY"), heading(TITLE), BODY],
    `Joint Cybersecurity Advisory - AA99-301A - ${TITLE}`,
    TITLE,
  ],
  [
    "the property before a heading of something else",
    [heading("Summary of News"), BODY],
    `${TITLE} | News | Example`,
    TITLE,
  ],
  [
    "the property before a heading that names the publisher",
    [heading("Example Security"), BODY],
    `${TITLE} | Example Security Blog`,
    TITLE,
  ],
  [
    "the heading before the name of a file",
    [heading(TITLE), BODY],
    "Microsoft Word - draft final 2.docx",
    TITLE,
  ],
  ["the property where there is no heading", [BODY], TITLE, TITLE],
  ["the name of the file where nothing is a title", [BODY], undefined, "a.pdf"],
];

test.each(TITLES)("the title is %s", (_, blocks, property, title) => {
  const campaign = read(blocks, property === undefined ? {} : { title: property });
  expect(campaign.title).toBe(title);
});

const CREATED = "2021-03-09T15:41:13Z";
const DATES: readonly (readonly [line: string, published: string])[] = [
  ["AA99-301A October 28, 2020 Updated October 29, 2020", "2020-10-28"],
  ["October 28, 2020", "2020-10-28"],
  ["Original release date: October 28, 2020 | Last revised: November 02, 2020", "2020-10-28"],
  // A time of the activity, or of something else, is none of the document's.
  ["AA99-301A tells of attacks since October 28, 2020", CREATED],
  ["Updated October 29, 2020", CREATED],
];

test.each(DATES)("the date of the document is told from %j before its properties", (line, date) => {
  const campaign = read([heading(TITLE), paragraph(line), BODY], { created: CREATED });
  expect(campaign.published).toBe(date);
});

const CORPORA =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const FOLDER = join(CORPORA, "advisory", "documents", "cisa", "AA20-302A");
const FORMATS = ["pdf", "docx", "html"] as const;

test.skipIf(!existsSync(FOLDER))(
  "the advisory AA20-302A gives one title, date, set of techniques and of names whatever its format",
  async () => {
    const read3 = FORMATS.map(async (format) => {
      const name = `AA20-302A.${format}`;
      const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
      const campaign = await readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
      const { title, published, techniques, software, actors } = campaign;
      return {
        title,
        published,
        techniques: techniques.map(({ id }) => id).toSorted(),
        software: software.map(({ name: one, kind }) => `${kind} ${one}`).toSorted(),
        actors: actors.map(({ name: one }) => one),
      };
    });
    const [pdf, docx, html] = await Promise.all(read3);
    expect(pdf).toMatchObject({
      title: "Ransomware Activity Targeting the Healthcare and Public Health Sector",
      published: "2020-10-28",
      actors: [],
    });
    expect(pdf?.techniques).toHaveLength(13);
    expect(docx).toEqual(pdf);
    expect(html).toEqual(pdf);
  },
  60_000,
);
