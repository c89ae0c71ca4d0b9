import { ModelError } from "./errors.ts";
import { formatIp, formatNetwork, parseIpv4, parseIpv6, parseNetwork } from "./ip.ts";

/** Every kind of observable. The first group can be hunted for, the second is kept as context. */
export const OBSERVABLE_TYPES = [
  "ipv4",
  "ipv6",
  "cidr",
  "domain",
  "url",
  "email",
  "md5",
  "sha1",
  "sha256",
  "sha512",
  "filename",
  "filepath",
  "registry-key",
  "mutex",
  "user-agent",
  "imphash",
  "named-pipe",
  "pdb-path",
  "mac-address",
  "asn",
  "btc",
  "eth",
  "xmr",
  "sha224",
  "sha384",
  "ssdeep",
  "tlsh",
  "ja3",
  "ja3s",
  "ja4",
  "jarm",
  "certificate-sha1",
  "certificate-sha256",
  "certificate-serial",
  "http-uri",
  "service-name",
  "scheduled-task",
  "email-subject",
] as const;

/** A kind of observable. */
export type ObservableType = (typeof OBSERVABLE_TYPES)[number];

/** A fact's shape without judgement: an address, a digest, a name. `value` is in normal form. */
export interface Observable {
  readonly type: ObservableType;
  readonly value: string;
}

const DIGEST_LENGTH: Readonly<Partial<Record<ObservableType, number>>> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sha512: 128,
  imphash: 32,
  sha224: 56,
  sha384: 96,
  ja3: 32,
  ja3s: 32,
  jarm: 62,
  "certificate-sha1": 40,
  "certificate-sha256": 64,
};

/**
 * The normal form of a value, or undefined if the value does not have the type's form.
 * Digests, domains, e-mail addresses, scheme and host of URLs in lower case; IPv6 as RFC 5952;
 * networks with host bits cleared; a domain without its final dot; paths and names as written.
 */
export function normalizeObservable(type: ObservableType, text: string): Observable | undefined {
  const value = normalizeValue(type, text.trim());
  return value === undefined || value === "" ? undefined : { type, value };
}

function normalizeValue(type: ObservableType, text: string): string | undefined {
  switch (type) {
    case "ipv4": {
      const bytes = parseIpv4(text);
      return bytes && formatIp(bytes);
    }
    case "ipv6": {
      const bytes = parseIpv6(text);
      return bytes && formatIp(bytes);
    }
    case "cidr": {
      const network = parseNetwork(text);
      return network && formatNetwork(network);
    }
    case "domain":
      return normalizeDomain(text);
    case "url":
      return normalizeUrl(text);
    case "email": {
      const at = text.lastIndexOf("@");
      const domain = at > 0 ? normalizeDomain(text.slice(at + 1)) : undefined;
      return domain && `${text.slice(0, at).toLowerCase()}@${domain}`;
    }
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512":
    case "imphash":
    case "sha224":
    case "sha384":
    case "ja3":
    case "ja3s":
    case "jarm":
    case "certificate-sha1":
    case "certificate-sha256":
      return text.length === DIGEST_LENGTH[type] && /^[0-9a-f]+$/i.test(text)
        ? text.toLowerCase()
        : undefined;
    case "mac-address":
      return /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(text)
        ? text.toLowerCase().replaceAll("-", ":")
        : undefined;
    case "asn":
      return /^(?:AS)?\d{1,10}$/i.test(text) ? `AS${text.replace(/^AS/i, "")}` : undefined;
    case "eth":
      return /^0x[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : undefined;
    case "xmr":
      return /^[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?$/.test(text)
        ? text
        : undefined;
    case "ssdeep":
      return /^\d{1,10}:[A-Za-z0-9/+]{0,64}:[A-Za-z0-9/+]{0,64}$/.test(text) ? text : undefined;
    case "tlsh":
      return /^(?:T1)?[0-9a-f]{70}$/i.test(text) ? text.toUpperCase() : undefined;
    case "ja4":
      return /^[tqd][0-9s]{2}[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/i.test(text)
        ? text.toLowerCase()
        : undefined;
    case "certificate-serial":
      return /^[0-9a-f]{2,40}$/i.test(text.replaceAll(/[:\s]/g, ""))
        ? text.replaceAll(/[:\s]/g, "").toLowerCase()
        : undefined;
    case "http-uri":
    case "service-name":
    case "scheduled-task":
    case "email-subject":
    case "filename":
    case "filepath":
    case "registry-key":
    case "mutex":
    case "user-agent":
    case "named-pipe":
    case "pdb-path":
    case "btc":
      return text;
  }
}

function normalizeDomain(text: string): string | undefined {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  if (name.length === 0 || name.length > 253 || !name.includes(".")) return undefined;
  for (const label of name.split(".")) {
    if (!/^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u.test(label))
      return undefined;
  }
  return name.toLowerCase();
}

/** Lower case for scheme and host; a lone trailing slash is dropped; path and query stay as written. */
function normalizeUrl(text: string): string | undefined {
  const match = /^([a-z][a-z0-9+.-]{0,30}):\/\/([^/?#\s]+)(\S*)$/i.exec(text);
  if (match === null) return undefined;
  const [, scheme = "", authority = "", rest = ""] = match;
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at + 1);
  const host = authority.slice(at + 1).toLowerCase();
  return `${scheme.toLowerCase()}://${user}${host}${rest === "/" ? "" : rest}`;
}

/** Like {@link normalizeObservable} for values that must be right. @throws {ModelError} `MODEL_OBSERVABLE` */
export function toObservable(type: ObservableType, text: string): Observable {
  const observable = normalizeObservable(type, text);
  if (observable === undefined)
    throw new ModelError(
      "MODEL_OBSERVABLE",
      `expected a value of type ${type}, got ${JSON.stringify(text.slice(0, 80))}`,
    );
  return observable;
}
