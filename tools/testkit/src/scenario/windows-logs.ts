// Security, System and PowerShell events as Windows 10 and Server 2019 write them.
import { makeId } from "@tocsin/model";
import type { EventData } from "../evtx/event.ts";
import type { Tag } from "./journal.ts";
import {
  accountSid,
  domainOf,
  type EventKind,
  logonIdOf,
  type Machine,
  type Process,
} from "./machine.ts";
import { guid, hex, sid, text, texts, u32 } from "./values.ts";

const NO_GUID = "00000000-0000-0000-0000-000000000000";

function security(eventId: number, version: number, task: number, success = true): EventKind {
  return {
    provider: {
      name: "Microsoft-Windows-Security-Auditing",
      guid: "54849625-5478-4994-a5ba-3e3b0328c30d",
    },
    channel: "Security",
    eventId,
    version,
    task,
    level: 0,
    opcode: 0,
    keywords: success ? 0x8020_0000_0000_0000n : 0x8010_0000_0000_0000n,
  };
}

function control(eventId: number): EventKind {
  return {
    provider: { name: "Service Control Manager", guid: "555908d1-a6d7-4695-8e1e-26931d2012f4" },
    channel: "System",
    eventId,
    version: 0,
    task: 0,
    level: 4,
    opcode: 0,
    keywords: 0x8080_0000_0000_0000n,
    userSid: "S-1-5-18",
  };
}

const SCRIPT_BLOCK: EventKind = {
  provider: {
    name: "Microsoft-Windows-PowerShell",
    guid: "a0c1853b-5c40-4b15-8766-3cf1c58f985a",
  },
  channel: "Microsoft-Windows-PowerShell/Operational",
  eventId: 4104,
  version: 1,
  task: 2,
  level: 5,
  opcode: 15,
  keywords: 0n,
};

function subject(user: string): EventData[] {
  return [
    ["SubjectUserSid", sid(accountSid(user))],
    ["SubjectUserName", text(user)],
    ["SubjectDomainName", text(domainOf(user))],
    ["SubjectLogonId", hex(logonIdOf(user))],
  ];
}

/** Security 4688 with the command line. */
export function logAudit(
  machine: Machine,
  timeMs: number,
  process: Process,
  parent: Process,
  tags?: readonly Tag[],
): void {
  const data: EventData[] = [
    ...subject(process.user),
    ["NewProcessId", hex(process.pid)],
    ["NewProcessName", text(process.image)],
    ["TokenElevationType", text("%%1936")],
    ["ProcessId", hex(parent.pid)],
    ["CommandLine", text(process.commandLine)],
    ["TargetUserSid", sid("S-1-0-0")],
    ...texts({ TargetUserName: "-", TargetDomainName: "-" }),
    ["TargetLogonId", hex(0)],
    ["ParentProcessName", text(parent.image)],
    ["MandatoryLabel", sid("S-1-16-8192")],
  ];
  machine.log(security(4688, 2, 13_312), timeMs, data, tags);
}

/** A logon: type 2 at the keyboard, 3 network, 5 service, 10 remote desktop. */
export interface Logon {
  readonly user: string;
  readonly type: number;
  readonly address: string;
  readonly workstation: string;
}

/** Security 4624. */
export function logLogon(
  machine: Machine,
  timeMs: number,
  logon: Logon,
  tags?: readonly Tag[],
): void {
  const local = logon.type !== 3;
  const data: EventData[] = [
    ...subject("SYSTEM"),
    ["TargetUserSid", sid(accountSid(logon.user))],
    ["TargetUserName", text(logon.user)],
    ["TargetDomainName", text(domainOf(logon.user))],
    ["TargetLogonId", hex(logonIdOf(logon.user))],
    ["LogonType", u32(logon.type)],
    ["LogonProcessName", text(local ? "User32 " : "Kerberos")],
    ["AuthenticationPackageName", text(local ? "Negotiate" : "Kerberos")],
    ["WorkstationName", text(logon.workstation)],
    ["LogonGuid", guid(NO_GUID)],
    ...texts({ TransmittedServices: "-", LmPackageName: "-" }),
    ["KeyLength", u32(0)],
    ["ProcessId", hex(local ? 0x4ac : 0)],
    ["ProcessName", text(local ? "C:\\Windows\\System32\\svchost.exe" : "-")],
    ["IpAddress", text(logon.address)],
    ["IpPort", text(logon.address === "-" ? "-" : String(50_000 + (timeMs % 9000)))],
    ["ImpersonationLevel", text("%%1833")],
  ];
  machine.log(security(4624, 2, 12_544), timeMs, data, tags);
}

/** Security 4625: wrong password. */
export function logFailedLogon(machine: Machine, timeMs: number, logon: Logon): void {
  const data: EventData[] = [
    ...subject("SYSTEM"),
    ["TargetUserSid", sid("S-1-0-0")],
    ["TargetUserName", text(logon.user)],
    ["TargetDomainName", text(domainOf(logon.user))],
    ["Status", { type: "hex32", value: 0xc000_006dn }],
    ["FailureReason", text("%%2313")],
    ["SubStatus", { type: "hex32", value: 0xc000_006an }],
    ["LogonType", u32(logon.type)],
    ["LogonProcessName", text("NtLmSsp ")],
    ["AuthenticationPackageName", text("NTLM")],
    ["WorkstationName", text(logon.workstation)],
    ["ProcessId", hex(0)],
    ["ProcessName", text("-")],
    ["IpAddress", text(logon.address)],
    ["IpPort", text(String(50_000 + (timeMs % 9000)))],
  ];
  machine.log(security(4625, 0, 12_544, false), timeMs, data);
}

/** Security 4720: an account was made. */
export function logAccountMade(machine: Machine, timeMs: number, user: string, by: string): void {
  const data: EventData[] = [
    ["TargetUserName", text(user)],
    ["TargetDomainName", text(machine.host.name)],
    ["TargetSid", sid(accountSid(user))],
    ...subject(by),
    ...texts({ PrivilegeList: "-", SamAccountName: user, DisplayName: "%%1793" }),
  ];
  machine.log(security(4720, 0, 13_824), timeMs, data);
}

/** Security 4732: an account joined a local group. */
export function logGroupMember(
  machine: Machine,
  timeMs: number,
  member: { readonly user: string; readonly group: string; readonly by: string },
): void {
  const data: EventData[] = [
    ["MemberName", text("-")],
    ["MemberSid", sid(accountSid(member.user))],
    ["TargetUserName", text(member.group)],
    ["TargetDomainName", text("Builtin")],
    ["TargetSid", sid("S-1-5-32-544")],
    ...subject(member.by),
    ["PrivilegeList", text("-")],
  ];
  machine.log(security(4732, 0, 13_826), timeMs, data);
}

/** System 7045: a service was installed. */
export function logService(
  machine: Machine,
  timeMs: number,
  service: { readonly name: string; readonly path: string },
  tags?: readonly Tag[],
): void {
  const data = texts({
    ServiceName: service.name,
    ImagePath: service.path,
    ServiceType: "user mode service",
    StartType: "auto start",
    AccountName: "LocalSystem",
  });
  machine.log(control(7045), timeMs, data, tags);
}

/** System 7036: a service changed its state. */
export function logServiceState(
  machine: Machine,
  timeMs: number,
  name: string,
  state: "running" | "stopped",
): void {
  machine.log(control(7036), timeMs, texts({ param1: name, param2: state }));
}

/** PowerShell 4104: a script block. */
export function logScript(
  machine: Machine,
  timeMs: number,
  script: { readonly text: string; readonly path?: string; readonly user: string },
  tags?: readonly Tag[],
): void {
  const data: EventData[] = [
    ["MessageNumber", { type: "int32", value: 1 }],
    ["MessageTotal", { type: "int32", value: 1 }],
    ["ScriptBlockText", text(script.text)],
    ["ScriptBlockId", text(makeId("script-block", machine.host.name, String(timeMs)))],
    ["Path", text(script.path ?? "")],
  ];
  machine.log({ ...SCRIPT_BLOCK, userSid: accountSid(script.user) }, timeMs, data, tags);
}
