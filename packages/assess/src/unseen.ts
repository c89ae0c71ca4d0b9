import type { Point, QuestionAnswer } from "@tocsin/model";
import type { Case } from "./input.ts";
import { count, formatCount, formatMinute } from "./words.ts";

const MOST = 20;

/** "What could we not see?": missing evidence, most served first; then damage, silence, refusals. */
export function askUnseen(input: Case): QuestionAnswer {
  const { visibility, ledger, refused, campaign } = input;
  const what = campaign ? "of what the warning describes" : "of what the rules look for";
  const points: Point[] = [];
  if (visibility.missing.length > 0)
    points.push({
      text: "Evidence that is missing, the most useful first:",
      details: capped(
        visibility.missing.map(
          ({ needs, detections }) => `${needs}: would serve ${count(detections, "detection")}`,
        ),
      ),
    });
  const unruled = campaign ? visibility.byTechnique.filter(({ total }) => total === 0) : [];
  if (unruled.length > 0)
    points.push({
      text: `${count(unruled.length, "technique")} of the warning ${unruled.length === 1 ? "has" : "have"} no rule that looks for ${unruled.length === 1 ? "it" : "them"}:`,
      details: capped(unruled.map(({ of }) => describeTechnique(of, campaign?.techniques ?? []))),
    });
  const hurt = ledger.files.filter(({ status }) => status === "failed" || status === "partly");
  if (hurt.length > 0)
    points.push({
      text: `${count(hurt.length, "file")} could not be read in full:`,
      details: capped(
        hurt.map((file) => {
          const [first] = file.diagnostics;
          return `${file.file}: ${file.status === "failed" ? "not read" : `${count(file.damaged, "record")} damaged`}${first ? `, ${first.message}` : ""}`;
        }),
      ),
    });
  const skipped = ledger.files.filter(({ status }) => status === "skipped").length;
  if (skipped > 0)
    points.push({ text: `${count(skipped, "file")} ${skipped === 1 ? "was" : "were"} skipped.` });
  if (visibility.gaps.length > 0)
    points.push({
      text: "Stretches without any record:",
      details: capped(
        visibility.gaps.map(({ from, to }) => `${formatMinute(from)} to ${formatMinute(to)}`),
      ),
    });
  if (refused.length > 0)
    points.push({
      text: `${count(refused.length, "rule or pattern", "rules or patterns")} could not be run; the full list stands under the rules of this answer.`,
    });
  return {
    status: "asked",
    answer:
      visibility.total === 0
        ? "Nothing stood ready that this evidence could have shown."
        : `${visibility.percent} % ${what} would have been visible: ${formatCount(visibility.couldMatch)} of ${count(visibility.total, "detection")}${unruled.length === 0 ? "" : `, and none of ${count(unruled.length, "technique")} without a rule`}. Records cover ${formatCount(visibility.hoursCovered)} of ${count(visibility.hoursTotal, "hour")}.`,
    points,
  };
}

function describeTechnique(
  id: string,
  techniques: readonly { id: string; name?: string }[],
): string {
  const name = techniques.find((technique) => technique.id.toUpperCase() === id)?.name;
  return name === undefined ? id : `${id} ${name}`;
}

function capped(lines: readonly string[]): string[] {
  return lines.length <= MOST
    ? [...lines]
    : [...lines.slice(0, MOST), `${formatCount(lines.length - MOST)} more`];
}
