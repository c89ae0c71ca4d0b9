import { createHash } from "node:crypto";
import { readAdvisory } from "@tocsin/advisory";
import { normalizeObservable, OBSERVABLE_TYPES } from "@tocsin/model";
import type { Campaign, ObservableType } from "@tocsin/model";

/** Names of the corpus's own that say a path is a file name, and a URL without a scheme a `uri`. */
const KINDS: Readonly<Record<string, string>> = { filepath: "filename", "http-uri": "uri" };
const TYPES: ReadonlySet<string> = new Set(OBSERVABLE_TYPES);

/** Hives have two spellings each; the formats of one campaign differ in them. */
function toHive(short: string): string {
  return short === "hklm" ? "hkey_local_machine" : "hkey_current_user";
}

/** One key a value, in the corpus's terms: without case, without a lone trailing slash. */
export function toKey(type: string, value: string): string {
  const text = type === "url" ? value.replaceAll(" ", "%20") : value;
  const normal = TYPES.has(type) ? normalizeObservable(type as ObservableType, text)?.value : text;
  const key = (normal ?? value).replace(/\/$/, "").toLowerCase();
  return `${KINDS[type] ?? type} ${type === "registry-key" ? key.replace(/^hk(?:lm|cu)(?=\\)/, toHive) : key}`;
}

/** The values a campaign offers, or also those it keeps as context. */
export function valuesOf(campaign: Campaign, which: "offered" | "all"): Set<string> {
  const observables = [
    ...campaign.indicators.flatMap(({ observable }) => observable ?? []),
    ...(which === "all" ? campaign.context.map(({ observable }) => observable) : []),
  ];
  return new Set(observables.map(({ type, value }) => toKey(type, value)));
}

/** Reads a document of the corpus, or one made of its parts. */
export function readBytes(name: string, bytes: Uint8Array): Promise<Campaign> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return readAdvisory({ name, bytes, sha256 });
}

/** Why two sets differ, or undefined where they do not. */
export function tellDifference(
  wanted: ReadonlySet<string>,
  found: ReadonlySet<string>,
): string | undefined {
  const missed = [...wanted].filter((key) => !found.has(key));
  const extra = [...found].filter((key) => !wanted.has(key));
  if (missed.length === 0 && extra.length === 0) return undefined;
  return `of ${wanted.size} values ${missed.length} missed (${missed.slice(0, 5).join(", ")}), ${extra.length} extra (${extra.slice(0, 5).join(", ")})`;
}
