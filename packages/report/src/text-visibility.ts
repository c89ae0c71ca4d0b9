import { OBSERVABLE_TYPES } from "@tocsin/model";
import type { Coverage, LedgerSource, Visibility } from "@tocsin/model";
import { count, formatCount, formatTime } from "./layout.ts";
import type { Sheet } from "./sheet.ts";

const MOST = 15;

/** What the evidence could have shown: the share, by kind, by technique, by source, and what is missing. */
export function putVisibility(sheet: Sheet, visibility: Visibility): void {
  sheet.heading("Visibility");
  sheet.put(
    `${visibility.percent} %: ${formatCount(visibility.couldMatch)} of ${count(visibility.total, "detection")} could have matched${describeUnruled(visibility)}. Records in ${formatCount(visibility.hoursCovered)} of ${count(visibility.hoursTotal, "hour")}${visibility.first === undefined || visibility.last === undefined ? "" : `, ${formatTime(visibility.first)} to ${formatTime(visibility.last)}`}.`,
  );
  for (const coverage of visibility.byKind)
    sheet.item(describeCoverage(coverage), isType(coverage) ? "  " : "");
  const { byTechnique } = visibility;
  if (byTechnique.length > 0) {
    const seen = byTechnique.filter(({ couldMatch }) => couldMatch > 0).map(({ of }) => of);
    const blind = byTechnique.filter((one) => one.total > 0 && one.couldMatch === 0);
    const unruled = byTechnique.filter(({ total }) => total === 0);
    for (const [label, ids] of [
      ["could be seen", seen],
      ["have rules but not the evidence", blind.map(({ of }) => of)],
      ["have no rule", unruled.map(({ of }) => of)],
    ] as const)
      if (ids.length > 0)
        sheet.item(
          `${count(ids.length, "technique")} that ${label}: ${ids.slice(0, 40).join(", ")}${ids.length > 40 ? ` and ${ids.length - 40} more` : ""}`,
        );
  }
  if (visibility.missing.length > 0) {
    sheet.put("Evidence that would show more:");
    for (const { needs, detections } of visibility.missing.slice(0, MOST))
      sheet.item(`${needs}: ${count(detections, "detection")}`);
    if (visibility.missing.length > MOST)
      sheet.item(`${formatCount(visibility.missing.length - MOST)} more kinds of evidence`);
  }
  if (visibility.sources.length > 0) {
    sheet.put("Sources read:");
    const sources = [...visibility.sources].sort((a, b) => b.records - a.records);
    for (const source of sources.slice(0, MOST))
      sheet.item(
        `${source.source}${isTwice(source, sources) ? ` (${source.format})` : ""}: ${count(source.records, "record")} in ${count(source.hours, "hour")}`,
      );
    if (sources.length > MOST) sheet.item(count(sources.length - MOST, "more source"));
  }
}

/** Whether another source has the same name, so that only the format tells them apart. */
function isTwice({ source }: LedgerSource, sources: readonly LedgerSource[]): boolean {
  return sources.filter((other) => other.source === source).length > 1;
}

/** Techniques that count as not visible because nothing looks for them. */
export function describeUnruled({ byTechnique }: Visibility): string {
  const unruled = byTechnique.filter(({ total }) => total === 0).length;
  return unruled === 0 ? "" : `, and none of ${count(unruled, "technique")} that no rule looks for`;
}

/** `3 of 4 sha256`. */
function describeCoverage({ of, total, couldMatch }: Coverage): string {
  return `${formatCount(couldMatch)} of ${formatCount(total)} ${of}`;
}

/** Whether a line of `byKind` speaks of a type of observable, which the kind `indicator` already counts. */
export function isType({ of }: Coverage): boolean {
  return (OBSERVABLE_TYPES as readonly string[]).includes(of);
}
