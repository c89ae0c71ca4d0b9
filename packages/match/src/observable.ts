import { formatIp, networkContains, parseIp, parseIpv4, parseNetwork } from "@tocsin/model";
import type { Observable } from "@tocsin/model";
import { foldCase } from "./text.ts";

const ADDRESS = /[0-9a-f:.]*[0-9a-f:](?:\/\d{1,3})?/giu;
const MAX_TOKENS = 20_000;

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
  let tokens = 0;
  for (const [token] of text.matchAll(ADDRESS)) {
    if (++tokens > MAX_TOKENS) return;
    for (const form of addressForms(token)) {
      const parsed = parseIp(form);
      if (parsed === undefined) continue;
      const bytes = unmapped(parsed);
      yield { form: formatIp(bytes), bytes };
    }
  }
}

function hostNetwork(observable: Observable): string {
  return `${observable.value}/${observable.type === "ipv4" ? 32 : 128}`;
}

/** `192.0.2.1`, `192.0.2.1:443`, `192.0.2.1.` and `192.0.2.1/24` name an address each. */
function addressForms(token: string): string[] {
  const bare = token.replace(/\/\d+$/u, "").replace(/\.$/u, "");
  const colon = bare.indexOf(":");
  const host = colon > 0 ? bare.slice(0, colon) : bare;
  return parseIpv4(host) !== undefined && colon === bare.lastIndexOf(":") ? [host] : [bare];
}

/** The IPv4 address within `::ffff:192.0.2.1`. */
function unmapped(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 16) return bytes;
  for (let i = 0; i < 12; i++) if (bytes[i] !== (i < 10 ? 0 : 255)) return bytes;
  return bytes.subarray(12);
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
  [/^(?:hkey_local_machine|hklm|\\registry\\machine)(?=\\|$)/u, "hklm"],
  [/^(?:hkey_current_user|hkcu)(?=\\|$)/u, "hkcu"],
  [/^(?:hkey_users|hku|\\registry\\user)(?=\\|$)/u, "hku"],
  [/^(?:hkey_classes_root|hkcr)(?=\\|$)/u, "hkcr"],
];

/** The names of a hive are one; a key is also found with a value or a subkey behind it. */
function bearsKey(value: string, text: string): boolean {
  const key = toHive(value).replace(/\\$/u, "");
  const found = toHive(text.trim());
  const rest = key.startsWith("hkcu\\") ? key.slice("hkcu".length) : undefined;
  if (rest !== undefined && found.startsWith("hku\\") && endsKey(found, found.indexOf(rest), rest))
    return true;
  return endsKey(found, found.indexOf(key), key);
}

function endsKey(text: string, at: number, key: string): boolean {
  if (at < 0) return false;
  const after = text.charAt(at + key.length);
  return after === "" || after === "\\" || !isFileCharacter(after);
}

function toHive(text: string): string {
  const folded = foldCase(text);
  for (const [form, hive] of HIVES) {
    if (form.test(folded)) return folded.replace(form, hive);
  }
  return folded;
}
