// Programs that start in an ordinary week, many of them close to what an intruder does.
import type { Host } from "./company.ts";
import { BAD } from "./indicators.ts";
import type { Random } from "./random.ts";
import type { Digests } from "./sysmon.ts";

/** A program to start, and who starts it. */
export interface Program {
  readonly image: string;
  readonly commandLine: string;
  readonly parent: string;
  readonly parentLine?: string;
  /** `person`: whoever works at the computer. Default the system. */
  readonly by?: "person";
  readonly digests?: Digests;
}

type Maker = (random: Random, host: Host) => Program;
type Weighted = readonly [weight: number, make: Maker];

const SYSTEM32 = "C:\\Windows\\System32";
const SERVICES = `${SYSTEM32}\\services.exe`;
const SVCHOST = `${SYSTEM32}\\svchost.exe`;
const CMD = `${SYSTEM32}\\cmd.exe`;
const POWERSHELL = `${SYSTEM32}\\WindowsPowerShell\\v1.0\\powershell.exe`;
const EXPLORER = "C:\\Windows\\explorer.exe";
const NET = `${SYSTEM32}\\net.exe`;

/** A program of System32 that the system starts. */
function system(name: string, commandLine: string, parent = SVCHOST): Maker {
  return () => ({ image: `${SYSTEM32}\\${name}`, commandLine, parent });
}

/** A program that a person starts at the desktop or a prompt. */
function person(image: string, commandLine: string, parent = EXPLORER): Maker {
  return () => ({ image, commandLine, parent, by: "person" });
}

/** A word of a prompt: net, whoami and the like. */
function typed(name: string, commandLine: string): Maker {
  return person(`${SYSTEM32}\\${name}`, commandLine, CMD);
}

const EVERYWHERE: readonly Weighted[] = [
  [14, system("svchost.exe", `${SYSTEM32}\\svchost.exe -k netsvcs -p -s Schedule`, SERVICES)],
  [10, system("conhost.exe", "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1", CMD)],
  [8, system("taskhostw.exe", "taskhostw.exe Install $(Arg0)")],
  [8, system("backgroundTaskHost.exe", '"backgroundTaskHost.exe" -ServerName:App.AppXmtcan')],
  [5, system("wbem\\WmiPrvSE.exe", `${SYSTEM32}\\wbem\\wmiprvse.exe -secured -Embedding`)],
  [4, system("sc.exe", `${SYSTEM32}\\sc.exe start w32time task_started`)],
  [4, system("netstat.exe", "netstat -ano", "C:\\Program Files\\Sextant Monitor\\agent.exe")],
  [
    4,
    system("tasklist.exe", "tasklist /fo csv /nh", "C:\\Program Files\\Sextant Monitor\\agent.exe"),
  ],
  // The inventory asks the same questions as a survey would, each into a file of its own.
  [3, system("systeminfo.exe", "systeminfo /fo csv", CMD)],
  [2, system("cmd.exe", "cmd.exe /c systeminfo /fo csv > C:\\IT\\inventory\\system.csv")],
  [2, system("cmd.exe", "cmd.exe /c tasklist /v > C:\\IT\\inventory\\tasks.txt")],
  // Updates run from temporary folders.
  [
    4,
    (random) => {
      const folder = `C:\\Windows\\Temp\\${random.between(10_000, 99_999).toString(16).toUpperCase()}.tmp`;
      return {
        image: `${folder}\\SextantUpdate.exe`,
        commandLine: `"${folder}\\SextantUpdate.exe" /silent /install`,
        parent: SERVICES,
        digests: { sha256: almost(BAD.clientSha256) },
      };
    },
  ],
  [2, system("schtasks.exe", "schtasks /query /fo csv /v", CMD)],
  [1, system("schtasks.exe", 'schtasks /run /tn "\\Sextant\\NightlyVerify"', CMD)],
];

const AT_A_DESK: readonly Weighted[] = [
  [
    12,
    person(
      "C:\\Program Files\\Internet\\Browser\\browser.exe",
      '"C:\\Program Files\\Internet\\Browser\\browser.exe" --type=renderer',
    ),
  ],
  [
    8,
    person(
      "C:\\Program Files\\Office\\WORDED.EXE",
      '"C:\\Program Files\\Office\\WORDED.EXE" /n "H:\\offers\\quotation.docx"',
    ),
  ],
  [10, (random) => drawing(random)],
  [3, typed("net.exe", "net use H: \\\\HMS-FS01\\home /persistent:no")],
  [3, typed("net.exe", "net use P: \\\\HMS-FS01\\projects")],
  [2, person(CMD, 'cmd.exe /c move /y "C:\\Temp\\plot.log" "H:\\logs\\"', EXPLORER)],
  [
    2,
    person(
      "C:\\Program Files\\WinRAR\\WinRAR.exe",
      '"C:\\Program Files\\WinRAR\\WinRAR.exe" a -r -m3 -x*-prelim.dwg "H:\\out\\hull.rar" "P:\\hull\\"',
    ),
  ],
  [
    2,
    person(
      "C:\\Program Files\\WinRAR\\Rar.exe",
      'Rar.exe x -y "H:\\in\\class-comments.rar" "P:\\in\\"',
      CMD,
    ),
  ],
  [
    1,
    person(
      "C:\\Program Files (x86)\\WinSCP\\WinSCP.exe",
      '"C:\\Program Files (x86)\\WinSCP\\WinSCP.exe" sftp://hms@sftp.class-society.example/',
    ),
  ],
  [
    1,
    person(
      "C:\\Program Files\\PuTTY\\plink.exe",
      "plink.exe -ssh -batch build@10.20.1.30 make release",
      CMD,
    ),
  ],
  [
    1,
    person(
      "C:\\Program Files\\PuTTY\\plink.exe",
      "plink.exe -L 8080:10.20.1.30:80 build@10.20.1.30",
      CMD,
    ),
  ],
  [
    1,
    person(
      `C:\\Users\\Public\\Games\\at${BAD.clientName}`,
      `"C:\\Users\\Public\\Games\\at${BAD.clientName}" /tray`,
    ),
  ],
  // A build tool on the Java machine opens prompts all day.
  [
    5,
    () => ({
      image: CMD,
      commandLine: 'cmd.exe /c "gradlew.bat assemble --offline"',
      parent: "C:\\Tools\\gradle\\jdk\\bin\\java.exe",
      parentLine: "java.exe -Xmx512m org.gradle.launcher.daemon.bootstrap.GradleDaemon",
      by: "person",
    }),
  ],
];

const BY_ADMINS: readonly Weighted[] = [
  [6, typed("whoami.exe", "whoami /groups")],
  [5, typed("ipconfig.exe", "ipconfig /all")],
  [4, typed("systeminfo.exe", "systeminfo")],
  [4, typed("netstat.exe", "netstat -anob")],
  [4, typed("net.exe", "net user /domain")],
  [4, typed("net.exe", "net user j.hollis /domain")],
  [3, typed("net.exe", "net localgroup administrators")],
  [2, typed("net.exe", 'net localgroup "Remote Desktop Users" HARROWGATE\\t.brandt /add')],
  [2, typed("net.exe", "net user p.duarte * /add /domain")],
  [3, typed("net.exe", "net use \\\\HMS-FS01\\c$ /user:HARROWGATE\\adm_okello")],
  [4, typed("mstsc.exe", "mstsc.exe /v:HMS-FS01")],
  [3, typed("tasklist.exe", 'tasklist /fi "imagename eq lsass.exe"')],
  [
    2,
    person(
      "C:\\IT\\Sysinternals\\procdump64.exe",
      "procdump64.exe -accepteula -ma 4312 C:\\IT\\dumps\\w3wp.dmp",
      CMD,
    ),
  ],
  [
    2,
    person(
      "C:\\IT\\Sysinternals\\procdump64.exe",
      "procdump64.exe -accepteula -ma spoolsv.exe C:\\IT\\dumps\\",
      CMD,
    ),
  ],
  [
    8,
    person(
      POWERSHELL,
      "powershell.exe -NoProfile -ExecutionPolicy Bypass -File C:\\IT\\scripts\\Get-PatchState.ps1",
      CMD,
    ),
  ],
  [
    3,
    person(POWERSHELL, "powershell.exe -Command Get-Process lsass | Select-Object WorkingSet", CMD),
  ],
  [
    2,
    typed(
      "schtasks.exe",
      'schtasks /create /tn "Sextant\\PatchState" /tr "C:\\Program Files\\Sextant Monitor\\agent.exe" /sc daily',
    ),
  ],
  [2, typed("reg.exe", "reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\W32Time")],
];

const ON_SERVERS: readonly Weighted[] = [
  [
    8,
    system(
      "cmd.exe",
      'cmd.exe /c "C:\\Program Files\\Keelson Backup\\hooks\\before.cmd"',
      "C:\\Program Files\\Keelson Backup\\agent.exe",
    ),
  ],
  [
    5,
    () => ({
      image: "C:\\Program Files\\Keelson Backup\\vss.exe",
      commandLine: "vss.exe --snapshot D: --keep 14",
      parent: "C:\\Program Files\\Keelson Backup\\agent.exe",
    }),
  ],
  [
    3,
    () => ({
      image: "C:\\Program Files\\Keelson Backup\\Rar.exe",
      commandLine: "Rar.exe a -m5 -ag D:\\Backup\\catalog.rar D:\\Backup\\catalog\\",
      parent: "C:\\Program Files\\Keelson Backup\\agent.exe",
    }),
  ],
  [
    2,
    () => ({
      image: "C:\\Program Files (x86)\\WinSCP\\WinSCP.com",
      commandLine: "WinSCP.com /ini=nul /script=C:\\Jobs\\nightly.txt /log=C:\\Jobs\\nightly.log",
      parent: CMD,
    }),
  ],
  [
    4,
    system(
      "wevtutil.exe",
      "wevtutil.exe qe System /c:1 /f:text",
      "C:\\Program Files\\Sextant Monitor\\agent.exe",
    ),
  ],
  [2, () => ({ image: NET, commandLine: "net stop KeelsonCatalog /y", parent: CMD })],
];

const AT_THE_PORTAL: readonly Weighted[] = [
  [10, () => portal(`${SYSTEM32}\\conhost.exe`, "\\??\\C:\\Windows\\system32\\conhost.exe 0x4")],
  [
    8,
    () =>
      portal(
        "C:\\Program Files\\Harbour View Portal\\jre\\bin\\java.exe",
        "java.exe -cp tools.jar example.portal.Housekeeping",
      ),
  ],
  [
    3,
    () =>
      portal(
        "C:\\Program Files\\Harbour View Portal\\jre\\bin\\keytool.exe",
        "keytool.exe -list -keystore portal.jks",
      ),
  ],
];

const CATALOGUE: Readonly<Record<Host["role"], readonly Weighted[]>> = {
  portal: [...EVERYWHERE, ...AT_THE_PORTAL, ...ON_SERVERS],
  "domain-controller": [...EVERYWHERE, ...BY_ADMINS, ...ON_SERVERS],
  "file-server": [...EVERYWHERE, ...ON_SERVERS],
  workstation: [...EVERYWHERE, ...AT_A_DESK],
  admin: [...EVERYWHERE, ...AT_A_DESK, ...BY_ADMINS],
};

/** The Tomcat of the portal. */
export const TOMCAT = {
  image: "C:\\Program Files\\Harbour View Portal\\tomcat\\bin\\tomcat9.exe",
  commandLine:
    '"C:\\Program Files\\Harbour View Portal\\tomcat\\bin\\tomcat9.exe" //RS//HarbourViewPortal',
} as const;

/** One ordinary program of a host. */
export function ordinaryProgram(random: Random, host: Host): Program {
  return random.weighted(CATALOGUE[host.role])(random, host);
}

function portal(image: string, commandLine: string): Program {
  return { image, commandLine, parent: TOMCAT.image, parentLine: TOMCAT.commandLine };
}

function drawing(random: Random): Program {
  const image = "C:\\Program Files\\HullForm 2023\\hullform.exe";
  const file = `P:\\hull\\section-${random.between(1, 60)}.hfd`;
  return { image, commandLine: `"${image}" "${file}"`, parent: EXPLORER, by: "person" };
}

/** A digest that differs in its last digit. */
function almost(digest: string): string {
  return digest.slice(0, -1) + (digest.endsWith("0") ? "1" : "0");
}
