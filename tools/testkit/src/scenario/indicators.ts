import { createHash } from "node:crypto";

/** An invented indicator, as its own STIX object will say it. */
export interface SyntheticIndicator {
  readonly key: string;
  /** What a finding names: the value, or for a pattern its name. */
  readonly finds: string;
  readonly kind: "indicator" | "stix-pattern";
  readonly name: string;
  readonly role: string;
  readonly pattern: string;
}

/** Name of an indicator in tags. */
export type IndicatorKey =
  | "controlDomain"
  | "dropDomain"
  | "controlAddress"
  | "relayAddress"
  | "sourceAddress"
  | "clientSha256"
  | "unseenSha256"
  | "uploaderMd5"
  | "clientName"
  | "cacheFolder"
  | "serviceKey"
  | "userAgent"
  | "tunnel";

/** Digests of texts that say what they are; no file with them exists. */
const SHA256_CLIENT = digest("sha256", "SYNTHETIC: the client of the example");
const SHA256_UNSEEN = digest("sha256", "SYNTHETIC: a file the example does not have");
const MD5_UPLOADER = digest("md5", "SYNTHETIC: the renamed uploader of the example");

/** Values of the invented intrusion. Every one is in a range or domain kept for documentation. */
export const BAD: Readonly<Record<IndicatorKey, string>> = {
  controlDomain: "harbourlight-sync.example",
  dropDomain: "status-beacon.example",
  controlAddress: "203.0.113.7",
  relayAddress: "198.51.100.23",
  sourceAddress: "192.0.2.66",
  clientSha256: SHA256_CLIENT,
  unseenSha256: SHA256_UNSEEN,
  uploaderMd5: MD5_UPLOADER,
  clientName: "tmsync.exe",
  cacheFolder: "C:\\ProgramData\\TideMark\\cache",
  serviceKey: "HKLM\\SYSTEM\\CurrentControlSet\\Services\\TideMarkSync",
  userAgent: "TideMark-Client/2.1 (sync)",
  tunnel: "plink.exe asked for a reverse tunnel to remote desktop",
};

/** The indicators in the order of the bundle. */
export const INDICATORS: readonly SyntheticIndicator[] = [
  plain("controlDomain", "domain-name:value", "command and control domain"),
  plain("dropDomain", "domain-name:value", "domain that receives stolen files"),
  plain("controlAddress", "ipv4-addr:value", "command and control address"),
  plain("relayAddress", "ipv4-addr:value", "address of the tunnel and the upload"),
  plain("sourceAddress", "ipv4-addr:value", "address the web requests come from"),
  plain("clientSha256", "file:hashes.'SHA-256'", "client"),
  plain("unseenSha256", "file:hashes.'SHA-256'", "a file that is nowhere in the evidence"),
  plain("uploaderMd5", "file:hashes.MD5", "renamed uploader"),
  plain("clientName", "file:name", "file name of the client"),
  plain("cacheFolder", "directory:path", "working folder of the client"),
  plain("serviceKey", "windows-registry-key:key", "service of the client"),
  plain(
    "userAgent",
    "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
    "user agent of the client",
  ),
  {
    key: "tunnel",
    finds: BAD.tunnel,
    kind: "stix-pattern",
    name: BAD.tunnel,
    role: "reverse tunnel to remote desktop",
    pattern: "[process:command_line LIKE '%plink.exe%-R%:3389%']",
  },
];

/** A digest of a text, lower-case hex. */
export function digest(algorithm: "md5" | "sha256", text: string): string {
  return createHash(algorithm).update(text).digest("hex");
}

function plain(key: IndicatorKey, path: string, role: string): SyntheticIndicator {
  const value = BAD[key];
  const literal = value.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return {
    key,
    finds: value,
    kind: "indicator",
    name: `${role}: ${value}`,
    role,
    pattern: `[${path} = '${literal}']`,
  };
}
