import type { Zip } from "../archive/zip.ts";
import type { DocumentLimits } from "../document.ts";
import { childrenOf } from "../xml/find.ts";
import { parseXml } from "../xml/parse-xml.ts";
import type { XmlElement } from "../xml/parse-xml.ts";

/** A part of an Office package leads to another, or to an address outside. */
export interface Relationship {
  readonly id: string;
  /** Last word of the relationship's type: `hyperlink`, `footnotes`, `header`. */
  readonly type: string;
  /** Path from the root of the package, or the address as it is written. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** An Office package being read (ECMA-376 part 2). */
export interface OfficePackage {
  readonly file: string;
  readonly zip: Zip;
  readonly limits: DocumentLimits;
}

/** Twenty times what a long report has. */
const MAX_ELEMENTS = 1_000_000;

/** The XML of a part, or undefined where there is no such part. Entities are not expanded. */
export function readPart(
  { file, zip, limits }: OfficePackage,
  path: string,
): XmlElement | undefined {
  const entry = zip.find(path);
  if (entry === undefined) return undefined;
  const { maxDepth } = limits;
  return parseXml(`${file}: ${path}`, decodeXml(zip.take(entry)), {
    maxElements: MAX_ELEMENTS,
    ...(maxDepth !== undefined && { maxDepth }),
  }).root;
}

/** XML of Office packages is UTF-8 or UTF-16. */
function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isWide ? (first === 0xff ? "utf-16le" : "utf-16be") : "utf-8").decode(
    bytes,
  );
}

/** Where a part leads, by id. @param path the part; empty for the package itself */
export function readRelationships(
  office: OfficePackage,
  path: string,
): ReadonlyMap<string, Relationship> {
  const slash = path.lastIndexOf("/");
  const folder = slash < 0 ? "" : path.slice(0, slash + 1);
  const root = readPart(office, `${folder}_rels/${path.slice(slash + 1)}.rels`);
  const all = childrenOf(root, "Relationship").map(({ attributes }): Relationship => {
    const target = attributes["Target"] ?? "";
    const isExternal = attributes["TargetMode"] === "External";
    return {
      id: attributes["Id"] ?? "",
      type: (attributes["Type"] ?? "").split("/").at(-1) ?? "",
      target: isExternal ? target : resolvePath(folder, target),
      isExternal,
    };
  });
  return new Map(all.map((one) => [one.id, one]));
}

function resolvePath(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of `${target.startsWith("/") ? "" : folder}${target}`.split("/"))
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  return steps.join("/");
}

/** Value of an attribute without regard to its prefix. */
export function valueOf(element: XmlElement | undefined, name: string): string | undefined {
  if (element === undefined) return undefined;
  for (const [key, value] of Object.entries(element.attributes))
    if (key === name || (key.endsWith(name) && key.charAt(key.length - name.length - 1) === ":"))
      return value;
  return undefined;
}

/** Whether a property such as `w:vanish` is there and not switched off. */
export function isOn(element: XmlElement | undefined): boolean {
  return element !== undefined && !/^(?:0|false|off|none)$/.test(valueOf(element, "val") ?? "1");
}
