import { parseIpv4, parseIpv6 } from "@tocsin/model";
import type { TextForm } from "./rule.ts";
import type { StixCheck } from "./vocabularies.ts";

interface Form {
  readonly clause: string;
  /** The form in words. */
  readonly expected: string;
  /** Set where the form is a SHOULD. */
  readonly check?: StixCheck;
  readonly holds: (text: string) => boolean;
}

const KEY = /^[A-Za-z0-9_-]{1,250}$/;

function isCidr(text: string, parse: (address: string) => unknown, most: number): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  if (rest.length > 0 || parse(address) === undefined) return false;
  return bits === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most);
}

function isDomain(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  return text
    .split(".")
    .every((label) => /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,62})$/u.test(label));
}

function isMail(text: string): boolean {
  const at = text.lastIndexOf("@");
  return at > 0 && text.length <= 320 && !/[\s<>]/.test(text) && text.length > at + 1;
}

function isBase64(text: string): boolean {
  const end = text.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  if (text.length % 4 !== 0 || text.length === 0) return false;
  return /^[A-Za-z0-9+/]*$/.test(text.slice(0, end));
}

function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]{0,60}:\S/.test(text) && !/\s/.test(text);
}

/** RFC 5646, as far as its form goes: language, script, region, variants, extensions. */
export function isLanguageTag(text: string): boolean {
  const [language = "", ...rest] = text.split("-");
  return (
    text.length <= 100 &&
    /^(?:[A-Za-z]{2,8}|[xi])$/.test(language) &&
    rest.every((part) => /^[A-Za-z0-9]{1,8}$/.test(part))
  );
}

const known = new Map<string, boolean>();
let languages: Intl.DisplayNames | undefined;

/** Whether the language itself is one that is known by name. */
function isKnownLanguage(text: string): boolean {
  if (!isLanguageTag(text)) return false;
  const language = (text.split("-")[0] ?? "").toLowerCase();
  const before = known.get(language);
  if (before !== undefined) return before;
  languages ??= new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  const found = language.length > 1 && languages.of(language) !== undefined;
  if (known.size < 1000) known.set(language, found);
  return found;
}

let regions: Intl.DisplayNames | undefined;

function isCountry(text: string): boolean {
  if (!/^[A-Za-z]{2}$/.test(text)) return false;
  regions ??= new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  return regions.of(text.toUpperCase()) !== undefined;
}

const TOP_LEVEL_MIME = "application audio font image message model multipart text video";

function isMime(text: string): boolean {
  const [type = "", subtype = ""] = text.split(";")[0]?.trim().split("/") ?? [];
  return (
    TOP_LEVEL_MIME.split(" ").includes(type.toLowerCase()) &&
    /^[A-Za-z0-9.+_-]{1,127}$/.test(subtype)
  );
}

/** The forms by name. Every test takes time that grows with the text's length. */
export const TEXT_FORMS: Readonly<Record<TextForm, Form>> = {
  base64: { clause: "2.1", expected: "base64 (RFC 4648)", holds: isBase64 },
  country: {
    clause: "4.10",
    expected: "a country by its two letters (ISO 3166-1)",
    check: "countries",
    holds: isCountry,
  },
  "dictionary-key": {
    clause: "2.3",
    expected: "a key of letters, digits, hyphens and underscores",
    holds: (text) => KEY.test(text),
  },
  domain: { clause: "6.4", expected: "a domain name", holds: isDomain },
  email: { clause: "6.5", expected: "a mail address without a display name", holds: isMail },
  hex: {
    clause: "2.8",
    expected: "an even number of hexadecimal digits",
    holds: (text) => text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text),
  },
  ipv4: {
    clause: "6.8",
    expected: "an IPv4 address or network in CIDR notation",
    holds: (text) => isCidr(text, parseIpv4, 32),
  },
  ipv6: {
    clause: "6.9",
    expected: "an IPv6 address or network in CIDR notation",
    holds: (text) => isCidr(text, parseIpv6, 128),
  },
  language: {
    clause: "3.2",
    expected: "a language (RFC 5646)",
    check: "languages",
    holds: isKnownLanguage,
  },
  "lower-hyphen": {
    clause: "4.12",
    expected: "lower-case words joined by hyphens",
    check: "malware-analysis-product",
    holds: (text) => /^[a-z0-9][a-z0-9.-]{0,250}$/.test(text),
  },
  mac: {
    clause: "6.10",
    expected: "six pairs of lower-case hexadecimal digits joined by colons",
    holds: (text) => /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(text),
  },
  mime: {
    clause: "6.1",
    expected: "a media type that is registered with IANA",
    check: "mime-type",
    holds: isMime,
  },
  priority: {
    clause: "6.13.2",
    expected: "a priority class that ends in _CLASS",
    check: "windows-process-priority",
    holds: (text) => text.endsWith("_CLASS"),
  },
  "property-name": {
    clause: "3.1",
    expected: "a property name of 3 to 250 lower-case letters, digits and underscores",
    holds: (text) => /^[a-z0-9_]{3,250}$/.test(text),
  },
  protocol: {
    clause: "6.12",
    expected: "a protocol in lower case with hyphens, as IANA names services",
    check: "protocols",
    holds: (text) => /^[a-z0-9][a-z0-9.+-]{0,60}$/.test(text),
  },
  "relationship-type": {
    clause: "5.1",
    expected: "lower-case letters, digits and hyphens",
    holds: (text) => /^[a-z0-9-]{1,250}$/.test(text),
  },
  url: { clause: "6.15", expected: "a URL with its scheme (RFC 3986)", holds: isUrl },
};
