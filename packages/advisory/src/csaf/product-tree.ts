import { asObject, objectsOf, textOf, textsOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";

/** One definition of a product: its names, and what identifies it. */
export interface CsafProduct {
  readonly id: string;
  readonly name: string;
  /** Names of the branches it hangs on. */
  readonly vendor?: string;
  readonly family?: string;
  readonly cpe?: string;
  readonly purl?: string;
  /** JSON pointer of the definition. */
  readonly at: string;
  readonly definition: JsonObject;
  /** The products it is made of, where it is a relationship or a path. */
  readonly parts: readonly string[];
}

/** The products of a document, as its tree, list, relationships and paths define them. */
export interface ProductTree {
  /** In the order of the document; an id that is defined twice stands twice. */
  readonly definitions: readonly CsafProduct[];
  /** The first definition of each id. */
  readonly byId: ReadonlyMap<string, CsafProduct>;
  readonly groups: readonly ProductGroup[];
  readonly groupsById: ReadonlyMap<string, readonly string[]>;
  /** Depth of the deepest branch. */
  readonly depth: number;
  /** The tree is deeper or larger than is read. */
  readonly isCut: boolean;
}

/** A named set of products. */
interface ProductGroup {
  readonly id: string;
  readonly products: readonly string[];
  readonly at: string;
}

const MAX_PRODUCTS = 200_000;
const MAX_DEPTH = 100;

interface Branch {
  readonly branch: JsonObject;
  readonly at: string;
  readonly depth: number;
  readonly vendor?: string;
  readonly family?: string;
}

/** Collects the products of a `product_tree`. Time and memory are bounded by its size; deep parts are cut off. */
export function collectProducts(tree: JsonObject | undefined): ProductTree {
  const definitions: CsafProduct[] = [];
  const { depth, isCut } = walkBranches(tree, definitions);
  for (const [i, one] of objectsOf(tree, "full_product_names").entries())
    addProduct(definitions, one, `/product_tree/full_product_names/${i}`, {});
  for (const [i, one] of objectsOf(tree, "relationships").entries())
    addProduct(definitions, one["full_product_name"], `/product_tree/relationships/${i}`, {
      parts: [
        ...textsOf(one, "product_reference"),
        ...textsOf(one, "relates_to_product_reference"),
      ],
    });
  for (const [i, one] of objectsOf(tree, "product_paths").entries())
    addProduct(definitions, one["full_product_name"], `/product_tree/product_paths/${i}`, {
      parts: [
        ...textsOf(one, "beginning_product_reference"),
        ...objectsOf(one, "subpaths").flatMap((part) => textsOf(part, "next_product_reference")),
      ],
    });
  const groups = objectsOf(tree, "product_groups").map((group, i): ProductGroup => {
    const id = textOf(group, "group_id") ?? "";
    return { id, products: textsOf(group, "product_ids"), at: `/product_tree/product_groups/${i}` };
  });
  return {
    definitions,
    byId: firstOf(definitions),
    groups,
    groupsById: new Map(groups.toReversed().map(({ id, products }) => [id, products])),
    depth,
    isCut: isCut || definitions.length >= MAX_PRODUCTS,
  };
}

function firstOf(definitions: readonly CsafProduct[]): Map<string, CsafProduct> {
  const byId = new Map<string, CsafProduct>();
  for (const product of definitions) if (!byId.has(product.id)) byId.set(product.id, product);
  return byId;
}

function walkBranches(
  tree: JsonObject | undefined,
  definitions: CsafProduct[],
): { readonly depth: number; readonly isCut: boolean } {
  const stack: Branch[] = [];
  const push = (parent: JsonObject | undefined, at: string, above: Partial<Branch>): void => {
    const branches = objectsOf(parent, "branches");
    for (let i = branches.length - 1; i >= 0; i--) {
      const branch = branches[i];
      const depth = (above.depth ?? 0) + 1;
      if (branch !== undefined) stack.push({ ...above, branch, at: `${at}/branches/${i}`, depth });
    }
  };
  push(tree, "/product_tree", {});
  let deepest = 0;
  let isCut = false;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { branch, at, depth } = next;
    deepest = Math.max(deepest, depth);
    const name = textOf(branch, "name");
    const category = textOf(branch, "category");
    const here = {
      ...next,
      ...(category === "vendor" && name !== undefined && { vendor: name }),
      ...(category === "product_name" && name !== undefined && { family: name }),
    };
    addProduct(definitions, branch["product"], `${at}/product`, here);
    if (depth < MAX_DEPTH && definitions.length < MAX_PRODUCTS) push(branch, at, here);
    else isCut ||= objectsOf(branch, "branches").length > 0;
  }
  return { depth: deepest, isCut };
}

function addProduct(
  definitions: CsafProduct[],
  value: unknown,
  at: string,
  about: Partial<Pick<CsafProduct, "vendor" | "family" | "parts">>,
): void {
  const definition = asObject(value);
  const id = textOf(definition, "product_id");
  if (definition === undefined || id === undefined || definitions.length >= MAX_PRODUCTS) return;
  const identification = asObject(definition["product_identification_helper"]);
  const cpe = textOf(identification, "cpe");
  const purl =
    textOf(identification, "purl") ?? textsOf(identification, "purls").find((one) => one !== "");
  definitions.push({
    id,
    name: textOf(definition, "name") ?? id,
    ...(about.vendor !== undefined && { vendor: about.vendor }),
    ...(about.family !== undefined && { family: about.family }),
    ...(cpe !== undefined && { cpe }),
    ...(purl !== undefined && { purl }),
    at,
    definition,
    parts: about.parts ?? [],
  });
}
