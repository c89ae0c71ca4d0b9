import { networkContains, parseIp, parseIpv6, parseNetwork } from "@tocsin/model";
import type { Network, Observable } from "@tocsin/model";
import { parse } from "tldts";
import { baseName, isCommonKey, isSystemFile } from "./known-files.ts";
import {
  HOST_REASONS,
  isPublishersCode,
  isRedirector,
  knownHost,
  PUBLIC_RESOLVERS,
} from "./known-hosts.ts";

/** Networks in which no stranger's machine is, with what they are for (RFC 6890). */
const RESERVED: readonly (readonly [Network, string])[] = [
  ["0.0.0.0/8", "this network"],
  ["10.0.0.0/8", "private address"],
  ["100.64.0.0/10", "address shared by a carrier's customers"],
  ["127.0.0.0/8", "loopback address"],
  ["169.254.0.0/16", "link-local address"],
  ["172.16.0.0/12", "private address"],
  ["192.168.0.0/16", "private address"],
  ["224.0.0.0/4", "multicast address"],
  ["240.0.0.0/4", "reserved address"],
  ["::/128", "unspecified address"],
  ["::1/128", "loopback address"],
  ["fc00::/7", "private address"],
  ["fe80::/10", "link-local address"],
  ["ff00::/8", "multicast address"],
].flatMap(([network = "", reason = ""]) => {
  const parsed = parseNetwork(network);
  return parsed === undefined ? [] : [[parsed, reason] as const];
});

/** Digests of the empty file. */
const EMPTY: ReadonlySet<string> = new Set([
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
]);

/** Paths of services that say nothing of who called them. */
const SERVICE_INTERFACE =
  /^\/(?:api\/v\d{1,2}\/users\/@me|oauth2?\/(?:v\d\/)?(?:token|authorize)|_\/\w{1,40}\/data\/batchexecute|bot)\/?$/i;
/** Letters that an author put where a name was: `XXXXXXXX`, `xxx.xxxx.tk`. */
const PLACEHOLDER = /(?:^|[/.])x{3,64}(?=[/.]|$)/i;

/** Archives and programs: what intruders lay down on a site of the state that they broke into. */
const PLANTED = /\.(?:zip|rar|7z|exe|msi|dll|hta|lnk|iso|img|js|vbs|docm?|xlsm?|apk)$/i;
/** Names that authors make up for examples. */
const MADE_UP =
  /^(?:[a-z0-9.-]{1,60}\.)?(?:malicious-?(?:domain|site|server)?|attacker(?:-?(?:server|domain|site))?|evil(?:-?(?:domain|site))?|bad-?(?:domain|site)|your-?domain|my-?domain|some-?domain|victim-?(?:domain|site)?|mysite|yoursite)\.(?:com|net|org)$/;

/** Folders right below a root, and those of the system. */
const COMMON_FOLDER =
  /^(?:(?:[a-z]:|%\w{1,30}%|\$env:\w{1,30})\\(?:windows\\|users\\|public\\|system32\\|temp\\|appdata\\|local\\|roaming\\|microsoft\\){0,5}[\w ()$-]{0,40}\\?|\/(?:\w{1,20}\/){0,2}(?:tmp|temp|log|bin|sbin|lib|www|html|local|share|run|shm|etc|opt|home|root|var|usr)\/?)$/i;

const ORDINARY_NAME = "a name that ordinary systems have";

/** How a text prints a value. */
export type Stance = "defanged" | "listed" | "plain";

const INNER_NAME = /\.(?:local|internal|lan|corp|intranet|localdomain|localhost|invalid)$/;

/**
 * Why a value cannot be an indicator whatever the text says of it, or undefined. Ranges and names kept for
 * documentation (RFC 5737, 3849, 2606) are not screened: examples and tests are made of them.
 * @param stance how the text prints it: on purpose (`listed`), with marks against clicking (`defanged`), or neither;
 * an address on an honest site that is so printed is meant with its path
 */
export function screenValue(observable: Observable, stance: Stance): string | undefined {
  const { type, value } = observable;
  switch (type) {
    case "ipv4":
    case "ipv6":
      return screenAddress(value);
    case "cidr":
      return screenNetwork(value);
    case "domain":
      return screenHost(value);
    case "url":
      return screenUrl(value, stance);
    case "http-uri":
      // Of a path alone nothing is known; one with its host is an address whose scheme was left out.
      if (/\[[\p{L} _-]{2,40}\]/u.test(value)) return "address with a placeholder";
      return value.startsWith("/") ? undefined : screenUrl(`http://${value}`, stance);
    case "email": {
      const kind = knownHost(value.slice(value.lastIndexOf("@") + 1));
      return kind === "agency" || kind === "publisher"
        ? "mail box of a public body or publisher"
        : undefined;
    }
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512":
      if (EMPTY.has(value)) return "digest of an empty file";
      return /^(.)\1{31,}$/.test(value) ? "one digit repeated, no digest" : undefined;
    case "filename":
      return isSystemFile(value) ? ORDINARY_NAME : undefined;
    case "filepath":
      if (/[<>*[\]]/.test(value)) return "path with a placeholder";
      if (COMMON_FOLDER.test(value)) return "folder that every system has";
      return isSystemFile(baseName(value)) ? ORDINARY_NAME : undefined;
    case "registry-key":
      return isCommonKey(value) ? "registry key that every system has" : undefined;
    case "asn":
      return "whole network of a provider";
    default:
      return undefined;
  }
}

/** Whether a host or the host of an address has letters where a name was: `xxx.xxxx.tk`. */
export function hasPlaceholder({ type, value }: Observable): boolean {
  if (type === "domain") return PLACEHOLDER.test(value);
  return type === "url" && PLACEHOLDER.test(hostOf(value) ?? "");
}

function screenAddress(value: string): string | undefined {
  if (PUBLIC_RESOLVERS.has(value)) return "public resolver";
  const bytes = parseIp(value) ?? parseIpv6(value);
  if (bytes === undefined) return undefined;
  return RESERVED.find(([network]) => networkContains(network, bytes))?.[1];
}

function screenNetwork(value: string): string | undefined {
  const network = parseNetwork(value);
  if (network === undefined) return undefined;
  const inner = RESERVED.find(([reserved]) => networkContains(reserved, network.bytes))?.[1];
  if (inner !== undefined) return inner;
  const least = network.bytes.length === 4 ? 16 : 32;
  return network.prefixBits < least ? "network too wide to tell anything" : undefined;
}

function screenHost(host: string): string | undefined {
  if (host === "localhost" || INNER_NAME.test(host)) return "name inside a network";
  if (MADE_UP.test(host)) return "name made up for an example";
  if (/\.(?:in-addr|ip6)\.arpa$/.test(host)) return "name of the reverse zone";
  const { domain, publicSuffix, isPrivate } = parse(host, {
    allowPrivateDomains: true,
    extractHostname: false,
  });
  if (domain === null && publicSuffix === host && isPrivate === true)
    return "name under which anybody can have a name";
  const kind = knownHost(host);
  return kind && HOST_REASONS[kind];
}

function screenUrl(value: string, stance: Stance): string | undefined {
  const host = hostOf(value);
  if (host === undefined) return undefined;
  const address = screenAddress(host);
  if (address !== undefined) return address;
  if (host === "localhost" || INNER_NAME.test(host)) return "name inside a network";
  const place = value.slice(value.indexOf(host) + host.length).replace(/[?#].*$/s, "");
  if (PLACEHOLDER.test(place)) return "address with a placeholder";
  if (isRedirector(value, host)) return "redirector that many use";
  if (isPublishersCode(value, host)) return "code of a known publisher";
  const kind = knownHost(host);
  if (kind === undefined) return undefined;
  const path = value.slice(value.indexOf(host) + host.length);
  if (SERVICE_INTERFACE.test(path)) return "interface of a service that many use";
  // An address on a shared service may be the intruder's own; so may one on a site of the state that was broken into.
  const isMeant =
    kind === "shared"
      ? stance !== "plain"
      : stance === "defanged" && kind === "agency" && PLANTED.test(value);
  if (isMeant && path.length > 1) return undefined;
  return HOST_REASONS[kind];
}

/** Host of a URL in normal form, without brackets and port. */
export function hostOf(url: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]{0,30}:\/\/([^/?#]{1,300})/.exec(url)?.[1];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d{0,5}$/, "");
  return host.startsWith("[") ? host.slice(1, -1) : host;
}
