import { formatIp, networkContains, parseIp, parseIpv4, parseNetwork } from "@tocsin/model";
import type { Observable } from "@tocsin/model";
import { foldCase } from "./text.ts";

/** A dotted quad that is no part of a longer name, number or version. */
const QUAD = /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.[\p{L}\p{N}])/gu;
/** A run that may hold an IPv6 address. */
const GROUPS = /[0-9a-f:]*:[0-9a-f:]*/giu;
/** Longer runs are none, whatever joins them. */
const LONGEST_GROUPS = 64;

/**
 * Whether a text bears an observable as a whole token. What counts as a neighbour that breaks the token is
 * decided by the type: an address is not found in a longer one, a domain is found as the end of a longer
 * name, a digest not in a longer run of letters and digits.
 */
export function bearsObservable(observable: Observable, text: string): boolean {
  const { type, value } = observable;
  switch (type) {
    case "ipv4":
    case "ipv6":
    case "cidr":
      return bearsAddress(observable, text);
    case "domain":
      return bearsToken(foldCase(text), value, isNameCharacter, isNameCharacter, true);
    case "url":
      return bearsUrl(value, text);
    case "email":
      return bearsToken(foldCase(text), value, isMailCharacter, isNameCharacter, false);
    case "md5":
    case "sha1":
    case "sha256":
    case "sha512":
    case "imphash":
    case "mac-address":
      return bearsToken(foldCase(text), value, isWordCharacter, isWordCharacter, false);
    case "asn":
    case "btc":
      return bearsToken(text, value, isWordCharacter, isWordCharacter, false);
    case "filename":
    case "mutex":
    case "named-pipe":
      return bearsToken(foldCase(text), foldCase(value), isFileCharacter, isFileCharacter, false);
    case "filepath":
    case "pdb-path":
      return bearsPath(value, text);
    case "registry-key":
      return bearsKey(value, text);
    case "user-agent":
      return text.includes(value);
  }
}

/** Finds `value` with no character before or after it that would make it part of a longer token. */
function bearsToken(
  text: string,
  value: string,
  isBefore: (c: string) => boolean,
  isAfter: (c: string) => boolean,
  subdomains: boolean,
): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const before = text.charAt(at - 1);
    const end = at + value.length;
    const freeBefore = before === "" || !isBefore(before) || (subdomains && before === ".");
    if (freeBefore && endsFree(text, end, isAfter)) return true;
  }
  return false;
}

/** A dot ends a token unless the name goes on behind it. */
function endsFree(text: string, end: number, isAfter: (c: string) => boolean): boolean {
  const after = text.charAt(end);
  if (after === "") return true;
  if (after === ".") return !isWordCharacter(text.charAt(end + 1));
  return !isAfter(after);
}

function isWordCharacter(c: string): boolean {
  return /[\p{L}\p{N}]/u.test(c);
}

function isNameCharacter(c: string): boolean {
  return c === "-" || c === "_" || c === "." || isWordCharacter(c);
}

function isMailCharacter(c: string): boolean {
  return c === "+" || c === "%" || isNameCharacter(c);
}

function isFileCharacter(c: string): boolean {
  return isNameCharacter(c);
}

function bearsAddress(observable: Observable, text: string): boolean {
  const network = parseNetwork(
    observable.type === "cidr" ? observable.value : hostNetwork(observable),
  );
  if (network === undefined) return false;
  for (const { bytes } of addressesIn(text)) if (networkContains(network, bytes)) return true;
  return false;
}

/** Every address in a text, in normal form and as bytes: those of IPv4 within IPv6 as IPv4. */
export function* addressesIn(text: string): Generator<{ form: string; bytes: Uint8Array }> {
  for (const [quad] of text.matchAll(QUAD)) {
    const bytes = parseIpv4(quad);
    if (bytes !== undefined) yield { form: formatIp(bytes), bytes };
  }
  if (!text.includes(":")) return;
  for (const { 0: run, index } of text.matchAll(GROUPS)) {
    if (run.length > LONGEST_GROUPS || run.indexOf(":") === run.lastIndexOf(":")) continue;
    // A word may stand before the colon that introduces an address, not before its first group.
    if (isWordCharacter(text.charAt(index - 1)) && !run.startsWith(":")) continue;
    const after = text.charAt(index + run.length);
    if (isWordCharacter(after)) continue;
    for (const form of groupForms(run)) {
      const bytes = parseIp(form);
      if (bytes !== undefined) yield { form: formatIp(bytes), bytes };
    }
  }
}

/** The run itself, and without a colon that only joins it to what stands before or behind it. */
function groupForms(run: string): Set<string> {
  const head = /^:(?!:)/.test(run) ? run.slice(1) : run;
  const tail = /(?<!:):$/.test(head) ? head.slice(0, -1) : head;
  return new Set([run, head, tail]);
}

function hostNetwork(observable: Observable): string {
  return `${observable.value}/${observable.type === "ipv4" ? 32 : 128}`;
}

/** Scheme and host without case, the rest as written; a longer path or query is another URL. */
function bearsUrl(value: string, text: string): boolean {
  const path = /^[^/]*\/\/[^/]*/u.exec(value)?.[0].length ?? value.length;
  const folded = foldCase(text);
  const head = foldCase(value.slice(0, path));
  const tail = value.slice(path);
  for (let at = folded.indexOf(head); at >= 0; at = folded.indexOf(head, at + 1)) {
    const end = at + value.length;
    if (text.startsWith(tail, at + path) && urlEnds(text, end)) return true;
  }
  return false;
}

function urlEnds(text: string, end: number): boolean {
  const after = text.charAt(end) === "/" ? text.charAt(end + 1) : text.charAt(end);
  return after === "" || !/[\p{L}\p{N}/?#%&=_~.-]/u.test(after) || endsSentence(text, end);
}

function endsSentence(text: string, end: number): boolean {
  return text.charAt(end) === "." && !/\S/u.test(text.charAt(end + 1));
}

/** Both slashes are one; a path is found at the beginning of a component and ends at the end of one. */
function bearsPath(value: string, text: string): boolean {
  const path = foldCase(value).replaceAll("/", "\\");
  return bearsToken(
    foldCase(text).replaceAll("/", "\\"),
    path,
    isFileCharacter,
    isFileCharacter,
    false,
  );
}

const HIVES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}_])(?:hkey_local_machine|hklm):?(?=\\|$)|\\registry\\machine(?=\\|$)/gu, "hklm"],
  [/(?<![\p{L}\p{N}_])(?:hkey_current_user|hkcu):?(?=\\|$)/gu, "hkcu"],
  [/(?<![\p{L}\p{N}_])(?:hkey_users|hku):?(?=\\|$)|\\registry\\user(?=\\|$)/gu, "hku"],
  [/(?<![\p{L}\p{N}_])(?:hkey_classes_root|hkcr):?(?=\\|$)/gu, "hkcr"],
];

/**
 * The names of a hive are one, wherever they stand; a key is also found with a value or a subkey behind it.
 * A user's own hive is found as that of any user.
 */
function bearsKey(value: string, text: string): boolean {
  const key = toHive(value).replace(/\\$/u, "");
  const found = toHive(text);
  if (holdsKey(found, key, /[\p{L}\p{N}_-]/u)) return true;
  const rest = key.startsWith("hkcu\\") ? key.slice("hkcu".length) : undefined;
  return rest !== undefined && found.includes("hku\\") && holdsKey(found, rest, undefined);
}

/** Whether the key stands in the text with nothing before or behind it that would make it another. */
function holdsKey(text: string, key: string, notBefore: RegExp | undefined): boolean {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + key.length);
    const isFree = before === "" || notBefore === undefined || !notBefore.test(before);
    if (isFree && (after === "" || after === "\\" || !isFileCharacter(after))) return true;
  }
  return false;
}

function toHive(text: string): string {
  let folded = foldCase(text);
  for (const [form, hive] of HIVES) folded = folded.replaceAll(form, hive);
  return folded;
}
