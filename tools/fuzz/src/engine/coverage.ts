// Which blocks of the reader ran: V8's precise coverage, taken from the thread that asks.
import { type Profiler, Session } from "node:inspector";

/** Blocks of code that ran, and how often, as keys. */
export interface CoverageMap {
  /**
   * Books what ran since the last call.
   * @returns how much of it is new: blocks that never ran, or never so often
   */
  take(): number;
  /** Whether it counts at all. */
  readonly isGuide: boolean;
  /** Blocks that ran once at least. */
  readonly blocks: number;
  /** Functions that ran, and all that are known. */
  functions(): { readonly ran: number; readonly known: number };
  /** Names of the functions that never ran, with their file. */
  idle(): string[];
}

/** Of a thread that does not count. */
export const NO_COVERAGE: CoverageMap = {
  take: () => 0,
  isGuide: false,
  blocks: 0,
  functions: () => ({ ran: 0, known: 0 }),
  idle: () => [],
};

const PLACES = 2 ** 18;
const CLASSES = 8;

/**
 * Starts to count in this thread. Code that is loaded before is not counted block by block, so the reader
 * must be imported afterwards.
 * @param part of the address of the scripts that count
 */
export function startCoverage(part: string): CoverageMap {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const scripts = new Map<string, number>();
  const seen = new Set<number>();
  const blocks = new Set<number>();
  const functions = new Map<string, boolean>();
  const book = (script: number, one: Profiler.FunctionCoverage): void => {
    for (const { startOffset, endOffset, count } of one.ranges) {
      if (count === 0) continue;
      const block = (script * PLACES + startOffset) * PLACES + endOffset;
      blocks.add(block);
      seen.add(block * CLASSES + classOf(count));
    }
  };
  const take = (): number => {
    const before = seen.size;
    // In its own thread a session answers before `post` comes back.
    session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error !== null) throw error;
      for (const { url, functions: list } of answer.result) {
        if (!url.includes(part)) continue;
        const script = scripts.get(url) ?? scripts.size;
        scripts.set(url, script);
        for (const one of list) {
          const name = `${url.slice(url.lastIndexOf("/") + 1)} ${one.functionName || "(anonymous)"} ${one.ranges[0]?.startOffset ?? 0}`;
          const ran = (one.ranges[0]?.count ?? 0) > 0;
          if (ran || !functions.has(name)) functions.set(name, ran);
          if (ran) book(script, one);
        }
      }
    });
    return seen.size - before;
  };
  return {
    take,
    isGuide: true,
    get blocks() {
      return blocks.size;
    },
    functions: () => ({
      ran: [...functions.values()].filter((ran) => ran).length,
      known: functions.size,
    }),
    idle: () => [...functions].filter(([, ran]) => !ran).map(([name]) => name),
  };
}

/** 1, 2, 3, to 7, to 15, to 63, to 511, more. */
function classOf(count: number): number {
  if (count <= 3) return count - 1;
  if (count < 8) return 3;
  if (count < 16) return 4;
  if (count < 64) return 5;
  return count < 512 ? 6 : 7;
}
