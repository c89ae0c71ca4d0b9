import type { AttackDomain, KnowledgeSource } from "../part.ts";

/** The sentence that ATT&CK's terms of use ask for, with the year of the copy. */
const NOTICE =
  "© The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.";

const TITLES: Readonly<Record<AttackDomain, string>> = {
  enterprise: "MITRE ATT&CK",
  mobile: "MITRE ATT&CK Mobile",
  ics: "MITRE ATT&CK ICS",
};

/** What is told of a copy of ATT&CK. */
interface AttackCopy {
  readonly version: string;
  readonly date?: string | undefined;
  readonly commit?: string | undefined;
  readonly notice?: string | undefined;
}

/** The source of a copy of ATT&CK. */
export function attackSource(domain: AttackDomain, copy: AttackCopy): KnowledgeSource {
  const { version, date, commit, notice = NOTICE } = copy;
  return {
    id: `attack-${domain}`,
    title: TITLES[domain],
    version,
    ...(date !== undefined && { date }),
    ...(commit !== undefined && { commit }),
    licence: "LicenseRef-ATTACK-Terms-of-Use",
    url: "https://attack.mitre.org/",
    notice,
  };
}

/** Whether a text is an id of a technique, group, software, campaign, tactic or mitigation. */
export function isAttackId(text: string | undefined): text is string {
  return text !== undefined && /^(?:T\d{4}(?:\.\d{3})?|[GSCM]\d{4}|TA\d{4})$/.test(text);
}

/** What ATT&CK says of the validity of an entry. */
export interface AttackStatus {
  readonly isRevoked?: true;
  readonly isDeprecated?: true;
  readonly replacedBy?: string;
}

/** Validity out of ATT&CK's own fields. */
export function statusOf(
  revoked: unknown,
  deprecated: unknown,
  replacedBy: string | undefined,
): AttackStatus {
  return {
    ...(revoked === true && { isRevoked: true }),
    ...(deprecated === true && { isDeprecated: true }),
    ...(isAttackId(replacedBy) && { replacedBy }),
  };
}
