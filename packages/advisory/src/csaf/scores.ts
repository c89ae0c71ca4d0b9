import { asObject, objectsOf } from "../misp/misp-json.ts";
import type { MispObject as JsonObject } from "../misp/misp-json.ts";

const SCORES = ["cvss_v2", "cvss_v3", "cvss_v4"] as const;

/** The CVSS objects of a vulnerability: in CSAF 2.0 of its `scores`, in 2.1 of its `metrics`. */
export function scoresOf(
  one: JsonObject,
): { readonly key: string; readonly score: JsonObject; readonly item: JsonObject; at: string }[] {
  const items = [
    ...objectsOf(one, "scores").map((item, i) => ({ item, holder: item, at: `/scores/${i}` })),
    ...objectsOf(one, "metrics").map((item, i) => ({
      item,
      holder: asObject(item["content"]),
      at: `/metrics/${i}/content`,
    })),
  ];
  return items.flatMap(({ item, holder, at }) =>
    SCORES.flatMap((key) => {
      const score = asObject(holder?.[key]);
      return score === undefined ? [] : [{ key, score, item, at: `${at}/${key}` }];
    }),
  );
}

/** The highest base score of a vulnerability, whatever the version of CVSS. */
export function highestScore(one: JsonObject): number | undefined {
  let best: number | undefined;
  for (const { score } of scoresOf(one)) {
    const value = score["baseScore"];
    const isScore = typeof value === "number" && value >= 0 && value <= 10;
    if (isScore && (best === undefined || value > best)) best = value;
  }
  return best;
}
