import type { IndicatorRole } from "@tocsin/model";

/** What a row may call a value so that it is nothing to look for. */
export const CONTEXT_ROLES: ReadonlySet<IndicatorRole> = new Set([
  "connectivity-check",
  "victim",
  "reference",
  "contact",
  "exploited-service",
]);

const MAX_REMARK = 100;
const MAX_TOLD = 200;

const HARMLESS =
  /\b(?:benign|harmless|not malicious|non-malicious|false[- ]positives?|known[- ]good|allow-?listed|white-?listed|victims?(?:'s)?(?: (?:ip|host|server|site|domain|organi[sz]ation|compan(?:y|ies)))?\s*(?:$|[-–,;(]))/i;
/** A remark that tells of more than the value itself: "drops a benign decoy", "looks benign". */
const TELLS_MORE =
  /\b(?:not (?:an? )?(?:benign|harmless|false|known)|no false|appear\w*|c2|compromis\w*|deliver\w*|disguis\w*|download\w*|drop\w*|imitat\w*|imperson\w*|inject\w*|load\w*|looks?|malware|masquerad\w*|mimic\w*|posing|seem\w*|trojan\w*|used|with)\b/i;
const CAUTION =
  /\b(?:(?:do|must|should) not (?:be )?block(?:ed)?|before block(?:ing)?|vet(?:ted|ting)?|shared (?:hosting|infrastructure|ip)|sinkhole\w*)\b/i;

/**
 * Why a value is not to look for, where a short remark of its row says that it is harmless or a victim's and
 * nothing else.
 * @param texts remarks of the row, each with the header before it
 */
export function whyHarmless(
  texts: readonly string[],
): { readonly reason: string; readonly role?: "victim" } | undefined {
  const said = texts.find(
    (text) => text.length <= MAX_REMARK && HARMLESS.test(text) && !TELLS_MORE.test(text),
  );
  if (said === undefined) return undefined;
  return { reason: `its row says: ${said}`, ...(/\bvictim/i.test(said) && { role: "victim" }) };
}

/** What the row cautions of its value, word for word. */
export function cautionOf(texts: readonly string[]): string | undefined {
  const said = texts.find((text) => CAUTION.test(text.slice(0, MAX_TOLD)));
  return said?.slice(0, MAX_TOLD);
}
