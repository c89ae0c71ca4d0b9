import type { FindInOne } from "../check.ts";
import { isMap } from "../selection.ts";
import type { LintItem } from "../selection.ts";

const ORDERS = new Set(["lt", "lte", "gt", "gte"]);

/** Bounds of one map that leave nothing between them. Certain only where a field has one value. */
export const findRanges: FindInOne = ({ selections, map: rule }, report) => {
  const logsource = rule["logsource"];
  if (!isMap(logsource) || logsource["product"] !== "windows") return;
  for (const { maps } of selections)
    for (const { items } of maps) {
      const bounds = new Map<string, { low: number; high: number }>();
      for (const item of items) {
        const limit = boundOf(item);
        if (limit === undefined) continue;
        const key = [item.field, ...item.modifiers.filter((one) => !ORDERS.has(one))].join("|");
        const kept = bounds.get(key) ?? { low: -Infinity, high: Infinity };
        kept.low = Math.max(kept.low, limit.low ?? -Infinity);
        kept.high = Math.min(kept.high, limit.high ?? Infinity);
        bounds.set(key, kept);
        if (kept.low > kept.high)
          report(item.path, `no number is at least ${kept.low} and at most ${kept.high}`);
      }
    }
};

function boundOf({ modifiers, values }: LintItem): { low?: number; high?: number } | undefined {
  const order = modifiers.find((one) => ORDERS.has(one));
  const value = values[0]?.value;
  if (order === undefined || modifiers.includes("neq") || values.length !== 1) return undefined;
  return typeof value !== "number"
    ? undefined
    : order.startsWith("l")
      ? { high: value }
      : { low: value };
}
