import type { DocumentProperties } from "../document.ts";
import { saidOnly } from "../said.ts";
import { cleanText } from "./clean-text.ts";
import type { PdfDocument } from "./open-pdf.ts";

const MAX_PROPERTY = 2000;

/** Reads what the document says of itself: its information dictionary, and XMP for what is missing there. */
export async function readProperties(pdf: PdfDocument): Promise<DocumentProperties> {
  const { info, metadata } = await pdf.getMetadata();
  const fields = info as Record<string, unknown>;
  const xmp = (key: string): unknown =>
    (metadata as { get(key: string): unknown } | null)?.get(key);
  const title = toText(fields["Title"]) ?? toText(xmp("dc:title"));
  const author = toText(fields["Author"]) ?? toText(xmp("dc:creator"));
  const subject = toText(fields["Subject"]) ?? toText(xmp("dc:description"));
  const keywords = toText(fields["Keywords"]) ?? toText(xmp("pdf:keywords"));
  const created = toDate(fields["CreationDate"]);
  const modified = toDate(fields["ModDate"]);
  const language = toText(fields["Language"]);
  return saidOnly({ title, author, subject, keywords, created, modified, language });
}

function toText(value: unknown): string | undefined {
  const one = Array.isArray(value)
    ? value.filter((part) => typeof part === "string").join(", ")
    : value;
  if (typeof one !== "string") return undefined;
  const text = cleanText(one.slice(0, MAX_PROPERTY)).replaceAll(/ {2,}/g, " ").trim();
  return text === "" ? undefined : text;
}

/** `D:20201029212407-04'00'` (ISO 32000-2, 7.9.4) as ISO 8601 in UTC; undefined for what is no date. */
function toDate(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const match =
    /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z|[+-])(?:(\d{2})'?(\d{2})?)?)?/.exec(
      value.trim(),
    );
  if (match === null) return undefined;
  const part = (index: number, fallback: number): number => Number(match[index] ?? fallback);
  const [year, month, day] = [part(1, 0), part(2, 1), part(3, 1)];
  const [hour, minute, second] = [part(4, 0), part(5, 0), part(6, 0)];
  if (year < 1980 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
    return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const sign = match[7] === "-" ? -1 : 1;
  const offset =
    match[7] === undefined || match[7] === "Z" ? 0 : sign * (part(8, 0) * 60 + part(9, 0));
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute - offset, second));
  return `${time.toISOString().slice(0, 19)}Z`;
}
