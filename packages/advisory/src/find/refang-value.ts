import type { ObservableType } from "@tocsin/model";
import { levelLetters } from "./level.ts";
import { mapPlain } from "./mapped.ts";
import { refang } from "./refang.ts";

const NETWORK_TYPES: ReadonlySet<ObservableType> = new Set([
  "ipv4",
  "ipv6",
  "cidr",
  "domain",
  "url",
  "email",
]);
const MARK = /[[({<\\](?:\.|dot|:|\/|@|at)|\[:\/\/\]|^hxxp|&#/i;

/** The value without marks against clicking, where one of a network still bears them; other values as they are. */
export function refangValue(type: ObservableType, text: string): string {
  if (!NETWORK_TYPES.has(type) || !MARK.test(text) || text.length > 10_000) return text;
  return refang(levelLetters(mapPlain(text, 0))).text.replace(/^hxxp/i, "http");
}
