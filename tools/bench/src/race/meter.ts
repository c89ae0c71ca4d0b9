// Runs a process and measures it. GNU time asks the kernel at the end (exact); without it /proc is
// looked at every few milliseconds (Linux), which misses what happens between the last look and the end.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Exit codes that are no failure. Default 0 alone. */
  readonly goodCodes?: readonly number[];
}

/** Figures of one process; undefined where this machine cannot tell. */
export interface Measure {
  readonly seconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number | undefined;
  readonly peakBytes: number | undefined;
  /** What it wrote to stderr, the last 64 KiB. */
  readonly errorText: string;
}

export interface MeterOptions {
  readonly signal: AbortSignal;
  /** Takes stdout; without it stdout goes to the null device. */
  readonly onOutput?: (bytes: Uint8Array) => void;
}

const GNU_TIME = "/usr/bin/time";
const MOST_ERROR_UNITS = 64 * 1024;
const MOST_SAID_UNITS = 200;
const POLL_MS = 5;

/** @throws {Error} the process could not be started, or did not end well */
export async function measure(command: Command, options: MeterOptions): Promise<Measure> {
  if (!hasGnuTime()) return run(command, options, true);
  const folder = mkdtempSync(join(tmpdir(), "tocsin-meter-"));
  try {
    const report = join(folder, "time");
    const args = ["-q", "-f", "%U %S %M", "-o", report, command.file, ...command.args];
    const measured = await run({ ...command, file: GNU_TIME, args }, options, false);
    const [user = 0, system = 0, peakKib = 0] = readFileSync(report, "utf8")
      .split(/\s+/u)
      .map(Number);
    return { ...measured, cpuSeconds: user + system, peakBytes: peakKib * 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let gnuTime: boolean | undefined;

function hasGnuTime(): boolean {
  gnuTime ??= spawnSync(GNU_TIME, ["-q", "-f", "%M", "true"]).status === 0;
  return gnuTime;
}

function run(command: Command, options: MeterOptions, poll: boolean): Promise<Measure> {
  options.signal.throwIfAborted();
  const nowhere = options.onOutput === undefined ? openSync(devNull, "w") : undefined;
  const start = performance.now();
  const child = spawn(command.file, command.args, {
    stdio: ["ignore", nowhere ?? "pipe", "pipe"],
    // A group of its own: Ctrl-C must end what GNU time has started, too.
    detached: process.platform !== "win32",
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
  });
  if (nowhere !== undefined) closeSync(nowhere);
  const halt = (): void => killGroup(child);
  options.signal.addEventListener("abort", halt);
  let last: Pick<Measure, "cpuSeconds" | "peakBytes"> = {
    cpuSeconds: undefined,
    peakBytes: undefined,
  };
  const timer = setInterval(() => {
    if (poll && child.pid !== undefined) last = lookAt(child.pid) ?? last;
  }, POLL_MS);
  let errorText = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errorText = (errorText + text).slice(-MOST_ERROR_UNITS);
  });
  if (options.onOutput !== undefined) child.stdout?.on("data", options.onOutput);
  return new Promise<Measure>((resolve, reject) => {
    let ended = 0;
    child.once("error", reject);
    child.once("exit", () => {
      ended = performance.now();
    });
    child.once("close", (code, signal) => {
      if (code !== null && (command.goodCodes ?? [0]).includes(code))
        resolve({ seconds: (ended - start) / 1000, ...last, errorText });
      else reject(new Error(`ended with ${code ?? signal}: ${lastLine(errorText)}`));
    });
  }).finally(() => {
    clearInterval(timer);
    options.signal.removeEventListener("abort", halt);
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") child.kill();
  else process.kill(-child.pid, "SIGTERM");
}

/** The line that says most: of Python's and of Rust's reports the last, of Node's the one with the error. */
function lastLine(errorText: string): string {
  const lines = errorText.trimEnd().split("\n");
  const line =
    lines.findLast((each) => /^\S*(?:Error|error)\b.*: /u.test(each)) ?? lines.at(-1) ?? "";
  return line.slice(0, MOST_SAID_UNITS);
}

/** What /proc says of a process; undefined where there is no such process, or no /proc. */
function lookAt(pid: number): Pick<Measure, "cpuSeconds" | "peakBytes"> | undefined {
  let status: string;
  let stat: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "utf8");
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // It has ended since, or this is no Linux: there is nothing to see, and nothing is lost.
    return undefined;
  }
  const peak = /^VmHWM:\s+(\d+) kB/mu.exec(status)?.[1];
  // Behind the name in brackets: state is field 3, user and system time 14 and 15, in 1/100 s.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    peakBytes: peak === undefined ? undefined : Number(peak) * 1024,
  };
}
