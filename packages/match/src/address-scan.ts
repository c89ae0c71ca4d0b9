import { parseIp } from "@tocsin/model";
import { IS_WORD } from "./observable-units.ts";
import type { Units } from "./observable-units.ts";

type Sink = (bytes: Uint8Array) => void;

const DOT = 0x2e;
const COLON = 0x3a;
/** Longer runs hold no IPv6 address, whatever joins them. */
const LONGEST_GROUPS = 64;

/**
 * Gives the bytes of every address in a text: those of IPv4 within IPv6 as IPv4. The bytes are valid until
 * the next address. Takes time in the length of the text, whatever it holds.
 */
export function scanAddresses({ bytes, length }: Units, sink: Sink): void {
  scanQuads(bytes, length, sink);
  scanGroups(bytes, length, sink);
}

const quad = new Uint8Array(4);

/** Dotted quads that are no part of a longer name, number or version. */
function scanQuads(bytes: Uint8Array, length: number, sink: Sink): void {
  for (let dot = bytes.indexOf(DOT); dot < length;) {
    let start = dot;
    while (start > dot - 3 && isDigit(bytes[start - 1])) start--;
    let end = dot + 1;
    if (start < dot && isDigit(bytes[end]) && !joinsQuad(bytes[start - 1])) {
      const read = readQuad(bytes, start);
      if (read > dot && endsQuad(bytes, read)) sink(quad);
    }
    // A quad begins behind no dot, so that the rest of this run of digits and dots holds none.
    while (bytes[end] === DOT || isDigit(bytes[end])) end++;
    dot = bytes.indexOf(DOT, end);
  }
}

/** Reads four decimal parts without leading zeros. Gives their end, or -1. */
function readQuad(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && bytes[at++] !== DOT) return -1;
    const from = at;
    let value = 0;
    for (; isDigit(bytes[at]) && at < from + 3; at++) value = value * 10 + (bytes[at] ?? 0) - 0x30;
    if (at === from || value > 255 || (at > from + 1 && bytes[from] === 0x30)) return -1;
    quad[part] = value;
  }
  return at;
}

function joinsQuad(byte: number | undefined): boolean {
  return byte === DOT || isWord(byte);
}

/** A full stop may follow. */
function endsQuad(bytes: Uint8Array, end: number): boolean {
  return !isWord(bytes[bytes[end] === DOT ? end + 1 : end]);
}

/** IPv6: runs of hexadecimal digits and colons. */
function scanGroups(bytes: Uint8Array, length: number, sink: Sink): void {
  for (let colon = bytes.indexOf(COLON); colon < length;) {
    let end = colon;
    let colons = 0;
    let isShort = false;
    for (; bytes[end] === COLON || isHexadecimal(bytes[end]); end++)
      if (bytes[end] === COLON) {
        colons++;
        isShort ||= bytes[end + 1] === COLON;
      }
    // Eight groups have seven colons; one more may join them to what stands before or behind.
    if (isShort || (colons >= 7 && colons <= 9)) {
      let start = colon;
      while (isHexadecimal(bytes[start - 1])) start--;
      if (end - start <= LONGEST_GROUPS) readGroups(bytes, start, end, sink);
    }
    colon = bytes.indexOf(COLON, end);
  }
}

function readGroups(bytes: Uint8Array, start: number, end: number, sink: Sink): void {
  // A word may stand before the colon that introduces an address, not before its first group.
  if (isWord(bytes[start - 1]) && bytes[start] !== COLON) return;
  if (isWord(bytes[end])) return;
  for (const form of groupForms(String.fromCharCode(...bytes.subarray(start, end)))) {
    const address = parseIp(form);
    if (address !== undefined) sink(address);
  }
}

/** The run itself, and without a colon that only joins it to what stands before or behind it. */
function groupForms(run: string): Set<string> {
  const head = /^:(?!:)/.test(run) ? run.slice(1) : run;
  const tail = /(?<!:):$/.test(head) ? head.slice(0, -1) : head;
  return new Set([run, head, tail]);
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && IS_WORD[byte] === 1;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHexadecimal(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66 && byte < 0x80)
  );
}
