import type { IndicatorPattern, Observable, RuleText } from "@tocsin/model";
import { readListedUrl, readValue } from "../composite/read-value.ts";
import type { ValueKind } from "../composite/read-value.ts";

/** What a part of an attribute's value is. */
type Part = ValueKind | "uri" | "skip";

/** By type of attribute (MISP core format, attribute types). */
const TYPES: Readonly<Record<string, readonly Part[]>> = {
  "ip-src": ["address"],
  "ip-dst": ["address"],
  "ip-src|port": ["address", "skip"],
  "ip-dst|port": ["address", "skip"],
  domain: ["host"],
  hostname: ["host"],
  "hostname|port": ["host", "skip"],
  "domain|ip": ["host", "address"],
  url: ["url"],
  uri: ["uri"],
  email: ["email"],
  "email-src": ["email"],
  "email-dst": ["email"],
  "email-reply-to": ["email"],
  "whois-registrant-email": ["email"],
  "dns-soa-email": ["email"],
  "email-subject": ["email-subject"],
  "email-attachment": ["file"],
  filename: ["file"],
  "malware-sample": ["file", "md5"],
  md5: ["md5"],
  sha1: ["sha1"],
  sha224: ["sha224"],
  sha256: ["sha256"],
  sha384: ["sha384"],
  sha512: ["sha512"],
  imphash: ["imphash"],
  ssdeep: ["ssdeep"],
  tlsh: ["tlsh"],
  "filename|md5": ["file", "md5"],
  "filename|sha1": ["file", "sha1"],
  "filename|sha224": ["file", "sha224"],
  "filename|sha256": ["file", "sha256"],
  "filename|sha384": ["file", "sha384"],
  "filename|sha512": ["file", "sha512"],
  "filename|imphash": ["file", "imphash"],
  "filename|ssdeep": ["file", "ssdeep"],
  "filename|tlsh": ["file", "tlsh"],
  // Of these the digest is no kind of observable; the name beside it is.
  "filename|authentihash": ["file", "skip"],
  "filename|impfuzzy": ["file", "skip"],
  "filename|pehash": ["file", "skip"],
  "filename|vhash": ["file", "skip"],
  "filename|sha512/224": ["file", "skip"],
  "filename|sha512/256": ["file", "skip"],
  "filename|sha3-224": ["file", "skip"],
  "filename|sha3-256": ["file", "skip"],
  "filename|sha3-384": ["file", "skip"],
  "filename|sha3-512": ["file", "skip"],
  regkey: ["registry-key"],
  "regkey|value": ["registry-key", "skip"],
  mutex: ["mutex"],
  "user-agent": ["user-agent"],
  "named pipe": ["named-pipe"],
  "windows-service-name": ["service-name"],
  "windows-scheduled-task": ["scheduled-task"],
  AS: ["asn"],
  btc: ["btc"],
  xmr: ["xmr"],
  pdb: ["pdb-path"],
  "mac-address": ["mac-address"],
  "ja3-fingerprint-md5": ["ja3"],
  "jarm-fingerprint": ["jarm"],
  "x509-fingerprint-sha1": ["certificate-sha1"],
  "x509-fingerprint-sha256": ["certificate-sha256"],
};

/** Members of objects whose attribute is mere text and whose relation says what it is: `object/relation`. */
const RELATIONS: Readonly<Record<string, readonly Part[]>> = {
  "x509/serial-number": ["certificate-serial"],
  "ja4-plus/ja4-fingerprint": ["ja4"],
  "ja4/ja4-fingerprint": ["ja4"],
  "ja3s/ja3s-fingerprint-md5": ["ja3s"],
  "mutex/name": ["mutex"],
  "windows-service/name": ["service-name"],
  "scheduled-task/name": ["scheduled-task"],
  "process/image": ["file"],
  "coin-address/address-crypto": ["eth"],
  "btc-wallet/wallet-address": ["btc"],
  "asn/subnet-announced": ["address"],
};

const RULES: ReadonlySet<string> = new Set(["yara", "sigma", "snort", "suricata"]);

/** Types that carry no observable and no rule; no note is made of them. */
export const SILENT_TYPES: ReadonlySet<string> = new Set(
  `text comment other link port counter datetime boolean size-in-bytes float hex vulnerability weakness cpe
   threat-actor campaign-name campaign-id mime-type http-method target-user target-email target-machine target-org
   target-location target-external whois-registrant-name whois-registrant-phone whois-registrant-org
   whois-registrar whois-creation-date email-header email-body email-message-id email-mime-boundary
   email-x-mailer email-src-display-name email-dst-display-name email-thread-index windows-service-displayname
   first-name last-name full-name middle-name nationality passport-number phone-number date-of-birth gender
   identity-card-number github-username github-repository jabber-id twitter-id`
    .split(/\s+/)
    .filter((type) => type !== ""),
);

/** Whether the type is one of observables, by itself or by its relation in an object. */
export function isObservableType(type: string, relation = ""): boolean {
  return Object.hasOwn(TYPES, type) || Object.hasOwn(RELATIONS, relation);
}

/** The language of a rule, if the type is one of rules. */
export function ruleLanguage(type: string): RuleText["language"] | undefined {
  return RULES.has(type) ? (type as RuleText["language"]) : undefined;
}

/** The STIX pattern an attribute carries, if its type is that. */
export function readPattern(type: string, text: string): IndicatorPattern | undefined {
  return type === "stix2-pattern" ? { language: "stix", version: "2.1", text } : undefined;
}

/**
 * The observables of an attribute's value; of a composite type each part that is one. Undefined if a part has not
 * the form its type asks for.
 */
export function readObservables(
  type: string,
  text: string,
  relation = "",
): readonly Observable[] | undefined {
  const own = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const parts = own ?? (Object.hasOwn(RELATIONS, relation) ? (RELATIONS[relation] ?? []) : []);
  const pieces = parts.length > 1 ? splitAtBar(text) : [text];
  const observables: Observable[] = [];
  for (const [i, part] of parts.entries()) {
    const piece = (pieces[i] ?? "").trim();
    if (part === "skip" || (i > 0 && piece === "")) continue;
    const observable = readPart(part, piece);
    if (observable === undefined) return undefined;
    observables.push(observable);
  }
  return observables;
}

/** The last bar parts a name from its digest; a name may hold one itself. */
function splitAtBar(text: string): [string, string] {
  const at = text.lastIndexOf("|");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readPart(part: Exclude<Part, "skip">, text: string): Observable | undefined {
  switch (part) {
    case "uri":
      return readUri(text);
    case "url":
      return readListedUrl(text);
    case "host":
      // A name stands for those below it as well.
      return readValue("host", text.replace(/^\*\./, ""));
    default:
      return readValue(part, text);
  }
}

/** A `uri` may lack its scheme; none is invented for it. */
function readUri(text: string): Observable | undefined {
  return readValue("url", text) ?? (/\s/.test(text) ? undefined : readValue("http-uri", text));
}
