// Sysmon's events as version 15 writes them.
import type { EventData } from "../evtx/event.ts";
import { digest } from "./indicators.ts";
import type { Tag } from "./journal.ts";
import { accountOf, type EventKind, logonIdOf, type Machine, type Process } from "./machine.ts";
import { flag, guid, hex, sysmonTime, text, texts, u16, u32 } from "./values.ts";

function kind(eventId: number, version: number): EventKind {
  return {
    provider: { name: "Microsoft-Windows-Sysmon", guid: "5770385f-c22a-43e0-bf4c-06f5698ffbd9" },
    channel: "Microsoft-Windows-Sysmon/Operational",
    eventId,
    version,
    task: eventId,
    level: 4,
    opcode: 0,
    keywords: 0x8000_0000_0000_0000n,
    userSid: "S-1-5-18",
  };
}

const KINDS = {
  process: kind(1, 5),
  connection: kind(3, 5),
  file: kind(11, 2),
  registry: kind(13, 2),
  query: kind(22, 5),
} as const;

/** Digests of a program: of its path unless given, so that a program has the same ones everywhere. */
export interface Digests {
  readonly md5?: string;
  readonly sha256?: string;
}

/** `MD5=…,SHA256=…`, in capitals as Sysmon writes them. */
function hashesOf(image: string, digests: Digests = {}): string {
  const name = image.toLowerCase();
  const md5 = digests.md5 ?? digest("md5", name);
  const sha256 = digests.sha256 ?? digest("sha256", name);
  return `MD5=${md5.toUpperCase()},SHA256=${sha256.toUpperCase()}`;
}

/** Event 1. */
export function logProcess(
  machine: Machine,
  timeMs: number,
  process: Process,
  parent: Process,
  about: { readonly digests?: Digests; readonly folder?: string; readonly tags?: readonly Tag[] },
): void {
  const original = process.image.slice(process.image.lastIndexOf("\\") + 1);
  const { user } = process;
  const data: EventData[] = [
    ["RuleName", text("-")],
    ["UtcTime", text(sysmonTime(timeMs))],
    ["ProcessGuid", guid(process.guid)],
    ["ProcessId", u32(process.pid)],
    ...texts({
      Image: process.image,
      FileVersion: "-",
      Description: "-",
      Product: "-",
      Company: "-",
      OriginalFileName: original,
      CommandLine: process.commandLine,
      CurrentDirectory: about.folder ?? "C:\\Windows\\system32\\",
      User: accountOf(user),
    }),
    ["LogonId", hex(logonIdOf(user))],
    ["TerminalSessionId", u32(user === "SYSTEM" ? 0 : 1)],
    ["IntegrityLevel", text(user === "SYSTEM" ? "System" : "Medium")],
    ["Hashes", text(hashesOf(process.image, about.digests))],
    ["ParentProcessGuid", guid(parent.guid)],
    ["ParentProcessId", u32(parent.pid)],
    ["ParentImage", text(parent.image)],
    ["ParentCommandLine", text(parent.commandLine)],
    ["ParentUser", text(accountOf(parent.user))],
  ];
  machine.log(KINDS.process, timeMs, data, about.tags);
}

function actor(timeMs: number, process: Process): EventData[] {
  return [
    ["UtcTime", text(sysmonTime(timeMs))],
    ["ProcessGuid", guid(process.guid)],
    ["ProcessId", u32(process.pid)],
  ];
}

/** Event 3, made by us. `name` is the other end's, where it was looked up. */
export function logConnection(
  machine: Machine,
  timeMs: number,
  process: Process,
  to: { readonly address: string; readonly port: number; readonly name?: string },
  tags?: readonly Tag[],
): void {
  const data: EventData[] = [
    ["RuleName", text("-")],
    ...actor(timeMs, process),
    ...texts({ Image: process.image, User: accountOf(process.user), Protocol: "tcp" }),
    ["Initiated", flag(true)],
    ["SourceIsIpv6", flag(false)],
    ["SourceIp", text(machine.host.address)],
    ["SourceHostname", text(machine.host.computer)],
    ["SourcePort", u16(49_200 + (Math.floor(timeMs / 1000) % 14_000))],
    ["SourcePortName", text("-")],
    ["DestinationIsIpv6", flag(false)],
    ["DestinationIp", text(to.address)],
    ["DestinationHostname", text(to.name ?? "-")],
    ["DestinationPort", u16(to.port)],
    ["DestinationPortName", text(to.port === 443 ? "https" : "-")],
  ];
  machine.log(KINDS.connection, timeMs, data, tags);
}

/** Event 11. */
export function logFile(
  machine: Machine,
  timeMs: number,
  process: Process,
  file: string,
  tags?: readonly Tag[],
): void {
  const data: EventData[] = [
    ["RuleName", text("-")],
    ...actor(timeMs, process),
    ["Image", text(process.image)],
    ["TargetFilename", text(file)],
    ["CreationUtcTime", text(sysmonTime(timeMs))],
    ["User", text(accountOf(process.user))],
  ];
  machine.log(KINDS.file, timeMs, data, tags);
}

/** Event 13. */
export function logRegistry(
  machine: Machine,
  timeMs: number,
  process: Process,
  value: { readonly target: string; readonly details: string },
  tags?: readonly Tag[],
): void {
  const data: EventData[] = [
    ["RuleName", text("-")],
    ["EventType", text("SetValue")],
    ...actor(timeMs, process),
    ["Image", text(process.image)],
    ["TargetObject", text(value.target)],
    ["Details", text(value.details)],
    ["User", text(accountOf(process.user))],
  ];
  machine.log(KINDS.registry, timeMs, data, tags);
}

/** Event 22. */
export function logQuery(
  machine: Machine,
  timeMs: number,
  process: Process,
  query: { readonly name: string; readonly address: string },
  tags?: readonly Tag[],
): void {
  const data: EventData[] = [
    ["RuleName", text("-")],
    ...actor(timeMs, process),
    ["QueryName", text(query.name)],
    ["QueryStatus", text("0")],
    ["QueryResults", text(`::ffff:${query.address};`)],
    ["Image", text(process.image)],
    ["User", text(accountOf(process.user))],
  ];
  machine.log(KINDS.query, timeMs, data, tags);
}
