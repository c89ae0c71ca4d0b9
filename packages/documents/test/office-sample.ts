import { strToU8, zipSync } from "fflate";
import { DocumentError } from "../src/index.ts";

const TYPES = `<?xml version="1.0"?><Types/>`;

function relationships(entries: readonly string[]): Uint8Array {
  return strToU8(`<Relationships>${entries.join("")}</Relationships>`);
}

/** A Word document of the given body. @param more parts by path; `rels` stand in the main part's relationships */
export function docxOf(
  body: string,
  more: Readonly<Record<string, string>> = {},
  rels: readonly string[] = [],
): Uint8Array {
  return zipSync({
    "[Content_Types].xml": strToU8(TYPES),
    "_rels/.rels": relationships([
      `<Relationship Id="r0" Type="http://example.com/officeDocument" Target="word/document.xml"/>`,
    ]),
    "word/document.xml": strToU8(`<w:document><w:body>${body}</w:body></w:document>`),
    "word/_rels/document.xml.rels": relationships(rels),
    ...Object.fromEntries(Object.entries(more).map(([path, text]) => [path, strToU8(text)])),
  });
}

/** A paragraph of one run. */
export function paragraph(text: string, properties = "", run = ""): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t>${text}</w:t></w:r></w:p>`;
}

/** A workbook of the given sheets: name, state, data. */
export function xlsxOf(
  sheets: readonly (readonly [name: string, state: string, data: string])[],
  strings: readonly string[] = [],
  styles = "",
): Uint8Array {
  const list = sheets.map(
    ([name, state], i) =>
      `<sheet name="${name}" state="${state}" sheetId="${i + 1}" r:id="s${i + 1}"/>`,
  );
  return zipSync({
    "[Content_Types].xml": strToU8(TYPES),
    "_rels/.rels": relationships([
      `<Relationship Id="r0" Type="http://example.com/officeDocument" Target="/xl/workbook.xml"/>`,
    ]),
    "xl/workbook.xml": strToU8(
      `<workbook xmlns:r="r"><sheets>${list.join("")}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": relationships([
      ...sheets.map(
        (_, i) =>
          `<Relationship Id="s${i + 1}" Type="x/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      ),
      `<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/>`,
      `<Relationship Id="u" Type="x/styles" Target="styles.xml"/>`,
    ]),
    "xl/sharedStrings.xml": strToU8(
      `<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`,
    ),
    "xl/styles.xml": strToU8(`<styleSheet>${styles}</styleSheet>`),
    ...Object.fromEntries(
      sheets.map(([, , data], i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        strToU8(`<worksheet><sheetData>${data}</sheetData></worksheet>`),
      ]),
    ),
  });
}

/** Changes the 32-bit or 16-bit number at a place of every entry of a ZIP directory. */
export function patchDirectory(
  zip: Uint8Array,
  place: number,
  value: number,
  bytes: 2 | 4,
): Uint8Array {
  const patched = new Uint8Array(zip);
  const view = new DataView(patched.buffer);
  for (let at = 0; at + 46 < patched.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    if (bytes === 4) view.setUint32(at + place, value, true);
    else view.setUint16(at + place, value, true);
  }
  return patched;
}

/** What a reader gives, or its own error; any other error is thrown on. */
export function attempt<T>(run: () => T): T | DocumentError {
  try {
    return run();
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
}
