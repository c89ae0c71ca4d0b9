import type { FindInOne } from "../check.ts";

/** Two selections that ask the same, or two maps of one list that do. */
export const findDoubleTests: FindInOne = ({ selections }, report) => {
  const names = new Map<string, string>();
  for (const { name, path, value } of selections) {
    const text = JSON.stringify(value);
    const before = names.get(text);
    if (before !== undefined) report(path, `"${name}" asks what "${before}" asks`);
    else names.set(text, name);
    if (!Array.isArray(value)) continue;
    const seen = new Set<string>();
    for (const [index, one] of value.entries()) {
      if (typeof one !== "object") continue;
      const inner = JSON.stringify(one);
      if (seen.has(inner)) report([...path, index], `"${name}" lists the same tests twice`);
      seen.add(inner);
    }
  }
};
