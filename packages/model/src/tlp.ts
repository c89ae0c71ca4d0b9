import type { Tlp } from "./campaign.ts";

/** Labels of the Traffic Light Protocol 2.0 (FIRST), widest audience first. */
export const TLP_LABELS: readonly Tlp[] = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

/** A label as sources write it: `TLP:WHITE`, `amber+strict`, `tlp:amber_strict`; undefined for anything else. */
export function parseTlp(text: string | undefined): Tlp | undefined {
  const plain = text
    ?.slice(0, 40)
    .replaceAll(/\s/g, "")
    .toUpperCase()
    .replace(/^TLP:?/, "")
    .replaceAll("_", "+");
  return plain === "WHITE" ? "CLEAR" : TLP_LABELS.find((label) => label === plain);
}

/** The strictest of some labels: what is derived from several sources bears it. Undefined if none has one. */
export function strictestTlp(labels: Iterable<Tlp | undefined>): Tlp | undefined {
  let strictest = -1;
  for (const label of labels)
    if (label !== undefined) strictest = Math.max(strictest, TLP_LABELS.indexOf(label));
  return TLP_LABELS[strictest];
}
