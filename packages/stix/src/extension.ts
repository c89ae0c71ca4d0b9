import { makeId } from "@tocsin/model";
import type { AdvisoryDocument, Citation, Diagnostic, Severity } from "@tocsin/model";
import { getInteger, getList, getProperty, getText } from "./stix-object.ts";

/** Id of the extension in which Tocsin carries what STIX has no property for. Never changes. */
export const EXTENSION_ID: string = `extension-definition--${makeId("stix-extension", "1")}`;

/** Our own part of an object, or undefined. */
export function getExtension(object: unknown): unknown {
  return getProperty(getProperty(object, "extensions"), EXTENSION_ID);
}

/** Wraps what an object carries for us as the value of `extensions`. */
export function toExtensions(
  content: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { [EXTENSION_ID]: { extension_type: "property-extension", ...content } };
}

/** Citations carried in an extension, as far as they have the form and speak of a known document. */
export function readCitations(value: unknown, documents: ReadonlySet<string>): Citation[] {
  return getList(value, "citations")
    .slice(0, 100)
    .flatMap((one): Citation[] => {
      const document = getText(one, "document");
      if (document === undefined || !documents.has(document)) return [];
      const page = getInteger(one, "page", 1, 1e9);
      const line = getInteger(one, "line", 1, 1e9);
      const object = getText(one, "object");
      return [
        {
          document,
          ...(page !== undefined && { page }),
          ...(line !== undefined && { line }),
          ...(object !== undefined && { object }),
          passage: getText(one, "passage") ?? "",
        },
      ];
    });
}

/** Documents carried in the extension of a report. */
export function readDocuments(extension: unknown): AdvisoryDocument[] {
  return getList(extension, "documents")
    .slice(0, 1000)
    .flatMap((one): AdvisoryDocument[] => {
      const name = getText(one, "name");
      const format = getText(one, "format");
      const sha256 = getText(one, "sha256");
      return name !== undefined &&
        format !== undefined &&
        sha256 !== undefined &&
        /^[0-9a-f]{64}$/.test(sha256)
        ? [{ name, format, sha256 }]
        : [];
    });
}

const SEVERITIES: readonly Severity[] = ["note", "warning", "error"];

/** What the reading of the original documents had to say, carried in the extension of a report. */
export function readRemarks(extension: unknown): Diagnostic[] {
  return getList(extension, "remarks")
    .slice(0, 1000)
    .flatMap((one): Diagnostic[] => {
      const severity = SEVERITIES.find((known) => known === getText(one, "severity"));
      const code = getText(one, "code");
      const message = getText(one, "message");
      if (severity === undefined || code === undefined || message === undefined) return [];
      if (!/^[A-Z][A-Z0-9_]{0,80}$/.test(code)) return [];
      const remedy = getText(one, "remedy");
      const place = getProperty(one, "place");
      const file = getText(place, "file");
      const line = getInteger(place, "line", 1, 1e9);
      return [
        {
          severity,
          code,
          message,
          ...(file !== undefined && { place: { file, ...(line !== undefined && { line }) } }),
          ...(remedy !== undefined && { remedy }),
        },
      ];
    });
}
