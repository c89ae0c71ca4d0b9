import type { FindInOne } from "../check.ts";

/** A list of maps of which one asks that a field is there, and another that it is not. */
export const findAlwaysTrue: FindInOne = ({ selections }, report) => {
  for (const { name, path, maps } of selections) {
    const asked = new Map<string, unknown>();
    for (const { items } of maps) {
      const [only] = items;
      if (only === undefined || items.length > 1) continue;
      const value = only.values[0]?.value;
      if (only.values.length !== 1 || typeof value !== "boolean") continue;
      if (only.modifiers.join("|") !== "exists") continue;
      const before = asked.get(only.field);
      if (before !== undefined && before !== value)
        report(path, `"${name}" always holds: "${only.field}" is there or not there`);
      asked.set(only.field, value);
    }
  }
};
