import { normalizeObservable } from "@tocsin/model";
import type { IndicatorPattern, Observable, ObservableType } from "@tocsin/model";
import { refangValue } from "../find/refang-value.ts";

/** What a part of an attribute's value is; `address` is an address or network of either family. */
type Part = ObservableType | "address" | "file" | "skip";

const TYPES: Readonly<Record<string, readonly Part[]>> = {
  "ip-src": ["address"],
  "ip-dst": ["address"],
  "ip-src|port": ["address", "skip"],
  "ip-dst|port": ["address", "skip"],
  domain: ["domain"],
  hostname: ["domain"],
  "hostname|port": ["domain", "skip"],
  "domain|ip": ["domain", "address"],
  url: ["url"],
  uri: ["url"],
  email: ["email"],
  "email-src": ["email"],
  "email-dst": ["email"],
  "email-reply-to": ["email"],
  md5: ["md5"],
  sha1: ["sha1"],
  sha256: ["sha256"],
  sha512: ["sha512"],
  imphash: ["imphash"],
  filename: ["file"],
  "filename|md5": ["file", "md5"],
  "filename|sha1": ["file", "sha1"],
  "filename|sha256": ["file", "sha256"],
  "filename|sha512": ["file", "sha512"],
  "filename|imphash": ["file", "imphash"],
  regkey: ["registry-key"],
  "regkey|value": ["registry-key", "skip"],
  mutex: ["mutex"],
  "user-agent": ["user-agent"],
  "named pipe": ["named-pipe"],
  AS: ["asn"],
  btc: ["btc"],
  pdb: ["pdb-path"],
  "mac-address": ["mac-address"],
};

const PATTERNS: Readonly<Record<string, IndicatorPattern["language"]>> = {
  yara: "yara",
  sigma: "sigma",
  snort: "snort",
  "stix2-pattern": "stix",
};

/** Types that carry no observable and no rule, and whose text is of no use here; no note is made of them. */
export const SILENT_TYPES: ReadonlySet<string> = new Set(
  `text comment other link port counter datetime boolean size-in-bytes float hex vulnerability threat-actor
   campaign-name campaign-id attachment malware-sample mime-type ssdeep tlsh authentihash vhash telfhash`
    .split(/\s+/)
    .filter((type) => type !== ""),
);

/** Whether the type is one of observables. */
export function isObservableType(type: string): boolean {
  return Object.hasOwn(TYPES, type);
}

/** The rule an attribute carries, if its type is one of rules. */
export function readPattern(type: string, text: string): IndicatorPattern | undefined {
  if (!Object.hasOwn(PATTERNS, type)) return undefined;
  const language = PATTERNS[type];
  if (language === undefined) return undefined;
  return language === "stix" ? { language, version: "2.1", text } : { language, text };
}

/**
 * The observables of an attribute's value; of a composite type each part that is one. Undefined if a part has not
 * the form its type asks for.
 */
export function readObservables(type: string, text: string): readonly Observable[] | undefined {
  const parts = Object.hasOwn(TYPES, type) ? (TYPES[type] ?? []) : [];
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

function readPart(part: Exclude<Part, "skip">, raw: string): Observable | undefined {
  const text = part === "file" ? raw : refangValue(part === "address" ? "ipv4" : part, raw);
  switch (part) {
    case "address":
      return text.includes("/")
        ? normalizeObservable("cidr", text)
        : (normalizeObservable("ipv4", text) ?? normalizeObservable("ipv6", text));
    case "file":
      return normalizeObservable(/[\\/]/.test(text) ? "filepath" : "filename", text);
    default:
      return normalizeObservable(part, text);
  }
}
