import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { writeEvtx } from "../../testkit/src/index.ts";
import type { WindowsEvent } from "../../testkit/src/index.ts";
import type { World } from "../src/command.ts";

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function event(n: number): WindowsEvent {
  return {
    provider: {
      name: "Microsoft-Windows-Sysmon",
      guid: "5770385f-c22a-43e0-bf4c-06f5698ffbd9",
    },
    eventId: 1 + (n % 3),
    version: 5,
    level: 4,
    task: 1,
    opcode: 0,
    keywords: 0x8000000000000000n,
    timeMs: Date.UTC(2024, 4, 13, 2, 31, 0, n),
    processId: 2744,
    threadId: 3512,
    channel: "Microsoft-Windows-Sysmon/Operational",
    computer: "HMS-PORTAL01.harrowgate.example",
    userSid: "S-1-5-18",
    data: [
      ["Image", { type: "string", value: `C:\\tools\\program-${n}.exe` }],
      [
        "CommandLine",
        n % 2 === 0 ? { type: "string", value: "x".repeat(n % 50) } : { type: "absent" },
      ],
      ["ProcessId", { type: "uint32", value: n }],
    ],
  };
}

/** Bytes of a log with some events, whose ids begin at `firstRecordId`. */
export function logOf(events: number, firstRecordId: number = 1): Uint8Array {
  return writeEvtx(
    Array.from({ length: events }, (_, n) => event(n)),
    { firstRecordId },
  );
}

/** A folder of logs: two of several chunks, one in a folder below, and a text. */
export function folderOfLogs(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "below"));
  writeFileSync(join(folder, "b.evtx"), logOf(400, 77));
  writeFileSync(join(folder, "below", "a.EVTX"), logOf(250, 1_000_000));
  writeFileSync(join(folder, "notes.txt"), "no log");
  return folder;
}

/** A world that keeps what is said. */
export function silentWorld(corpora: string = "/nowhere"): World & {
  readonly said: string[];
  readonly complaints: string[];
  readonly interrupt: AbortController;
} {
  const said: string[] = [];
  const complaints: string[] = [];
  const interrupt = new AbortController();
  return {
    corpora,
    said,
    complaints,
    interrupt,
    signal: interrupt.signal,
    print: (text) => said.push(text),
    printError: (text) => complaints.push(text),
  };
}
