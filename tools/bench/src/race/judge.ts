import type { ContestantAnswer } from "../contestants/contestant.ts";
import type { Expected } from "../expected.ts";

/** What the lines of a contestant amount to. */
export interface LineSums {
  readonly lines: number;
  /** Sum of the first EventRecordID of each line. */
  readonly eventRecordIdSum: number;
}

/** Counts JSON lines as they come, in pieces of any size. */
export function createLineCounter(): {
  readonly push: (bytes: Uint8Array) => void;
  readonly sums: () => LineSums;
} {
  const decoder = new TextDecoder();
  let rest = "";
  let lines = 0;
  let eventRecordIdSum = 0;
  const count = (line: string): void => {
    lines += 1;
    eventRecordIdSum += Number(/"EventRecordID":"?(\d+)/u.exec(line)?.[1] ?? 0);
  };
  return {
    push(bytes) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) count(line);
    },
    sums() {
      if (rest !== "") count(rest);
      rest = "";
      return { lines, eventRecordIdSum };
    },
  };
}

/** The last line of what a contestant wrote to stderr. */
export function readAnswer(errorText: string): ContestantAnswer {
  const line = errorText.trimEnd().split("\n").at(-1) ?? "";
  const answer: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
  if (typeof answer === "object" && answer !== null && "records" in answer)
    return answer as ContestantAnswer;
  throw new Error(`expected an answer with "records", got ${JSON.stringify(line.slice(0, 200))}`);
}

/** What in an answer is not as expected; undefined if all of it is. */
export function judgeAnswer(answer: ContestantAnswer, expected: Expected): string | undefined {
  for (const [key, got] of Object.entries(answer)) {
    const wanted = expected[key as keyof Expected];
    if (typeof wanted === "object") {
      const flaw = judgeCounts(got as Readonly<Record<string, number>>, wanted);
      if (flaw !== undefined) return `${key}: ${flaw}`;
    } else if (got !== wanted) return `${key}: ${JSON.stringify(got)}, expected ${wanted}`;
  }
  return undefined;
}

/** What is wrong with lines; undefined if nothing is. */
export function judgeLines(sums: LineSums, expected: Expected): string | undefined {
  if (sums.lines !== expected.records) return `lines: ${sums.lines}, expected ${expected.records}`;
  if (sums.eventRecordIdSum !== expected.eventRecordIdSum)
    return `sum of EventRecordIDs: ${sums.eventRecordIdSum}, expected ${expected.eventRecordIdSum}`;
  return undefined;
}

function judgeCounts(
  got: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
): string | undefined {
  for (const key of new Set([...Object.keys(got), ...Object.keys(wanted)]))
    if (got[key] !== wanted[key]) return `${key}: ${got[key] ?? 0}, expected ${wanted[key] ?? 0}`;
  return undefined;
}
