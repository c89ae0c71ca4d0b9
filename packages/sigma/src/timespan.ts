import type { Refusal } from "./diagnostic.ts";
// Sigma correlation rules specification 2.1, "Time Selection"; Sigma 1 wrote `timeframe` in the same way.
import { shown } from "./item.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of `10m`: a number and one of s, m, h, d. @throws what `refuse` makes of the message */
export function readTimespan(value: unknown, refuse: (message: string) => Refusal): number {
  const match = typeof value === "string" ? /^(\d{1,9})([smhd])$/.exec(value.trim()) : null;
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (ms > 0) return ms;
  throw refuse(`expected a time span such as 10m (s, m, h, d), got ${shown(value)}`);
}
