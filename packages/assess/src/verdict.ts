import type { Campaign, Finding, Verdict } from "@tocsin/model";
import { findingsOf } from "./input.ts";
import type { Case } from "./input.ts";
import { describeLimits } from "./limits.ts";
import { isOfWarning, termsOf } from "./relation.ts";
import { describeTiming } from "./timing.ts";
import { count, formatCount, formatMinute, list } from "./words.ts";

/** Judges the case after the rule in `docs/decisions/0003-verdict.md`. Pure; reasons and limits in words. */
export function judge(input: Case): Verdict {
  const decisive = findingsOf(input, "decisive");
  const suspicious = findingsOf(input, "suspicious");
  const other = findingsOf(input, "other");
  const asides =
    other.length === 0
      ? []
      : [
          `${count(other.length, "other finding")} of lower weight ${other.length === 1 ? "is" : "are"} listed and did not move the verdict.`,
        ];
  const limits = describeLimits(input);
  const what = input.campaign ? "the warning describes" : "the rules look for";
  if (decisive.length > 0) {
    const hosts = hostsOf(decisive);
    return {
      value: "hit",
      summary: `${describeValues(decisive)}${hosts.length > 0 ? `, on ${list(hosts, 3)}` : ""}.`,
      reasons: [
        ...decisive.slice(0, 5).map(describeReason),
        ...(decisive.length > 5
          ? [`${formatCount(decisive.length - 5)} more of the same weight.`]
          : []),
        ...(suspicious.length > 0
          ? [
              `${count(suspicious.length, "more finding")} ${suspicious.length === 1 ? "is" : "are"} suspicious.`,
            ]
          : []),
        ...asides,
      ],
      limits: [
        "A match shows that a value the warning names stands in a record. Whether an intrusion succeeded, a person must examine.",
        ...limits,
      ],
    };
  }
  if (suspicious.length > 0) {
    return {
      value: "suspicious",
      summary: `${input.campaign ? "Nothing that the warning names and chance hardly explains was found" : "No warning was given to hold the evidence against"}, but ${describeSuspicion(suspicious, input.campaign)}.`,
      reasons: [
        ...suspicious.slice(0, 5).map(describeReason),
        ...(suspicious.length > 5
          ? [`${formatCount(suspicious.length - 5)} more of the same weight.`]
          : []),
        ...asides,
      ],
      limits: [
        "Weak signs and behaviour occur in innocent records too. They are a reason to look, not a proof.",
        ...limits,
      ],
    };
  }
  const blind = describeBlindness(input);
  if (blind !== undefined)
    return {
      value: "cannot-say",
      summary: `${blind} Whether you were hit cannot be said from this evidence.`,
      reasons: [blind, ...asides],
      limits,
    };
  const { percent, couldMatch, total } = input.visibility;
  return {
    value: "no-sign",
    summary: `No sign found; ${percent} % of what ${what} would have been visible${describeHours(input)}.`,
    reasons: [
      `${formatCount(couldMatch)} of ${count(total, "detection")} could have matched in this evidence, and none did.`,
      ...asides,
    ],
    limits,
  };
}

/** How much of the time the share speaks of, where there are hours without any record. */
function describeHours({ visibility: { hoursCovered, hoursTotal } }: Case): string {
  return hoursCovered < hoursTotal
    ? `, in the ${formatCount(hoursCovered)} of ${count(hoursTotal, "hour")} that hold records`
    : "";
}

/** How many values of the warning were met, and in how many findings. */
function describeValues(findings: readonly Finding[]): string {
  const values = new Set(findings.map(({ detection }) => detection.id)).size;
  return `${count(values, "value")} that the warning itself names ${values === 1 ? "was" : "were"} found`;
}

/** How many of the suspicious findings have to do with the warning, and how many are grave by themselves. */
function describeSuspicion(findings: readonly Finding[], campaign: Campaign | undefined): string {
  const terms = termsOf(campaign);
  const all = `${count(findings.length, "finding")} ${findings.length === 1 ? "deserves" : "deserve"} a look`;
  if (terms === undefined) return all;
  const near = findings.filter(({ detection, citations }) =>
    isOfWarning({ ...detection, citations }, terms),
  ).length;
  if (near === findings.length) return all;
  const rest = findings.length - near;
  const have = rest === 1 ? "has" : "have";
  return near === 0
    ? `${all}; ${findings.length === 1 ? "it is" : "they are"} grave by rule and ${have} nothing to do with this warning`
    : `${all}: ${formatCount(near)} ${near === 1 ? "bears" : "bear"} what the warning describes, ${formatCount(rest)} ${rest === 1 ? "is" : "are"} grave by rule and ${have} nothing to do with it`;
}

function describeBlindness(input: Case): string | undefined {
  const { ledger, visibility, campaign } = input;
  if (ledger.files.length === 0) return "The evidence holds no file.";
  if (ledger.records === 0) return "No record could be read from the evidence.";
  const timing = describeTiming(input);
  if (timing?.isBlind === true) return timing.text;
  if (visibility.total === 0)
    return campaign
      ? "The warning gives nothing that can be looked for, and no rule bears its techniques."
      : "No rule stood ready.";
  if (visibility.couldMatch === 0)
    return `None of the ${count(visibility.total, "detection")} could have matched in the sources that were given.`;
  return undefined;
}

function hostsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ host }) => (host === undefined ? [] : [host])))];
}

function describeReason(finding: Finding): string {
  const { detection } = finding;
  const where = finding.host === undefined ? "" : ` on ${finding.host}`;
  const when = finding.firstSeen === undefined ? "" : `, first ${formatMinute(finding.firstSeen)}`;
  return `${detection.title}${where}: ${count(finding.count, "record")}${when}.`;
}
