import type { FindInOne } from "../check.ts";
import { isMap } from "../selection.ts";

function textsOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === "string");
}

/** Aliases that no group uses, that speak of other rules, or that leave a rule out. */
export const findBadAliases: FindInOne = ({ map: { correlation } }, report) => {
  if (!isMap(correlation) || !isMap(correlation["aliases"])) return;
  const rules = textsOf(correlation["rules"]);
  const condition = correlation["condition"];
  const used = new Set([
    ...textsOf(correlation["group-by"]),
    ...(isMap(condition) ? textsOf(condition["field"]) : []),
  ]);
  for (const [alias, fields] of Object.entries(correlation["aliases"])) {
    const path = ["correlation", "aliases", alias];
    if (!used.has(alias)) report(path, `group-by does not name the alias "${alias.slice(0, 80)}"`);
    if (!isMap(fields)) continue;
    for (const name of Object.keys(fields))
      if (rules.length > 0 && !rules.includes(name))
        report(
          [...path, name],
          `the alias speaks of "${name.slice(0, 80)}", which is not in rules`,
        );
    const left = rules.find((name) => !Object.hasOwn(fields, name));
    if (left !== undefined)
      report(path, `the alias "${alias.slice(0, 80)}" names no field of "${left.slice(0, 80)}"`);
  }
};

/** `temporal` over one rule: every event of it fits. */
export const findSingleTemporal: FindInOne = ({ map: { correlation } }, report) => {
  if (!isMap(correlation) || !String(correlation["type"]).startsWith("temporal")) return;
  if (correlation["rules"] !== undefined && textsOf(correlation["rules"]).length === 1)
    report(["correlation", "rules"], "there is one rule to come together with itself");
};

/** A rule that a correlation names twice. */
export const findDoubleRules: FindInOne = ({ map: { correlation } }, report) => {
  if (!isMap(correlation)) return;
  const list: unknown = correlation["rules"];
  if (!Array.isArray(list)) return;
  for (const [index, name] of list.entries())
    if (list.indexOf(name) < index)
      report(["correlation", "rules", index], `${JSON.stringify(name)?.slice(0, 80)} stands twice`);
};
