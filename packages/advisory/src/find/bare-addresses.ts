import { parseIpv4 } from "@tocsin/model";
import { readHost } from "./hosts.ts";
import { hasMark } from "./mapped.ts";
import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";
import { readBody } from "./urls.ts";

/** A host or an address of IPv4 with a path. Labels and dots exclude each other: linear. */
const BARE =
  /(?<![\p{L}\p{M}\p{N}_.@:/\\%$-])((?:[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]{0,62}\.){1,12}[\p{L}\p{N}-]{1,63})(:\d{1,5})?(?=\/[^\s/])/gu;
/** What follows a stroke that parts two values and begins no path: a network's width, a port, an ending, an address. */
const NO_PATH = /^\/(?:\d{1,5}|com|net|org|info|tcp|udp|\d{1,3}(?:\.\d{1,3}){3}.{0,9})\/?$/i;
/** What may stand before an address that has its line for itself. */
const ALONE_BEFORE = /(?:^|\n)[ \t>*•–-]{0,9}$/;

/**
 * Finds addresses whose scheme is left out: those with marks against clicking, and those alone on their line. None is
 * invented: host and path stay as one value as they stand, and the host is a value of its own beside it.
 */
export function findBareAddresses(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: authority, 1: host = "", index } of text.matchAll(BARE)) {
    const hostEnd = index + host.length;
    const isDefanged = hasMark(state.mapped, index, hostEnd);
    if (!isDefanged && !isAlone(text, index)) continue;
    const isAddress = parseIpv4(host) !== undefined;
    const name = isAddress ? host : readHost(host, { isDefanged, isCertain: false });
    if (name === undefined) continue;
    const { body, length } = readBody(text, index);
    const path = body.slice(authority.length);
    if (
      path.length < 2 ||
      NO_PATH.test(path) ||
      holdsHost(state, index + authority.length, index + length)
    )
      continue;
    const end = index + length;
    if (isTaken(state, index, end)) continue;
    const value = `${name}${authority.slice(host.length)}${path}`;
    if (!add(state, "http-uri", value, index, end, { isDefanged })) continue;
    add(state, isAddress ? "ipv4" : "domain", name, index, hostEnd, { isDefanged });
  }
}

function isAlone(text: string, start: number): boolean {
  if (!ALONE_BEFORE.test(text.slice(Math.max(0, start - 12), start))) return false;
  return /^[^\s]{1,8192}[ \t]{0,9}(?:\r?\n|$)/.test(text.slice(start, start + 8300));
}

/** `one[.]example/two[.]example`: the stroke parts two hosts. */
function holdsHost(state: FindState, start: number, end: number): boolean {
  const first = /^\/([^/?#]{1,253})/.exec(state.mapped.text.slice(start, end))?.[1] ?? "";
  const isDefanged = hasMark(state.mapped, start + 1, start + 1 + first.length);
  return isDefanged && readHost(first, { isDefanged, isCertain: false }) !== undefined;
}
