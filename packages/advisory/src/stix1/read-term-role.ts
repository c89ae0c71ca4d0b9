import type { IndicatorRole, RoleEvidence } from "@tocsin/model";

/** What terms of the vocabularies of indicator types and of the kill chain say outright, in lower case. */
const ROLES: Readonly<Record<string, IndicatorRole>> = {
  c2: "command-and-control",
  "command and control": "command-and-control",
  delivery: "payload-delivery",
  exfiltration: "exfiltration",
  "malicious e-mail": "phishing",
};

/**
 * The role that an indicator's types and phases give it; none where they say several.
 * @see STIX 1.2 default vocabularies, IndicatorTypeVocab-1.1
 */
export function readTermRole(
  terms: readonly string[],
): { readonly role: IndicatorRole; readonly roleEvidence: RoleEvidence } | undefined {
  let told: { readonly role: IndicatorRole; readonly roleEvidence: RoleEvidence } | undefined;
  for (const term of terms) {
    const key = term.trim().toLowerCase();
    const role = Object.hasOwn(ROLES, key) ? ROLES[key] : undefined;
    if (role === undefined || role === told?.role) continue;
    if (told !== undefined) return undefined;
    told = { role, roleEvidence: { text: term.trim(), basis: "stated" } };
  }
  return told;
}
