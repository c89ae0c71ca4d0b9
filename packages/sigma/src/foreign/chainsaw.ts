// Chainsaw's own rules: `kind: evtx` with a `filter` of named conditions instead of a `detection`.
import type { Predicate } from "@tocsin/model";
import { Refusal } from "../diagnostic.ts";
import { readConditions } from "../parts.ts";
import { readHead, toRule } from "../rule.ts";
import type { RuleDocument } from "../rule.ts";
import type { YamlDocument } from "../yaml.ts";
import { readTau } from "./tau.ts";

type Values = Readonly<Record<string, unknown>>;

/** What a rule of Chainsaw's says, where Sigma can say it; undefined for a document that is none. @throws {Refusal} */
export function readChainsaw(document: YamlDocument): RuleDocument | undefined {
  const { value } = document;
  if (!isMap(value) || value["filter"] === undefined || typeof value["kind"] !== "string")
    return undefined;
  const { kind, filter, aggregate, level } = value;
  if (kind !== "evtx")
    throw refuse(
      ["kind"],
      `chainsaw's rules of kind "${kind}" read no records that Sigma speaks of`,
    );
  if (aggregate !== undefined)
    throw refuse(
      ["aggregate"],
      "chainsaw's aggregate counts over a file, and Sigma within a time span",
    );
  const head = readHead({
    ...document,
    value: { ...value, level: level === "info" ? "informational" : level },
  });
  const rule = toRule(head, { product: "windows" }, readFilter(filter));
  return { rules: [rule], name: head.name, translated: "the rule is Chainsaw's and runs as Sigma" };
}

function readFilter(filter: unknown): Predicate {
  if (!isMap(filter) || filter["condition"] === undefined) return readTau(filter, ["filter"]);
  const { condition } = filter;
  if (typeof condition !== "string" || /[<>=]|\w\(/.test(condition))
    throw refuse(
      ["filter", "condition"],
      `chainsaw's tau condition ${JSON.stringify(condition)} is not Sigma`,
    );
  const selections = new Map<string, Predicate>();
  for (const [name, one] of Object.entries(filter))
    if (name !== "condition") selections.set(name, readTau(one, ["filter", name]));
  return readConditions({ key: "filter", selections, conditions: [condition] });
}

function refuse(path: readonly string[], message: string): Refusal {
  return new Refusal("SIGMA_FOREIGN", path, message);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
