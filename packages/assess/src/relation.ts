import type { Campaign, Detection, Finding, FindingDetection } from "@tocsin/model";

/**
 * How a finding weighs for the verdict. `decisive`: something the warning itself names and chance hardly explains;
 * `suspicious`: a weak indicator, behaviour the warning describes, or behaviour that is grave by itself;
 * `other`: listed, and does not move the verdict. The rule stands in `docs/decisions/0003-verdict.md`.
 */
export type Weight = "decisive" | "suspicious" | "other";

/** What the warning names, in the form questions are asked of it. */
export interface WarningTerms {
  readonly techniques: ReadonlySet<string>;
  readonly vulnerabilities: ReadonlySet<string>;
}

/** Techniques and vulnerabilities of the warning; undefined without a warning. Denied CVEs are left out. */
export function termsOf(campaign: Campaign | undefined): WarningTerms | undefined {
  if (campaign === undefined) return undefined;
  const denied = new Set(["not-affected", "not-observed"]);
  return {
    techniques: new Set(campaign.techniques.map((technique) => technique.id.toUpperCase())),
    vulnerabilities: new Set(
      campaign.vulnerabilities
        .filter((vulnerability) => !denied.has(vulnerability.status))
        .map((vulnerability) => vulnerability.id.toUpperCase()),
    ),
  };
}

/**
 * Whether a rule tagged `ruleTechnique` looks for `technique`: the same, or a sub-technique of it.
 * A rule for the parent does not answer for one sub-technique.
 */
export function bearsTechnique(ruleTechnique: string, technique: string): boolean {
  const rule = ruleTechnique.toUpperCase();
  const wanted = technique.toUpperCase();
  return rule === wanted || rule.startsWith(`${wanted}.`);
}

/** Techniques of the warning that the rule's tags look for, as the warning spells them. */
function sharedTechniques(
  detection: Pick<Detection, "techniques">,
  terms: WarningTerms,
): readonly string[] {
  const shared = new Set<string>();
  for (const technique of detection.techniques) {
    const id = technique.toUpperCase();
    const [parent = id] = id.split(".");
    if (terms.techniques.has(id)) shared.add(id);
    if (terms.techniques.has(parent)) shared.add(parent);
  }
  return [...shared].sort();
}

/** Vulnerabilities of the warning that the rule is tagged with. */
function sharedVulnerabilities(
  detection: Pick<Detection, "vulnerabilities">,
  terms: WarningTerms,
): readonly string[] {
  return detection.vulnerabilities.filter((id) => terms.vulnerabilities.has(id.toUpperCase()));
}

/** Whether the detection stands for the warning: it came out of it, or bears a technique or CVE of it. */
export function isOfWarning(
  detection: Pick<Detection, "kind" | "techniques" | "vulnerabilities" | "citations">,
  terms: WarningTerms,
): boolean {
  return (
    detection.kind !== "sigma" ||
    detection.citations.length > 0 ||
    sharedVulnerabilities(detection, terms).length > 0 ||
    sharedTechniques(detection, terms).length > 0
  );
}

/** Weighs one finding. Without a warning (`terms` undefined) nothing can be decisive but an indicator. */
export function weighFinding(finding: Finding, terms: WarningTerms | undefined): Weight {
  const { detection } = finding;
  const fromWarning = detection.kind !== "sigma" || finding.citations.length > 0;
  if (fromWarning) return detection.strength === "strong" ? "decisive" : "suspicious";
  if (isGrave(detection)) return "suspicious";
  if (terms === undefined) return "other";
  if (sharedVulnerabilities(detection, terms).length > 0) return "suspicious";
  return detection.level === "medium" && sharedTechniques(detection, terms).length > 0
    ? "suspicious"
    : "other";
}

function isGrave(detection: FindingDetection): boolean {
  return detection.level === "high" || detection.level === "critical";
}
