// The code of README.md, and the logs that it reads.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WindowsEvent } from "../../../tools/testkit/src/index.ts";
import { writeEvtx } from "../../../tools/testkit/src/index.ts";
import { chunkOf, overwrite } from "./recover-logs.ts";

/** One example: what to run, and what it must print. */
export interface Example {
  /** File name, from the comment in the first line: `first.ts`. */
  readonly name: string;
  readonly code: string;
  /** The `text` block behind it; undefined if there is none. */
  readonly prints: string | undefined;
}

const FENCED = /^```(\w*)\n(.*?)^```$/gmsu;
const NAMED = /^\/\/ ([\w-]+\.(?:ts|js))\n/u;

/** All blocks of `ts` and `js` in README.md. One without a name is called by its place. */
export function readExamples(): Example[] {
  const text = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const blocks = [...text.matchAll(FENCED)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }));
  return blocks.flatMap(({ language, code }, index) => {
    if (language !== "ts" && language !== "js") return [];
    const next = blocks[index + 1];
    const name = NAMED.exec(code)?.[1] ?? `block ${index}`;
    return [{ name, code, prints: next?.language === "text" ? next.code : undefined }];
  });
}

/** The files that the examples open, by name. */
export function makeLogs(): ReadonlyMap<string, Uint8Array> {
  const log = writeEvtx(events(1, 900));
  const today = writeEvtx(events(900, 902), { firstRecordId: 900 });
  const overwritten = overwrite(writeEvtx(events(700, 880), { firstRecordId: 700 }), today);
  return new Map([
    ["Security.evtx", log],
    ["Overwritten.evtx", overwritten.slice(0, today.length)],
    ["memory.raw", imageOf(chunkOf(log))],
  ]);
}

/** Bytes of no meaning with a chunk among them, on no grid. */
function imageOf(chunk: Uint8Array): Uint8Array {
  const image = Uint8Array.from({ length: 300_000 }, (_, n) => (n * n * 31 + n) & 0xff);
  image.set(chunk, 100_001);
  return image;
}

function events(from: number, to: number): WindowsEvent[] {
  return Array.from({ length: to - from + 1 }, (_, n) => eventOf(from + n));
}

/** Every third event starts a program, every 300th of all starts a strange one; the rest are logons. */
function eventOf(n: number): WindowsEvent {
  const isProcess = n % 3 === 0;
  const user = { type: "sid", value: "S-1-5-21-1004336348-1177238915-682003330-512" } as const;
  const text = (value: string) => ({ type: "string", value }) as const;
  return {
    provider: {
      name: "Microsoft-Windows-Security-Auditing",
      guid: "54849625-5478-4994-a5ba-3e3b0328c30d",
    },
    eventId: isProcess ? 4688 : 4624,
    version: 2,
    level: 0,
    task: isProcess ? 13_312 : 12_544,
    opcode: 0,
    keywords: 0x8020_0000_0000_0000n,
    timeMs: Date.UTC(2024, 4, 13, 8) + n * 1000,
    processId: 4,
    threadId: 5124,
    channel: "Security",
    computer: "DC01.harrowgate.example",
    data: isProcess
      ? [
          ["SubjectUserSid", user],
          ["NewProcessId", { type: "hex64", value: 0x1a4n + BigInt(n) }],
          [
            "CommandLine",
            text(n % 300 === 0 ? "powershell.exe -NoP -enc SQBFAFgA" : `"C:\\work\\job.exe" ${n}`),
          ],
        ]
      : [
          ["TargetUserSid", user],
          ["TargetUserName", text("m.harrow")],
          ["LogonType", { type: "uint32", value: 3 }],
          ["IpAddress", text(`192.0.2.${n % 250}`)],
        ],
  };
}
