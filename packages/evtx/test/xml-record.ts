import { fragment, instance, type Piece, template, type Value } from "./binxml/builder.ts";
import { readOne } from "./binxml/reading.ts";
import { readXml, type XmlElement } from "./xml-tree.ts";

/** A record of one template. */
export const recordOf = (body: Piece, ...values: readonly Value[]): Piece =>
  fragment(instance(template(3, body), values));

/** XML of a sound record of one template. */
export function xmlOf(body: Piece, ...values: readonly Value[]): string {
  return readOne(recordOf(body, ...values)).toXml();
}

/** The only element of a sound record's XML. */
export function rootOf(xml: string): XmlElement {
  const [root, ...more] = readXml(xml);
  if (root === undefined || typeof root === "string" || more.length > 0) throw new Error(xml);
  return root;
}
