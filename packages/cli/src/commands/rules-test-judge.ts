import type { CorrelatedMatch, Correlation } from "@tocsin/model";
import type { Expectation } from "@tocsin/sigma";
import { listEvents } from "./rules-test-result.ts";

/** Why a test did not pass; `broken` where what it expects cannot be. */
interface Judged {
  readonly broken: boolean;
  readonly reason: string;
}

const MOST_SHOWN = 5;

/** What a test of a correlation expects against what it found; nothing where they agree. */
export function judgeMatches(
  expect: Expectation,
  correlation: Correlation,
  matches: readonly CorrelatedMatch[],
): Judged | undefined {
  switch (expect.kind) {
    case "count":
      return judgeCount(expect, matches);
    case "indexes":
      return judgeIndexes(expect.indexes, matches);
    case "groups":
      return judgeGroups(expect.groups, correlation, matches);
  }
}

function judgeCount(
  { count, orMore }: Extract<Expectation, { kind: "count" }>,
  matches: readonly CorrelatedMatch[],
): Judged | undefined {
  const got = matches.length;
  if (orMore ? got >= count : got === count) return undefined;
  const which = got > 0 ? ` (${join(matches.map(describeMatch))})` : "";
  const word = got === 1 ? "1 match" : `${got} matches`;
  return failed(`${word}${which}, expected ${orMore ? "at least " : ""}${count}`);
}

function judgeIndexes(
  expected: readonly number[],
  matches: readonly CorrelatedMatch[],
): Judged | undefined {
  const wanted = new Set(expected);
  const got = new Set(matches.map(({ completedBy }) => completedBy));
  const missing = expected.filter((index) => !got.has(index));
  const extra = matches.filter(({ completedBy }) => !wanted.has(completedBy)).map(describeMatch);
  if (missing.length === 0 && extra.length === 0) return undefined;
  const parts = [
    ...(missing.length > 0 ? [`expected to complete a match: ${listEvents(missing)}`] : []),
    ...(extra.length > 0 ? [`found and not expected: ${join(extra)}`] : []),
  ];
  return failed(parts.join("; "));
}

type ExpectedGroup = Extract<Expectation, { kind: "groups" }>["groups"][number];

function judgeGroups(
  expected: readonly ExpectedGroup[],
  { groupBy }: Correlation,
  matches: readonly CorrelatedMatch[],
): Judged | undefined {
  const own = groupBy.toSorted().join(", ");
  const odd = expected.find((group) => Object.keys(group).toSorted().join(", ") !== own);
  if (odd !== undefined) {
    const names = groupBy.length === 0 ? "has no group-by" : `groups by ${groupBy.join(", ")}`;
    return { broken: true, reason: `the correlation ${names}; the test expects ${describe(odd)}` };
  }
  const wanted = new Map(expected.map((group) => [keyOf(group), group]));
  const got = new Map(matches.map((match) => [keyOf(match.group), match]));
  const missing = [...wanted].filter(([key]) => !got.has(key)).map(([, group]) => describe(group));
  const extra = [...got].filter(([key]) => !wanted.has(key)).map(([, one]) => describeMatch(one));
  if (missing.length === 0 && extra.length === 0) return undefined;
  const parts = [
    ...(missing.length > 0 ? [`expected and not found: ${join(missing)}`] : []),
    ...(extra.length > 0 ? [`found and not expected: ${join(extra)}`] : []),
  ];
  return failed(parts.join("; "));
}

function failed(reason: string): Judged {
  return { broken: false, reason };
}

/** Groups are told apart without regard to case. */
function keyOf(group: ExpectedGroup): string {
  const pairs = Object.entries(group).map(([name, values]) => [
    name,
    values.map((value) => value.toLowerCase()),
  ]);
  return JSON.stringify(pairs.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** `User joe, completed by event 4`. */
function describeMatch({ group, completedBy }: CorrelatedMatch): string {
  const named = describe(group);
  return `${named === "" ? "" : `${named}, `}completed by event ${completedBy}`;
}

function describe(group: ExpectedGroup): string {
  return Object.entries(group)
    .map(
      ([name, values]) => `${name} ${values.map((value) => JSON.stringify(value)).join(" and ")}`,
    )
    .join(", ");
}

function join(parts: readonly string[]): string {
  const more = parts.length - MOST_SHOWN;
  return parts.slice(0, MOST_SHOWN).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
