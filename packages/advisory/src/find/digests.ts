import type { ObservableType } from "@tocsin/model";
import { add, isTaken, take } from "./sink.ts";
import type { FindState } from "./sink.ts";

const BY_LENGTH: Readonly<Record<number, ObservableType>> = {
  32: "md5",
  40: "sha1",
  64: "sha256",
  128: "sha512",
};
/** Behind it may be glued the next cell of a table that lost its borders (`…41bSHA256`). */
const DIGEST =
  /(?<![0-9A-Za-z])[0-9A-Fa-f]{32,128}(?![0-9A-Fa-f])(?:(?![0-9A-Za-z])|(?=SHA|MD5|[G-Z][a-z]))/g;
/** A digest broken at the end of a line, with or without a hyphen. */
const BROKEN =
  /(?<![0-9A-Za-z])([0-9A-Fa-f]{8,120})(?:-[ \t]{0,4}\r?\n|[ \t]{0,4}\r?\n)[ \t]{0,8}([0-9A-Fa-f]{4,120})(?![0-9A-Za-z])/g;
/** What the nearest word before calls the digits. */
const LABEL =
  /\b(imp(?:ort)?[ -]?hash|ja3s?|ja4\w{0,2}|jarm|hassh|ssdeep|tlsh|authentihash|telfhash|vhash|rich(?:pe)?[ _-]?(?:header[ _-]?)?(?:hash|md5)|dhash|icon ?hash|permhash|md5|sha-?1|sha-?256|sha-?512|commit|revision|gist|thumbprint|fingerprint|serial(?: number)?|guid|uuid|nonce|aes key|key)\b/gi;
const OTHER_DIGEST = /^(?:ja|jarm|hassh|ssdeep|tlsh|authenti|telf|vhash|rich|dhash|icon|perm)/i;
const NO_FILE =
  /^(?:commit|revision|gist|thumbprint|fingerprint|serial|guid|uuid|nonce|aes key|key)/i;

/** Finds digests of files by their length; the nearest label before decides what else they are. */
export function findDigests(state: FindState): void {
  const { text } = state.mapped;
  for (const match of text.matchAll(BROKEN)) {
    const { 0: whole, 1: head = "", 2: tail = "", index } = match;
    const type = BY_LENGTH[head.length + tail.length];
    if (type === undefined || BY_LENGTH[head.length] || BY_LENGTH[tail.length]) continue;
    addDigest(state, type, head + tail, index, index + whole.length);
  }
  for (const { 0: value, index } of text.matchAll(DIGEST)) {
    const type = BY_LENGTH[value.length];
    if (type !== undefined) addDigest(state, type, value, index, index + value.length);
  }
}

function addDigest(
  state: FindState,
  type: ObservableType,
  value: string,
  start: number,
  end: number,
): void {
  if (isTaken(state, start, end)) return;
  const label = nearestLabel(state.mapped.text, start);
  if (label !== undefined && OTHER_DIGEST.test(label)) {
    take(state, start, end);
    return;
  }
  if (label !== undefined && /^imp/i.test(label) && type === "md5")
    add(state, "imphash", value, start, end);
  else if (label !== undefined && NO_FILE.test(label))
    add(state, type, value, start, end, { label: label.toLowerCase() });
  else add(state, type, value, start, end);
}

/** The last label within 40 units of the same line with no other digest between. */
function nearestLabel(text: string, start: number): string | undefined {
  const window = text.slice(Math.max(0, start - 40), start);
  const line = window.slice(Math.max(window.lastIndexOf("\n"), window.lastIndexOf("|")) + 1);
  let label: string | undefined;
  let from = 0;
  for (const match of line.matchAll(LABEL)) {
    label = match[1];
    from = match.index;
  }
  return /[0-9a-f]{16}/i.test(line.slice(from)) ? undefined : label;
}
