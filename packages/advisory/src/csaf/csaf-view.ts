import { asObject, objectsOf, textOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";
import { collectProducts } from "./product-tree.ts";
import type { ProductTree } from "./product-tree.ts";

/** A CSAF document taken apart once for all that read it. Parts that have not the expected form are absent. */
export interface CsafView {
  /** As the document states it. */
  readonly version: string;
  readonly root: JsonObject;
  readonly document: JsonObject;
  readonly tracking: JsonObject;
  /** `csaf_security_advisory`; "" where it states none. */
  readonly category: string;
  readonly products: ProductTree;
  readonly vulnerabilities: readonly JsonObject[];
}

/** Most vulnerabilities read of one document. */
const MAX_VULNERABILITIES = 20_000;

/** Whether the JSON is a CSAF document: it states its version (CSAF 2.1, 3.2.2.4). */
export function isCsaf(json: unknown): boolean {
  return textOf(asObject(asObject(json)?.["document"]), "csaf_version") !== undefined;
}

/** Takes a parsed CSAF document apart; an empty view of what is none. */
export function viewCsaf(json: unknown): CsafView {
  const root = asObject(json) ?? {};
  const document = asObject(root["document"]) ?? {};
  return {
    version: textOf(document, "csaf_version") ?? "2.0",
    root,
    document,
    tracking: asObject(document["tracking"]) ?? {},
    category: textOf(document, "category") ?? "",
    products: collectProducts(asObject(root["product_tree"])),
    vulnerabilities: objectsOf(root, "vulnerabilities").slice(0, MAX_VULNERABILITIES),
  };
}
