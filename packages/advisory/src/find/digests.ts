import type { ObservableType } from "@tocsin/model";
import { add, isTaken, take } from "./sink.ts";
import type { FindState } from "./sink.ts";

const BY_LENGTH: Readonly<Record<number, ObservableType>> = {
  32: "md5",
  40: "sha1",
  64: "sha256",
  128: "sha512",
};
/** Lengths that only a label makes a digest. */
const LABELLED_LENGTHS: ReadonlySet<number> = new Set([56, 62, 70, 96]);
/** Behind it may be glued the next cell of a table that lost its borders (`…41bSHA256`). */
const DIGEST =
  /(?<![0-9A-Za-z])[0-9A-Fa-f]{32,128}(?![0-9A-Fa-f])(?:(?![0-9A-Za-z])|(?=SHA|MD5|[G-Z][a-z]))/g;
/** A digest broken at the end of a line, with or without a hyphen. */
const BROKEN =
  /(?<![0-9A-Za-z])([0-9A-Fa-f]{8,120})(?:-[ \t]{0,4}\r?\n|[ \t]{0,4}\r?\n)[ \t]{0,8}([0-9A-Fa-f]{4,120})(?![0-9A-Za-z])/g;
/** What the nearest word before calls the digits. */
const LABEL =
  /\b(imp(?:ort)?[ -]?hash|ja3s?|ja4\w{0,2}|jarm|sha-?224|sha-?384|hassh|ssdeep|tlsh|authentihash|telfhash|vhash|rich(?:pe)?[ _-]?(?:header[ _-]?)?(?:hash|md5)|dhash|icon ?hash|permhash|md5|sha-?1|sha-?256|sha-?512|commit|revision|gist|thumbprint|fingerprint|serial(?: number)?|guid|uuid|nonce|aes key|key)\b/gi;
/** Labels with a type of their own, and the length of their values. */
const TYPED_LABELS: readonly (readonly [RegExp, ObservableType, length: number])[] = [
  [/^imp/i, "imphash", 32],
  [/^ja3$/i, "ja3", 32],
  [/^ja3s$/i, "ja3s", 32],
  [/^jarm$/i, "jarm", 62],
  [/^tlsh$/i, "tlsh", 70],
  [/^sha-?224$/i, "sha224", 56],
  [/^sha-?384$/i, "sha384", 96],
];
const CERTIFICATE = /\b(?:certificates?|certs?|tls|ssl|x\.?509|signer|signing|thumbprints?)\b/i;
const CERTIFICATE_TYPES: Readonly<Partial<Record<ObservableType, ObservableType>>> = {
  sha1: "certificate-sha1",
  sha256: "certificate-sha256",
};
const SERIAL =
  /\bserial(?: (?:number|no\.?|#))?[ \t]{0,2}(?:[:=|]|is)?[ \t`"']{0,4}((?:[0-9A-F]{2}[: ]?){7,19}[0-9A-F]{2})(?![0-9A-Fa-z])/gi;
/** CTPH of ssdeep: a block size of 3·2ⁿ and two signatures. */
const SSDEEP = /(?<![\w/+:])(\d{1,10}):[A-Za-z0-9/+]{6,64}:[A-Za-z0-9/+]{3,64}(?![\w/+:])/g;
const TLSH = /(?<![0-9A-Za-z])T1[0-9A-F]{70}(?![0-9A-Za-z])/gi;
/** JA4 of FoxIO: transport, version, name, counts, and two cut digests. */
const JA4 =
  /(?<![0-9A-Za-z_])[tqd][0-9s]{2}[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}(?![0-9A-Za-z_])/g;
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
    const end = index + value.length;
    if (type !== undefined) addDigest(state, type, value, index, end);
    else if (LABELLED_LENGTHS.has(value.length)) addLabelled(state, value, index, end);
  }
}

/** Finds fuzzy digests, fingerprints of TLS and serial numbers of certificates: before addresses, for they have colons. */
export function findFingerprints(state: FindState): void {
  const { text } = state.mapped;
  for (const { 0: value, 1: block = "", index } of text.matchAll(SSDEEP)) {
    const size = Number(block) / 3;
    const isBlock = Number.isInteger(size) && size > 0 && Number.isInteger(Math.log2(size));
    if (isBlock && !isTaken(state, index, index + value.length))
      add(state, "ssdeep", value, index, index + value.length);
  }
  for (const { 0: value, index } of text.matchAll(TLSH))
    add(state, "tlsh", value, index, index + value.length);
  for (const { 0: value, index } of text.matchAll(JA4))
    add(state, "ja4", value, index, index + value.length);
  for (const { 0: whole, 1: value = "", index } of text.matchAll(SERIAL)) {
    const start = index + whole.length - value.length;
    const around = text.slice(Math.max(0, index - 80), index + whole.length + 40);
    if (CERTIFICATE.test(around) && !isTaken(state, start, start + value.length))
      add(state, "certificate-serial", value, start, start + value.length);
  }
}

/** A value whose label has a type of its own for that length. Gives whether it was added. */
function addLabelled(state: FindState, value: string, start: number, end: number): boolean {
  const label = nearestLabel(state.mapped.text, start) ?? "";
  const type = TYPED_LABELS.find(
    ([form, , length]) => length === value.length && form.test(label),
  )?.[1];
  return type !== undefined && !isTaken(state, start, end) && add(state, type, value, start, end);
}

function addDigest(
  state: FindState,
  type: ObservableType,
  value: string,
  start: number,
  end: number,
): void {
  if (isTaken(state, start, end)) return;
  if (addLabelled(state, value, start, end)) return;
  const label = nearestLabel(state.mapped.text, start);
  if (label !== undefined && OTHER_DIGEST.test(label)) {
    take(state, start, end);
    return;
  }
  const certificate = CERTIFICATE_TYPES[type];
  const isOfCertificate =
    certificate !== undefined && label !== undefined && /print|sha/i.test(label)
      ? saysCertificate(state.mapped.text, start, label)
      : false;
  if (isOfCertificate && certificate !== undefined) add(state, certificate, value, start, end);
  else if (label !== undefined && NO_FILE.test(label))
    add(state, type, value, start, end, { label: label.toLowerCase() });
  else add(state, type, value, start, end);
}

/** A thumbprint is a certificate's; a fingerprint or digest is where the words before name one. */
function saysCertificate(text: string, start: number, label: string): boolean {
  if (/^thumb/i.test(label)) return true;
  const window = text.slice(Math.max(0, start - 60), start);
  return CERTIFICATE.test(window.slice(window.lastIndexOf("\n") + 1));
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
