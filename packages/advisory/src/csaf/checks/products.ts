import { asObject, objectsOf, textOf, textsOf } from "../../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../../misp/misp-json.ts";
import type { CsafView } from "../csaf-view.ts";
import type { ProductTree } from "../product-tree.ts";
import { quote, repeated } from "./check.ts";
import type { CsafCheck, CsafProblem } from "./check.ts";

/** Lists of a vulnerability whose items name products or groups. */
const NAMING = [
  "remediations",
  "threats",
  "flags",
  "involvements",
  "notes",
  "ids",
  "first_known_exploitation_dates",
  "scores",
  "metrics",
] as const;
/** CSAF 2.1 allows 30 levels of branches (6.1.34). */
const MAX_BRANCHES = 30;

interface Named {
  readonly id: string;
  readonly at: string;
}

/** Every item of the document that names products or groups of them. */
function* namingItems(
  view: CsafView,
): Generator<{ readonly item: JsonObject; readonly at: string }> {
  for (const [i, note] of objectsOf(view.document, "notes").entries())
    yield { item: note, at: `/document/notes/${i}` };
  for (const [i, one] of view.vulnerabilities.entries())
    for (const list of NAMING)
      for (const [j, item] of objectsOf(one, list).entries())
        yield { item, at: `/vulnerabilities/${i}/${list}/${j}` };
}

function* namedProducts(view: CsafView): Generator<Named> {
  for (const { products, at } of view.products.groups)
    for (const id of products) yield { id, at: `${at}/product_ids` };
  for (const { parts, at } of view.products.definitions) for (const id of parts) yield { id, at };
  for (const [i, one] of view.vulnerabilities.entries()) {
    const statuses = asObject(one["product_status"]) ?? {};
    for (const status of Object.keys(statuses))
      for (const id of textsOf(statuses, status))
        yield { id, at: `/vulnerabilities/${i}/product_status/${status}` };
  }
  for (const { item, at } of namingItems(view))
    for (const id of [...textsOf(item, "product_ids"), ...textsOf(item, "products")])
      yield { id, at };
}

function* missingProducts(view: CsafView): Generator<CsafProblem> {
  if (view.products.isCut) return;
  for (const { id, at } of namedProducts(view))
    if (!view.products.byId.has(id))
      yield { at, message: `expected a product that the product tree defines, got ${quote(id)}` };
}

function* missingGroups(view: CsafView): Generator<CsafProblem> {
  for (const { item, at } of namingItems(view))
    for (const id of textsOf(item, "group_ids"))
      if (!view.products.groupsById.has(id))
        yield { at, message: `expected a product group that is defined, got ${quote(id)}` };
}

/** Products whose definition leads back to themselves; each product is looked at once. */
function* circles({ products }: CsafView): Generator<CsafProblem> {
  const done = new Set<string>();
  for (const { id, at, parts } of products.definitions) {
    if (parts.length === 0 || done.has(id)) continue;
    if (leadsBack(id, products, done))
      yield { at, message: `expected a product made of others, got ${quote(id)} made of itself` };
  }
}

function leadsBack(id: string, { byId }: ProductTree, done: Set<string>): boolean {
  const path = new Set<string>();
  const stack: { readonly id: string; readonly isLeft: boolean }[] = [{ id, isLeft: false }];
  let isCircle = false;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.isLeft) {
      path.delete(next.id);
      done.add(next.id);
      continue;
    }
    if (path.has(next.id)) isCircle = true;
    if (path.has(next.id) || done.has(next.id)) continue;
    path.add(next.id);
    stack.push({ id: next.id, isLeft: true });
    for (const part of byId.get(next.id)?.parts ?? []) stack.push({ id: part, isLeft: false });
  }
  return isCircle;
}

function* hashesTwice({ products }: CsafView): Generator<CsafProblem> {
  for (const { definition, at } of products.definitions)
    for (const hashes of objectsOf(asObject(definition["product_identification_helper"]), "hashes"))
      for (const { key } of repeated(objectsOf(hashes, "file_hashes"), (one) =>
        textOf(one, "algorithm")?.toLowerCase(),
      ))
        yield { at, message: `expected one hash an algorithm, got ${quote(key)} twice for a file` };
}

/** Tests on the definitions of products and on what names them. */
export const PRODUCT_CHECKS: readonly CsafCheck[] = [
  { id: "6.1.1", run: missingProducts },
  {
    id: "6.1.2",
    *run({ products }) {
      for (const { item, key } of repeated(products.definitions, ({ id }) => id))
        yield { at: item.at, message: `expected each product once, got ${quote(key)} again` };
    },
  },
  { id: "6.1.3", run: circles },
  { id: "6.1.4", run: missingGroups },
  {
    id: "6.1.5",
    *run({ products }) {
      for (const { item, key } of repeated(products.groups, ({ id }) => id))
        yield { at: item.at, message: `expected each product group once, got ${quote(key)} again` };
    },
  },
  { id: "6.1.25", run: hashesTwice },
  {
    id: "6.1.34",
    only: "2.1",
    *run({ products }) {
      if (products.depth > MAX_BRANCHES)
        yield {
          at: "/product_tree/branches",
          message: `expected at most ${MAX_BRANCHES} levels of branches, got ${products.depth}`,
        };
    },
  },
];
