import type { ProductStatus } from "@tocsin/model";
import { asObject, objectsOf, textOf, textsOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";
import type { CsafProduct, ProductTree } from "./product-tree.ts";

/** What a vulnerability says of the products, and of them in words. */
export interface ReadProducts {
  readonly products: readonly ProductStatus[];
  /** Vendor and family of the affected ones, or of all where none is. */
  readonly product?: string;
  readonly affected?: string;
  readonly fixed?: string;
  /** Every product that is named is called not affected. */
  readonly isNotAffected: boolean;
}

/** The properties of CSAF's `product_status` by what they say of a product (CSAF 2.1, 3.2.4.14). */
export const STATUS_GROUPS: Readonly<Record<string, string>> = {
  first_affected: "affected",
  known_affected: "affected",
  last_affected: "affected",
  known_not_affected: "not-affected",
  first_fixed: "fixed",
  fixed: "fixed",
  under_investigation: "under-investigation",
  unknown: "unknown",
};

const MOST_NAMED = 20;
const MOST_WORDS = 1000;

/**
 * The products of one vulnerability with their status. A flag is a reason why a product is not affected: a product
 * it names that has no status is not affected.
 * @param room most products to give
 */
export function readProductStatus(
  vulnerability: JsonObject,
  tree: ProductTree,
  room: number,
): ReadProducts {
  const stated: { readonly product: CsafProduct; readonly status: string }[] = [];
  const known = new Set<string>();
  const statuses = asObject(vulnerability["product_status"]) ?? {};
  for (const status of Object.keys(statuses))
    for (const id of new Set(textsOf(statuses, status))) {
      known.add(id);
      stated.push({ product: tree.byId.get(id) ?? unknownProduct(id), status });
    }
  for (const id of productsOfAll(objectsOf(vulnerability, "flags"), tree))
    if (!known.has(id))
      stated.push({
        product: tree.byId.get(id) ?? unknownProduct(id),
        status: "known_not_affected",
      });
  const inGroup = (group: string): readonly CsafProduct[] =>
    stated.filter(({ status }) => STATUS_GROUPS[status] === group).map(({ product }) => product);
  const affected = inGroup("affected");
  const fixed = inGroup("fixed");
  const judged = stated.filter(({ status }) => status !== "recommended");
  const product = nameFamilies(affected.length > 0 ? affected : stated.map((one) => one.product));
  const affectedWords = nameProducts(affected);
  const fixedWords = nameProducts(fixed);
  return {
    products: stated.slice(0, Math.max(0, room)).map(toStatus),
    ...(product !== "" && { product }),
    ...(affectedWords !== "" && { affected: affectedWords }),
    ...(fixedWords !== "" && { fixed: fixedWords }),
    isNotAffected:
      judged.length > 0 && judged.every(({ status }) => STATUS_GROUPS[status] === "not-affected"),
  };
}

/** Ids of the products that an item names by itself and by groups. */
export function productsOf(item: JsonObject, tree: ProductTree): ReadonlySet<string> {
  return productsOfAll([item], tree);
}

/** Ids of the products that any of the items names; a group that many name is looked up once. */
export function productsOfAll(items: readonly JsonObject[], tree: ProductTree): Set<string> {
  const found = new Set<string>();
  const groups = new Set<string>();
  for (const item of items) {
    for (const id of textsOf(item, "product_ids")) found.add(id);
    for (const id of textsOf(item, "products")) found.add(id);
    for (const id of textsOf(item, "group_ids")) groups.add(id);
  }
  for (const group of groups) for (const id of tree.groupsById.get(group) ?? []) found.add(id);
  return found;
}

/** An id that nothing defines is shown as it is. */
function unknownProduct(id: string): CsafProduct {
  return { id, name: id, at: "", definition: {}, parts: [] };
}

function toStatus(one: { readonly product: CsafProduct; readonly status: string }): ProductStatus {
  const { name, cpe, purl } = one.product;
  return {
    name,
    status: one.status,
    ...(cpe !== undefined && { cpe }),
    ...(purl !== undefined && { purl }),
  };
}

function nameProducts(products: readonly CsafProduct[]): string {
  return joinNames(products.map(({ name }) => name));
}

function nameFamilies(products: readonly CsafProduct[]): string {
  return joinNames(
    products.map(({ vendor, family }) => {
      if (family === undefined) return "";
      const isInName =
        vendor !== undefined && family.toLowerCase().startsWith(vendor.toLowerCase());
      return vendor === undefined || isInName ? family : `${vendor} ${family}`;
    }),
  );
}

/** The names as they stand, each once, the first ones of many. */
function joinNames(names: readonly string[]): string {
  const distinct = [...new Set(names)].filter((name) => name !== "");
  const shown = distinct.slice(0, MOST_NAMED).join("; ").slice(0, MOST_WORDS);
  const more = distinct.length - MOST_NAMED;
  return more > 0 ? `${shown}; and ${more} more` : shown;
}

/** A title or the first note of a vulnerability: what a citation shows of it. */
export function describeVulnerability(vulnerability: JsonObject): string {
  const title = textOf(vulnerability, "title");
  const note = objectsOf(vulnerability, "notes")
    .map((one) => textOf(one, "text"))
    .find((text) => text !== undefined);
  return title ?? note ?? "";
}
