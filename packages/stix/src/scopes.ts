import type { ObservableType, Scope } from "@tocsin/model";
import { SOURCES } from "./sources.ts";
import type { SourceKey } from "./sources.ts";

interface Visible {
  /** Kinds of record that show such facts. */
  readonly sources: readonly SourceKey[];
  /** The same in words, for a person who has none of them. */
  readonly needs: string;
}

const ADDRESS: Visible = {
  sources: [
    "sysmon-network",
    "sysmon-dns",
    "security-network",
    "security-logon",
    "rdp-session",
    "rdp-connection",
    "powershell",
    "web-access",
    "generic",
  ],
  needs: "firewall, proxy, VPN, DNS or connection logs",
};

const TLS: Visible = {
  sources: ["generic"],
  needs: "TLS connection logs with fingerprints (Zeek, Suricata)",
};

const DIGEST: Visible = {
  sources: ["sysmon-process", "sysmon-image", "sysmon-file-hash"],
  needs: "logs with file hashes (Sysmon 1, 6, 7, 15, 23, 24, 26, 29 or an EDR)",
};

const FILE_SOURCES: readonly SourceKey[] = [
  "sysmon-process",
  "sysmon-image",
  "sysmon-file",
  "security-process",
  "security-object",
  "security-share",
  "service",
  "defender",
  "powershell",
];

/**
 * Where each kind is recorded. Plain text and JSON of no known shape (`generic`) stand only where such logs
 * usually hold the value: that a digest would be found if it stood in a mail log is no reason to expect it there.
 */
const VISIBLE: Readonly<Record<ObservableType, Visible>> = {
  ipv4: ADDRESS,
  ipv6: ADDRESS,
  cidr: ADDRESS,
  domain: {
    sources: [
      "sysmon-dns",
      "sysmon-network",
      "dns-client",
      "powershell",
      "bits",
      "web-access",
      "generic",
    ],
    needs: "DNS, proxy or connection logs",
  },
  url: {
    sources: [
      "sysmon-process",
      "sysmon-file-hash",
      "security-process",
      "powershell",
      "bits",
      "web-access",
      "generic",
    ],
    needs: "proxy or web access logs with whole URLs",
  },
  email: { sources: ["generic"], needs: "mail gateway or mailbox logs" },
  md5: DIGEST,
  sha1: DIGEST,
  sha256: DIGEST,
  sha512: { sources: [], needs: "logs with SHA-512 file hashes (an EDR)" },
  imphash: DIGEST,
  filename: {
    sources: [...FILE_SOURCES, "web-access"],
    needs: "process or file logs (Sysmon 1, 11, Security 4688, 4663 or an EDR)",
  },
  filepath: {
    sources: FILE_SOURCES,
    needs: "process or file logs (Sysmon 1, 11, Security 4688, 4663 or an EDR)",
  },
  "registry-key": {
    sources: [
      "sysmon-registry",
      "security-registry",
      "security-object",
      "sysmon-process",
      "security-process",
    ],
    needs: "registry logs (Sysmon 12 to 14, Security 4657 or an EDR)",
  },
  mutex: { sources: [], needs: "logs with mutex names (an EDR or a sandbox)" },
  "user-agent": {
    sources: ["web-access", "generic"],
    needs: "proxy or web access logs with user agents",
  },
  "named-pipe": {
    sources: ["sysmon-pipe", "security-share"],
    needs: "named pipe logs (Sysmon 17, 18, Security 5145 or an EDR)",
  },
  "pdb-path": { sources: [], needs: "logs with PDB paths (an EDR or a sandbox)" },
  "mac-address": { sources: ["generic"], needs: "DHCP, switch or wireless logs" },
  asn: { sources: ["generic"], needs: "flow or proxy logs with AS numbers" },
  eth: { sources: ["powershell", "generic"], needs: "logs with texts such as ransom notes" },
  xmr: { sources: ["powershell", "generic"], needs: "logs with texts such as ransom notes" },
  sha224: { sources: [], needs: "logs with SHA-224 file hashes (an EDR)" },
  sha384: { sources: [], needs: "logs with SHA-384 file hashes (an EDR)" },
  ssdeep: { sources: [], needs: "the files themselves (fuzzy hashes)" },
  tlsh: { sources: [], needs: "the files themselves (fuzzy hashes)" },
  ja3: TLS,
  ja3s: TLS,
  ja4: TLS,
  jarm: { sources: [], needs: "TLS fingerprints of servers (JARM), which only a scan gives" },
  "certificate-sha1": TLS,
  "certificate-sha256": TLS,
  "certificate-serial": TLS,
  "http-uri": { sources: ["web-access", "generic"], needs: "proxy or web access logs" },
  "service-name": { sources: ["service"], needs: "service logs (System 7045, Security 4697)" },
  "scheduled-task": { sources: [], needs: "task logs (TaskScheduler 106, Security 4698)" },
  "email-subject": { sources: ["generic"], needs: "mail gateway or mailbox logs" },
  btc: { sources: ["powershell", "generic"], needs: "logs with texts such as ransom notes" },
};

/** Keys of the kinds of record that show an observable, without the last resort. */
export function sourcesForObservable(type: ObservableType): readonly SourceKey[] {
  return VISIBLE[type].sources;
}

/** What a person needs to see an observable, in words. */
export function needsForObservable(type: ObservableType): string {
  return VISIBLE[type].needs;
}

/**
 * The kinds of record that are known to show such an observable, and last a scope that takes every record,
 * with the need in words. A detection of an indicator has a variant for each.
 */
export function scopesForObservable(type: ObservableType): Scope[] {
  const { sources, needs } = VISIBLE[type];
  return [...sources.map((key) => SOURCES[key]), { needs }];
}
