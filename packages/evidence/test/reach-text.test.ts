import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { reached } from "./reach.ts";
import { fieldsOf, read } from "./reading.ts";

test.each([
  ["linux//sshd", "- 'Failed password'", "Jun 14 15:16:01 h sshd[1]: Failed password for root"],
  ["linux//auth", "- 'Failed password'", "Jun 14 15:16:01 h sshd[1]: Failed password for root"],
  ["linux//auth", "- session", "Jun 14 15:16:01 h systemd-logind[1]: New session 4 of user a."],
  ["linux//auth", "- denied", "<86>Jun 14 15:16:01 h ownlogin: denied"],
  ["linux//syslog", "- segfault", "Jun 14 15:16:01 h kernel: x[1]: segfault at 0"],
  ["linux//cron", "- REPLACE", "Jun 14 15:16:01 h crontab[1]: (root) REPLACE (root)"],
  [
    "linux//sudo",
    "USER: '#-*'",
    "Jun 14 15:16:01 h sudo:   bob : TTY=pts/0 ; PWD=/home/bob ; USER=#-1 ; COMMAND=/bin/bash",
  ],
  [
    "linux//vsftpd",
    "- 'Connection refused'",
    "Fri Sep  4 10:04:35 2024 [pid 2] Connection refused: tcp_wrappers",
  ],
  ["linux//clamav", "- Trojan", "Wed Sep  4 10:04:35 2024 -> /tmp/x: Win.Trojan.A-1 FOUND"],
  [
    "/antivirus/",
    "Signature|contains: Trojan\nFilename: /tmp/x",
    "Jun 14 15:16:01 h clamd[1]: /tmp/x: Win.Trojan.A-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND",
  ],
  ["linux//guacamole", "- shared", "Jun 14 15:16:01 h guacd[1]: User joined shared connection"],
  [
    "linux//auditd",
    "type: EXECVE\na0: arp\na1: -a",
    'type=EXECVE msg=audit(1.2:3): argc=2 a0="arp" a1="-a"',
  ],
  [
    "linux//auditd",
    "type: SYSCALL\nkey: k\nSYSCALL: bpf",
    'type=SYSCALL msg=audit(1.2:3): syscall=321 key="k"\u001dSYSCALL=bpf',
  ],
  [
    "//apache",
    "- 'exit signal'",
    "[Fri Sep 09 10:42:29.902022 2011] [core:notice] [pid 35708] AH00052: child pid 1 exit signal Segmentation fault (11)",
  ],
  [
    "apache//error",
    "client|startswith: 72.15",
    "[Fri Sep 09 10:42:29 2011] [error] [client 72.15.99.187] File does not exist: /x",
  ],
  [
    "//nginx",
    "- 'core dumped'",
    "2019/10/01 12:00:00 [alert] 12#12: worker process 13 exited on signal 11 (core dumped)",
  ],
  [
    "/webserver/",
    "cs-uri-query|contains: 'x='\nsc-status: 200",
    '192.0.2.7 - - [11/Jul/2018:08:41:28 +0300] "GET /a?x=1 HTTP/1.1" 200 5 "-" "c"',
  ],
  [
    "windows//iis",
    "cs-method: GET",
    "2019-09-03 10:04:35 192.0.2.1 GET /a.aspx x=1 80 - 192.0.2.9 Mozilla/5.0+(X) - 200 0 0 42",
  ],
  [
    "/proxy/",
    "c-uri|endswith: .exe\ncs-host: www.x.example\nc-uri-extension: exe\ndst_ip: 1.2.3.4\nsrc_ip: 192.0.2.68",
    "1066036250.129    345 192.0.2.68 TCP_MISS/200 1040 GET http://www.x.example:8080/a/b.exe - HIER_DIRECT/1.2.3.4 application/x-dosexec",
  ],
  [
    "/proxy/",
    "cs-host: x.example",
    "1066036250.129    345 192.0.2.68 TCP_TUNNEL/200 1040 CONNECT x.example:443 - HIER_DIRECT/1.2.3.4 -",
  ],
  [
    "/proxy/",
    "c-uri: http://x.example/a?b\nc-useragent: curl/8",
    '192.0.2.7 - - [11/Jul/2018:08:41:28 +0300] "GET http://x.example/a?b HTTP/1.1" 200 5 "-" "curl/8" TCP_MISS:HIER_DIRECT',
  ],
  [
    "/proxy/",
    "c-uri: https://x.example/p?q=1\nc-useragent: evil 1\ncs-method: POST",
    "#Fields: date time c-ip cs-method cs-uri-scheme cs-host cs-uri-path cs-uri-query cs(User-Agent) r-ip s-action\n2024-01-01 00:00:00 192.0.2.1 POST https x.example /p ?q=1 evil+1 198.51.100.1 TCP_NC_MISS",
  ],
  [
    "cisco//aaa",
    "- 'show running'",
    "<189>45: *Mar  1 18:46:11: %PARSER-5-CFGLOG_LOGGEDCMD: User:x  logged command:show running-config",
  ],
  ["cisco//bgp", "- BADAUTH", "Jun 14 15:16:01 r1 123: %BGP-3-NOTIFICATION: BADAUTH"],
  [
    "cisco//ldp",
    "- LDP",
    "<187>12: r1: Jun 14 15:16:01: %LDP-5-NBRCHG: LDP Neighbor 1.1.1.1:0 is DOWN",
  ],
  ["huawei//bgp", "- MD5", "Jun 14 2024 15:16:01 r2 %%01BGP/3/AUTH(l)[1]: MD5 failed"],
  ["juniper//bgp", "- BGP", "Jun 14 15:16:01 r3 rpd[1]: BGP authentication failure"],
  [
    "fortigate//event",
    "action: Edit\ncfgpath: system.admin",
    'date=2024-05-06 time=07:08:09 devname="fw1" devid="F1" logid="0100044547" type="event" subtype="system" action="Edit" cfgpath="system.admin"',
  ],
  [
    "/firewall/",
    "dst_port: 445\nsrc_ip: 192.0.2.1",
    '<189>date=2024-05-06 time=07:08:09 devname="fw1" devid="F1" eventtime=1714979289000000000 logid="0000000013" type="traffic" srcip=192.0.2.1 dstport=445',
  ],
  [
    "django/application/",
    "- SuspiciousOperation",
    "2024-05-06 07:08:09,250 ERROR django.security SuspiciousOperation",
  ],
])("a rule of %s reaches the line", (logsource, selection, line) => {
  expect(reached(logsource, selection, line).length).toBe(1);
});

test.each([
  "2024-05-06T07:08:09.123456Z\t   12 Query\tdrop table t",
  "2024-05-06 07:08:09.123 UTC [7] bob@app LOG:  statement: drop table t",
])("the statement of %s is one of a database", (line) => {
  const [record] = reached("/database/", "- drop", line);
  expect(record?.field("statement")).toBe("drop table t");
  expect(record?.timeMs).toBeGreaterThanOrEqual(Date.UTC(2024, 4, 6, 7, 8, 9));
  expect(reached("/database/", "- drop", "Jun 14 15:16:01 h app: drop table t")).toEqual([]);
});

test("Sysmon for Linux in syslog is its category, and no process of Windows", () => {
  const line =
    "Jun 14 15:16:01 h sysmon: <Event><System><Provider Name='Linux-Sysmon'/><EventID>3</EventID></System><EventData><Data Name='DestinationPort'>22</Data></EventData></Event>";
  expect(reached("linux/network_connection/", "DestinationPort: 22", line).length).toBe(1);
  expect(reached("windows/network_connection/", "DestinationPort: 22", line)).toEqual([]);
  expect(reached("linux/process_creation/", "DestinationPort: 22", line)).toEqual([]);
});

test.each([
  ["linux//sshd", "- x", "Jun 14 15:16:01 h cron[1]: x"],
  ["linux//auth", "- x", "Jun 14 15:16:01 h kernel: x"],
  [
    "/webserver/",
    "c-uri|contains: x",
    "1066036250.129 345 192.0.2.68 TCP_MISS/200 1040 GET http://x/ - HIER_DIRECT/1.2.3.4 -",
  ],
  ["cisco//bgp", "- x", "Jun 14 15:16:01 r1 %SYS-5-CONFIG_I: x"],
  ["windows/process_creation/", "Image: arp", 'type=EXECVE msg=audit(1.2:3): argc=1 a0="arp"'],
])("a rule of %s does not reach a line of another source", (logsource, selection, line) => {
  expect(reached(logsource, selection, line)).toEqual([]);
});

const CALL =
  'type=SYSCALL msg=audit(1604994496.155:7): syscall=59 ppid=2 pid=3 uid=0 comm="arp" exe="/usr/sbin/arp"';
const STARTED =
  'type=EXECVE msg=audit(1604994496.155:7): argc=3 a0="arp" a1="-a" a2[0]="x" a2[1]="y"';

test("the arguments of a started program are a process creation, with what its call says", () => {
  const rule = "Image|endswith: /arp\nCommandLine: arp -a xy\nProcessId: '3'\nParentProcessId: '2'";
  expect(reached("linux/process_creation/", rule, `${CALL}\n${STARTED}\n`).length).toBe(1);
});

test("another event's call says nothing of a started program", () => {
  const [, record] = read(`${CALL.replace(":7)", ":6)")}\n${STARTED}\n`, "text").records;
  expect(record?.field("Image")).toBeUndefined();
  expect(record?.field("CommandLine")).toBe("arp -a xy");
});

test("fields of lines are the same by name and in the list", () => {
  for (const line of [
    CALL,
    STARTED,
    'date=2024-05-06 time=07:08:09 devname="fw1" type="traffic" srcip=192.0.2.1',
    "1066036250.129 345 192.0.2.68 TCP_MISS/200 1040 GET http://x/a.b?c - HIER_DIRECT/1.2.3.4 -",
    "[Fri Sep 09 10:42:29 2011] [error] [client 72.15.99.187] x",
  ]) {
    const [record] = read(line, "text").records;
    expect(record?.field("line")).toBe(line);
    for (const [name, value] of Object.entries(fieldsOf(record)))
      expect(record?.field(name)).toEqual(value);
  }
});

test.each([
  ["squid", `1066036250.129 345 1.1.1.1 TCP_MISS/200 1 GET ${"/".repeat(60_000)}`],
  ["fortigate", `date=2024-05-06 time=07:08:09 ${'a="'.repeat(30_000)}`],
  ["apache", `[Fri Sep 09 10:42:29 2011] [${"e".repeat(60_000)}`],
  ["cisco", `Jun 14 15:16:01 h ${"%A-5-".repeat(20_000)}`],
  ["sudo", `Jun 14 15:16:01 h sudo: b : ${"; A=".repeat(20_000)}`],
  ["postgres", `2024-05-06 07:08:09 UTC ${"LOG:  ".repeat(10_000)}`],
  ["found", `Jun 14 15:16:01 h clamd: ${"-> ".repeat(20_000)}: x FOUND`],
  ["execve", `type=EXECVE msg=audit(1.2:3): ${"a0[0]=1 ".repeat(8000)}`],
])("a hostile line of %s takes linear time", (_, line) => {
  const started = cpuNow();
  for (const record of read(line, "text").records)
    expect([...record.fields()].length > 0).toBe(true);
  expect(cpuNow() - started).toBeLessThan(1500);
});
