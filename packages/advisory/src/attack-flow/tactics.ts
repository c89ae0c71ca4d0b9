/** Short names of the tactics of ATT&CK for enterprise, by id. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  TA0001: "initial-access",
  TA0002: "execution",
  TA0003: "persistence",
  TA0004: "privilege-escalation",
  TA0005: "defense-evasion",
  TA0006: "credential-access",
  TA0007: "discovery",
  TA0008: "lateral-movement",
  TA0009: "collection",
  TA0010: "exfiltration",
  TA0011: "command-and-control",
  TA0040: "impact",
  TA0042: "resource-development",
  TA0043: "reconnaissance",
};

/** `initial-access` for `TA0001`; undefined for ids of other matrices. */
export function tacticShortName(id: string): string | undefined {
  return Object.hasOwn(SHORT_NAMES, id) ? SHORT_NAMES[id] : undefined;
}
