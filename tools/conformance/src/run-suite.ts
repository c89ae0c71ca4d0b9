import type { Case, Suite } from "./suite.ts";

/** A case that did not pass. */
export interface Failure {
  readonly id: string;
  /** One line, at most 500 characters. */
  readonly why: string;
  readonly contested: boolean;
}

/** What one suite came to. */
export interface SuiteResult {
  readonly name: string;
  readonly corpus: string;
  /** All cases, contested ones included; 0 when the suite's folder was not found. */
  readonly cases: number;
  readonly passed: number;
  readonly contested: number;
  readonly contestedPassed: number;
  /** In the order of the cases. */
  readonly failed: readonly Failure[];
  /** Ids of cases that took longer than `slowMs`, with their time. */
  readonly slow: readonly { readonly id: string; readonly ms: number }[];
  readonly ms: number;
  /** What the suite has to say besides, one line each; absent if nothing. */
  readonly notes?: readonly string[];
}

/** Limits of a run. */
export interface SuiteOptions {
  /** A case that waits longer has failed. Default 60,000. Work that never waits cannot be stopped. */
  readonly timeLimitMs?: number;
  /** A case that took longer is named. Default 10,000. */
  readonly slowMs?: number;
}

const MAX_WHY = 500;

/**
 * Runs every case of a suite, one after another. A case that throws costs itself. When the suite
 * itself breaks while listing its cases, that is one more failed case, `(listing)`.
 */
export async function runSuite(
  suite: Suite,
  corporaRoot: string,
  options: SuiteOptions = {},
): Promise<SuiteResult> {
  const { timeLimitMs = 60_000, slowMs = 10_000 } = options;
  const failed: Failure[] = [];
  const slow: { id: string; ms: number }[] = [];
  const counts = { cases: 0, passed: 0, contested: 0, contestedPassed: 0 };
  const started = performance.now();
  const judge = async (one: Case): Promise<void> => {
    const contested = one.contested === true;
    const from = performance.now();
    const why = await runCase(one, timeLimitMs);
    const ms = performance.now() - from;
    if (ms > slowMs) slow.push({ id: one.id, ms });
    counts.cases += 1;
    if (contested) counts.contested += 1;
    if (why !== undefined) {
      failed.push({ id: one.id, why: toOneLine(why), contested });
      return;
    }
    counts.passed += 1;
    if (contested) counts.contestedPassed += 1;
  };
  try {
    for await (const one of await suite.load(corporaRoot)) await judge(one);
  } catch (error) {
    counts.cases += 1;
    failed.push({ id: "(listing)", why: toOneLine(describe(error)), contested: false });
  }
  const ms = performance.now() - started;
  const notes = suite.notes?.().map(toOneLine) ?? [];
  return {
    name: suite.name,
    corpus: suite.corpus,
    ...counts,
    failed,
    slow,
    ms,
    ...(notes.length > 0 && { notes }),
  };
}

/** Gives why the case failed, or undefined when it passed. */
async function runCase(one: Case, timeLimitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = one.run();
    if (!(result instanceof Promise)) return result ?? undefined;
    const late = new Promise<string>((resolve) => {
      const seconds = timeLimitMs / 1000;
      timer = setTimeout(() => {
        resolve(`not done after ${seconds} s`);
      }, timeLimitMs);
    });
    return (await Promise.race([result, late])) ?? undefined;
  } catch (error) {
    return describe(error);
  } finally {
    clearTimeout(timer);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  return error.message === "" ? error.name : `${error.name}: ${error.message}`;
}

/** Evidence is hostile text: what is quoted of it must not steer a terminal. */
function toOneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= MAX_WHY ? line : `${line.slice(0, MAX_WHY - 3)}...`;
}
