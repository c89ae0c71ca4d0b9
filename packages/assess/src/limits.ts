import type { Case } from "./input.ts";
import { describeTiming } from "./timing.ts";
import { count, formatCount, list } from "./words.ts";

/** What the verdict does not cover. Never empty: the first line holds for every run. */
export function describeLimits(input: Case): string[] {
  const { ledger, visibility, refused, campaign } = input;
  const limits: string[] = [];
  limits.push(
    `It speaks of the evidence given (${count(ledger.files.length, "file")}, ${count(ledger.records, "record")}, ${count(ledger.hosts.length, "host")}), not of systems whose records are not among it.`,
  );
  const timing = describeTiming(input);
  if (timing !== undefined) limits.push(timing.text);
  const timeless = ledger.sources.reduce((sum, source) => sum + source.timeless, 0);
  if (timeless > 0 && timing?.isBlind !== true)
    limits.push(
      `${count(timeless, "record")} ${timeless === 1 ? "tells" : "tell"} no time that can be read; ${timeless === 1 ? "it was" : "they were"} looked at, whatever the window.`,
    );
  if (ledger.partial)
    limits.push("The run was cut short: what is said holds for the part that was read.");
  const unseen = visibility.total - visibility.couldMatch;
  if (unseen > 0)
    limits.push(
      `${formatCount(unseen)} of ${count(visibility.total, "detection")} could not have matched: the evidence lacks ${list(visibility.missing.slice(0, 3).map((entry) => entry.needs))}${visibility.missing.length > 3 ? " and more" : ""}.`,
    );
  const unruled = campaign ? visibility.byTechnique.filter(({ total }) => total === 0) : [];
  if (unruled.length > 0)
    limits.push(
      `No rule looks for ${count(unruled.length, "technique")} of the warning (${list(
        unruled.map(({ of }) => of),
        5,
      )}): this run says nothing of ${unruled.length === 1 ? "it" : "them"}.`,
    );
  const unreadable = ledger.files.filter(({ status }) => status === "failed").length;
  if (unreadable > 0) limits.push(`${count(unreadable, "file")} could not be read.`);
  if (ledger.damaged > 0)
    limits.push(`${count(ledger.damaged, "record")} could not be decoded and were not looked at.`);
  if (ledger.outsideWindow > 0)
    limits.push(`${count(ledger.outsideWindow, "record")} outside the time window were left out.`);
  const silentHours = visibility.hoursTotal - visibility.hoursCovered;
  if (silentHours > 0)
    limits.push(
      `${formatCount(silentHours)} of ${count(visibility.hoursTotal, "hour")} hold no record at all.`,
    );
  if (refused.length > 0)
    limits.push(
      `${count(refused.length, "rule or pattern", "rules or patterns")} could not be run.`,
    );
  const foreign = campaign ? countForeign(campaign.indicators) : 0;
  if (foreign > 0)
    limits.push(
      `${count(foreign, "pattern")} of the warning ${foreign === 1 ? "is" : "are"} in a language this version does not run (YARA, Snort, Suricata).`,
    );
  return limits;
}

function countForeign(
  indicators: readonly { observable?: unknown; pattern?: { language: string } }[],
): number {
  return indicators.filter(
    ({ observable, pattern }) =>
      observable === undefined &&
      pattern !== undefined &&
      !["stix", "sigma"].includes(pattern.language),
  ).length;
}
