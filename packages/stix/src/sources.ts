import type { Scope } from "@tocsin/model";

/** Kinds of record by name, in the order in which variants are tried; `any` is last. */
export const SOURCE_KEYS = [
  "sysmon-process",
  "sysmon-image",
  "sysmon-file",
  "sysmon-file-hash",
  "sysmon-network",
  "sysmon-dns",
  "sysmon-registry",
  "sysmon-pipe",
  "security-process",
  "security-network",
  "security-logon",
  "security-account",
  "security-object",
  "security-registry",
  "security-share",
  "service",
  "defender",
  "powershell",
  "dns-client",
  "bits",
  "rdp-session",
  "rdp-connection",
  "web-access",
  "generic",
  "any",
] as const;

/** Name of a kind of record. */
export type SourceKey = (typeof SOURCE_KEYS)[number];

const SYSMON = ["Microsoft-Windows-Sysmon/Operational"];

/**
 * Kinds of record that are known to show what indicators name. `any` takes every record and is always the
 * last resort; its words depend on what is looked for.
 */
export const SOURCES: Readonly<Record<SourceKey, Scope>> = {
  "sysmon-process": {
    channels: SYSMON,
    eventIds: [1],
    needs: "Sysmon event 1 (process creation)",
  },
  "sysmon-image": {
    channels: SYSMON,
    eventIds: [6, 7],
    needs: "Sysmon events 6 and 7 (driver and module loads)",
  },
  "sysmon-file": {
    channels: SYSMON,
    eventIds: [11, 15, 23, 26, 29],
    needs: "Sysmon events 11, 15, 23, 26 and 29 (files written and deleted)",
  },
  "sysmon-file-hash": {
    channels: SYSMON,
    eventIds: [15, 23, 24, 26, 29],
    needs: "Sysmon events 15, 23, 24, 26 and 29 (files and clipboard, with digests)",
  },
  "sysmon-network": {
    channels: SYSMON,
    eventIds: [3],
    needs: "Sysmon event 3 (network connection)",
  },
  "sysmon-dns": { channels: SYSMON, eventIds: [22], needs: "Sysmon event 22 (DNS query)" },
  "sysmon-registry": {
    channels: SYSMON,
    eventIds: [12, 13, 14],
    needs: "Sysmon events 12 to 14 (registry)",
  },
  "sysmon-pipe": {
    channels: SYSMON,
    eventIds: [17, 18],
    needs: "Sysmon events 17 and 18 (named pipes)",
  },
  "security-process": {
    channels: ["Security"],
    eventIds: [4688],
    needs: "Security event 4688 (process creation, with command line)",
  },
  "security-network": {
    channels: ["Security"],
    eventIds: [5152, 5154, 5156, 5157, 5158],
    needs: "Security events 5152 to 5158 (filtering platform)",
  },
  "security-logon": {
    channels: ["Security"],
    eventIds: [4624, 4625, 4648, 4768, 4769, 4770, 4771, 4776, 4778, 4779],
    needs: "Security events 4624, 4625, 4648, 4768 to 4779 (logons)",
  },
  "security-account": {
    channels: ["Security"],
    eventIds: [4720, 4722, 4723, 4724, 4725, 4726, 4728, 4732, 4738, 4740, 4756, 4781],
    needs: "Security events 4720 to 4781 (account management)",
  },
  "security-object": {
    channels: ["Security"],
    eventIds: [4656, 4660, 4663],
    needs: "Security events 4656 to 4663 (object access)",
  },
  "security-registry": {
    channels: ["Security"],
    eventIds: [4657],
    needs: "Security event 4657 (registry value changed)",
  },
  "security-share": {
    channels: ["Security"],
    eventIds: [5140, 5145],
    needs: "Security events 5140 and 5145 (network shares)",
  },
  service: {
    channels: ["System"],
    eventIds: [7045],
    needs: "System event 7045 (service installed)",
  },
  defender: {
    channels: ["Microsoft-Windows-Windows Defender/Operational"],
    eventIds: [1006, 1007, 1008, 1015, 1116, 1117, 1118, 1119],
    needs: "Windows Defender events 1006 to 1119 (detections)",
  },
  powershell: {
    channels: ["Microsoft-Windows-PowerShell/Operational"],
    eventIds: [4103, 4104],
    needs: "PowerShell events 4103 and 4104 (module and script block logging)",
  },
  "dns-client": {
    channels: ["Microsoft-Windows-DNS-Client/Operational"],
    eventIds: [3006, 3008, 3018, 3020],
    needs: "Windows DNS client events 3006, 3008, 3018 and 3020",
  },
  bits: {
    channels: ["Microsoft-Windows-Bits-Client/Operational"],
    eventIds: [3, 59, 60, 61],
    needs: "BITS client events 3 and 59 to 61 (background downloads)",
  },
  "rdp-session": {
    channels: ["Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"],
    eventIds: [21, 22, 24, 25],
    needs: "Terminal Services events 21 to 25 (remote sessions)",
  },
  "rdp-connection": {
    channels: ["Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"],
    eventIds: [1149],
    needs: "Terminal Services event 1149 (remote connection)",
  },
  "web-access": { formats: ["web-access"], needs: "access logs of web servers or proxies" },
  generic: { formats: ["text", "json"], needs: "JSON or text logs" },
  any: { needs: "any log" },
};
