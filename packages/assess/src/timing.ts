import type { Case } from "./input.ts";
import { count, formatMinute } from "./words.ts";

/** What the times of the evidence mean for the question; `isBlind` if it could not have shown anything. */
export interface Timing {
  readonly text: string;
  readonly isBlind: boolean;
}

/** Holds the time of the evidence against the window asked for and the time the warning speaks of. */
export function describeTiming({ ledger, campaign, window }: Case): Timing | undefined {
  const timeless = ledger.sources.reduce((sum, source) => sum + source.timeless, 0);
  if (ledger.records === 0) return undefined;
  if (timeless === ledger.records && (window.since !== undefined || window.until !== undefined))
    return {
      text: `No record tells a time within the window that was asked for; ${count(timeless, "record")} without a readable time ${timeless === 1 ? "was" : "were"} looked at all the same.`,
      isBlind: true,
    };
  const { period } = campaign ?? {};
  if (period === undefined || ledger.first === undefined || ledger.last === undefined)
    return undefined;
  const span = `the evidence tells of ${formatMinute(ledger.first)} to ${formatMinute(ledger.last)}`;
  // A day or a month stands for its beginning; the whole of it belongs to the activity.
  const { first, last } = period;
  if (first !== undefined && ledger.last < first)
    return {
      text: `The warning tells of activity from ${first.slice(0, 10)} on, and ${span}, before it.`,
      isBlind: true,
    };
  if (last !== undefined && ledger.first.slice(0, last.length) > last)
    return {
      text: `The warning tells of activity until ${last.slice(0, 10)}, and ${span}, after it.`,
      isBlind: false,
    };
  return {
    text: `The warning tells of activity from ${first?.slice(0, 10) ?? "an unknown day"} to ${last?.slice(0, 10) ?? "an unknown day"}; ${span}.`,
    isBlind: false,
  };
}
