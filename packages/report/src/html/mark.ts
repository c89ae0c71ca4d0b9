import type { Finding } from "@tocsin/model";

/** How a finding is marked on the page; also the name of its tone. */
export type Mark = "hit" | "suspicious" | "other";

/** From what the finding tells of itself: kind, strength, level. */
export function markOf({ detection: { kind, strength, level }, citations }: Finding): Mark {
  const fromWarning = kind !== "sigma" || citations.length > 0;
  if (fromWarning && strength === "strong") return "hit";
  return fromWarning || level === "high" || level === "critical" ? "suspicious" : "other";
}
