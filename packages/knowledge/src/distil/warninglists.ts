// MISP warning lists: https://github.com/MISP/misp-warninglists, lists/*/list.json. Of some 130 lists those are taken
// that say what a host or an address in a report is for, and that are small.
import { byCodeUnit, type JsonObject, textOf, textsOf } from "../json.ts";
import type { HostList, HostListGroup } from "../part.ts";
import { type Distilled, type ParsedSource, versionOf } from "./source-file.ts";

interface Choice {
  readonly group: HostListGroup;
  readonly type: HostList["type"];
  /** Only these of the list, where the list as a whole would do harm or is too large. */
  readonly only?: ReadonlySet<string>;
  readonly cut?: string;
}

/**
 * Resolvers that are offered to the public under their operator's name. The lists of resolvers hold any open one,
 * rented and broken-into machines included: those must not be taken for harmless.
 */
const RESOLVERS: ReadonlySet<string> = new Set(
  (
    "8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 9.9.9.9 149.112.112.112 9.9.9.10 9.9.9.11 " +
    "208.67.222.222 208.67.220.220 208.67.222.123 208.67.220.123 4.2.2.1 4.2.2.2 4.2.2.3 4.2.2.4 4.2.2.5 4.2.2.6 " +
    "64.6.64.6 64.6.65.6 77.88.8.8 77.88.8.1 94.140.14.14 94.140.15.15 185.228.168.9 185.228.169.9 76.76.2.0 " +
    "76.76.10.0 76.76.19.19 114.114.114.114 114.114.115.115 119.29.29.29 180.76.76.76 223.5.5.5 223.6.6.6 " +
    "168.126.63.1 168.126.63.2 84.200.69.80 84.200.70.40 8.26.56.26 8.20.247.20 156.154.70.1 156.154.71.1 " +
    "2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2606:4700:4700::1001 2620:fe::fe 2620:fe::9 " +
    "2620:119:35::35 2620:119:53::53"
  ).split(" "),
);
const RESOLVER: Choice = {
  group: "public-resolver",
  type: "network",
  only: RESOLVERS,
  cut: "only resolvers offered to the public under their operator's name",
};

/** The lists that are taken, by their name in the repository. */
const CHOICES: Readonly<Record<string, Choice>> = {
  "whats-my-ip": { group: "ip-lookup", type: "domain" },
  "findip-host": { group: "ip-lookup", type: "domain" },
  "check-host-net": { group: "connectivity-check", type: "network" },
  "captive-portals": { group: "connectivity-check", type: "host" },
  "public-dns-v4": RESOLVER,
  "public-dns-v6": RESOLVER,
  "security-provider-blogpost": { group: "security-site", type: "domain" },
  "automated-malware-analysis": { group: "security-site", type: "domain" },
  digitalside: { group: "security-site", type: "domain" },
  "url-shortener": { group: "url-shortener", type: "domain" },
  "link-in-bio": { group: "url-shortener", type: "domain" },
  "lots-project": { group: "shared-hosting", type: "domain" },
  "public-ipfs-gateways": { group: "shared-hosting", type: "domain" },
  alexa: { group: "popular-site", type: "domain" },
  "moz-top500": { group: "popular-site", type: "domain" },
  google: { group: "vendor-service", type: "host" },
  microsoft: { group: "vendor-service", type: "host" },
  "microsoft-office365": { group: "vendor-service", type: "host" },
  "microsoft-office365-ip": { group: "vendor-service", type: "network" },
  "microsoft-win10-connection-endpoints": { group: "vendor-service", type: "host" },
  wikimedia: { group: "vendor-service", type: "network" },
  "crl-hostname": { group: "certificate-service", type: "host" },
  cloudflare: { group: "cdn", type: "network" },
  fastly: { group: "cdn", type: "network" },
  akamai: { group: "cdn", type: "network" },
  sinkholes: { group: "sinkhole", type: "network" },
  rfc1918: { group: "reserved", type: "network" },
  rfc3849: { group: "reserved", type: "network" },
  rfc5735: { group: "reserved", type: "network" },
  rfc6598: { group: "reserved", type: "network" },
  multicast: { group: "reserved", type: "network" },
  "ipv6-linklocal": { group: "reserved", type: "network" },
  rfc6761: { group: "reserved", type: "domain" },
  "common-ioc-false-positive": { group: "harmless-file", type: "digest" },
  "empty-hashes": { group: "harmless-file", type: "digest" },
  "eicar.com": { group: "harmless-file", type: "digest" },
};

/** Names of the lists that are taken. */
export const HOST_LISTS: readonly string[] = Object.keys(CHOICES);

const FORMS: Readonly<Record<HostList["type"], RegExp>> = {
  domain: /^\.?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,8}$/,
  host: /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,8}$/,
  network: /^[0-9a-f.:]{3,45}(?:\/\d{1,3})?$/,
  digest: /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/,
};

/** Whether the JSON is a warning list. */
export function isWarninglist(json: JsonObject): boolean {
  return Array.isArray(json["list"]) && Array.isArray(json["matching_attributes"]);
}

/** Reads a warning list; its name is that of its folder or file. */
export function distilWarninglist(source: ParsedSource, json: JsonObject): Distilled {
  const { file } = source;
  const id = nameOf(file.name);
  const choice = Object.hasOwn(CHOICES, id) ? CHOICES[id] : undefined;
  if (choice === undefined)
    return { reason: `the warning list "${id}" is none of those that are read` };
  const { group, type, only, cut } = choice;
  const entries = new Set<string>();
  for (const written of textsOf(json["list"])) {
    const entry = plain(written.toLowerCase(), type);
    if (FORMS[type].test(entry) && (only === undefined || only.has(entry))) entries.add(entry);
  }
  const list: HostList = {
    id,
    name: textOf(json["name"]) ?? id,
    version: versionOf(json, file),
    group,
    type,
    ...(cut !== undefined && { cut }),
    entries: [...entries].sort(byCodeUnit),
  };
  return {
    part: {
      source: {
        id: "misp-warninglists",
        title: "MISP warning lists",
        version: "each list has its own",
        licence: "CC0-1.0",
        url: "https://github.com/MISP/misp-warninglists",
      },
      lists: [list],
    },
  };
}

/** `lists/whats-my-ip/list.json` and `whats-my-ip.json` are both `whats-my-ip`. */
function nameOf(path: string): string {
  const parts = path.split(/[/\\]/);
  const last = parts.at(-1) ?? "";
  return last === "list.json" ? (parts.at(-2) ?? "") : last.replace(/\.json$/, "");
}

/** A host out of what a list writes: without scheme, path, wildcard and `www.` before a domain. */
function plain(written: string, type: HostList["type"]): string {
  if (type === "network" || type === "digest") return written;
  const host = written
    .replace(/^[a-z]{1,10}:\/\//, "")
    .replace(/[/:].{0,2000}$/, "")
    .replace(/^\*\./, ".")
    .replace(/\.$/, "");
  return type === "host" ? host.replace(/^\./, "") : host;
}
