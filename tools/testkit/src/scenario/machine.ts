import type { EventData, WindowsEvent } from "../evtx/event.ts";
import type { Host } from "./company.ts";
import { DOMAIN, DOMAIN_SID, sidOf } from "./company.ts";
import { digest } from "./indicators.ts";
import type { Journal, Tag } from "./journal.ts";

/** A process that was started: what later events say of it. */
export interface Process {
  readonly guid: string;
  readonly pid: number;
  readonly image: string;
  readonly commandLine: string;
  readonly user: string;
}

/** A computer of ours while the week runs: it numbers processes and writes its logs. */
export interface Machine {
  readonly host: Host;
  readonly keeps: (log: Host["logs"][number]) => boolean;
  /** A process that nothing reported, of the given program. */
  known(image: string, commandLine: string, user: string, timeMs: number): Process;
  log(kind: EventKind, timeMs: number, data: readonly EventData[], tags?: readonly Tag[]): void;
}

/** The fixed part of an event: where it belongs. */
export interface EventKind {
  readonly provider: WindowsEvent["provider"];
  readonly channel: string;
  readonly eventId: number;
  readonly version: number;
  readonly task: number;
  readonly level: number;
  readonly opcode: number;
  readonly keywords: bigint;
  readonly userSid?: string;
}

/** A machine that writes into the journal. */
export function createMachine(host: Host, journal: Journal): Machine {
  const mark = digest("md5", host.name).slice(0, 8);
  let count = 0;
  return {
    host,
    keeps: (log) => (host.logs as readonly string[]).includes(log),
    known: (image, commandLine, user, timeMs) => {
      count += 1;
      const pid = 1000 + ((count * 92) % 23_000);
      const seconds = Math.floor(timeMs / 1000).toString(16);
      const guid = `${mark}-${seconds.slice(4)}-${seconds.slice(0, 4)}-${hex4(pid)}-${"0".repeat(8)}${hex4(count)}`;
      return { guid: guid.toUpperCase(), pid, image, commandLine, user };
    },
    log: (kind, timeMs, data, tags = []) => {
      const event: WindowsEvent = {
        ...kind,
        timeMs,
        processId: 900 + (kind.channel.length % 7) * 4,
        threadId: 1200 + (count % 9) * 4,
        computer: host.computer,
        data,
      };
      journal.windows(host, event, tags);
    },
  };
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, "0").slice(-4);
}

/** `HARROWGATE\j.hollis`, `NT AUTHORITY\SYSTEM`. */
export function accountOf(user: string): string {
  return user === "SYSTEM" ? "NT AUTHORITY\\SYSTEM" : `HARROWGATE\\${user}`;
}

/** A logon id that an account keeps. */
export function logonIdOf(user: string): number {
  return user === "SYSTEM"
    ? 0x3e7
    : 0x1_0000 + Number.parseInt(digest("md5", user).slice(0, 5), 16);
}

/** SID of a local account that the intruder made, or of one of the domain. */
export function accountSid(user: string): string {
  return user.startsWith("svc_portalhelp") ? `${DOMAIN_SID.slice(0, -1)}9-1003` : sidOf(user);
}

/** Domain as `TargetDomainName` has it. */
export function domainOf(user: string): string {
  return user === "SYSTEM" ? "NT AUTHORITY" : (DOMAIN.split(".")[0] ?? "").toUpperCase();
}
