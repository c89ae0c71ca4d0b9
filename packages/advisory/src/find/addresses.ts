import { parseIpv4, parseIpv6 } from "@tocsin/model";
import { hasMark } from "./mapped.ts";
import { add, isTaken, take } from "./sink.ts";
import type { FindState } from "./sink.ts";

const MAC = /(?<![\w:-])[0-9A-F]{2}([:-])(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}(?![\w:-])/gi;
const MAC_DOTTED = /(?<![\w.])[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4}(?![\w.])/gi;
const IPV6 = /(?<![\w:.])[0-9A-F:]{2,39}(?:(?:\.\d{1,3}){3})?(?:%[A-Za-z0-9]{1,15})?(?![\w:])/gi;
const IPV4 = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|\.\d|\.[a-z]|[a-z_])/gi;
const IPV4_SPACED = /(?<![\d.] ?)(?<!\w)\d{1,3} \. \d{1,3} \. \d{1,3} \. \d{1,3}(?! ?[\d.])(?!\w)/g;
/** Words after which four numbers are a version or a section. */
const VERSION_BEFORE =
  /(?:\bv|\b(?:versions?|ver\.?|firmware|releases?|builds?|sections?|chapter|clause|annex|appendix|paragraph|para|item|table|figure|rule|step|revision|rev\.?|patch|hotfix|update|kernel|agent|(?:product|file|assembly)\s?version|(?:prior|upgraded?|updated?) to|(?:fixed|patched) in|before|earlier than|older than))\s{0,2}[:=]?[\s"'(]{0,3}$/i;
const MASK_BEFORE = /\b(?:net|subnet ?|network ?)masks?\b[^.\n\d]{0,24}$/i;
const VERSION_LINE = /\bversions?\b/i;
const ADDRESS_WORD = /\b(?:ip|ips|address|addresses|host|hosts|server|servers|c2|ipv4)\b/i;

/** Finds hardware addresses, IPv6, IPv4 and networks, in this order. */
export function findAddresses(state: FindState): void {
  findMacs(state);
  findIpv6(state);
  findIpv4(state);
}

function findMacs(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: value, index } of text.matchAll(MAC)) {
    if (!isTaken(state, index, index + value.length))
      add(state, "mac-address", value, index, index + value.length);
  }
  for (const { 0: value, index } of text.matchAll(MAC_DOTTED)) {
    const pairs = value.replaceAll(".", "").match(/../g)?.join(":") ?? "";
    // Only digits could be a version; a letter tells the hexadecimal form.
    if (/[a-f]/i.test(value) && !isTaken(state, index, index + value.length))
      add(state, "mac-address", pairs, index, index + value.length);
  }
}

function findIpv6(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: raw, index } of text.matchAll(IPV6)) {
    const value = raw.endsWith(":") && !raw.endsWith("::") ? raw.slice(0, -1) : raw;
    const end = index + value.length;
    if (!isIpv6(value) || isTaken(state, index, end)) continue;
    const prefix = /^\/(\d{1,3})(?!\d|\.\d)/.exec(text.slice(end, end + 5));
    const network = prefix && `${value}${prefix[0]}`;
    if (network !== null && add(state, "cidr", network, index, index + network.length)) continue;
    add(state, "ipv6", value, index, end);
  }
}

/** Times (`10:15:30`) and code (`a::b`) have colons too. */
function isIpv6(value: string): boolean {
  const zone = value.indexOf("%");
  const address = zone < 0 ? value : value.slice(0, zone);
  if (address.split(":").length < 3 || parseIpv6(address) === undefined) return false;
  const isShort = address.includes("::");
  return !isShort || address.startsWith("::") || /[0-9a-f]{3}/i.test(address);
}

function findIpv4(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: value, index } of text.matchAll(IPV4)) {
    const end = index + value.length;
    if (parseIpv4(value) === undefined || isTaken(state, index, end)) continue;
    const isDefanged = hasMark(state.mapped, index, end);
    if (!isDefanged && isVersion(text, index, end)) {
      take(state, index, end);
      continue;
    }
    const prefix = /^\/(\d{1,2})(?!\d|\.\d)/.exec(text.slice(end, end + 4));
    const network = prefix && Number(prefix[1]) >= 8 ? `${value}${prefix[0]}` : undefined;
    if (network !== undefined && add(state, "cidr", network, index, index + network.length))
      continue;
    add(state, "ipv4", value, index, end);
  }
  for (const { 0: value, index } of text.matchAll(IPV4_SPACED)) {
    const end = index + value.length;
    const plain = value.replaceAll(" ", "");
    if (!isTaken(state, index, end) && !isVersion(text, index, end))
      add(state, "ipv4", plain, index, end, { isDefanged: true });
  }
}

function isVersion(text: string, start: number, end: number): boolean {
  if (/^-\w{0,12}[A-Za-z]/.test(text.slice(end, end + 14))) return true;
  const before = text.slice(Math.max(0, start - 100), start);
  // `Chrome/64.0.32.119`, yet `TCP/192.0.2.1`.
  const product = /([A-Za-z][\w-]{1,30})\/$/.exec(before)?.[1];
  if (product !== undefined && !/^(?:tcp|udp|icmp|ip|http|https|ftp|ssh|smb)$/i.test(product))
    return true;
  if (VERSION_BEFORE.test(before.slice(-28)) || MASK_BEFORE.test(before.slice(-44))) return true;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const sentence = line.slice(line.lastIndexOf(". ") + 1);
  return VERSION_LINE.test(sentence) && !ADDRESS_WORD.test(sentence);
}
