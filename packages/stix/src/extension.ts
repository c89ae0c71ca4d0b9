import { makeId } from "@tocsin/model";
import type { AdvisoryDocument, Citation, Diagnostic, Place, Severity } from "@tocsin/model";
import { getInteger, getList, getProperty, getText } from "./stix-object.ts";

/** Id of the extension in which Tocsin carries what STIX has no property for. Never changes. */
export const EXTENSION_ID: string = `extension-definition--${makeId("stix-extension", "1")}`;

/** Our own part of an object, or undefined. */
export function getExtension(object: unknown): unknown {
  return getProperty(getProperty(object, "extensions"), EXTENSION_ID);
}

/** Which part of the campaign an object of ours is: `actor`, `rule`… */
export function getPart(object: unknown): string | undefined {
  return getText(getExtension(object), "part");
}

/** The name of an object of ours; undefined where the warning gives none and STIX wants one. */
export function ownName(object: unknown): string | undefined {
  const isKnown = getText(getExtension(object), "name_known") !== "no";
  return isKnown ? getText(object, "name") : undefined;
}

/** Wraps what an object carries for us as the value of `extensions`. */
export function toExtensions(
  content: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { [EXTENSION_ID]: { extension_type: "property-extension", ...content } };
}

/** Citations kept of one fact. */
const MAX_CITATIONS = 1000;

/** Citations carried in an extension, as far as they have the form and speak of a known document. */
export function readCitations(value: unknown, documents: ReadonlySet<string>): Citation[] {
  return getList(value, "citations")
    .slice(0, MAX_CITATIONS)
    .flatMap((one): Citation[] => {
      const document = getText(one, "document");
      if (document === undefined || !documents.has(document)) return [];
      const object = getText(one, "object");
      return [
        {
          document,
          ...numbers(one, "page", "line", "table", "row"),
          ...(object !== undefined && { object }),
          passage: getText(one, "passage") ?? "",
        },
      ];
    });
}

/** Those of the properties that are whole numbers from 1. */
function numbers<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const number = getInteger(value, name, 1, 1e9);
    if (number !== undefined) found[name] = number;
  }
  return found;
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
      const place = readPlace(getProperty(one, "place"));
      return [
        {
          severity,
          code,
          message,
          ...(place !== undefined && { place }),
          ...(remedy !== undefined && { remedy }),
        },
      ];
    });
}

function readPlace(value: unknown): Place | undefined {
  const file = getText(value, "file");
  if (file === undefined) return undefined;
  const offsetBytes = getInteger(value, "offsetBytes", 0, Number.MAX_SAFE_INTEGER);
  const recordId = getText(value, "recordId");
  return {
    file,
    ...numbers(value, "line", "column"),
    ...(offsetBytes !== undefined && { offsetBytes }),
    ...(recordId !== undefined && { recordId }),
  };
}
