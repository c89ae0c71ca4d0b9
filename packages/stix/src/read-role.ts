import type { Indicator, IndicatorRole } from "@tocsin/model";

/** Roles that terms of STIX's vocabularies and of the kill chains say outright. */
const ROLES: Readonly<Record<string, IndicatorRole>> = {
  c2: "command-and-control",
  "command-and-control": "command-and-control",
  delivery: "payload-delivery",
  exfiltration: "exfiltration",
  "hosting-malware": "payload-delivery",
  persistence: "persistence",
  phishing: "phishing",
  reconnaissance: "scanning",
  scanning: "scanning",
  "web-shell": "web-shell",
  webshell: "web-shell",
};

/**
 * The role of an indicator as its labels, types and kill chain phases, or the types of the infrastructure it
 * indicates, say it. Nothing where they say several.
 */
export function readRole(
  labels: readonly string[],
  infrastructure: readonly string[],
): Pick<Indicator, "role" | "roleEvidence"> {
  let role: IndicatorRole | undefined;
  let text = "";
  for (const terms of [labels, infrastructure])
    for (const term of terms) {
      const said = roleOf(term);
      if (said === undefined || said === role) continue;
      if (role !== undefined) return {};
      role = said;
      text = term;
    }
  return role === undefined ? {} : { role, roleEvidence: { text, basis: "stated" } };
}

const BENIGN: ReadonlySet<string> = new Set(["benign", "false-positive"]);
const HOSTILE: ReadonlySet<string> = new Set(["attribution", "compromised", "malicious-activity"]);

/**
 * Whether labels and types call an indicator harmless, and none of them calls it hostile.
 * @see STIX 2.1 10.8, `benign`; in STIX 2.0 the vocabulary stands in the labels
 */
export function isCalledBenign(terms: readonly string[]): boolean {
  const folded = terms.map(fold);
  return folded.some((term) => BENIGN.has(term)) && !folded.some((term) => HOSTILE.has(term));
}

function fold(term: string): string {
  return term.trim().toLowerCase().replaceAll(/[\s_]/g, "-");
}

function roleOf(term: string): IndicatorRole | undefined {
  const folded = fold(term);
  return Object.hasOwn(ROLES, folded) ? ROLES[folded] : undefined;
}
