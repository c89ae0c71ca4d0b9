import { anyTime, workTime } from "./clock.ts";
import type { Host } from "./company.ts";
import { HOSTS, PEOPLE } from "./company.ts";
import { BAD } from "./indicators.ts";
import type { Machine } from "./machine.ts";
import { ordinaryProgram } from "./ordinary-programs.ts";
import type { Random } from "./random.ts";
import { startProcess } from "./start.ts";
import { logConnection, logFile, logQuery, logRegistry } from "./sysmon.ts";
import {
  logAccountMade,
  logFailedLogon,
  logLogon,
  logScript,
  logService,
  logServiceState,
} from "./windows-logs.ts";

/** Names that people look up, with their addresses; some are one letter from a bad one. */
export const NAMES: readonly [string, string][] = [
  ["mail.harrowgate.example", "10.20.1.8"],
  ["hms-fs01.harrowgate.example", "10.20.1.20"],
  ["packages.harrowgate.example", "10.20.1.30"],
  ["update.sextant.example", "203.0.113.77"],
  ["cdn.browser.example", "198.51.100.230"],
  ["sftp.class-society.example", "192.0.2.166"],
  ["news.shipping.example", "203.0.113.70"],
  ["weather.port.example", "198.51.100.2"],
  ["tides.port.example", "192.0.2.6"],
  [`my${BAD.controlDomain}`, "203.0.113.79"],
  [`${BAD.dropDomain}.harrowgate.example`, "10.20.1.8"],
  [`x-${BAD.dropDomain}`, "198.51.100.231"],
];

const FILES: readonly [string, ...string[]] = [
  "C:\\Users\\Public\\Documents\\plot-queue.tmp",
  "P:\\hull\\section-12.hfd.bak",
  "C:\\ProgramData\\Sextant\\cache\\state.db",
  "C:\\ProgramData\\TideMarker\\cache\\tables.db",
  "C:\\ProgramData\\TideMark\\cache-old\\tables.db",
  `C:\\IT\\packages\\${BAD.clientName}.config`,
  "C:\\Windows\\Temp\\wct5D1.tmp",
];

const KEYS: readonly [string, ...string[]] = [
  "HKLM\\System\\CurrentControlSet\\Services\\W32Time\\SecureTimeLimits\\SecureTimeEstimated",
  `${BAD.serviceKey}Helper\\ImagePath`,
  "HKLM\\System\\CurrentControlSet\\Services\\Tcpip\\Parameters\\DhcpDomain",
  "HKLM\\SOFTWARE\\Sextant\\Agent\\LastSeen",
];

const SCRIPTS: readonly [string, ...string[]] = [
  "Get-HotFix | Sort-Object InstalledOn | Select-Object -Last 5",
  "(New-Object Net.WebClient).DownloadFile('https://packages.harrowgate.example/agent/agent.msi','C:\\IT\\packages\\agent.msi')",
  "Invoke-WebRequest -Uri http://10.20.1.30/health -UseBasicParsing",
  "Get-ADUser -Filter * -Properties LastLogonDate | Where-Object Enabled",
  "Get-NetTCPConnection -State Established | Group-Object RemoteAddress",
  "Compress-Archive -Path C:\\IT\\logs\\* -DestinationPath C:\\IT\\logs.zip -Force",
  "Get-Process lsass | Select-Object Id, WorkingSet",
];

const SERVICES: readonly [string, ...string[]] = [
  "Windows Update",
  "Keelson Backup Agent",
  "Sextant Monitor",
  "Background Intelligent Transfer Service",
];

/** How many ordinary events a host logs in the week, by kind. */
export interface Amounts {
  readonly programs: number;
  readonly others: number;
  readonly logons: number;
  readonly scripts: number;
  readonly services: number;
}

/** Lets an ordinary week pass on a computer. */
export function liveWeek(machine: Machine, amounts: Amounts, random: Random): void {
  repeat(amounts.programs, () => runProgram(machine, random));
  if (machine.keeps("sysmon")) repeat(amounts.others, () => doOther(machine, random));
  if (machine.keeps("security")) repeat(amounts.logons, () => logOn(machine, random));
  if (machine.keeps("powershell"))
    repeat(amounts.scripts, () => {
      const user = machine.host.user;
      const path = random.next() < 0.5 ? "C:\\IT\\scripts\\Get-PatchState.ps1" : "";
      logScript(machine, workTime(random), { text: random.pick(SCRIPTS), path, user });
    });
  if (machine.keeps("system")) serve(machine, amounts.services, random);
}

function repeat(times: number, work: () => void): void {
  for (let i = 0; i < times; i++) work();
}

function runProgram(machine: Machine, random: Random): void {
  const program = ordinaryProgram(random, machine.host);
  const user = program.by === "person" ? machine.host.user : "SYSTEM";
  const timeMs = program.by === "person" ? workTime(random) : anyTime(random);
  const { image, commandLine, digests } = program;
  const parentLine = program.parentLine ?? `"${program.parent}"`;
  const parent = machine.known(program.parent, parentLine, user, timeMs - 60_000);
  startProcess(machine, timeMs, {
    image,
    commandLine,
    user,
    parent,
    ...(digests === undefined ? {} : { digests }),
  });
}

function doOther(machine: Machine, random: Random): void {
  const timeMs = workTime(random);
  const { user } = machine.host;
  const browser = "C:\\Program Files\\Internet\\Browser\\browser.exe";
  const process = machine.known(browser, `"${browser}"`, user, timeMs - 5000);
  const [name, address] = random.pick([NAMES[0] ?? ["", ""], ...NAMES]);
  const kind = random.next();
  if (kind < 0.35) logConnection(machine, timeMs, process, { address, port: 443, name });
  else if (kind < 0.65) logQuery(machine, timeMs, process, { name, address });
  else if (kind < 0.85) logFile(machine, timeMs, process, random.pick(FILES));
  else logRegistry(machine, timeMs, process, { target: random.pick(KEYS), details: "DWORD (0x1)" });
}

function logOn(machine: Machine, random: Random): void {
  const user = random.pick(PEOPLE);
  const near: Host = random.pick([HOSTS.drawing, HOSTS.building, HOSTS.admin]);
  const kind = random.next();
  const { name } = machine.host;
  const remote = { user, address: near.address, workstation: near.name };
  if (kind < 0.55) logLogon(machine, workTime(random), { ...remote, type: 3 });
  else if (kind < 0.75)
    logLogon(machine, anyTime(random), { user: "SYSTEM", type: 5, address: "-", workstation: "-" });
  else if (kind < 0.85)
    // At the keyboard: the loopback address here is no remote desktop.
    logLogon(machine, workTime(random), { user, type: 2, address: "127.0.0.1", workstation: name });
  else if (kind < 0.9) {
    const { address } = HOSTS.admin;
    logLogon(machine, workTime(random), {
      user: "adm_okello",
      type: 10,
      address,
      workstation: name,
    });
  } else logFailedLogon(machine, workTime(random), { ...remote, type: 3 });
}

function serve(machine: Machine, services: number, random: Random): void {
  repeat(services, () => {
    const state = random.next() < 0.5 ? "running" : "stopped";
    logServiceState(machine, anyTime(random), random.pick(SERVICES), state);
  });
  const defender =
    '"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24040.4-0\\MsMpEng.exe"';
  logService(machine, anyTime(random), { name: "Defender Core Service", path: defender });
  const agent = '"C:\\Program Files\\Keelson Backup\\agent.exe" --service';
  logService(machine, anyTime(random), { name: "Keelson Backup Agent", path: agent });
  if (machine.host.role === "domain-controller")
    logAccountMade(machine, workTime(random), "p.duarte", "adm_okello");
}
